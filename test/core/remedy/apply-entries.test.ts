import { describe, expect, it } from 'vitest'
import { formatHost } from '../../../src/core/address/address-range.ts'
import { type Change, NEW_KEY } from '../../../src/core/model/change.ts'
import type { Endpoint } from '../../../src/core/model/endpoint.ts'
import type { Obstacle } from '../../../src/core/model/obstacle.ts'
import { applyChanges, canApply, correctedEnd } from '../../../src/core/remedy/apply.ts'
import { effectKey } from '../../../src/core/remedy/effect-key.ts'
import { POLICIES, policy } from '../../../src/core/rules/observed/installed-examples.ts'
import { paste } from '../../../src/core/rules/paste/examples.ts'
import { dump, PAIR } from '../../../src/core/rules/spd/examples.ts'
import { description } from '../../../src/core/rules/traffic-selectors/examples.ts'
import { box, range } from '../../support/boxes.ts'
import { endsOf } from './two-ends.ts'

const PACKETS = box('10.1.0.0/24', '10.2.0.0/24')

/** The gateway that shows these policies of Linux. */
function gateway(policies: string): Endpoint {
  return endsOf(paste(policies)).a
}

function told(of: Endpoint, ...changes: readonly Change[]): Endpoint {
  const changed = applyChanges(of, changes)
  if (changed === undefined) throw new Error('The end cannot be told that.')
  return changed
}

function entries({ spd = [] }: Endpoint): string[] {
  return spd.map(({ id, direction, selectors, tunnel, spans }) => {
    const boxes = selectors.map(({ local, remote }) => `${formatHost(local)} <> ${formatHost(remote)}`)
    const ends = [tunnel.source, tunnel.destination].map((address) => (address === null ? '?' : formatHost(address)))
    return `${id} ${direction} ${boxes.join(', ')} by ${ends.join(' > ')}${spans.length === 0 ? ', new' : ''}`
  })
}

const [THERE, BACK] = ['203.0.113.1 > 198.51.100.7', '198.51.100.7 > 203.0.113.1']

describe('entries that are added', () => {
  it('are three where the product looks what is let on up apart, else two', () => {
    const cover: Change = { kind: 'cover', box: box('10.1.0.0/24', '10.3.0.0/24') }
    expect(entries(told(gateway(POLICIES), cover)).slice(3)).toEqual([
      `A#4 out 10.1.0.0/24 <> 10.3.0.0/24 by ${THERE}, new`,
      `A#5 in 10.1.0.0/24 <> 10.3.0.0/24 by ${BACK}, new`,
      `A#6 fwd 10.1.0.0/24 <> 10.3.0.0/24 by ${BACK}, new`,
    ])
    const added = (of: Endpoint) => entries(told(of, cover)).filter((each) => each.endsWith(', new'))
    expect(added(gateway(policy('out') + policy('in')))).toHaveLength(3)
    expect(added(endsOf(dump(PAIR)).a).map((each) => each.split(' ')[1])).toEqual(['out', 'in'])
  })

  it('take the place of one that went the other way', () => {
    const of = gateway(policy('out') + policy('in'))
    const [out, inbound] = of.spd ?? []
    if (out === undefined || inbound === undefined) throw new Error('there are two')
    const change = { kind: 'add-direction', entry: out.id, direction: 'in', box: PACKETS, turns: inbound.id } as const
    const after = told(of, change).spd ?? []
    expect(after.map(({ direction }) => direction)).toEqual(['out', 'in'])
    expect(after[0]).toBe(out)
    expect(after).not.toContain(inbound)
  })

  it('are told by no line of the paste, and go the way of their direction', () => {
    const of = gateway(policy('out') + policy('in'))
    const [out, inbound] = of.spd ?? []
    if (out === undefined || inbound === undefined) throw new Error('there are two')
    const added = (entry: string, direction: 'out' | 'in' | 'fwd') =>
      entries(told(of, { kind: 'add-direction', entry, direction, box: PACKETS }))[2]
    const networks = '10.1.0.0/24 <> 10.2.0.0/24'
    expect(added(inbound.id, 'fwd')).toBe(`A#3 fwd ${networks} by ${BACK}, new`)
    expect(added(inbound.id, 'out')).toBe(`A#3 out ${networks} by ${THERE}, new`)
    expect(added(out.id, 'in')).toBe(`A#3 in ${networks} by ${BACK}, new`)
    expect(added(out.id, 'fwd')).toBe(`A#3 fwd ${networks} by ${BACK}, new`)
    const split = told(of, { kind: 'unmirror', entry: out.id, box: PACKETS })
    expect(entries(split)[2]).toBe(`A#3 in ${networks} by ${BACK}, new`)
  })

  it('go where the tunnel is sent that is changed with them', () => {
    const of = gateway(policy('out'))
    const retarget: Change = { kind: 'retarget', from: range('198.51.100.7'), to: range('198.51.100.9') }
    expect(entries(told(of, retarget, { kind: 'cover', box: box('10.1.0.0/24', '10.3.0.0/24') }))).toEqual([
      'A#1 out 10.1.0.0/24 <> 10.2.0.0/24 by 203.0.113.1 > 198.51.100.9',
      'A#2 out 10.1.0.0/24 <> 10.3.0.0/24 by 203.0.113.1 > 198.51.100.9, new',
      'A#3 in 10.1.0.0/24 <> 10.3.0.0/24 by 198.51.100.9 > 203.0.113.1, new',
      'A#4 fwd 10.1.0.0/24 <> 10.3.0.0/24 by 198.51.100.9 > 203.0.113.1, new',
    ])
    const entry = of.spd?.[0]?.id ?? ''
    expect(entries(told(of, { kind: 'add-direction', entry, direction: 'in', box: PACKETS }, retarget))[1]).toBe(
      'A#2 in 10.1.0.0/24 <> 10.2.0.0/24 by 198.51.100.9 > 203.0.113.1, new',
    )
  })

  it('take a number that none has, and none is added for an entry that is not there', () => {
    const of = gateway(POLICIES)
    const without = told(of, { kind: 'remove', entry: 'A#1', box: PACKETS })
    expect(entries(without)).toHaveLength(2)
    expect(entries(told(without, { kind: 'cover', box: PACKETS }))[2]).toMatch(/^A#4 out /)
    expect(told(of, { kind: 'add-direction', entry: 'A#9', direction: 'in', box: PACKETS }).spd).toEqual(of.spd)
    expect(told(of, { kind: 'unmirror', entry: 'A#9', box: PACKETS }).spd).toEqual(of.spd)
    expect(told(of, { kind: 'remove', entry: 'A#9', box: PACKETS }).spd).toEqual(of.spd)
    const elsewhere = box('10.5.0.0/24', '10.2.0.0/24')
    expect(told(of, { kind: 'replace', from: elsewhere, to: PACKETS }).spd).toEqual(of.spd)
  })

  it('go between the addresses that are known', () => {
    const [first, ...more] = entries(
      told({ ...gateway(policy('out')), peers: [] }, { kind: 'cover', box: PACKETS }),
    ).slice(1)
    expect(first).toMatch(/ by 203\.0\.113\.1 > \?, new$/)
    const back = expect.stringMatching(/ by \? > 203\.0\.113\.1, new$/)
    expect(more).toEqual([back, back])
    const added = entries(told({ ...gateway(policy('out')), addresses: [] }, { kind: 'cover', box: PACKETS }))
    expect(added[1]).toMatch(/ by \? > 198\.51\.100\.7, new$/)
  })

  it('are the first ones of an end that has none', () => {
    const [first] = entries(told({ ...gateway(POLICIES), spd: [] }, { kind: 'cover', box: PACKETS }))
    expect(first).toBe(`A#1 out 10.1.0.0/24 <> 10.2.0.0/24 by ${THERE}, new`)
  })
})

describe('an entry with several selectors', () => {
  it('gets another one in the place of that which is exchanged, and keeps the others', () => {
    const of = gateway(policy('out'))
    const kept = box('10.1.0.0/24', '10.5.0.0/24')
    const spd = of.spd?.map((entry) => ({ ...entry, selectors: [...entry.selectors, kept] }))
    const changed = told({ ...of, spd }, { kind: 'replace', from: PACKETS, to: box('10.1.0.0/24', '10.2.0.0/16') })
    expect(entries(changed)).toEqual([`A#1 out 10.1.0.0/24 <> 10.2.0.0/16, 10.1.0.0/24 <> 10.5.0.0/24 by ${THERE}`])
  })
})

describe('lists of networks', () => {
  const lists = ({ site }: Endpoint) =>
    [site?.locals, site?.remotes].map((list) => list?.map(({ value }) => formatHost(value)))
  const isa = endsOf(description({ locals: ['10.1.0.0/24'], remotes: ['10.2.0.0/24', '198.51.100.7'] })).a
  const other = endsOf(description({ vendor: 'other', locals: ['10.1.0.0/24'], remotes: ['10.2.0.0/24'] })).a

  it('do not get the own address of a product that protects it without being told', () => {
    const own: Change = { kind: 'cover', box: box('203.0.113.1', '10.3.0.0/24') }
    expect(lists(told(isa, own))).toEqual([['10.1.0.0/24'], ['10.2.0.0/24', '198.51.100.7', '10.3.0.0/24']])
    const [address] = isa.addresses
    if (address === undefined) throw new Error('It has one.')
    const further = { ...isa, addresses: [address, { ...address, value: range('203.0.113.9') }] }
    expect(lists(told(further, own))[0]).toEqual(['10.1.0.0/24'])
    expect(lists(told(other, own))).toEqual([
      ['10.1.0.0/24', '203.0.113.1'],
      ['10.2.0.0/24', '10.3.0.0/24'],
    ])
    const host: Change = { kind: 'cover', box: box('203.0.113.2', '10.3.0.0/24') }
    expect(lists(told(isa, host))[0]).toEqual(['10.1.0.0/24', '203.0.113.2'])
  })

  it('are made into filters anew for another peer', () => {
    const start = endsOf(description({ locals: ['10.1.0.0/24'], remotes: ['10.2.0.0/24', '198.51.100.9'] })).a
    expect(entries(start).filter((each) => each.includes('203.0.113.1 <> 198.51.100.9'))).toHaveLength(2)
    const [to, way, back] = [range('198.51.100.9'), '203.0.113.1 > 198.51.100.9', '198.51.100.9 > 203.0.113.1']
    // ISA Server makes no filter of its own address with the peer's.
    expect(entries(told(start, { kind: 'retarget', from: range('198.51.100.7'), to }))).toEqual([
      `A#1 out 10.1.0.0/24 <> 10.2.0.0/24 by ${way}`,
      `A#3 out 203.0.113.1 <> 10.2.0.0/24 by ${way}`,
      `A#5 out 10.1.0.0/24 <> 198.51.100.9 by ${way}`,
      `A#2 in 10.1.0.0/24 <> 10.2.0.0/24 by ${back}`,
      `A#4 in 203.0.113.1 <> 10.2.0.0/24 by ${back}`,
      `A#6 in 10.1.0.0/24 <> 198.51.100.9 by ${back}`,
    ])
    const listed = told(isa, { kind: 'retarget', from: range('198.51.100.7'), to })
    expect(entries(listed).filter((each) => each.endsWith(', new'))).toEqual([])
    // Its list named the peer itself: it does so at the new address.
    expect(lists(listed)[1]).toContain('198.51.100.9')
    expect(entries(listed).filter((each) => each.includes('198.51.100.7'))).toEqual([])
  })

  it('stay as they are where what is to be exchanged is not in them, or is the same', () => {
    const replace = (from: readonly [string, string], to: readonly [string, string]): Change => ({
      kind: 'replace',
      from: box(...from),
      to: box(...to),
    })
    const change = replace(['10.9.0.0/24', '10.8.0.0/24'], ['10.5.0.0/24', '10.6.0.0/24'])
    expect(lists(told(other, change))).toEqual(lists(other))
    const same = replace(['10.1.0.0/24', '10.2.0.0/24'], ['10.1.0.0/24', '10.2.0.0/24'])
    expect(told(other, same).site).toEqual(other.site)
    // Two for one: each is added, in the order in which it is asked for.
    const [first, second] = ['10.2.0.0/25', '10.2.0.128/25'].map((to) =>
      replace(['10.1.0.0/24', '10.2.0.0/24'], ['10.1.0.0/24', to]),
    )
    if (first === undefined || second === undefined) throw new Error('there are two')
    expect(lists(told(other, first, second))).toEqual([['10.1.0.0/24'], ['10.2.0.0/25', '10.2.0.128/25']])
  })

  it('keep what was written of a network that they have already', () => {
    const { site } = told(other, { kind: 'cover', box: box('10.1.0.0/24', '10.3.0.0/24') })
    expect(site?.locals).toEqual(other.site?.locals)
    expect(site?.remotes[0]).toEqual(other.site?.remotes[0])
  })

  it('are asked for once by changes that come to the same', () => {
    const [cover, again]: readonly Change[] = [
      { kind: 'cover', box: box('10.1.0.0/24', '10.3.0.0/24') },
      { kind: 'cover', alone: true, box: box('10.1.0.0/24', '10.3.0.0/24') },
    ]
    if (cover === undefined || again === undefined) throw new Error('there are two')
    expect(effectKey(other, again)).toBe(effectKey(other, cover))
    const linux = gateway(POLICIES)
    expect(effectKey(linux, again)).not.toBe(effectKey(linux, cover))
    expect(effectKey(other, { kind: 'remove', entry: 'A#1', box: PACKETS })).not.toBe(
      effectKey(other, { kind: 'remove', entry: 'A#2', box: PACKETS }),
    )
  })

  it('come to the same just where the lists are the same after them', () => {
    const pairs = ['10.1.0.0/24', '10.3.0.0/24'].flatMap((local) =>
      ['10.1.0.0/24', '10.2.0.0/24', '10.3.0.0/24'].map((remote) => [local, remote] as const),
    )
    const changes: readonly Change[] = [
      ...pairs.map((pair): Change => ({ kind: 'cover', box: box(...pair) })),
      ...pairs.flatMap((from) => pairs.map((to): Change => ({ kind: 'replace', from: box(...from), to: box(...to) }))),
    ]
    const after = changes.map((change) => JSON.stringify(lists(told(other, change)).map((list) => list?.toSorted())))
    const keys = changes.map((change) => effectKey(other, change))
    for (const [at, list] of after.entries())
      expect(changes.map((_, each) => keys[each] === keys[at])).toEqual(after.map((each) => each === list))
    expect(new Set(after).size).toBeGreaterThan(5)
  })
})

describe('an end that shows settings in words', () => {
  const setting = (value: string) => ({ origin: 'default', value, authority: 'an example' }) as const
  const of: Endpoint = {
    ...gateway(POLICIES),
    settings: { 'pre-shared key': setting('‹secret 1›'), 'IKE encryption': setting('3DES') },
  }
  const newKey: Change = { kind: 'new-key', owners: [], replaces: null }
  const aes: Change = { kind: 'shown-setting', topic: 'IKE encryption', value: 'AES256' }

  it('can be told another word for what it shows, and nothing else', () => {
    expect(canApply(of, aes)).toBe(true)
    expect(canApply(of, newKey)).toBe(true)
    expect(canApply(of, { ...aes, topic: 'IKE integrity' })).toBe(false)
    expect(canApply({ ...of, settings: {} }, newKey)).toBe(false)
    const mute = { ...of.vendor, lacksWordsFor: ({ kind }: Change) => kind === 'new-key' }
    expect([newKey, aes].map((change) => canApply({ ...of, vendor: mute }, change))).toEqual([false, true])
    expect(canApply(of, { kind: 'version', connection: null, version: 2 })).toBe(false)
    expect(canApply({ ...of, spd: undefined }, aes)).toBe(false)
    expect(applyChanges(of, [aes, { ...aes, topic: 'IKE integrity' }])).toBeUndefined()
  })

  it('shows it then, and what was not changed as before', () => {
    expect(told(of, aes).settings).toEqual({ ...of.settings, 'IKE encryption': { origin: 'planned', value: 'AES256' } })
    expect(told(of, newKey).settings).toEqual({
      ...of.settings,
      'pre-shared key': { origin: 'planned', value: NEW_KEY },
    })
    const removal: Change = { kind: 'remove', entry: 'A#1', box: PACKETS }
    expect(told(of, removal).settings).toBe(of.settings)
    expect(told({ ...of, settings: {} }, removal).settings).toEqual({})
  })
})

describe('what stands in the way', () => {
  const obstacle = (say: string): Obstacle => ({
    kind: 'no-route',
    direction: 'out',
    packets: [PACKETS],
    packet: 'clear',
    connection: null,
    say,
    spans: [],
    steps: [],
  })

  it('is gone once it is cleared, and nothing else is', () => {
    const [first, second] = [obstacle('One.'), obstacle('Two.')]
    const of: Endpoint = { ...gateway(POLICIES), obstacles: [first, second] }
    expect(told(of, { kind: 'clear-obstacle', obstacle: first }).obstacles).toEqual([second])
    expect(told(of, { kind: 'remove', entry: 'A#1', box: PACKETS }).obstacles).toEqual([first, second])
    expect(told(gateway(POLICIES), { kind: 'clear-obstacle', obstacle: first }).obstacles).toEqual([])
    expect('obstacles' in told(gateway(POLICIES), { kind: 'remove', entry: 'A#1', box: PACKETS })).toBe(false)
  })
})

describe('text that is put right', () => {
  const [of, right] = [gateway(POLICIES), gateway(policy('out', { source: '10.7.0.0/24' }))]

  it('tells the peers anew, and the own address where it was not known', () => {
    const corrected: Endpoint = { ...right, addresses: [], peers: [] }
    expect(correctedEnd(of, { corrected: () => corrected })).toMatchObject({
      label: 'A',
      addresses: of.addresses,
      peers: [],
    })
    expect(correctedEnd({ ...of, addresses: [] }, { corrected: () => right }).addresses).toEqual(right.addresses)
  })

  it('is the same text where the same is written, whatever is read of it', () => {
    const edits = [{ source: 'a', line: 1, remove: 'wrong', insert: 'right' }]
    const fault = { source: 'a', line: 1, column: 1, length: 5 }
    const correct = (corrected: Endpoint): Change => ({
      kind: 'correct',
      fault,
      say: 'write it',
      edits,
      corrected: () => corrected,
    })
    expect(effectKey(of, correct(right))).toBe(effectKey(of, correct({ ...right, peers: [] })))
  })

  it('is not put right again, unless there is more to be', () => {
    const corrections = () => []
    expect('corrections' in correctedEnd({ ...of, corrections }, { corrected: () => right })).toBe(false)
    expect(correctedEnd(of, { corrected: () => ({ ...right, corrections }) }).corrections).toBe(corrections)
    expect('ike' in correctedEnd(of, { corrected: () => right })).toBe(false)
  })
})
