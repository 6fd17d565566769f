import type { Endpoint } from '../../model/endpoint.ts'
import { linesOf } from '../../model/setting.ts'
import { sideOf } from '../../negotiation/ike/entry.ts'
import { faultAtBeginning, faultGoingOn, type PortFault, socketsOf } from '../../negotiation/ike/ports.ts'
import type { EvidencePlace, Explanation } from '../rule.ts'
import { pair } from './examples.ts'
import type { FailedNegotiation, Party } from './failures.ts'
import { negotiationRule } from './negotiation-rule.ts'
import { changeOf, type PlannedChange, plansOf } from './plans.ts'

export const port = negotiationRule({
  code: 'AD007',
  title: 'IKE goes to a UDP port where nobody reads it',
  reasons: ['port'],
  shows: () => undefined,
  quotes: ([initiator, responder], facts) => {
    const { own, peer, tcp } = initiator.connection.ports ?? {}
    const fault = faultOf(facts)
    const asked = [peer, own, tcp].flatMap((setting) => (setting === undefined ? [] : linesOf(setting)))
    const mine = asked.map((span) => ({ span, label: `${initiator.end.name}: ${initiator.connection.name}` }))
    // Who is asked at the usual ports is at fault with its own.
    const theirs = fault?.way === undefined ? [] : listening(responder.end)
    return [...mine, ...theirs, ...listening(initiator.end)]
  },
  plans: ([initiator, responder], facts) => {
    const sockets = socketsAt(responder.end, facts.initiator)
    const [plain, floated] = [false, true].map((encapsulates) =>
      sockets.find((each) => each.encapsulates === encapsulates),
    )
    const own = socketsAt(initiator.end, facts.responder).find(({ encapsulates }) => encapsulates)
    return plansOf(
      begin(initiator, null, null),
      begin(initiator, null, plain?.port ?? null),
      begin(initiator, own?.port ?? null, floated?.port ?? null),
      usual(responder),
      usual(initiator),
      [...usual(responder), ...usual(initiator)],
      [...usual(responder), ...begin(initiator, null, null)],
    )
  },
  explain,
  page: {
    text: `IKE is received at UDP port 500, and at 4500 where there is a NAT or MOBIKE. strongSwan has \`local_port\` and \`remote_port\` in
swanctl.conf, \`leftikeport\` and \`rightikeport\` in ipsec.conf, and \`port\` and \`port_nat_t\` in strongswan.conf for where it
listens; Libreswan has \`leftikeport\` and \`rightikeport\`, which it listens at beside the usual ones. At a port that is for NAT
traversal, IKE has a mark in front, and what comes without is taken for ESP. A message to the wrong port is answered by nobody: the
log shows retransmissions alone. Not seen here: a firewall or a NAT that forwards one port to another.`,
    fires: pair({ connection: 'version = 2\n    remote_port = 1500' }),
    quiet: pair({ connection: 'version = 2\n    local_port = 4500\n    remote_port = 4500' }),
  },
})

function explain(facts: FailedNegotiation): Explanation {
  const { initiator, responder, outcome } = facts
  const fault = faultOf(facts)
  const ports = (end: Endpoint, other: Endpoint) =>
    socketsAt(end, other)
      .map(({ port }) => port ?? 'one that was free')
      .join(' and ')
  if (fault?.why === 'no TCP') {
    return {
      what: `${outcome.connection.name} of ${initiator.name} begins IKE over TCP, and ${responder.name} does not listen there.`,
      why: 'IKE goes over TCP only where both ends are told so (RFC 8229): with Libreswan `listen-tcp=yes` in `config setup` of who answers. strongSwan has it not.',
    }
  }
  if (fault?.way === undefined) {
    return {
      what: `${outcome.connection.name} of ${initiator.name} is to begin from UDP port ${outcome.connection.ports?.own?.value}, and ${initiator.name} has ${ports(initiator, responder)}: nothing is sent.`,
      why: 'A daemon sends IKE from the ports at which it listens.',
    }
  }
  const { way, when, why } = fault
  const sent = `${initiator.name} ${when === 'beginning' ? 'sends the first message of' : 'goes on with'} ${outcome.connection.name}${way.from.port === null ? '' : ` from UDP port ${way.from.port}`} to ${way.to}`
  if (why === 'unmarked') {
    return {
      what: `${sent} of ${responder.name}; one of the two ports is for NAT traversal, the other is not, so that what is sent is taken for ESP and left aside.`,
      why: 'Where ESP comes to the same port, four zero octets in front mark IKE (RFC 3948 2.2). From or to port 500 there are none.',
    }
  }
  return {
    what: `${sent} of ${responder.name}, where nobody listens: ${responder.name} has ${ports(responder, initiator)}.`,
    why:
      when === 'beginning'
        ? 'Nobody answers, and the initiator gives up after its retransmissions.'
        : 'The first exchange succeeds. What follows goes to port 4500 where there is a NAT, or where MOBIKE may find one (RFC 7296 2.23, RFC 4555 3.3).',
  }
}

function faultOf({ initiator, responder, outcome }: FailedNegotiation): PortFault | null {
  const [mine, theirs] = [sideOf(initiator, responder), sideOf(responder, initiator)]
  if (mine === null || theirs === null) return null
  const { connection } = outcome
  return faultAtBeginning(connection, [mine, theirs]) ?? faultGoingOn(connection, [mine, theirs])
}

function socketsAt(end: Endpoint, other: Endpoint): ReturnType<typeof socketsOf> {
  const side = sideOf(end, other)
  return side === null ? [] : socketsOf(side)
}

/** Where it is written at which ports a daemon listens. */
function listening({ name, ike }: Endpoint): EvidencePlace[] {
  const { ike: plain, natTraversal } = ike?.daemon.ports ?? {}
  return [plain, natTraversal].flatMap((setting) =>
    setting === undefined ? [] : linesOf(setting).map((span) => ({ span, label: `${name}: where it listens` })),
  )
}

function begin(party: Party, own: number | null, peer: number | null): PlannedChange[] {
  const { name, ports } = party.connection
  const [wanted, asked] = [own === 500 ? null : own, peer === 500 ? null : peer]
  if (ports?.tcp === undefined && (ports?.own?.value ?? null) === wanted && (ports?.peer?.value ?? null) === asked)
    return []
  return [changeOf(party, { kind: 'ike-ports', connection: name, own: wanted, peer: asked })]
}

function usual(party: Party): PlannedChange[] {
  return party.end.ike?.daemon.ports === undefined ? [] : [changeOf(party, { kind: 'listening-ports' })]
}
