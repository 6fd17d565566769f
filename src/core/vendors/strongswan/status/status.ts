import type { Block, Format, Reading } from '../../../model/format.ts'
import { LineRoles } from '../../../model/line-roles.ts'
import { lineSpan } from '../../../text/source-text.ts'
import { isScreenLine, promptHost } from '../../freeswan/prompt-line.ts'
import { nothingShown } from '../../shown/shown.ts'
import { shownFragment } from '../../shown/shown-fragment.ts'
import { strongswan, strongswanStarter } from '../vendor.ts'
import { shownPolicyOf } from './loaded-connections.ts'
import { isCommand, startOf, statusAnchors } from './status-anchors.ts'
import * as statusall from './statusall-output.ts'
import * as swanctl from './swanctl-output.ts'
import { Told } from './told.ts'

/** What a strongSwan shows of its tunnels: connections that are loaded, IKE SAs, and children with their SPIs and counters. */
export const strongswanStatus: Format = {
  id: 'strongswan/status',
  title: 'strongSwan: connections and SAs',
  command: 'swanctl --list-sas; swanctl --list-conns; of starter: ipsec statusall',
  hint: /: #\d|: IKEv|IKE charon daemon|Security Associations \(|\d\]: [CE]/,
  recognise: statusAnchors,
  read,
}

function read({ source, lines }: Block): Reading {
  const shown = nothingShown(true)
  const roles = new LineRoles(lines)
  const told = new Told(shown)
  const [ofSwanctl, ofStarter] = [swanctl.swanctlOutput(told), statusall.statusallOutput(told)]
  let reader = ofSwanctl
  let host: string | null = null
  let isStarter = false
  for (const line of lines) {
    const text = line.text.trim()
    if (text === '') continue
    host ??= promptHost(text)
    if (isCommand(text) || isScreenLine(text)) {
      roles.set(line.number, 'irrelevant')
      continue
    }
    if (startOf(text) === 'swanctl') reader = ofSwanctl
    else if (startOf(text) === 'starter') {
      reader = ofStarter
      isStarter = true
    }
    const role = reader(text, line)
    if (role !== undefined) roles.set(line.number, role)
  }
  told.finish()
  const [first] = lines
  const span = first === undefined ? { source, line: 1, column: 1, length: 0 } : lineSpan(first)
  const vendor = isStarter ? strongswanStarter : strongswan
  const fragment = { ...shownFragment(shown, vendor, host, span), ...shownPolicyOf(told.connections, vendor) }
  const isNothing = shown.own.length === 0 && shown.peers.length === 0
  return { endpoints: isNothing ? [] : [fragment], observations: [], roles, problems: shown.problems }
}
