import type { SourceLine } from '../../text/source-text.ts'
import { indentOf } from '../../text/words.ts'
import { isHeading } from '../blocks.ts'
import { isTopTable } from './config-tree.ts'
import { consoleLine, VERBS, verbAt } from './console-line.ts'

/** Keys with which a part of a configuration shows what it is, though its `config` line was not pasted. */
const TELLING =
  /^\s*set\s+(?:phase1name|remote-gw6?|psksecret|ike-version|phase1-interface|peertype|remotegw-ddns|src-subnet|dst-subnet|src-name|dst-name|vpntunnel)\s/
/** Typed at a prompt. */
const COMMAND = /^show(?:\s+full-configuration)?(?:\s+(?:vpn|firewall|router|system)\b.{0,200}|\s*)$/

/**
 * Where the configuration of a FortiGate begins: its header, a prompt with a command that shows some of it, a `config` line
 * with the name of a table, or an `edit` above a key that only an IPsec table has. A heading such as "Gateway B:", the
 * header of another file, or the prompt of another host begins the next one.
 */
export function fortigateAnchors(lines: readonly SourceLine[]): number[] {
  const anchors: number[] = []
  let host: string | null = null
  let fresh = true
  let hasHeader = false
  let entered = 0
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]
    if (line === undefined) break
    const { from, prompt } = consoleLine(line.text)
    const rest = line.text.slice(from)
    const verb = verbAt(line.text, indentOf(line.text, from))
    if (prompt !== null && host !== null && prompt.host !== host) fresh = true
    const isHeader = rest.includes('#config-version=') && /^\s*#config-version=/.test(rest)
    if ((isHeader && hasHeader) || isHeading(line.text)) fresh = true
    const telling = verb === 'set' && TELLING.test(rest)
    const config = verb === 'config' && isConfig(rest)
    const begins = isHeader || config || telling || (prompt !== null && COMMAND.test(rest.trim()))
    if (!begins) {
      if (verb === null) entered = index + 1
      continue
    }
    if (prompt !== null) host = prompt.host
    if (fresh) hasHeader = false
    hasHeader ||= isHeader
    if (fresh) anchors.push(lines[telling ? firstVerb(lines, index, entered) : index]?.number ?? 1)
    fresh = false
  }
  return anchors
}

function isConfig(text: string): boolean {
  const [verb, ...words] = text.trim().split(/\s+/)
  if (verb !== 'config' || words.length === 0) return false
  const path = words.join(' ')
  return isTopTable(path) || path === 'vdom' || path === 'global'
}

/** The first of the lines right above that are statements too. */
function firstVerb(lines: readonly SourceLine[], index: number, floor: number): number {
  let first = index
  for (let above = index - 1; above >= floor; above--) {
    const { from } = consoleLine(lines[above]?.text ?? '')
    const verb = /^\s*(\S+)/.exec(lines[above]?.text.slice(from) ?? '')?.[1]
    if (verb === undefined) continue
    if (!VERBS.has(verb)) break
    first = above
  }
  return first
}
