import type { Block, Format, Reading } from '../../model/format.ts'
import { LineRoles } from '../../model/line-roles.ts'
import { lineSpan, type SourceLine } from '../../text/source-text.ts'
import { indentOf } from '../../text/words.ts'
import { headingOf } from '../blocks.ts'
import { nothingShown } from '../shown/shown.ts'
import { shownFragment } from '../shown/shown-fragment.ts'
import { consoleLine } from './console-line.ts'
import { tunnelListReader } from './tunnel-list-lines.ts'
import { fortigate } from './vendor.ts'

/** What a FortiGate shows of its tunnels: phase 2 selectors with their SAs and counters, and how far IKE has come. */
export const fortigateTunnels: Format = {
  id: 'fortigate/tunnels',
  title: 'FortiGate: state of its tunnels',
  command: 'diagnose vpn tunnel list; diagnose vpn ike gateway list; get vpn ipsec tunnel summary',
  hint: /ipsec tunnel|ver=\d|selectors\(total|vd: /,
  recognise: tunnelAnchors,
  read,
}

const START =
  /^(?:list (?:all )?ipsec tunnel\b|name=\S{1,60} ver=\d|'[^']{1,60}' \S{3,60}:\d{1,5} {1,9}selectors\(total,up\): |vd: \S{1,60}\/\d{1,5}$)/

/** Typed at a prompt, or copied without it. */
const COMMAND = /^\s*(?:diagnose vpn (?:tunnel|ike gateway) list|get vpn ipsec tunnel (?:summary|name))\b/

function isCommand(text: string): boolean {
  const first = text.charCodeAt(indentOf(text))
  return (first === LETTER_D || first === LETTER_G) && COMMAND.test(text)
}

const [LETTER_D, LETTER_G] = [0x64, 0x67]

/** All outputs of one unit that stand together are one block; another host's prompt, or a heading, begins another. */
function tunnelAnchors(lines: readonly SourceLine[]): number[] {
  const anchors: number[] = []
  let host: string | null = null
  let fresh = true
  let command: number | null = null
  let index = 0
  for (let line = lines[0]; line !== undefined; line = lines[++index]) {
    const { number, text } = line
    const { from, prompt } = consoleLine(text)
    // Once a block has begun, its further tunnels begin no other one.
    const goesOn = !fresh && command === null && prompt === null && from === 0
    if (goesOn && !isCommand(text) && headingOf(text) === null) continue
    if (prompt !== null && host !== null && prompt.host !== host) fresh = true
    host = prompt?.host ?? host
    const printed = text.slice(from).trim()
    if (isCommand(printed)) command = number
    else if (prompt !== null) command = null
    if (headingOf(printed) !== null) fresh = true
    if (!START.test(printed)) continue
    if (fresh) anchors.push(command ?? number)
    fresh = false
    command = null
  }
  return anchors
}

function read({ source, lines }: Block): Reading {
  const shown = nothingShown()
  const roles = new LineRoles(lines)
  const reader = tunnelListReader(shown)
  let host: string | null = null
  let index = 0
  for (let line = lines[0]; line !== undefined; line = lines[++index]) {
    const { from, prompt } = consoleLine(line.text)
    const text = line.text.slice(from).trim()
    host ??= prompt?.host ?? null
    if (text === '') continue
    const role = prompt !== null || isCommand(text) ? 'irrelevant' : reader.read(text, line)
    if (role !== undefined) roles.set(line.number, role)
  }
  reader.finish()
  const [first] = lines
  const span = first === undefined ? { source, line: 1, column: 1, length: 0 } : lineSpan(first)
  return {
    endpoints: shown.peers.length + shown.ikeSas.length === 0 ? [] : [shownFragment(shown, fortigate, host, span)],
    observations: [],
    roles,
    problems: shown.problems,
  }
}
