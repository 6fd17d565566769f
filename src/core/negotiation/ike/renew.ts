import type { ChildOffer, IkeRequest } from '../../model/ike-daemon.ts'
import type { ChildConfig, IkeConnection, Lifetime } from '../../model/ike-policy.ts'
import { mirrorSides } from '../../selectors/traffic-selector.ts'
import {
  type ChildSa,
  type Ends,
  type Failure,
  failure,
  hostsSeenBy,
  type IkeSa,
  isFailure,
  type Renewal,
  sayProduct,
} from './outcome.ts'
import { beginIke } from './phase1.ts'
import { endsAtFirstGroup, readBy } from './phase2.ts'
import { type ChosenProposal, chooseProposal } from './proposal.ts'

/** The ends of an exchange that the responder of the SA begins. */
function turned([initiator, responder]: Ends): Ends {
  return [responder, initiator]
}

/**
 * What becomes of an IKE SA when its lifetime ends at one end: in IKEv2 that end rekeys it (RFC 7296 2.18), or
 * authenticates anew (2.8.3), as IKEv1 always does. `null` where its lifetime is switched off.
 */
export function renewIke(
  connection: IkeConnection,
  sa: IkeSa,
  ends: Ends,
): { [role in Renewal['by']]: Renewal | null } {
  const version = connection.initiates.value
  const refusal = (own: IkeConnection, peer: IkeConnection, exchange: Ends): Failure | null => {
    if (version === 1 || own.lifetime.reauthenticates === true) {
      const anew = beginIke(own, version, exchange)
      return isFailure(anew) ? anew : null
    }
    const [{ daemon }] = exchange
    const chosen = choose(
      daemon.offerIke(own.proposals.value, 2, own.exchange.value),
      peer.proposals.value,
      2,
      exchange,
    )
    return chosen === undefined ? failure('ike-proposals', 'responder', exchange, messageOf(own, 2)) : null
  }
  return {
    initiator: renewal('initiator', connection.lifetime, refusal(connection, sa.connection, ends)),
    responder: renewal('responder', sa.connection.lifetime, refusal(sa.connection, connection, turned(ends))),
  }
}

/** A child of the initiator, which came up as the first of the IKE SA or as a further one. */
interface RenewedChild {
  readonly connection: IkeConnection
  readonly child: ChildConfig
  readonly made: 'first' | 'further'
}

/**
 * The first rekey of a child SA by each end: with a key exchange of its own, and with the selectors that are in force
 * (RFC 7296 2.8; in IKEv1 a quick mode like any other).
 */
export function renewChild(
  { connection, child, made }: RenewedChild,
  sa: ChildSa,
  ike: IkeSa,
  ends: Ends,
): { [role in Renewal['by']]: Renewal | null } {
  const mine = { connection, config: child, installed: sa.initiator }
  const theirs = { connection: sa.connection, config: sa.config, installed: sa.responder }
  const version = connection.initiates.value
  const rekey = { version, purpose: 'rekey', made, ikeGroup: ike.proposal.ke } as const
  return {
    initiator: renewal('initiator', child.lifetime, refusal(mine, theirs, ends)),
    responder: renewal('responder', sa.config.lifetime, refusal(theirs, mine, turned(ends))),
  }

  function refusal(own: typeof mine, peer: typeof mine, exchange: Ends): Failure | null {
    const [begins, answers] = exchange
    const message = messageOf(own.connection, version)
    const offered = begins.daemon.offerChild(own.config, rekey)
    const offer: ChildOffer = {
      version,
      mode: own.installed.mode,
      selectors: mirrorSides(own.installed),
      throughNat: ike.throughNat === true && own === mine,
    }
    const hosts = hostsSeenBy(answers, begins)
    const found = version === 2 ? peer : answers.daemon.findChild(answers.policy, peer.connection, offer, hosts)
    if (found === undefined) return failure('selectors', 'responder', exchange, message)
    const exchanged = { ...rekey, sayProduct: sayProduct(exchange) }
    const accepted = answers.daemon.acceptChild(found.config, exchanged, offered)
    const read = readBy(answers, offered, version)
    const chosen = choose(read, accepted, version, exchange)
    if (chosen !== undefined) {
      const refused = endsAtFirstGroup(chosen, offered, version, exchange, sa.proposal.ke)
      return refused ? failure('first-group', 'responder', exchange, message) : null
    }
    if (read.length < offered.length) return failure('unreadable-proposal', 'responder', exchange, message)
    const apart = chooseProposal(accepted, offered, { withoutKe: true })
    return failure(apart === undefined ? 'child-proposals' : 'pfs', 'responder', exchange, message)
  }
}

function choose(
  offered: Parameters<typeof chooseProposal>[0],
  own: Parameters<typeof chooseProposal>[0],
  version: 1 | 2,
  [, { daemon }]: Ends,
): ChosenProposal | undefined {
  return daemon.prefersProposalsOf(version) === 'responder'
    ? chooseProposal(own, offered)
    : chooseProposal(offered, own)
}

function messageOf({ exchange }: IkeConnection, version: 1 | 2): Pick<IkeRequest, 'version' | 'exchange'> {
  return { version, exchange: exchange.value }
}

function renewal(by: Renewal['by'], { rekey, end }: Lifetime, refused: Failure | null): Renewal | null {
  return rekey === undefined ? null : { by, failure: refused, attemptAfter: rekey, end: end ?? null }
}
