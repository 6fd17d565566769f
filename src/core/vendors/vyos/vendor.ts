import { containsRange, formatHost, isUnrestricted } from '../../address/address-range.ts'
import type { Change } from '../../model/change.ts'
import { areRouted, changedChildren } from '../../model/changed-children.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import { meantOf } from '../../model/meant-connections.ts'
import type { Vendor } from '../../model/vendor.ts'
import type { Box } from '../../selectors/box.ts'
import { strongswan } from '../strongswan/vendor.ts'
import { SAVE } from './commands.ts'
import { SHOW_ALL } from './configuration.ts'
import { vyosDialect } from './dialect.ts'
import { boxesOf } from './selector-steps.ts'
import { hasWords, proposalWords } from './words.ts'

const dialect = vyosDialect({ config: null, peers: [] })

/** VyOS from 1.4 on: strongSwan is inside, told by a swanctl.conf that is made of its configuration. */
export const vyos: Vendor = {
  ...strongswan,
  id: 'vyos',
  title: 'VyOS',
  lacksWordsFor,
  ask: `\`${SHOW_ALL}\``,
  askSettings: `what \`${SHOW_ALL}\` prints`,
  askAddress: `\`${SHOW_ALL}\``,
  askLog: 'what `show log ipsec` prints',
  saveCommand: SAVE,
  checks: ({ name }) => [
    `On ${name}, the firewall must admit UDP 500 and 4500, ESP, and the traffic of the tunnel; no source NAT rule may take that before.`,
  ],
  dialect,
}

/** VyOS up to 1.3, EdgeOS and Vyatta: the same by an ipsec.conf, with one network on each side of a tunnel. */
export const vyosLegacy: Vendor = {
  ...vyos,
  onePairEach: true,
  keyFollowsPeer: true,
  lacksWordsFor: (change, end) => lacksWordsFor(change, end) || lacksLegacyWordsFor(change),
  askLog: 'what `show log` prints of charon',
}

/** EdgeOS, as its owner calls it. */
export const edgeos: Vendor = { ...vyosLegacy, title: 'EdgeOS' }

function lacksWordsFor(change: Change, end: Endpoint): boolean {
  switch (change.kind) {
    case 'cover':
      return !hasWords(change.box) || isTransport(end) || leadsIntoItself(end, change.box)
    case 'replace':
      return !hasWords(change.to) || isTransport(end) || areRouted(end, changedChildren(end, change))
    case 'child-selectors':
      return (
        [...change.local, ...change.remote].some(({ addresses }) => addresses === 'dynamic') ||
        !boxesOf(change.local, change.remote).every(hasWords) ||
        isTransport(end) ||
        areRouted(end, changedChildren(end, change))
      )
    case 'remove':
      return end.spd === undefined
    case 'ike-proposals':
      return proposalWords(change.proposals) === null
    case 'child-proposals': {
      const words = proposalWords(change.proposals)
      return words === null || new Set(words.map(({ dh }) => dh)).size > 1
    }
    case 'childless':
      return end.ike?.connections.every(({ childless }) => childless.origin !== 'stated') !== false
    case 'post-quantum-key':
      return end.ike?.postQuantumKeys === undefined
    case 'own-addresses':
      return change.addresses.length > 1 || change.addresses.some(({ from, to }) => from !== to)
    case 'ike-ports':
    case 'listening-ports':
    case 'narrowing':
    case 'nat-traversal':
    case 'pass-over':
      return true
    default:
      return false
  }
}

/** Where routes choose, what goes to the peer itself cannot be led into the tunnel that it carries. */
function leadsIntoItself(end: Endpoint, { remote }: Box): boolean {
  return meantOf(end).some(
    ({ remoteAddresses, children }) =>
      areRouted(end, children) &&
      remoteAddresses.value.some((host) => !isUnrestricted(host) && containsRange(remote, host)),
  )
}

/** No networks are committed for transport mode. */
function isTransport(end: Endpoint): boolean {
  return meantOf(end).some(({ children }) => children.some(({ mode }) => mode.value === 'transport'))
}

function lacksLegacyWordsFor(change: Change): boolean {
  switch (change.kind) {
    case 'child-selectors':
      return change.local.length > 1 || change.remote.length > 1
    case 'retarget':
      return change.to.from !== change.to.to
    case 'peer-addresses':
      return change.addresses.length > 1 || change.addresses.some((address) => /[/-]/.test(formatHost(address)))
    case 'childless':
    case 'key-owners':
    case 'post-quantum-key':
    case 'virtual-addresses':
      return true
    default:
      return false
  }
}
