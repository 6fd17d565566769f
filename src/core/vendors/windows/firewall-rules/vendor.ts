import type { Change } from '../../../model/change.ts'
import type { Endpoint } from '../../../model/endpoint.ts'
import { mostSpecificFirst } from '../../../model/entry-order.ts'
import type { Vendor } from '../../../model/vendor.ts'
import { deriveEntries } from '../../generic/derive.ts'
import { NOT_TO_BE_SET } from '../policy-settings.ts'
import { firewallIke } from './ike-daemon.ts'
import { formatMainMode, formatPfs, formatQuickMode } from './methods.ts'
import { firewallDialect } from './rule-dialect.ts'
import { planOf } from './rule-lists.ts'

/** Windows since Vista and Server 2008, with tunnels that are connection security rules of Windows Firewall. */
export const windowsFirewall: Vendor = {
  id: 'windows-firewall',
  title: 'Windows Firewall',
  // Who has tunnels in rules has none in policies of the older kind as well (assumed).
  machine: 'Windows Firewall',
  // "The more specific rule is used" is said of Windows' filters, and assumed of rules.
  entryOrder: mostSpecificFirst,
  selectorRule: {
    rule: 'exact',
    certainty: 'assumed',
    authority:
      'No document says whether a Windows responder accepts selectors that differ from its rule; that both ends list the same pair is the safe reading.',
  },
  daemon: firewallIke,
  onlyIkev1: true,
  derive: deriveEntries,
  protectsOwnAddress: false,
  onePairEach: true,
  keyFollowsPeer: true,
  lacksWordsFor,
  anyProtocolOnly: false,
  seenWhenRefused: null,
  ask: '`netsh advfirewall consec show rule name=all verbose`',
  askSettings: 'what `netsh advfirewall consec show rule name=all verbose` prints',
  askLog: 'events 4650 to 4655 and 5451 to 5453 of the security log',
  checks: (end) => [
    `On ${end.name}, the service "IKE and AuthIP IPsec Keying Modules" must run, the rules must be of the network profile that is active (\`netsh advfirewall monitor show currentprofile\`), the firewall must admit the traffic of the tunnel, and routing must be switched on for networks behind it.`,
  ],
  dialect: firewallDialect([]),
}

/** The action of a rule says whether it begins. */
const WITHOUT_WORDS: ReadonlySet<string> = new Set(NOT_TO_BE_SET.filter((kind) => kind !== 'waits'))

function lacksWordsFor(change: Change, end: Endpoint): boolean {
  switch (change.kind) {
    case 'ike-proposals':
      return formatMainMode(change.proposals) === null
    case 'child-proposals':
      return formatQuickMode(change.proposals, 3600) === null || formatPfs(change.proposals) === null
    case 'replace':
    case 'remove':
    case 'child-selectors':
      return planOf(end, change) === null
    case 'pass-over':
    case 'nat-traversal':
      return true
    default:
      return WITHOUT_WORDS.has(change.kind)
  }
}
