import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AddressRange, between, point } from '../../../src/core/address/address-range.ts'
import { type ChildOf, childrenMeeting } from '../../../src/core/model/children-meeting.ts'
import type { ChildConfig, IkeConnection } from '../../../src/core/model/ike-policy.ts'
import { ANY_PORT, ANY_PROTOCOL, type Interval } from '../../../src/core/selectors/interval.ts'
import {
  intersectSelectors,
  type Selector,
  type SelectorSides,
  sidesKey,
} from '../../../src/core/selectors/traffic-selector.ts'
import { readMaterial } from '../../../src/core/vendors/read-pastes.ts'
import { swanctl } from '../negotiation/ike/ends.ts'

const hosts = { own: point('ipv4', 7n), peer: point('ipv4', 9n) }
const connection = readConnection()
const [model] = connection.children

function readConnection(): IkeConnection {
  const { fragments } = readMaterial([{ source: 'a.conf', text: swanctl('a') }])
  const found = fragments.flatMap(({ fragment }) => fragment.ike?.connections ?? [])[0]
  if (found === undefined) throw new Error('There is no connection.')
  return found
}

/** The model's child with other addresses. */
function childWith({ local, remote }: SelectorSides): ChildConfig {
  if (model === undefined) throw new Error('There is no child.')
  const written = (selectors: readonly Selector[]) =>
    selectors.map((each) => ({ ...each, span: { source: 'a.conf', line: 1, column: 1, length: 1 } }))
  return {
    ...model,
    local: { ...model.local, value: written(local) },
    remote: { ...model.remote, value: written(remote) },
  }
}

function selector(addresses: AddressRange): Selector {
  return { addresses, protocol: ANY_PROTOCOL, ports: ANY_PORT }
}

const interval = (any: Interval) =>
  fc.oneof(
    fc.constant(any),
    fc.tuple(fc.nat(3), fc.nat(2)).map(([from, more]) => ({ from, to: from + more })),
  )
const anySelector = fc
  .tuple(fc.constantFrom('ipv4' as const, 'ipv6' as const), fc.nat(30), fc.nat(4))
  .chain(([family, from, length]) =>
    fc.record({
      addresses: fc.constant(between(family, from, from + length)),
      protocol: interval(ANY_PROTOCOL),
      ports: interval(ANY_PORT),
    }),
  )
const selectors = (least: number) =>
  fc.oneof(
    { arbitrary: fc.array(anySelector, { minLength: least, maxLength: 3 }), weight: 3 },
    fc.array(anySelector, { minLength: least, maxLength: 30, size: 'max' }),
  )
const sides = (least: number) => fc.record({ local: selectors(least), remote: selectors(least) })

function meet(own: readonly Selector[], offered: readonly Selector[]): boolean {
  return own.some((mine) => offered.some((theirs) => intersectSelectors(mine, theirs) !== undefined))
}

function listOf(children: readonly ChildConfig[]): ChildOf[] {
  return children.map((config) => ({ connection, config }))
}

describe('childrenMeeting', () => {
  it('leaves out no child with packets in common with the offer but for the same as one before, and keeps their order', () => {
    fc.assert(
      fc.property(fc.array(sides(0), { maxLength: 30 }), sides(0), (own, offered) => {
        const children = own.map(childWith)
        const found = childrenMeeting(listOf(children), offered, hosts)
        const places = found.map(({ config }) => children.indexOf(config))
        expect(places).toEqual([...new Set(places)].toSorted((a, b) => a - b))
        const keys = own.map(sidesKey)
        const meeting = own.flatMap(({ local, remote }, at) =>
          meet(local, offered.local) && meet(remote, offered.remote) ? [keys.indexOf(keys[at] ?? '')] : [],
        )
        expect(places).toEqual(expect.arrayContaining(meeting))
        expect(found.map((each) => each.own)).toEqual(places.map((at) => own[at]))
      }),
      { numRuns: 300 },
    )
  })

  it('finds one of a thousand children alone', () => {
    const children = Array.from({ length: 1000 }, (_, at) => {
      const network = selector(between('ipv4', 16 * at, 16 * at + 15))
      return childWith({ local: [network], remote: [network] })
    })
    const offer = { local: [selector(point('ipv4', 7777n))], remote: [selector(point('ipv4', 7778n))] }
    const found = childrenMeeting(listOf(children), offer, hosts)
    expect(found.map(({ config }) => children.indexOf(config))).toEqual([486])
  })

  it.each([1, 50])(
    'passes over a child whose networks lie on both sides of the offer, and %i times as many',
    (times) => {
      const networks = (places: readonly number[]) =>
        places.map((at) => selector(between('ipv4', 16 * at, 16 * at + 15)))
      const around = networks(Array.from({ length: 2 * times }, (_, at) => (at < times ? at : at + 10)))
      const children = [around, networks([times + 5])].map((local) => childWith({ local, remote: networks([0, 1]) }))
      const offer = { local: networks([times + 5]), remote: networks([0]) }
      expect(childrenMeeting(listOf(children), offer, hosts).map(({ config }) => children.indexOf(config))).toEqual([1])
    },
  )

  it('finds all children for an offer without a side', () => {
    const some = selector(point('ipv4', 7n))
    const children = [childWith({ local: [], remote: [] }), childWith({ local: [some], remote: [some] })]
    expect(childrenMeeting(listOf(children), { local: [], remote: [] }, hosts)).toHaveLength(2)
  })

  it('tells children for the same addresses apart by their ports', () => {
    const port = (at: number) => ({ ...selector(hosts.own), protocol: { from: 6, to: 6 }, ports: { from: at, to: at } })
    const children = [80, 443].map((at) => childWith({ local: [port(at)], remote: [selector(hosts.peer)] }))
    const found = childrenMeeting(listOf(children), { local: [port(443)], remote: [selector(hosts.peer)] }, hosts)
    expect(found.map(({ config }) => config)).toEqual([children[1]])
  })

  it('finds the first of children that answer alike, and each of its own', () => {
    const sides = { local: [selector(hosts.own)], remote: [selector(hosts.peer)] }
    const [first, second, third] = [childWith(sides), childWith(sides), childWith(sides)]
    const other = { ...childWith(sides), narrows: { ...first.narrows, value: !first.narrows.value } }
    const children = [...listOf([first, second, other]), { connection, config: third, isOfItsOwn: true }]
    expect(childrenMeeting(children, sides, hosts).map(({ config }) => config)).toEqual([first, other, third])
  })

  it('finds a child of transport mode by the hosts, too', () => {
    const far = selector(point('ipv4', 100n))
    const child = childWith({ local: [far], remote: [far] })
    const children = [{ ...child, mode: { ...child.mode, value: 'transport' as const } }, child]
    const offer = { local: [selector(hosts.own)], remote: [selector(hosts.peer)] }
    expect(childrenMeeting(listOf(children), offer, hosts).map(({ config }) => config)).toEqual([children[0]])
  })
})
