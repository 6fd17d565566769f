import type { SourceLine } from '../../text/source-text.ts'
import { isPlainPolicy, PLAIN_LINES } from './plain-policy.ts'
import { isScreenLine, listCommand, startsRecord } from './screen-lines.ts'

/**
 * Lines at which the output of one machine begins. Policies and SAs of one machine are one block; another begins where
 * the prompt names another host, or where the same list comes again behind a gap or another list.
 */
export function recogniseIpXfrm(lines: readonly SourceLine[]): number[] {
  const anchors: number[] = []
  let host: string | null = null
  let seen = new Set<string>()
  let last: string | null = null
  let gap = true
  let command: number | null = null
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]
    if (line === undefined) break
    const { text, number } = line
    const isPlain = isPlainPolicy(lines, index)
    const listed = isPlain ? null : listCommand(text)
    if (listed !== null) {
      if (host !== null && listed.host !== null && listed.host !== host) seen = new Set()
      host = listed.host ?? host
      command ??= number
      gap = true
      if (seen.size === 0 && isAnsweredBy(lines, index)) begin(number)
      continue
    }
    if (!startsRecord(text)) {
      gap = gap || !isContinued(text.replace(/^[\s>|]+/, ''))
      continue
    }
    const kind = isPlain ? 'policy' : kindAt(lines, index)
    if (kind === null) continue
    // What stands below its first line goes on with it.
    if (isPlain) index += PLAIN_LINES - 1
    if (seen.size === 0 || (seen.has(kind) && (gap || last !== kind))) begin(command ?? number)
    seen.add(kind)
    last = kind
    gap = false
    command = null
  }
  return anchors

  function begin(number: number): void {
    if (anchors.at(-1) !== number) anchors.push(number)
    seen = new Set(['begun'])
    command = null
  }
}

/** Copied without its indentation, or broken anew, a line of a record begins with any of its words. */
function isContinued(text: string): boolean {
  return /^[\d(‹:-]/.test(text) || VOCABULARY.has(/^[\w-]+/.exec(text)?.[0] ?? '')
}

const VOCABULARY = new Set(
  `src dst dir socket in out fwd action allow block index priority ptype main sub share any unique flag extra_flag uid dev
  proto tcp udp icmp ipv6-icmp gre sport dport type code key tmpl esp ah comp spi reqid mode tunnel transport level use
  required enc-mask auth-mask comp-mask mark output-mark if_id security context lifetime config current limit soft hard
  expire add stats replay-window replay_window replay failed seq seq-hi oseq oseq-hi bitmap bitmap-length anti-replay esn
  auth auth-trunc enc aead encap addr lastused sel crypto offload tfc coa noecn decap-dscp nopmtudisc wildrecv af-unspec
  align4 localok beet`.split(/\s+/),
)

/** Below a command stands its output, or the next prompt where there is none. */
function isAnsweredBy(lines: readonly SourceLine[], index: number): boolean {
  const next = lines.slice(index + 1, index + 4).find(({ text }) => text.trim() !== '')
  return next !== undefined && (startsRecord(next.text) || isScreenLine(next.text))
}

/** What begins here, told by this line and the next. */
function kindAt(lines: readonly SourceLine[], index: number): 'policy' | 'state' | null {
  const text = `${lines[index]?.text ?? ''} ${lines[index + 1]?.text ?? ''}`
  if (/\b(?:dir|socket)\s+(?:in|out|fwd)\b/.test(text)) return 'policy'
  return /\bproto\s+\S+\s+(?:spi|reqid)\b/.test(text) ? 'state' : null
}
