import { mostSpecificFirst } from '../../model/entry-order.ts'
import type { Vendor } from '../../model/vendor.ts'
import { deriveEntries } from '../generic/derive.ts'
import { libreswanDialect } from './conf-dialect.ts'
import { pluto } from './ike-daemon.ts'

/** Libreswan with ipsec.conf. */
export const libreswan: Vendor = {
  id: 'libreswan',
  title: 'Libreswan',
  entryOrder: mostSpecificFirst,
  selectorRule: {
    rule: 'exact',
    certainty: 'stated',
    authority: 'Measured with Libreswan 4.10: without "narrowing=yes" it takes only the networks that it has itself.',
  },
  daemon: pluto,
  derive: deriveEntries,
  protectsOwnAddress: false,
  anyProtocolOnly: false,
  seenWhenRefused: null,
  ask: '`ipsec status`',
  askSettings: '`cat /etc/ipsec.conf /etc/ipsec.d/*.conf`',
  checks: (end) => [
    `On ${end.name}, the firewall rules must admit the traffic of the tunnel, and no NAT rule may take it before.`,
  ],
  dialect: libreswanDialect,
}
