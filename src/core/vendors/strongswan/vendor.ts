import { type AddressRange, formatHost, formatRange } from '../../address/address-range.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import { mostSpecificFirst } from '../../model/entry-order.ts'
import type { Dialect, DialectStep, Vendor } from '../../model/vendor.ts'
import { ANY_PORT, ANY_PROTOCOL, type Box, equalBoxes, type Interval } from '../../selectors/box.ts'
import { formatPort, formatProtocol } from '../../selectors/protocol.ts'
import { deriveEntries } from '../generic/derive.ts'
import { charon } from './ike-daemon.ts'

/** strongSwan with swanctl.conf. */
export const strongswan: Vendor = {
  id: 'strongswan',
  title: 'strongSwan',
  entryOrder: mostSpecificFirst,
  selectorRule: {
    rule: 'narrow',
    certainty: 'assumed',
    authority: 'Measured with strongSwan 5.9.8: it narrows quick mode identities to what both ends have.',
  },
  daemon: charon,
  derive: deriveEntries,
  protectsOwnAddress: false,
  anyProtocolOnly: false,
  seenWhenRefused: null,
  ask: '`swanctl --list-conns`',
  askSettings: '`cat /etc/swanctl/swanctl.conf /etc/swanctl/conf.d/*.conf`',
  checks: (end) => [
    `On ${end.name}, the firewall rules must admit the traffic of the tunnel, and no NAT rule may take it before.`,
  ],
  dialect: dialect(),
}

/** What makes a running daemon take over the file. */
const LOAD = 'swanctl --load-all'

function dialect(): Dialect {
  return {
    cover: ({ box }, before, after) => {
      const added = newChild(before, after, box)
      return [
        added === undefined
          ? step(`On ${before.name}, add to ${child(before)} of swanctl.conf: ${both(box)}; then load it.`)
          : step(
              `On ${before.name}, add to the children of ${connection(before)} of swanctl.conf a child "${added}" with ${both(box)}, and the other settings of the child that is there; then load it.`,
            ),
      ]
    },
    replace: ({ from, to }, before) => [
      step(`On ${before.name}, change in ${child(before)} of swanctl.conf ${difference(from, to)}; then load it.`),
    ],
    remove: ({ box }, before) => [
      step(`On ${before.name}, remove from ${child(before)} of swanctl.conf: ${both(box)}; then load it.`),
    ],
    'add-direction': ({ direction, box }, before) => [
      step(
        `On ${before.name}, the ${direction === 'in' ? 'inbound' : 'outbound'} policy for ${both(box)} is not installed, though strongSwan installs both; load the connection again.`,
      ),
    ],
    retarget: ({ from, to }, before) => [
      step(
        `On ${before.name}, change in ${connection(before)} of swanctl.conf remote_addrs from ${formatHost(from)} to ${formatHost(to)}; then load it.`,
      ),
    ],
    unmirror: ({ box }, before) => [
      step(
        `On ${before.name}, load the connection with ${both(box)} again, so that it installs a policy for each way.`,
      ),
    ],
  }
}

function step(say: string): DialectStep {
  return { say, run: LOAD }
}

/** `connections.a-b`, where the end has only one. */
function connection(end: Endpoint): string {
  const [only, ...more] = end.ike?.connections ?? []
  return only === undefined || more.length > 0 ? 'the connection' : `connections.${only.name}`
}

/** The name of the child that a change adds for these packets; `undefined` when a child that is there takes them. */
function newChild(before: Endpoint, after: Endpoint, box: Box): string | undefined {
  const known = new Set(before.ike?.connections.flatMap(({ children }) => children.map(({ name }) => name)))
  const added = (after.spd ?? []).filter(
    ({ negotiated }) => negotiated !== undefined && !known.has(negotiated.child.name),
  )
  return added.find(({ selectors }) => selectors.some((selector) => equalBoxes(selector, box)))?.negotiated?.child.name
}

function child(end: Endpoint): string {
  const [only, ...more] = end.ike?.connections ?? []
  const [one, ...others] = only?.children ?? []
  if (only === undefined || one === undefined || more.length + others.length > 0) return 'the child of the connection'
  return `connections.${only.name}.children.${one.name}`
}

function both(box: Box): string {
  return `local_ts = ${selector(box.local, box.protocol, box.localPort)}, remote_ts = ${selector(box.remote, box.protocol, box.remotePort)}`
}

function difference(from: Box, to: Box): string {
  const sides = [
    ['local_ts', selector(from.local, from.protocol, from.localPort), selector(to.local, to.protocol, to.localPort)],
    [
      'remote_ts',
      selector(from.remote, from.protocol, from.remotePort),
      selector(to.remote, to.protocol, to.remotePort),
    ],
  ] as const
  const changed = sides.filter(([, before, after]) => before !== after)
  return changed.map(([key, before, after]) => `${key} from ${before} to ${after}`).join(' and ')
}

/** `10.1.0.0/24[tcp/80]` (swanctl.conf(5), `local_ts`). */
function selector(range: AddressRange, protocol: Interval, ports: Interval): string {
  const anyProtocol = protocol.from === ANY_PROTOCOL.from && protocol.to === ANY_PROTOCOL.to
  const anyPort = ports.from === ANY_PORT.from && ports.to === ANY_PORT.to
  if (anyProtocol && anyPort) return formatRange(range)
  const name = anyProtocol ? 'any' : formatProtocol(protocol)
  return `${formatRange(range)}[${name}${anyPort ? '' : `/${formatPort(ports)}`}]`
}
