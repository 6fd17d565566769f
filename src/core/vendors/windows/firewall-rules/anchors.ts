import type { Anchor } from '../../../model/format.ts'
import type { SourceLine } from '../../../text/source-text.ts'
import { isHeading } from '../../blocks.ts'
import { withFrame } from '../console-marks.ts'
import { commandStart, isRemark } from './netsh-command.ts'
import { beginsStatement, CMDLET } from './powershell-script.ts'
import { OWN_LABEL } from './rule-labels.ts'
import { tunnelEndIn } from './two-computers.ts'

const RULE_NAME = /(?<!\p{L})rule[ \t]{0,9}name[ \t]{0,60}:/iu
/** Of `show global`, below the command. */
const GLOBAL = /^[ \t]*SecMethods\b/i
const NOTHING = /^[ \t]*No rules match the specified criteria/
/** What tells of connection security rules; `show` of other things is no text of this format. */
const ASKS = /^consec |^(?:set|show) global$|^mainmode /
/** Below a prompt stands what it printed; in a script it is a line like any other. */
const OTHER_COMMAND = /\bnetsh(?:\.exe)?\s{1,9}(?!advfirewall|-)\w|(?:>|&gt;)[ \t]{0,9}Get-Net/i
/** Between the name of a rule and the first label that no rule of the firewall has. */
const NEAR = 30

/**
 * Lines at which rules of one computer begin: a command, or the name of a rule with what only such a rule has below. All that
 * follows is one block, up to a heading, another command, or a rule that begins where tunnels of those above end.
 */
export function ruleAnchors(lines: readonly SourceLine[]): readonly Anchor[] {
  const anchors: Anchor[] = []
  let fresh = true
  let name = -1
  let asked = -1
  let rule = -1
  let peers = new Set<string>()
  const begin = (at: number) => {
    if (fresh) anchors.push(withFrame(lines, firstRemark(lines, at)))
    fresh = false
  }
  for (const [at, { text }] of lines.entries()) {
    const command = commandStart(text)
    // A label without a value would do as a heading: `Description:`.
    const isLabel = name >= 0 && at - name <= NEAR
    if (command !== undefined ? !ASKS.test(command) : OTHER_COMMAND.test(text) || (!isLabel && isHeading(text))) {
      fresh = true
      asked = -1
    }
    if (command !== undefined && ASKS.test(command)) {
      if (/(?:^| )show /.test(command)) asked = at
      else begin(at)
      if (command === 'consec add rule') rule = at
    }
    if (CMDLET.test(text)) begin(at)
    if (RULE_NAME.test(text)) {
      name = at
      rule = at
    }
    const own = tunnelEndIn(text, 'local')
    if (own !== undefined && peers.has(own) && rule >= 0) {
      fresh = true
      peers = new Set()
      begin(asked >= 0 ? asked : rule)
      asked = -1
    }
    const peer = tunnelEndIn(text, 'remote')
    if (peer !== undefined) peers.add(peer)
    const isRule = name >= 0 && at - name <= NEAR && OWN_LABEL.test(text)
    if (isRule || (asked >= 0 && (NOTHING.test(text) || GLOBAL.test(text)))) {
      begin(asked >= 0 ? asked : name)
      name = -1
      asked = -1
    }
  }
  return anchors
}

/** The first of the remarks right above a line, which are of the same script. */
function firstRemark(lines: readonly SourceLine[], at: number): number {
  let first = at
  for (let above = at - 1; above >= 0; above--) {
    const text = lines[above]?.text ?? ''
    if (isRemark(text) || beginsStatement(text) || commandStart(text) === 'set global') first = above
    else if (text.trim() !== '') break
  }
  return first
}
