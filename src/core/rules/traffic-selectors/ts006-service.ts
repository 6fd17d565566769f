import type { Coverage } from '../../negotiation/coverage.ts'
import { containsBox, mirrorBox } from '../../selectors/box.ts'
import { pairsText } from '../wording.ts'
import { mismatchRule, theyTakeOurs, weTakeTheirs } from './mismatch-rule.ts'

const LIST_A = filter('outbound', '10.1.0.0', '10.2.0.0', '198.51.100.7', 'TCP', 0, 80)
const BACK_A = filter('inbound', '10.2.0.0', '10.1.0.0', '203.0.113.1', 'TCP', 80, 0)

/** Same addresses, other protocol or ports. */
export const service = mismatchRule({
  code: 'TS006',
  title: 'Protocol or ports differ',
  kind: 'service',
  plans: (facts) => {
    const [other] = facts.theirs
    const oursIsWider = other !== undefined && containsBox(facts.ours.box, mirrorBox(other.box))
    return oursIsWider ? [theyTakeOurs(facts), weTakeTheirs(facts)] : [weTakeTheirs(facts), theyTakeOurs(facts)]
  },
  explain: ({ ours, mine, others, peer, authority, theirs }) => ({
    what: `${ours.end.name} protects ${pairsText(mine)}; ${peer} has the same addresses with ${pairsText(others)}.`,
    why: `Protocol and ports are part of the proposal and must agree like the addresses. ${authority}${anyProtocolOnly([ours, ...theirs])}`,
  }),
  page: {
    text: `The addresses agree and the protocol or a port does not. Site-to-site tunnels are best written for any protocol and
filtered by the firewall behind them; ISA Server and Forefront TMG can do nothing else.`,
    fires: { pastes: dumps(LIST_A + BACK_A, plainB()) },
    quiet: { pastes: dumps(plainA(), plainB()) },
  },
})

/** An end that cannot be told another protocol is not the one to change. */
function anyProtocolOnly(pairs: readonly Coverage[]): string {
  const end = pairs.map((pair) => pair.end).find(({ vendor }) => vendor.anyProtocolOnly)
  return end === undefined ? '' : ` ${end.name} can propose any protocol alone.`
}

function dumps(a: string, b: string) {
  const head = 'Quick Mode Filters(Specific):\n-----------------------------\n\n'
  return [
    { source: 'a.txt', text: `${head}${a}2 Specific Filter(s)\n` },
    { source: 'b.txt', text: `${head}${b}2 Specific Filter(s)\n` },
  ]
}

function plainA(): string {
  return (
    filter('outbound', '10.1.0.0', '10.2.0.0', '198.51.100.7', 'ANY', 0, 0) +
    filter('inbound', '10.2.0.0', '10.1.0.0', '203.0.113.1', 'ANY', 0, 0)
  )
}

function plainB(): string {
  return (
    filter('outbound', '10.2.0.0', '10.1.0.0', '203.0.113.1', 'ANY', 0, 0) +
    filter('inbound', '10.1.0.0', '10.2.0.0', '198.51.100.7', 'ANY', 0, 0)
  )
}

function filter(
  direction: string,
  source: string,
  destination: string,
  tunnel: string,
  protocol: string,
  from: number,
  to: number,
): string {
  return `Filter name           : Site ${direction} ${source}
Source Address        : ${source}        (255.255.255.0)
Destination Address   : ${destination}        (255.255.255.0)
Tunnel Destination    : ${tunnel}
Protocol              : ${protocol}     Src Port: ${from}      Dest Port: ${to}
Direction             : ${direction}
Inbound Action        : Negotiate
Outbound Action       : Negotiate

`
}
