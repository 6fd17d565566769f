import type { Change } from '../../model/change.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import { asWritten } from '../../model/entry-order.ts'
import type { Vendor } from '../../model/vendor.ts'
import { deriveEntries } from '../generic/derive.ts'
import { formatProposals } from './algorithms.ts'
import { fortigateDialect } from './dialect.ts'
import { fortigateIke } from './ike-daemon.ts'
import { networksUntold, withUnlikeNetworks } from './network-ids.ts'
import { hasWords } from './words.ts'

/** A FortiGate. Its documents are Fortinet's CLI reference, administration guides and technical tips; no unit was at hand. */
export const fortigate: Vendor = {
  id: 'fortigate',
  title: 'FortiGate',
  machine: 'FortiGate',
  entryOrder: asWritten,
  selectorRule: {
    rule: 'exact',
    certainty: 'assumed',
    authority:
      'FortiOS administration guide, "Phase 2 configuration": the phase 2 selectors of both ends must mirror each other.',
  },
  daemon: fortigateIke,
  refine: withUnlikeNetworks,
  derive: deriveEntries,
  protectsOwnAddress: false,
  onePairEach: true,
  lacksWordsFor,
  anyProtocolOnly: false,
  seenWhenRefused: null,
  ask: '`show vpn ipsec phase1-interface` and `show vpn ipsec phase2-interface`',
  askSas: '`diagnose vpn tunnel list`',
  askAddress: '`show system interface`',
  askSettings: 'what `show vpn ipsec phase1-interface` and `show vpn ipsec phase2-interface` print',
  askLog: 'what `diagnose debug application ike -1` prints',
  checks: (end, peer) => [
    ...networksUntold(end, peer),
    `On ${end.name}, a firewall policy must accept the traffic in each direction, and a route must lead into the tunnel; \`diagnose debug flow\` shows where a packet is dropped.`,
  ],
  dialect: fortigateDialect({ config: null, tunnels: [] }),
}

/**
 * In main mode with a pre-shared key, a peer with a static address cannot be asked for an identity (the responder needs the
 * key first; FortiOS 5.0 handbook, "Enabling VPN access by peer identifier").
 */
function isMainMode({ ike }: Endpoint, name: string | null): boolean {
  const connection = ike?.connections.find((each) => each.name === name)
  return connection?.initiates.value === 1 && connection.exchange.value === 'main'
}

/** A phase 2 has one port or all, and each proposal goes with each group. */
function lacksWordsFor(change: Change, end: Endpoint): boolean {
  switch (change.kind) {
    case 'cover':
      return !hasWords(change.box)
    case 'replace':
      return !hasWords(change.to)
    case 'child-selectors': {
      const [local, remote] = [change.local[0], change.remote[0]]
      if (local === undefined || remote === undefined) return true
      const { protocol } = local.protocol.from === local.protocol.to ? local : remote
      return [...change.local, ...change.remote].some(
        (each) =>
          each.addresses === 'dynamic' || !hasWords({ protocol, localPort: each.ports, remotePort: each.ports }),
      )
    }
    case 'ike-proposals':
    case 'child-proposals':
      return formatProposals(change.proposals) === null
    case 'peer-identity':
      return change.identity.kind !== 'any' && isMainMode(end, change.connection)
    case 'compression':
    case 'ike-ports':
    case 'listening-ports':
    case 'narrowing':
      return true
    case 'childless':
      return change.childless === 'force'
    case 'key-owners':
      return true
    default:
      return false
  }
}
