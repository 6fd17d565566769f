import type { Block, Format, LineRole, Reading } from '../../../model/format.ts'
import { LineRoles } from '../../../model/line-roles.ts'
import { lineSpan, type SourceLine } from '../../../text/source-text.ts'
import { headingOf } from '../../blocks.ts'
import { promptHost } from '../../freeswan/prompt-line.ts'
import { nothingShown } from '../../shown/shown.ts'
import { shownFragment } from '../../shown/shown-fragment.ts'
import { libreswan } from '../vendor.ts'
import { shownPolicyOf } from './shown-policy.ts'
import { withStatus } from './status-idents.ts'
import { statusReader } from './status-lines.ts'

/** What pluto tells of its connections and states, measured with Libreswan 4.10; the shapes of 3 and 5 are those of its sources. */
export const libreswanStatus: Format = {
  id: 'libreswan/status',
  title: 'Libreswan: connections and states (ipsec status)',
  command: 'ipsec status; ipsec trafficstatus',
  hint: /routed; (?:eroute|my_ip)|routed HOLD; |eclipsed; eroute|routed-\w|_SA \(|STATE_\w{1,40} \(|\badd_time=|kernel interface: |IPsec connections: |State Information: /,
  recognise: statusAnchors,
  read,
}

/** Whack puts a code in front of what it repeats; newer versions do so only with what is logged. */
function hasCode(text: string): boolean {
  return text.startsWith('000') || text.startsWith('006') ? text.length === 3 || text[3] === ' ' : false
}

/** A line that is neither a prompt nor a heading, as most are. */
function isPrinted(text: string): boolean {
  const first = text.charCodeAt(0)
  return first === QUOTE || (first === HASH && isDigit(text.charCodeAt(1))) || hasCode(text)
}

function isDigit(code: number): boolean {
  return code > 47 && code < 58
}

const [QUOTE, HASH] = [0x22, 0x23]
const START =
  /^(?:using kernel interface: |Total IPsec connections: |State Information: |"[^"]{1,160}".{2,1000}; (?:[\w, ]{0,20}e?routed(?:-[\w-]{1,30}| HOLD)?|eroute eclipsed|unoriented); (?:eroute|my_ip)|#\d{1,9}: "[^"]{1,160}".{0,120} (?:STATE_\w{1,40}|\w{1,40}_SA) \(|#\d{1,9}: "[^"]{1,160}".{0,120}, type=\w.{0,60}, add_time=)/
/** Typed at a prompt, or copied without it. */
const COMMAND =
  /^\s{0,9}(?:\[?(?:[\w.-]{1,40}@)?([\w.-]{1,60})[^#$>"\n]{0,80}[#$>]\s{0,5})?(?:sudo\s{1,5})?(?:\/[\w/.-]{1,60}\/)?ipsec\s{1,5}(?:auto\s{1,5}--status|whack\s{1,5}--\w{4,30}|status|connectionstatus|trafficstatus|briefstatus|showstates|shuntstatus)\b/

/** A prompt with something behind it. */
const TYPED = /[#$>]\s{1,5}[^\s#$>]/
/** Of the output itself. */
const OWN_HEADING = /^(?:debug|virtual-private|config setup options|[\w/ -]{1,40} (?:list|supported))\b/
/** A line that is shorter was not broken by a mail client. */
const BROKEN = 60

/** A prompt or the command alone; `host` is `null` where none is named. */
function screenLine(text: string): { readonly host: string | null; readonly isCommand: boolean } | null {
  const command = text.includes('ipsec') ? COMMAND.exec(text) : null
  if (command !== null) return { host: command[1] ?? null, isCommand: true }
  const host = promptHost(text)
  return host === null ? null : { host, isCommand: false }
}

/** Without the code in front, and the blanks around it. */
function printedIn(text: string): string {
  const printed = text.trim()
  return hasCode(printed) ? printed.slice(4).trim() : printed
}

/** All outputs of one host that stand together are one block; another host's prompt, or a heading, begins another. */
function statusAnchors(lines: readonly SourceLine[]): number[] {
  const anchors: number[] = []
  let host: string | null = null
  let fresh = true
  let command: number | null = null
  for (const { number, text } of lines) {
    const isOutput = isPrinted(text)
    if (isOutput && !fresh) {
      command = null
      continue
    }
    const screen = isOutput ? null : screenLine(text)
    if (screen !== null) {
      if (screen.host !== null && host !== null && screen.host !== host) fresh = true
      host = screen.host ?? host
      // What another command printed is no part of it.
      if (!screen.isCommand && TYPED.test(text)) fresh = true
      command = screen.isCommand ? (command ?? number) : null
      continue
    }
    const printed = printedIn(text)
    if (!isOutput && headingOf(printed) !== null && !OWN_HEADING.test(printed)) fresh = true
    if (!fresh || !START.test(printed)) continue
    anchors.push(command ?? number)
    fresh = false
    command = null
  }
  return anchors
}

function read({ source, lines }: Block): Reading {
  const roles = new LineRoles(lines)
  const reader = statusReader()
  let host: string | null = null
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]
    if (line === undefined) break
    const screen = isPrinted(line.text) ? null : screenLine(line.text)
    if (screen !== null) {
      host ??= screen.host
      roles.set(line.number, 'irrelevant')
      continue
    }
    const broken = brokenOff(lines, at)
    const rest = lines.slice(at + 1, at + 1 + broken)
    const text = rest.reduce((before, { text: more }) => `${before} ${more.trim()}`, printedIn(line.text))
    const role: LineRole | undefined = text === '' ? 'irrelevant' : reader.read(text, line)
    if (role !== undefined) for (let part = 0; part <= broken; part++) roles.set(line.number + part, role)
    at += broken
  }
  const shown = nothingShown(true)
  const status = reader.status()
  withStatus(shown, status)
  const [first] = lines
  const span = first === undefined ? { source, line: 1, column: 1, length: 0 } : lineSpan(first)
  const isEnd = shown.idents.length + shown.peers.length + shown.own.length > 0
  return {
    endpoints: isEnd ? [{ ...shownFragment(shown, libreswan, host, span), ...shownPolicyOf(status) }] : [],
    observations: [],
    roles,
    problems: shown.problems,
  }
}

/** How many lines below are the rest of this one: a mail client breaks long lines, of which only the first has the code in front. */
function brokenOff(lines: readonly SourceLine[], from: number): number {
  let count = 0
  for (let last = lines[from]?.text ?? ''; count < 3 && last.length > BROKEN; count++) {
    const next = lines[from + count + 1]?.text
    if (next === undefined || isPrinted(next) || next.trim() === '') break
    if (!hasCode(lines[from]?.text ?? '') || !/^["#]/.test(printedIn(lines[from]?.text ?? ''))) break
    if (/^\s{0,9}\d{3}(?: |$)/.test(next) || screenLine(next) !== null) break
    last = next
  }
  return count
}
