import type { ChildConfig, IkeConnection, Lifetime } from '../../model/ike-policy.ts'
import { defaulted, stated } from '../../model/setting.ts'
import { DEFAULTS_AUTHORITY, defaultProposals } from '../strongswan/default-proposals.ts'
import { parseIdentity } from '../strongswan/identities.ts'
import { natTraversalOf } from '../strongswan/written-ports.ts'
import { type ConfigNode, nodeAt, nodesAt, valueAt } from './config-tree.ts'
import type { Configuration } from './configuration.ts'
import { DOCUMENTS, ikeProposals, secondsOf, versionOf } from './groups.ts'
import { addressesIn, localAddresses, methodOf, ownKey } from './rounds.ts'

/** What VyOS from 1.4 on makes of a peer in swanctl.conf (vyos-1x, data/templates/ipsec/swanctl/peer.j2). */
export function swanctlConnection(
  config: Configuration,
  peer: ConfigNode,
  ike: ConfigNode | undefined,
  children: readonly ChildConfig[],
): IkeConnection {
  const [localId, remoteId] = ['local-id', 'remote-id'].map((key) => valueAt(peer, 'authentication', key))
  const method = methodOf(peer)
  return {
    name: swanctlName(peer),
    span: peer.span,
    ...versionOf(ike),
    exchange: exchangeOf(ike),
    childless: childlessOf(peer),
    natTraversal: natTraversalOf(
      nodeAt(peer, 'force-udp-encapsulation') !== undefined,
      nodeAt(ike, 'disable-mobike') === undefined,
    ),
    ...postQuantumOf(peer),
    localAddresses: localAddresses(config, peer),
    remoteAddresses: remoteAddresses(peer),
    ...(ike === undefined ? UNTOLD : { proposals: ikeProposals(config, ike) }),
    local: [
      {
        method,
        id: localId === undefined ? undefined : stated(parseIdentity(localId.text), localId.span),
        ...ownKey(peer),
      },
    ],
    remote: [{ method, id: remoteId === undefined ? ANY_PEER : stated(parseIdentity(remoteId.text), remoteId.span) }],
    virtualAddresses: nodesAt(peer, 'virtual-address').map(({ text }) => text),
    pools: NONE,
    children,
    lifetime: lifetimeOf(secondsOf(config, ike, 28_800, [0, 86_400])),
  }
}

/** The name that its connection has in `swanctl --list-sas` (`dot_colon_to_dash`). */
export function swanctlName({ text }: ConfigNode): string {
  return text.replaceAll('@', '').replaceAll(/[.:]/g, '-')
}

const NONE: readonly never[] = []
const ANY_PEER = defaulted(
  { kind: 'any', text: '%any' },
  `${DOCUMENTS}: without remote-id a peer may show any identity.`,
)
const MAIN = defaulted('main', DOCUMENTS)
const ALLOWS_CHILDLESS = defaulted('allow', DOCUMENTS)
const UNTOLD = { proposals: defaulted(defaultProposals('ike'), DEFAULTS_AUTHORITY), proposalsUntold: true } as const

/** Only in IKEv1, where that is named. */
function exchangeOf(ike: ConfigNode | undefined): IkeConnection['exchange'] {
  const mode = valueAt(ike, 'mode')
  if (mode === undefined) return MAIN
  const isAggressive = mode.text === 'aggressive' && valueAt(ike, 'key-exchange')?.text === 'ikev1'
  return stated(isAggressive ? 'aggressive' : 'main', mode.span)
}

function childlessOf(peer: ConfigNode): IkeConnection['childless'] {
  const written = valueAt(peer, 'childless')
  if (written?.text !== 'never' && written?.text !== 'force') return ALLOWS_CHILDLESS
  return stated(written.text, written.span)
}

/** `ppk id`, from 1.5 on. */
function postQuantumOf(peer: ConfigNode): Pick<IkeConnection, 'postQuantum' | 'postQuantumIds'> {
  const [id, required] = [valueAt(peer, 'ppk', 'id'), nodeAt(peer, 'ppk', 'required')]
  const postQuantumIds = id === undefined ? NONE : [id.text]
  if (required !== undefined) return { postQuantum: stated('insist', required.span), postQuantumIds }
  return { postQuantum: id === undefined ? ONLY_ANSWERS : stated('propose', id.span), postQuantumIds }
}

const ONLY_ANSWERS = defaulted('answer', 'swanctl.conf(5) of strongSwan')

function remoteAddresses(peer: ConfigNode): IkeConnection['remoteAddresses'] {
  const nodes = nodesAt(peer, 'remote-address')
  const [first, ...others] = nodes
  if (first === undefined) return ANYBODY
  return stated(
    addressesIn(nodes.map(({ text }) => text)),
    first.span,
    others.map(({ span }) => span),
  )
}

const ANYBODY = defaulted([], `${DOCUMENTS}: without remote-address the peer may be anywhere.`)

/** `rekey_time` alone: swanctl.conf(5) has it earlier by chance by up to a tenth, and the end a tenth later. */
function lifetimeOf(rekey: number): Lifetime {
  if (rekey === 0) return { rekey: undefined, end: undefined }
  const over = Math.floor(rekey / 10)
  return { rekey: { from: Math.max(0, rekey - Math.min(over, Math.floor(rekey / 2))), to: rekey }, end: rekey + over }
}
