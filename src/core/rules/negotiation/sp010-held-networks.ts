import { haveSamePeer, holderOf, type Trap } from '../../model/held-networks.ts'
import type { Example } from '../rule.ts'
import { libreswanPair } from './examples.ts'
import type { FailedNegotiation, Party } from './failures.ts'
import { negotiationRule } from './negotiation-rule.ts'
import { changeOf, plansOf } from './plans.ts'

export const heldNetworks = negotiationRule({
  code: 'SP010',
  title: 'Another connection catches packets for the same networks',
  reasons: ['held-networks'],
  // What nobody brings up is not missed.
  applies: ({ failure, outcome }) => failure.by === 'responder' || !outcome.child.waits,
  shows: () => undefined,
  quotes: (parties, { failure }) => {
    const [party, trap] = heldAt(parties, failure)
    return [party, trap].flatMap((place) => {
      if (place === undefined) return []
      const { span } = place.child ?? place.connection
      return [{ span, label: `${party.end.name}: ${place.connection.name}` }]
    })
  },
  plans: (parties, { failure }) => {
    const [party, trap] = heldAt(parties, failure)
    if (trap === undefined) return []
    const { connection, child } = trap
    return plansOf([changeOf(party, { kind: 'waits', connection: connection.name, child: child.name, waits: true })])
  },
  // The one that is there carries the packets to the same peer.
  severity: ({ data: { parties, failure } }) => {
    const [party, trap] = (parties && heldAt(parties, failure)) ?? []
    return party && trap && haveSamePeer(party.connection, trap.connection) ? 'warning' : 'error'
  },
  explain: (facts) => {
    const { parties, failure, initiator, responder, outcome } = facts
    const end = failure.by === 'initiator' ? initiator : responder
    const [party, trap] = (parties && heldAt(parties, failure)) ?? []
    const own = party?.connection.name ?? outcome.connection.name
    const other = trap?.connection.name ?? 'another connection'
    return {
      what: `${own} of ${end.name} is for the very networks for which ${other} catches packets: ${end.name} agrees on the child, cannot install it, and gives it up.`,
      why: `Two networks have one policy in the kernel, and the trap of ${other} is there first; the log says that the route or the eroute is in use. Take out the connection that is not wanted, or let ${other} wait for its peer, so that nothing is caught for it.`,
    }
  },
  page: {
    text: `A Libreswan with two connections for the same pair of networks, of which one is set to catch packets (\`auto=ondemand\`, \`auto=route\`),
can bring up only that one: the other, whichever peer and mode it has, ends with "cannot install eroute -- it is in use for", also
as responder. Which of two traps is there is the order of the file. Networks that differ, or protocols or ports, are no matter.`,
    fires: twice('ondemand'),
    quiet: twice('add'),
  },
})

/** The end at which it fails, with the connection that fails there, and the trap that is in the way. */
function heldAt(
  [initiator, responder]: readonly [Party, Party],
  { by }: FailedNegotiation['failure'],
): [Party, Trap | undefined] {
  const party = by === 'initiator' ? initiator : responder
  const policy = party.end.ike
  const trap =
    policy === undefined || party.child === undefined ? undefined : holderOf(policy, party.connection, party.child)
  return [party, trap]
}

/** A gateway with an older connection, for the same networks, above the one that is meant. */
function twice(auto: string): Example {
  const { pastes } = libreswanPair()
  return {
    pastes: pastes.map((paste) => {
      if (paste.source !== 'a.conf') return paste
      const [setup = '', conn = ''] = paste.text.split(/^(?=conn )/m)
      const older = conn.replace('conn to-b', 'conn older').replace('auto=ondemand', `auto=${auto}`)
      return { ...paste, text: `${setup}${older}${conn}` }
    }),
  }
}
