import type { Change } from '../../model/change.ts'
import { changedChildren } from '../../model/changed-children.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import { asWritten } from '../../model/entry-order.ts'
import type { Vendor } from '../../model/vendor.ts'
import { forThisPeer } from '../cisco/for-this-peer.ts'
import { isListOfOthers } from '../cisco/left-to-later.ts'
import { deriveEntries } from '../generic/derive.ts'
import { iosDialect } from './dialect.ts'
import { withUnlikeGreKeys } from './gre-keys.ts'
import { iosIke } from './ike-daemon.ts'
import { canWriteChild, canWriteIke } from './proposal-words.ts'

/** Cisco IOS and IOS XE. */
export const ciscoIos: Vendor = {
  id: 'cisco-ios',
  title: 'Cisco IOS',
  machine: 'Cisco IOS',
  entryOrder: asWritten,
  selectorRule: {
    rule: 'subset',
    certainty: 'assumed',
    authority:
      'Cisco IOS Security Configuration Guide, "Mirror Image Crypto Access Lists": the request of the peer must be permitted by the crypto access list.',
  },
  daemon: iosIke,
  derive: deriveEntries,
  refine: (end, peer) => withUnlikeGreKeys(forThisPeer(end), peer),
  protectsOwnAddress: false,
  onePairEach: true,
  firstTakes: true,
  lacksWordsFor,
  anyProtocolOnly: false,
  seenWhenRefused: null,
  ask: '`show running-config`',
  askSas: '`show crypto ipsec sa`',
  saveCommand: 'write memory',
  askAddress: '`show running-config | section interface`',
  askSettings: '`show running-config | section crypto`',
  askLog: 'what `debug crypto isakmp` and `debug crypto ipsec` print',
  checks: (end) => [
    `On ${end.name}, packets must be routed out of the interface of the crypto map or into the tunnel interface, no NAT may change them first, and access lists must admit UDP 500, UDP 4500 and ESP.`,
  ],
  dialect: iosDialect,
}

/** What IOS has no command for, or none that this change comes to. */
function lacksWordsFor(change: Change, end: Endpoint): boolean {
  switch (change.kind) {
    case 'replace':
    case 'child-selectors':
      return changedChildren(end, change).some(({ anyTrafficOnly }) => anyTrafficOnly === true)
    case 'ike-ports':
    case 'listening-ports':
    case 'post-quantum-key':
    case 'narrowing':
    case 'compression':
    case 'childless':
    case 'virtual-addresses':
      return true
    case 'pass-over':
      return isListOfOthers(change, end)
    case 'waits':
      return change.waits
    case 'pfs':
      return change.pfs === 'ike-group'
    case 'ike-proposals':
      return !canWriteIke(change.proposals)
    case 'child-proposals':
      return !canWriteChild(change.proposals)
    default:
      return false
  }
}
