import { containsRange } from '../../address/address-range.ts'
import { isNamedAlone } from '../../model/address-pools.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import { mostSpecificFirst } from '../../model/entry-order.ts'
import { hostsOf, mayBe } from '../../model/hosts.ts'
import { ownIdentity } from '../../model/identity.ts'
import type { Vendor } from '../../model/vendor.ts'
import { deriveEntries } from '../generic/derive.ts'
import { privateAlgorithms } from './child-proposals.ts'
import { charon } from './ike-daemon.ts'
import { ipsecDialect } from './ipsec-conf/ipsec-dialect.ts'
import { swanctlDialect } from './swanctl/swanctl-dialect.ts'

/** strongSwan with swanctl.conf. */
export const strongswan: Vendor = {
  id: 'strongswan',
  title: 'strongSwan',
  machine: 'Unix',
  entryOrder: mostSpecificFirst,
  selectorRule: {
    rule: 'narrow',
    certainty: 'assumed',
    authority: 'Measured with strongSwan 5.9.8: it narrows what a peer proposes to what both ends have.',
  },
  daemon: charon,
  derive: deriveEntries,
  protectsOwnAddress: false,
  anyProtocolOnly: false,
  seenWhenRefused: null,
  ask: '`cat /etc/swanctl/swanctl.conf /etc/swanctl/conf.d/*.conf`',
  askSettings: '`cat /etc/swanctl/swanctl.conf /etc/swanctl/conf.d/*.conf`',
  askLog: 'the journal of charon (`journalctl -u strongswan` or `-u strongswan-starter`)',
  checks: (end, peer) => [
    `On ${end.name}, the firewall rules must admit the traffic of the tunnel, and no NAT rule may take it before.`,
    ...toSign(end, peer),
    ...toSay(end),
    ...toGive(end, peer),
  ],
  dialect: swanctlDialect,
}

/** strongSwan with ipsec.conf, which starter and stroke read. */
export const strongswanStarter: Vendor = {
  ...strongswan,
  ask: '`cat /etc/ipsec.conf`',
  askSettings: '`cat /etc/ipsec.conf`',
  lacksWordsFor: ({ kind }) => kind === 'post-quantum-key',
  dialect: ipsecDialect,
}

/** What is agreed on only where both ends say that they are strongSwan, where the file that tells was not pasted. */
function toSay({ name, ike }: Endpoint): string[] {
  if (ike === undefined || ike.daemon.saysProduct !== undefined) return []
  const named = [...new Set(ike.connections.flatMap(({ children }) => children.flatMap(privateAlgorithms)))]
  return named.length === 0
    ? []
    : [
        `On ${name}, strongswan.conf must have \`send_vendor_id = yes\`: ${named.join(' and ')} is agreed on where both ends say that they are strongSwan.`,
      ]
}

/** The pools that the peer is to have an address of, of which no text tells more than the name. */
function toGive({ name, ike }: Endpoint, peer: Endpoint): string[] {
  if (peer.ike?.connections.every(({ virtualAddresses }) => virtualAddresses.length === 0) !== false) return []
  const pools = (ike?.connections ?? []).flatMap((connection) => connection.pools.filter(isNamedAlone))
  return [...new Set(pools)].map(
    (pool) => `On ${name}, the pool "${pool}" must be defined and have addresses left (\`swanctl --list-pools\`).`,
  )
}

/** Where it signs, what it signs with stands in files of their own. */
function toSign(end: Endpoint, peer: Endpoint): string[] {
  const { own, peer: host } = hostsOf(end, peer)
  const signs = (end.ike?.connections ?? []).filter(
    ({ local, remoteAddresses: { value } }) =>
      local[0]?.method.value === 'pubkey' &&
      local[0].hasKey !== false &&
      (value.length === 0 || value.some((address) => mayBe(address, host) || containsRange(address, host))),
  )
  const names = new Set(signs.map(({ local }) => ownIdentity(local, own).text))
  return names.size === 0
    ? []
    : [
        `On ${end.name}, a certificate for ${[...names].join(' and ')} with its private key must be loaded, and the CA certificate of the other end (\`swanctl --list-certs\` or \`ipsec listcerts\`).`,
      ]
}
