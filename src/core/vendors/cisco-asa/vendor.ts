import type { Change } from '../../model/change.ts'
import { changedChildren } from '../../model/changed-children.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import { asWritten } from '../../model/entry-order.ts'
import type { Vendor } from '../../model/vendor.ts'
import { forThisPeer } from '../cisco/for-this-peer.ts'
import { isListOfOthers } from '../cisco/left-to-later.ts'
import { RolesOfTexts } from '../cisco/roles-of-texts.ts'
import { deriveEntries } from '../generic/derive.ts'
import { readConfig } from './asa-config.ts'
import { hasAclTerms } from './asa-words.ts'
import { asaDialect } from './dialect.ts'
import { asaIke } from './ike-daemon.ts'
import { newNotes } from './notes.ts'
import { hasWords } from './proposal-steps.ts'

/** Cisco ASA. */
export const ciscoAsa: Vendor = {
  id: 'cisco-asa',
  title: 'Cisco ASA',
  machine: 'Cisco ASA',
  entryOrder: asWritten,
  selectorRule: {
    rule: 'exact',
    certainty: 'assumed',
    authority:
      'Cisco ASA Series VPN CLI Configuration Guide, "Defining Crypto Maps": the crypto ACLs of the two ends have to be mirror images.',
  },
  daemon: asaIke,
  derive: deriveEntries,
  refine: forThisPeer,
  protectsOwnAddress: false,
  onePairEach: true,
  firstTakes: true,
  keyFollowsPeer: true,
  lacksWordsFor,
  anyProtocolOnly: false,
  seenWhenRefused: null,
  ask: '`show running-config`',
  askSas: '`show crypto ipsec sa`',
  saveCommand: 'write memory',
  askAddress: '`show running-config interface`',
  askSettings: '`show running-config crypto`, `show running-config tunnel-group` and `show running-config access-list`',
  askLog: '`show logging`',
  checks: (end) => [
    `On ${end.name}, packets must be routed out of the interface of the crypto map or into the tunnel interface, and no NAT may change them first.`,
  ],
  // Of an end that is only described, no names are known.
  dialect: asaDialect({ config: readConfig([], false, newNotes(new RolesOfTexts([]))), connections: [] }),
}

/** What an ASA has no command for. */
function lacksWordsFor(change: Change, end: Endpoint): boolean {
  switch (change.kind) {
    case 'ike-ports':
    case 'listening-ports':
    case 'post-quantum-key':
    case 'narrowing':
    case 'compression':
    case 'childless':
    case 'virtual-addresses':
    case 'peer-identity':
      return true
    case 'pass-over':
      return !hasAclTerms(change.box) || isListOfOthers(change, end)
    case 'own-identity':
      return !/^(?:address|keyid|fqdn)$/.test(change.identity.kind)
    case 'pfs':
      return change.pfs === 'ike-group'
    case 'ike-proposals':
    case 'child-proposals':
      return !hasWords(change.proposals, versionOf(change, end)) || hasSeveralGroups(change)
    case 'cover':
      return !hasAclTerms(change.box)
    case 'replace':
      return !hasAclTerms(change.to) || isOfTunnel(change, end)
    case 'child-selectors':
      return isOfTunnel(change, end)
    default:
      return false
  }
}

/** A tunnel interface asks for any traffic, and for nothing else ("Virtual Tunnel Interface"). */
function isOfTunnel(change: Change<'replace' | 'child-selectors'>, end: Endpoint): boolean {
  return changedChildren(end, change).some(({ anyTrafficOnly }) => anyTrafficOnly === true)
}

/** An entry has one group, or none, for all of its sets. */
function hasSeveralGroups(change: Change<'ike-proposals' | 'child-proposals'>): boolean {
  if (change.kind !== 'child-proposals') return false
  return (
    new Set(change.proposals.map(({ ke }) => ke.join())).size > 1 || change.proposals.some(({ ke }) => ke.length > 1)
  )
}

function versionOf({ connection }: Change<'ike-proposals' | 'child-proposals'>, { ike }: Endpoint) {
  return ike?.connections.find(({ name }) => name === connection)?.initiates.value ?? 2
}
