import { describe, expect, it } from 'vitest'
import { formatHost } from '../../../src/core/address/address-range.ts'
import { type Change, NEW_KEY } from '../../../src/core/model/change.ts'
import type { Endpoint } from '../../../src/core/model/endpoint.ts'
import type { AuthRound, SelectorTemplate } from '../../../src/core/model/ike-policy.ts'
import { applyChanges, canApply } from '../../../src/core/remedy/apply.ts'
import { filter, PAIR } from '../../../src/core/rules/spd/examples.ts'
import { description } from '../../../src/core/rules/traffic-selectors/examples.ts'
import type { Box } from '../../../src/core/selectors/box.ts'
import { box, range } from '../../support/boxes.ts'
import { endsOf } from './two-ends.ts'

/** The end that one text tells of. */
function end(text: string): Endpoint {
  return endsOf({ pastes: [{ source: 'a', text, end: 'A' }] }).a
}

function told(of: Endpoint, ...changes: readonly Change[]): Endpoint {
  const changed = applyChanges(of, changes)
  if (changed === undefined) throw new Error('The end cannot be told that.')
  return changed
}

function entries({ spd = [] }: Endpoint): string[] {
  return spd.map(({ name, direction, selectors, tunnel }) => {
    const boxes = selectors.map(({ local, remote }) => `${formatHost(local)} <> ${formatHost(remote)}`)
    const ends = [tunnel.source, tunnel.destination].map((address) => (address === null ? '?' : formatHost(address)))
    return `${name} ${direction} ${boxes.join(', ')} by ${ends.join(' > ')}`
  })
}

describe('changes of filters', () => {
  const windows = (filters: string) => end(`Quick Mode Filters(Specific):\n\n${filters}`)
  // A filter names the far end of its tunnel alone.
  const [out, back] = [
    'outbound 10.1.0.0 Negotiate out 10.1.0.0/24 <> 10.2.0.0/24 by ? > 198.51.100.7',
    'inbound 10.2.0.0 Negotiate in 10.1.0.0/24 <> 10.2.0.0/24 by ? > 203.0.113.1',
  ]

  it('add a filter for each direction', () => {
    expect(entries(told(windows(PAIR), { kind: 'cover', box: box('10.1.0.0/24', '10.3.0.0/24') }))).toEqual([
      out,
      back,
      'A3 out 10.1.0.0/24 <> 10.3.0.0/24 by 203.0.113.1 > 198.51.100.7',
      'A4 in 10.1.0.0/24 <> 10.3.0.0/24 by 198.51.100.7 > 203.0.113.1',
    ])
  })

  it('exchange the packets of both directions, of those filters alone that have them', () => {
    const more = PAIR + filter('outbound', '10.1.5.0', '10.2.0.0')
    const changed = told(windows(more), {
      kind: 'replace',
      from: box('10.1.0.0/24', '10.2.0.0/24'),
      to: box('10.1.0.0/16', '10.2.0.0/24'),
    })
    expect(entries(changed)).toEqual([
      out.replace('10.1.0.0/24', '10.1.0.0/16'),
      back.replace('10.1.0.0/24', '10.1.0.0/16'),
      'outbound 10.1.5.0 Negotiate out 10.1.5.0/24 <> 10.2.0.0/24 by ? > 198.51.100.7',
    ])
  })

  it('take one away, and add the direction that is missing', () => {
    const of = windows(PAIR)
    const [first] = of.spd ?? []
    if (first === undefined) throw new Error('there are two')
    const packets = box('10.1.0.0/24', '10.2.0.0/24')
    expect(entries(told(of, { kind: 'remove', entry: first.id, box: packets }))).toEqual([back])
    expect(entries(told(of, { kind: 'add-direction', entry: first.id, direction: 'in', box: packets }))[2]).toBe(
      'A3 in 10.1.0.0/24 <> 10.2.0.0/24 by 198.51.100.7 > ?',
    )
    expect(entries(told(of, { kind: 'unmirror', entry: first.id, box: packets }))[2]).toBe(
      'A3 in 10.1.0.0/24 <> 10.2.0.0/24 by 198.51.100.7 > ?',
    )
  })

  it('send the tunnel elsewhere, in both directions', () => {
    const of = windows(PAIR)
    const changed = told(of, { kind: 'retarget', from: range('198.51.100.7'), to: range('198.51.100.9') })
    expect(entries(changed)).toEqual([out, back].map((entry) => entry.replace('198.51.100.7', '198.51.100.9')))
    expect(changed.peers.map(({ value }) => formatHost(value))).toEqual(['198.51.100.9'])
    expect(told(of, { kind: 'retarget', from: range('192.0.2.1'), to: range('192.0.2.9') }).peers).toEqual(of.peers)
  })
})

describe('a filter for the other direction that ISA Server makes itself', () => {
  const of = end('ISA-A = 203.0.113.1\nISA-B = 198.51.100.7\nA1 10.1.0.0/16 > 10.2.0.0/16\nA3 ISA-A > 10.2.0.0/16\n')
  const inbound = (...changes: readonly Change[]) =>
    (told(of, ...changes).spd ?? []).flatMap(({ direction, selectors: [packets] }) =>
      direction === 'in' && packets !== undefined
        ? [`${formatHost(packets.remote)} > ${formatHost(packets.local)}`]
        : [],
    )

  it('is there once, also where its list of networks grows', () => {
    const missing: Change[] = (of.spd ?? []).flatMap(({ id, selectors: [packets] }) =>
      packets === undefined ? [] : [{ kind: 'add-direction', entry: id, direction: 'in', box: packets }],
    )
    const here = ['10.2.0.0/16 > 10.1.0.0/16', '10.2.0.0/16 > 203.0.113.1']
    expect(missing).toHaveLength(2)
    expect(inbound(...missing).toSorted()).toEqual(here)
    const more: Change = { kind: 'cover', box: box('10.1.0.0/16', '10.3.0.0/16') }
    expect(inbound(...missing, more).toSorted()).toEqual([
      ...here,
      '10.3.0.0/16 > 10.1.0.0/16',
      '10.3.0.0/16 > 203.0.113.1',
    ])
  })
})

describe('changes of lists of networks', () => {
  const of = end(
    description({ vendor: 'other', locals: ['10.1.0.0/24', '10.3.0.0/24'], remotes: ['10.2.0.0/24'] }).pastes[0]
      ?.text ?? '',
  )
  const lists = ({ site }: Endpoint) =>
    [site?.locals, site?.remotes].map((list) => list?.map(({ value }) => formatHost(value)))

  it('add to both lists what they have not', () => {
    const changed = told(of, { kind: 'cover', box: box('10.1.0.0/24', '10.4.0.0/24') })
    expect(lists(changed)).toEqual([
      ['10.1.0.0/24', '10.3.0.0/24'],
      ['10.2.0.0/24', '10.4.0.0/24'],
    ])
    expect(entries(changed)).toHaveLength(8)
  })

  it('exchange one network for another, and for several', () => {
    const one: Change = {
      kind: 'replace',
      from: box('10.1.0.0/24', '10.2.0.0/24'),
      to: box('10.1.0.0/25', '10.2.0.0/24'),
    }
    const other: Change = { ...one, to: box('10.1.0.128/25', '10.2.0.0/24') }
    expect(lists(told(of, one))).toEqual([['10.1.0.0/25', '10.3.0.0/24'], ['10.2.0.0/24']])
    expect(lists(told(of, one, other))).toEqual([['10.1.0.0/25', '10.1.0.128/25', '10.3.0.0/24'], ['10.2.0.0/24']])
  })

  it('cannot be of a protocol alone', () => {
    const web = { ...box('10.1.0.0/24', '10.2.0.0/24'), protocol: { from: 6, to: 6 } }
    expect(canApply(of, { kind: 'cover', box: web })).toBe(false)
    expect(canApply(of, { kind: 'replace', from: box('10.1.0.0/24', '10.2.0.0/24'), to: web })).toBe(false)
    expect(canApply(of, { kind: 'cover', box: box('10.1.0.0/24', '10.4.0.0/24') })).toBe(true)
    expect(canApply(of, { kind: 'remove', entry: '', box: web })).toBe(true)
    expect(canApply(of, { kind: 'version', connection: null, version: 2 })).toBe(false)
    expect(canApply(of, { kind: 'shown-setting', topic: 'IKE encryption', value: 'AES256' })).toBe(false)
    expect(applyChanges(of, [{ kind: 'cover', box: web }])).toBeUndefined()
  })
})

describe('changes of a policy', () => {
  const conf = `connections {
  gw {
    version = 2
    local_addrs = 203.0.113.1
    remote_addrs = 198.51.100.7
    local {
      auth = psk
    }
    remote {
      auth = psk
    }
    children {
      net {
        local_ts = 10.1.0.0/24, 10.3.0.0/24
        remote_ts = 10.2.0.0/24
      }
      far {
        local_ts = 10.1.0.0/24
        remote_ts = 10.8.0.0/24, 10.9.0.0/24
      }
    }
  }
  other {
    local_addrs = 203.0.113.1
    remote_addrs = 192.0.2.9
    children {
      net {
        local_ts = 10.1.0.0/24
        remote_ts = 10.7.0.0/24
      }
    }
  }
}
`
  const of = end(conf)

  /** The children of the first connection, and of the others where they are not as they were. */
  function children(changed: Endpoint): string[] {
    const side = (list: readonly SelectorTemplate[]) =>
      list.map(({ addresses }) => (addresses === 'dynamic' ? addresses : formatHost(addresses))).join(',')
    const [first, ...rest] = changed.ike?.connections ?? []
    expect(rest).toEqual(of.ike?.connections.slice(1))
    return (first?.children ?? []).map(
      ({ name, local, remote }) => `${name} ${side(local.value)} <> ${side(remote.value)}`,
    )
  }
  const [net, far] = ['net 10.1.0.0/24,10.3.0.0/24 <> 10.2.0.0/24', 'far 10.1.0.0/24 <> 10.8.0.0/24,10.9.0.0/24']

  it('widen the child that has one side alone, or add one with a name that is free', () => {
    const cover = (local: string, remote: string) => children(told(of, { kind: 'cover', box: box(local, remote) }))
    expect(cover('10.1.0.0/24', '10.7.0.0/24')).toEqual([net, `${far},10.7.0.0/24`])
    expect(cover('10.5.0.0/24', '10.2.0.0/24')).toEqual([net.replace(' <>', ',10.5.0.0/24 <>'), far])
    expect(cover('10.5.0.0/24', '10.6.0.0/24')).toEqual([net, far, 'net-2 10.5.0.0/24 <> 10.6.0.0/24'])
    const twice = told(told(of, { kind: 'cover', box: box('10.5.0.0/24', '10.6.0.0/24') }), {
      kind: 'cover',
      alone: true,
      box: box('10.1.0.0/24', '10.7.0.0/24'),
    })
    expect(children(twice).slice(2)).toEqual(['net-2 10.5.0.0/24 <> 10.6.0.0/24', 'net-3 10.1.0.0/24 <> 10.7.0.0/24'])
  })

  it('take selectors for the same where addresses, protocol and ports all are', () => {
    const web = (from: number, to: number): Box => ({
      ...box('10.1.0.0/24', '10.2.0.0/24'),
      protocol: { from: 6, to: 6 },
      localPort: { from, to },
    })
    const start = told(of, { kind: 'cover', alone: true, box: web(80, 80) })
    expect(children(start)).toHaveLength(3)
    for (const other of [web(80, 90), web(79, 80), { ...web(80, 80), protocol: { from: 6, to: 17 } }]) {
      const changed = told(start, { kind: 'replace', from: other, to: box('10.6.0.0/24', '10.6.0.0/24') })
      expect(changed.ike?.connections[0]?.children[2]?.local).toEqual(start.ike?.connections[0]?.children[2]?.local)
    }
    const changed = told(start, { kind: 'replace', from: web(80, 80), to: web(80, 90) })
    expect(changed.ike?.connections[0]?.children[2]?.local.value[0]?.ports).toEqual({ from: 80, to: 90 })
  })

  it('take one selector out of a list, and the whole child where it is the only one', () => {
    const remove = (local: string, remote: string, from = of) =>
      told(from, { kind: 'remove', entry: '', box: box(local, remote) })
    expect(children(remove('10.3.0.0/24', '10.2.0.0/24'))).toEqual([net.replace(',10.3.0.0/24', ''), far])
    expect(children(remove('10.1.0.0/24', '10.9.0.0/24'))).toEqual([net, far.replace(',10.9.0.0/24', '')])
    expect(children(remove('10.3.0.0/24', '10.9.0.0/24'))).toEqual([net, far])
    const one = remove('10.3.0.0/24', '10.2.0.0/24')
    expect(children(remove('10.1.0.0/24', '10.2.0.0/24', one))).toEqual([far])
  })

  it('exchange a selector of the child that has the pair, and not of others that share one of its networks', () => {
    const [from, to] = [box('10.1.0.0/24', '10.2.0.0/24'), box('10.1.0.0/16', '10.2.0.0/24')]
    const changed = told(of, { kind: 'replace', from, to })
    expect(
      changed.ike?.connections.flatMap((each) => each.children.map(({ local }) => local.value[0]?.addresses)),
    ).toEqual([range('10.1.0.0/16'), range('10.1.0.0/24'), range('10.1.0.0/24')])
  })

  it('exchange the pair of a line of a list alone, where another line shares one of its networks', () => {
    const lines = ['10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.255', '10.3.0.0 0.0.0.255 10.2.0.0 0.0.0.255']
    const router = end(`hostname r1
crypto isakmp policy 10
 authentication pre-share
crypto ipsec transform-set T esp-aes esp-sha-hmac
crypto map M 10 ipsec-isakmp
 set peer 198.51.100.7
 set transform-set T
 match address 101
interface GigabitEthernet0/0
 ip address 203.0.113.1 255.255.255.0
 crypto map M
${lines.map((line) => `access-list 101 permit ip ${line}`).join('\n')}
`)
    const [from, to] = [box('10.1.0.0/24', '10.2.0.0/24'), box('10.1.0.0/24', '10.2.0.0/16')]
    const [map] = told(router, { kind: 'replace', from, to }).ike?.connections ?? []
    expect(map?.children.map(({ remote }) => remote.value[0]?.addresses)).toEqual([
      range('10.2.0.0/16'),
      range('10.2.0.0/24'),
    ])
  })

  it('send the connection elsewhere, and what it expects with it', () => {
    const changed = told(of, { kind: 'retarget', from: range('198.51.100.7'), to: range('198.51.100.9') })
    const [gw, other] = changed.ike?.connections ?? []
    expect(gw?.remoteAddresses.value.map(formatHost)).toEqual(['198.51.100.9'])
    expect(other).toEqual(of.ike?.connections[1])
    expect(changed.peers.map(({ value }) => formatHost(value))).toEqual(['198.51.100.9'])
    const addresses = told(of, { kind: 'peer-addresses', connection: 'gw', addresses: [range('198.51.100.8')] })
    expect(addresses.peers.map(({ value }) => formatHost(value))).toEqual(['198.51.100.8'])
    const unknown = told(of, { kind: 'peer-addresses', connection: 'gw', addresses: [range('198.51.100.0/24')] })
    expect(unknown.peers).toEqual(of.peers)
    expect(told(of, { kind: 'peer-addresses', connection: 'gw', addresses: [] }).peers).toEqual(of.peers)
    const several = [range('198.51.100.8'), range('198.51.100.9')]
    const two = told(of, { kind: 'peer-addresses', connection: 'gw', addresses: several })
    expect(two.peers).toEqual(of.peers)
    const one = told(two, { kind: 'retarget', from: range('198.51.100.9'), to: range('198.51.100.7') })
    expect(one.ike?.connections[0]?.remoteAddresses.value.map(formatHost)).toEqual(['198.51.100.8', '198.51.100.7'])
  })

  it.each<[Change, string, unknown]>([
    [{ kind: 'narrowing', connection: 'gw', child: 'net', narrows: false }, 'narrows', false],
    [{ kind: 'compression', connection: 'gw', child: 'net', compression: true }, 'compression', true],
    [{ kind: 'mode', connection: 'gw', child: 'net', mode: 'transport' }, 'mode', 'transport'],
    [{ kind: 'pfs', connection: 'gw', child: 'net', pfs: 'ike-group' }, 'pfs', 'ike-group'],
    [{ kind: 'child-proposals', connection: 'gw', child: 'net', proposals: [] }, 'proposals', []],
  ])('set one thing of one child: %j', (change, key, value) => {
    const changed = told(of, change).ike?.connections ?? []
    const settings = changed.map((each) =>
      each.children.map((child) => Object.entries(child).find(([name]) => name === key)?.[1]),
    )
    const before = of.ike?.connections.map((each) =>
      each.children.map((child) => Object.entries(child).find(([name]) => name === key)?.[1]),
    )
    expect(settings[0]?.[0]).toMatchObject({ value })
    expect(settings[0]?.slice(1)).toEqual(before?.[0]?.slice(1))
    expect(settings.slice(1)).toEqual(before?.slice(1))
  })

  it('set one thing of the child that is named, not of the first', () => {
    const [gw] = told(of, { kind: 'mode', connection: 'gw', child: 'far', mode: 'transport' }).ike?.connections ?? []
    expect(gw?.children.map(({ mode }) => mode.value)).toEqual(['tunnel', 'transport'])
  })

  it.each<[Change, Record<string, unknown>]>([
    [
      { kind: 'version', connection: 'gw', version: 1 },
      { initiates: { value: 1 }, accepts: [1] },
    ],
    [{ kind: 'exchange', connection: 'gw', exchange: 'main' }, { exchange: { value: 'main' } }],
    [{ kind: 'childless', connection: 'gw', childless: 'never' }, { childless: { value: 'never' } }],
    [{ kind: 'ike-proposals', connection: 'gw', proposals: [] }, { proposals: { value: [] } }],
    [{ kind: 'virtual-addresses', connection: 'gw', addresses: ['0.0.0.0'] }, { virtualAddresses: ['0.0.0.0'] }],
    [
      { kind: 'own-identity', connection: 'gw', identity: { kind: 'fqdn', text: 'a.example' } },
      { local: [{ method: { value: 'psk' }, id: { value: { text: 'a.example' } } }] },
    ],
    [
      { kind: 'peer-identity', connection: 'gw', identity: { kind: 'fqdn', text: 'b.example' } },
      { remote: [{ method: { value: 'psk' }, id: { value: { text: 'b.example' } } }] },
    ],
    [
      { kind: 'authentication', connection: 'gw', side: 'local', method: 'pubkey' },
      { local: [{ method: { value: 'pubkey' } }], remote: [{ method: { value: 'psk' } }] },
    ],
    [
      { kind: 'lifetime', connection: 'gw', child: null, lifetime: { rekey: undefined, end: 60 } },
      { lifetime: { end: 60 } },
    ],
  ])('set one thing of one connection: %j', (change, wanted) => {
    const [gw, other] = told(of, change).ike?.connections ?? []
    expect(gw).toMatchObject(wanted)
    expect(other).toEqual(of.ike?.connections[1])
  })

  it('let an identity that nobody wrote follow its address, as long as there is one', () => {
    const written = conf.replace(/psk\n/g, 'psk\n      id = 192.0.2.99\n')
    const [own, peer] = [end(written), end(written)].map(({ ike, ...rest }): Endpoint => {
      const implicit = (rounds: readonly AuthRound[]) =>
        rounds.map(({ id, ...round }) => ({
          ...round,
          id: id && { origin: 'default' as const, value: id.value, authority: 'the address' },
        }))
      const connections = ike?.connections.map((each) => ({
        ...each,
        local: implicit(each.local),
        remote: implicit(each.remote),
      }))
      return { ...rest, ...(ike && connections && { ike: { ...ike, connections } }) }
    })
    if (own === undefined || peer === undefined) throw new Error('there are two')
    const shown = (changed: Endpoint) => {
      const [gw] = changed.ike?.connections ?? []
      return [gw?.local[0]?.id?.value.text, gw?.remote[0]?.id?.value.text]
    }
    const addresses = (...texts: readonly string[]) => texts.map(range)
    const moved = { kind: 'own-addresses', connection: 'gw', addresses: addresses('203.0.113.5') } as const
    expect(shown(told(own, moved))).toEqual(['203.0.113.5', '192.0.2.99'])
    expect(shown(told(own, { ...moved, addresses: addresses('203.0.113.5', '203.0.113.6') }))[0]).toBeUndefined()
    expect(shown(told(own, { ...moved, addresses: addresses('203.0.113.0/24') }))[0]).toBeUndefined()
    expect(shown(told(peer, { ...moved, kind: 'peer-addresses' }))).toEqual(['192.0.2.99', '203.0.113.5'])
    expect(shown(told(end(written), moved))).toEqual(['192.0.2.99', '192.0.2.99'])
  })

  it('are those that the product has words for in the version that it will speak', () => {
    const lacksWordsFor = ({ kind }: Change, { ike }: Endpoint) =>
      kind === 'childless' && ike?.connections[0]?.initiates.value === 1
    const old = told(of, { kind: 'version', connection: 'gw', version: 1 })
    const strict = { ...old, vendor: { ...old.vendor, lacksWordsFor } }
    const childless: Change = { kind: 'childless', connection: 'gw', childless: 'never' }
    expect(applyChanges(strict, [childless])).toBeUndefined()
    const both = told(strict, childless, { kind: 'version', connection: 'gw', version: 2 })
    expect(both.ike?.connections[0]).toMatchObject({ initiates: { value: 2 }, childless: { value: 'never' } })
  })

  it('are asked of the product as it is, but for the version', () => {
    const lacksWordsFor = ({ kind }: Change, { ike }: Endpoint) =>
      kind === 'mode' && ike?.connections[0]?.children[0]?.mode.value === 'transport'
    const change: Change = { kind: 'mode', connection: 'gw', child: 'net', mode: 'transport' }
    const changed = told({ ...of, vendor: { ...of.vendor, lacksWordsFor } }, change)
    expect(changed.ike?.connections[0]?.children[0]?.mode.value).toBe('transport')
    expect(applyChanges(changed, [change])).toBeUndefined()
  })

  it('leave a policy as it is where they are of its entries, or of words', () => {
    const packets = box('10.1.0.0/24', '10.2.0.0/24')
    expect(told(of, { kind: 'add-direction', entry: '', direction: 'in', box: packets }).ike).toEqual(of.ike)
    expect(told(of, { kind: 'unmirror', entry: '', box: packets }).ike).toEqual(of.ike)
    expect(told(of, { kind: 'shown-setting', topic: 'IKE encryption', value: 'AES256' }).ike).toEqual(of.ike)
  })

  it('set what is written once for all children that it makes, but not their selectors', () => {
    const listed = end(`# Libreswan
config setup

conn net
	left=203.0.113.1
	right=198.51.100.7
	leftsubnets={10.1.0.0/24 10.3.0.0/24}
	rightsubnet=10.2.0.0/24
	authby=secret
`)
    const [connection] = listed.ike?.connections ?? []
    const child = connection?.children[0]?.name ?? ''
    const name = connection?.name ?? ''
    expect(connection?.children).toHaveLength(2)
    const set = told(listed, { kind: 'mode', connection: name, child, mode: 'transport' }).ike?.connections[0]?.children
    expect(set?.map(({ mode }) => mode.value)).toEqual(['transport', 'transport'])
    const selectors = [
      { addresses: range('10.5.0.0/24'), protocol: { from: 0, to: 255 }, ports: { from: 0, to: 65_535 }, span: null },
    ]
    const own = told(listed, { kind: 'child-selectors', connection: name, child, local: selectors, remote: selectors })
    expect(own.ike?.connections[0]?.children.map(({ local }) => local.value[0]?.addresses)).toEqual([
      range('10.5.0.0/24'),
      range('10.3.0.0/24'),
    ])
  })

  it('give a key a new value, or other owners, and leave the other keys alone', () => {
    const keyed = end(`${conf}secrets {
  ike-1 {
    id = one.example
    secret = first
  }
  ike-2 {
    secret = second
  }
}
`)
    const keys = ({ ike }: Endpoint) =>
      (ike?.keys ?? []).map(({ mark, owners }) => `${mark} ${owners.map(({ text }) => text)}`)
    const [one, two] = keyed.ike?.keys ?? []
    if (one === undefined || two === undefined) throw new Error('there are two keys')
    const owners = [{ kind: 'fqdn', text: 'b.example' }] as const
    const before = keys(keyed)
    expect(before).toEqual([expect.stringMatching(/ one\.example$/), expect.stringMatching(/ $/)])
    expect(keys(told(keyed, { kind: 'new-key', owners: [], replaces: two.span }))).toEqual([before[0], `${NEW_KEY} `])
    expect(keys(told(keyed, { kind: 'new-key', owners, replaces: null }))).toEqual([...before, `${NEW_KEY} b.example`])
    expect(keys(told(keyed, { kind: 'key-owners', owners, key: one.span }))).toEqual([
      `${one.mark} b.example`,
      before[1],
    ])
  })
})
