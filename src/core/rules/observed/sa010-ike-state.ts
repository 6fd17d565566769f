import type { IkeSa } from '../../model/ike-sa.ts'
import { ikeStatesByPair, isPeerTold, withWhom } from '../../negotiation/ike-state.ts'
import { bothWays } from '../both-ways.ts'
import { diagnostic } from '../rule.ts'
import { router } from './status-examples.ts'

interface Stuck {
  readonly end: string
  readonly peer: string
  readonly sa: IkeSa
  readonly isPeerTold: boolean
  /** Of children that are not: the IKE SA is. */
  readonly isUp: boolean
  /** How many are not up and not told. */
  readonly more: number
}

/** What is said of each of a thousand tunnels, nobody reads. */
const TOLD = 4

/** A status output shows an IKE SA that is not established, and how far it has come, or that none of the child SAs is up. */
export const ikeState = diagnostic<Stuck>({
  code: 'SA010',
  title: 'A part of the tunnel is not up',
  *check({ simulation }) {
    if (simulation === undefined) return
    for (const [end, peer] of bothWays(simulation)) {
      const states = ikeStatesByPair(end, peer)
      const down = states.filter(({ stage }) => stage !== 'established')
      for (const [at, sa] of down.slice(0, TOLD).entries()) {
        yield {
          severity: 'warning',
          certainty: 'stated',
          evidence: sa.spans.map((span) => ({ span, label: `${end.name}: the state of IKE` })),
          witness: null,
          flows: [],
          plans: [],
          data: {
            end: end.name,
            peer: peer.name,
            sa,
            isPeerTold: isPeerTold(end, peer),
            isUp: states[0]?.stage === 'established',
            more: at === TOLD - 1 ? down.length - TOLD : 0,
          },
        }
      }
    }
  },
  explain: ({ end, peer, sa, isPeerTold, isUp, more }) => ({
    what: `${sa.ofChildren === true ? 'Phase 2' : 'The IKE SA'} of ${end} ${withWhom(sa, peer, isPeerTold)} is not up: its state is ${sa.state}. ${sa.means}${more > 0 ? ` ${more} more of its IKE SAs ${more === 1 ? 'is' : 'are'} not up either.` : ''}`,
    why: meaningOf(sa, peer, isUp),
  }),
  page: {
    text: `A gateway's list of IKE SAs tells how far a negotiation has come, and with it where to look: the first message is
not answered; the proposals are agreed on and the keys are not exchanged; or the keys are exchanged and an end cannot prove who
it is, for which a different pre-shared key is the usual reason. A state counts where it stays: look twice.

The states of main mode on Cisco IOS are \`MM_NO_STATE\`, \`MM_SA_SETUP\`, \`MM_KEY_EXCH\`, \`MM_KEY_AUTH\` and then \`QM_IDLE\`
("show crypto isakmp sa" in the IOS Security Command Reference); an ASA names the message that it waits for,
\`MM_WAIT_MSG2\` to \`MM_WAIT_MSG6\`, and then \`MM_ACTIVE\`. IKEv2 is \`READY\` when it is up. The session that
\`show crypto session\` calls \`UP-IDLE\` has an IKE SA and no child, \`UP-NO-IKE\` children whose IKE SA is gone,
\`DOWN-NEGOTIATING\` an IKE SA on its way, and \`DOWN\` neither.`,
    fires: router({ state: 'MM_KEY_EXCH' }),
    quiet: router({ state: 'QM_IDLE', sent: 4, received: 4, sas: true }),
  },
})

function meaningOf({ stage, role, ofChildren }: IkeSa, peer: string, isUp: boolean): string {
  if (ofChildren === true)
    return `${isUp ? 'The IKE SA is up.' : 'Whether the IKE SA is up, this does not show.'} Either no packet has asked for phase 2 yet, or the attempts have come to nothing: send a packet that the tunnel is for, ${isUp ? 'and look again' : 'look again, and run the command that shows the IKE SA'}.`
  switch (stage) {
    case 'none':
      return `No packet has asked for it yet, or the attempts have come to nothing. Send a packet that the tunnel is for, and look again; if the state stays, ${peer} does not answer, or refuses.`
    case 'contact':
      return `If it stays, ${role === 'responder' ? 'the answer does not get through' : `${peer} does not answer, or refuses`}: UDP port 500 is blocked on the way, the peer's address is wrong at one of the ends, ${peer} does not take part in IKE there, or the two have no IKE proposal in common.`
    case 'agreed':
      return `If it stays, the messages with the keys do not get through, or ${peer} has no pre-shared key or connection for the address that it sees: compare the peer's address and the key's address there.`
    case 'keyed':
      return `If it stays, the pre-shared keys of the two ends differ, or an identity is not the one that is expected; behind NAT, UDP port 4500 may be blocked.`
    case 'closing':
    case 'established':
      return `An end has given it up, as after a failed negotiation or at the end of its lifetime; the next packet asks for a new one. The log of either end says why.`
  }
}
