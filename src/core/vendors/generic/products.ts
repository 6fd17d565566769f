import { formatHost } from '../../address/address-range.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import { mostSpecificFirst } from '../../model/entry-order.ts'
import type { Dialect, SelectorRule, Vendor } from '../../model/vendor.ts'
import { type Box, describeService } from '../../selectors/box.ts'
import { ciscoAsa } from '../cisco-asa/vendor.ts'
import { ciscoIos } from '../cisco-ios/vendor.ts'
import { fortigate } from '../fortigate/vendor.ts'
import { settingSteps } from '../setting-steps.ts'
import { vyos } from '../vyos/vendor.ts'
import { deriveEntries } from './derive.ts'

/** What a description may name as the vendor of a third-party gateway, until that product has a folder of its own. */
interface Product {
  readonly id: string
  readonly title: string
  /** What the product calls an SPD entry. */
  readonly entry: string
  readonly rule: SelectorRule['rule']
  readonly authority: string
  readonly routed?: true
  /** What shows its configuration, where that is read; `null` where only a description is. */
  readonly ask: string | null
}

const PROXY_IDS = 'The product compares the proxy identities of the two ends and wants both to list the same pair.'

const PRODUCTS: readonly Product[] = [
  {
    id: 'libreswan',
    title: 'Libreswan',
    entry: 'connection',
    rule: 'exact',
    authority: 'Measured with Libreswan 4.10: it wants exactly the subnets of the connection.',
    ask: '`cat /etc/ipsec.conf /etc/ipsec.d/*.conf`',
  },
  {
    id: 'juniper',
    title: 'Juniper',
    entry: 'proxy identity',
    rule: 'exact',
    authority: PROXY_IDS,
    ask: null,
  },
  {
    id: 'paloalto',
    title: 'Palo Alto',
    entry: 'proxy ID',
    rule: 'exact',
    authority: PROXY_IDS,
    routed: true,
    ask: null,
  },
  {
    id: 'sonicwall',
    title: 'SonicWall',
    entry: 'VPN policy',
    rule: 'exact',
    authority: PROXY_IDS,
    ask: null,
  },
  {
    id: 'checkpoint',
    title: 'Check Point',
    entry: 'encryption domain',
    rule: 'exact',
    authority: PROXY_IDS,
    ask: null,
  },
  {
    id: 'other',
    title: 'third-party gateway',
    entry: 'tunnel policy',
    rule: 'exact',
    authority: PROXY_IDS,
    ask: null,
  },
]

/** Products with a folder of their own. */
const WITH_FOLDER: readonly Vendor[] = [ciscoIos, ciscoAsa, fortigate, vyos]

const VENDORS: ReadonlyMap<string, Vendor> = new Map(
  [...WITH_FOLDER, ...PRODUCTS.map(vendorOf)].map((vendor) => [vendor.id, vendor]),
)

/** Ids that a description may use, in the order in which a message lists them. */
export const productIds: readonly string[] = [...VENDORS.keys()]

/** The vendor of a product's id, or `undefined`. */
export function thirdParty(id: string): Vendor | undefined {
  return VENDORS.get(id)
}

function vendorOf(product: Product): Vendor {
  return {
    id: product.id,
    title: product.title,
    entryOrder: mostSpecificFirst,
    selectorRule: { rule: product.rule, certainty: 'assumed', authority: product.authority },
    derive: deriveEntries,
    protectsOwnAddress: false,
    ...(product.routed && { routed: true }),
    anyProtocolOnly: false,
    seenWhenRefused: null,
    ask: product.ask,
    askSettings: 'a description in YAML with `ike` and `esp`',
    checks: (end) => [
      `On ${end.name}, the firewall rules must admit the traffic of the tunnel, and no NAT rule may take it before.`,
    ],
    dialect: dialect(product),
  }
}

function dialect({ title, entry }: Product): Dialect {
  const on = (end: Endpoint) => `On ${end.name} (${title})`
  return {
    ...settingSteps(on),
    cover: ({ box }, before) => [{ say: `${on(before)}, add a ${entry} to the tunnel: ${pair(box)}.`, run: null }],
    replace: ({ from, to }, before) => [
      { say: `${on(before)}, change the ${entry} ${pair(from)} to ${pair(to)}.`, run: null },
    ],
    remove: ({ box }, before) => [{ say: `${on(before)}, remove the ${entry} ${pair(box)}.`, run: null }],
    'add-direction': ({ direction, box }, before) => [
      {
        say: `${on(before)}, the ${entry} ${pair(box)} lacks the ${direction === 'in' ? 'inbound' : 'outbound'} direction; add it.`,
        run: null,
      },
    ],
    retarget: ({ from, to }, before) => [
      { say: `${on(before)}, change the peer's address from ${formatHost(from)} to ${formatHost(to)}.`, run: null },
    ],
    unmirror: ({ box }, before) => [
      { say: `${on(before)}, replace the mirrored ${entry} ${pair(box)} by one for each direction.`, run: null },
    ],
  }
}

function pair(box: Box): string {
  return `local ${formatHost(box.local)}, remote ${formatHost(box.remote)}${describeService(box)}`
}
