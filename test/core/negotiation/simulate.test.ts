import { describe, expect, it } from 'vitest'
import { formatHost } from '../../../src/core/address/address-range.ts'
import { type Endpoint, type PolicySettings, TOPICS, type Topic } from '../../../src/core/model/endpoint.ts'
import type { Obstacle } from '../../../src/core/model/obstacle.ts'
import { planned } from '../../../src/core/model/setting.ts'
import type { SpdEntry } from '../../../src/core/model/spd-entry.ts'
import type { SelectorRule, Vendor } from '../../../src/core/model/vendor.ts'
import { flowsThrough, simulate } from '../../../src/core/negotiation/simulate.ts'
import { pair } from '../../../src/core/rules/negotiation/examples.ts'
import { type Box, mirrorBox } from '../../../src/core/selectors/box.ts'
import { endsOf } from '../remedy/two-ends.ts'
import { asWritten, box, end, entry, LOCAL, OWN, PEER, REMOTE, tunnel } from './made-ends.ts'

const { checksForwarded: _, installsByNeed: __, ...plain } = asWritten

/** A product that answers by this rule. */
function by(rule: SelectorRule['rule'], certainty: SelectorRule['certainty'] = 'stated'): Vendor {
  return { ...plain, selectorRule: { rule, certainty, authority: 'an example' }, seenWhenRefused: null }
}

/** The same words for all that two ends compare. */
const WORDS: PolicySettings = Object.fromEntries(TOPICS.map((topic) => [topic, planned('the same')]))

function gateway(label: 'A' | 'B', spd: readonly SpdEntry[] | undefined, more: Partial<Endpoint> = {}): Endpoint {
  return end(label, spd, { vendor: by('exact'), settings: WORDS, ...more })
}

type Entry = Partial<SpdEntry>
const toB = (number: number, selectors: readonly Box[] = [box()], more: Entry = {}) =>
  entry(`A${number}`, 'out', { selectors, ...more })
/** The packets are written as A sees them, here and below. */
const atB = (number: number, selectors: readonly Box[] = [box()], more: Entry = {}) =>
  entry(`B${number}`, 'in', { selectors: selectors.map(mirrorBox), tunnel: tunnel(OWN, PEER), ...more })
const atA = (number: number, selectors: readonly Box[] = [box()]) => entry(`A${number}`, 'in', { selectors })
const toA = (number: number, selectors: readonly Box[] = [box()]) =>
  entry(`B${number}`, 'out', { selectors: selectors.map(mirrorBox), tunnel: tunnel(PEER, OWN) })

/** `A1 > B1 established encrypted`, of what A sends; also who begins, where that is B. */
function told(a: Endpoint, b: Endpoint): string[] {
  return simulate(a, b)
    .flows.filter(({ sender }) => sender === 'A')
    .map(({ out, inbound, outcome, packet, certainty, initiator, remainder }) =>
      [
        `${out?.name ?? 'none'} > ${inbound?.name ?? 'none'} ${outcome} ${packet} ${certainty}`,
        ...(initiator === 'A' ? [] : [`by ${initiator}`]),
        ...(remainder ? ['rest'] : []),
      ].join(' '),
    )
}

const WIDE = box(LOCAL, '10.2.0.0/16')
const ANYWHERE = box(LOCAL, '0.0.0.0/0')
const UNREAD = { partlyRead: true }
const without = (topic: Topic): Partial<Endpoint> => {
  const { [topic]: _, ...settings } = WORDS
  return { settings }
}

describe('packets that an entry protects', () => {
  it('come through where the other end has the same, which is assumed where one of the two is not known as a whole', () => {
    const [ofA, ofB] = [[toB(1)], [atB(1)]]
    expect(told(gateway('A', ofA), gateway('B', ofB))).toEqual(['A1 > B1 established encrypted stated'])
    const assumed = ['A1 > B1 established encrypted assumed']
    expect(told(gateway('A', ofA, UNREAD), gateway('B', ofB))).toEqual(assumed)
    expect(told(gateway('A', ofA), gateway('B', ofB, UNREAD))).toEqual(assumed)
    expect(told(gateway('A', ofA, without('ESP integrity')), gateway('B', ofB))).toEqual(assumed)
    expect(told(gateway('A', ofA), gateway('B', ofB, without('ESP integrity')))).toEqual(assumed)
  })

  it('are refused with all of their entry, which what is not compared does not make less certain', () => {
    const refused = (certainty: string) => [
      `A1 > B1 refused dropped ${certainty}`,
      `A1 > none refused dropped ${certainty}`,
    ]
    const between = (ofA: Partial<Endpoint>, ofB: Partial<Endpoint>) =>
      told(gateway('A', [toB(1, [WIDE])], ofA), gateway('B', [atB(1)], ofB))
    expect(between({}, {})).toEqual(refused('stated'))
    expect(between(without('ESP integrity'), {})).toEqual(refused('stated'))
    expect(between(UNREAD, {})).toEqual(refused('assumed'))
    expect(between({}, UNREAD)).toEqual(refused('assumed'))
    expect(between({}, { vendor: by('exact', 'assumed') })).toEqual(refused('assumed'))
    expect(between({ vendor: by('exact', 'assumed') }, {})).toEqual(refused('stated'))
  })

  it('show what the product of the sender shows then', () => {
    const seen = (word: string): Partial<Endpoint> => ({ vendor: { ...by('exact'), seenWhenRefused: word } })
    const flows = (more: Partial<Endpoint>) =>
      simulate(gateway('A', [toB(1, [WIDE])], { ...seen('at A'), ...more }), gateway('B', [atB(1)], seen('at B'))).flows
    expect(flows({})[0]).toMatchObject({ seen: 'at A', notify: null })
    // Of equal packets, for a setting.
    const a = gateway('A', [toB(1)], { ...seen('at A'), settings: { ...WORDS, 'ESP encryption': planned('another') } })
    expect(simulate(a, gateway('B', [atB(1)], seen('at B'))).flows).toMatchObject([
      { outcome: 'refused', packet: 'dropped', seen: 'at A', notify: 'NO_PROPOSAL_CHOSEN', certainty: 'stated' },
    ])
    expect(simulate(gateway('A', [toB(1)], seen('at A')), gateway('B', [atB(1)])).flows[0]).toMatchObject({
      outcome: 'established',
      seen: null,
    })
  })

  it('are refused for the first setting that differs, of a key without a word (RFC 2409 5.4)', () => {
    const notify = (...topics: readonly Topic[]) => {
      const settings = { ...WORDS, ...Object.fromEntries(topics.map((topic) => [topic, planned('another')])) }
      return simulate(gateway('A', [toB(1)], { settings }), gateway('B', [atB(1)])).flows.map(
        (flow) => `${flow.outcome} ${flow.notify}`,
      )
    }
    expect(notify('pre-shared key')).toEqual(['refused null'])
    expect(notify('pre-shared key', 'ESP encryption')).toEqual(['refused null'])
    expect(notify('IKE encryption', 'pre-shared key')).toEqual(['refused NO_PROPOSAL_CHOSEN'])
    expect(notify('IKE lifetime')).toEqual(['established null'])
  })

  it('are not known where one end alone has perfect forward secrecy', () => {
    const settings: PolicySettings = { ...WORDS, 'perfect forward secrecy': planned('off') }
    expect(told(gateway('A', [toB(1)], { settings }), gateway('B', [atB(1)]))).toEqual([
      'A1 > B1 unknown unknown stated',
    ])
    expect(told(gateway('A', [toB(1, [WIDE])], { settings }), gateway('B', [atB(1)]))[0]).toBe(
      'A1 > B1 refused dropped stated',
    )
  })

  it('go by words only where one end has nothing else: two whole configurations are negotiated', () => {
    const { ike } = endsOf(pair()).a
    if (ike === undefined) throw new Error('It is a configuration.')
    const outcome = (ofA: Partial<Endpoint>, ofB: Partial<Endpoint>) =>
      told(gateway('A', [toB(1)], ofA), gateway('B', [atB(1)], ofB))
    const open = without('ESP integrity')
    expect(outcome({ ...open, ike }, {})).toEqual(['A1 > B1 established encrypted assumed'])
    expect(outcome(open, { ike })).toEqual(['A1 > B1 established encrypted assumed'])
    expect(outcome({ ...open, ike }, { ike })).toEqual(['A1 > B1 established encrypted stated'])
    const other = { settings: { ...WORDS, 'ESP encryption': planned('another') } }
    expect(outcome({ ...other, ike }, {})).toEqual(['A1 > B1 refused dropped stated'])
    expect(outcome(other, { ike })).toEqual(['A1 > B1 refused dropped stated'])
    expect(outcome({ ...other, ike }, { ike })).toEqual(['A1 > B1 established encrypted stated'])
  })

  it('are lost where the responder answers with less, and the initiator goes on with its own', () => {
    const answered = (rule: SelectorRule['rule'], own: Box) =>
      told(gateway('A', [toB(1, [own])], { vendor: by(rule) }), gateway('B', [atB(1)], { vendor: by('narrow') }))
    expect(answered('subset', WIDE)).toEqual(['A1 > B1 lost dropped stated', 'A1 > none lost dropped stated'])
    expect(answered('narrow', WIDE)).toEqual([
      'A1 > B1 established encrypted stated',
      'A1 > none uncovered dropped stated',
    ])
    // Of an entry for everything the rest is none that anybody asked for.
    expect(answered('subset', ANYWHERE)).toEqual([
      'A1 > B1 lost dropped stated',
      'A1 > none narrowed dropped stated rest',
    ])
    expect(answered('narrow', ANYWHERE)).toEqual([
      'A1 > B1 established encrypted stated',
      'A1 > none narrowed dropped stated rest',
    ])
  })

  it('come through in part where quick mode negotiates the first of several pairs', () => {
    const pairs = [box(), box(LOCAL, '10.3.0.0/24')]
    expect(told(gateway('A', [toB(1, pairs)]), gateway('B', [atB(1, pairs)]))).toEqual([
      'A1 > B1 narrowed encrypted stated',
    ])
    // Those of the second pair alone.
    expect(told(gateway('A', [toB(1, pairs)]), gateway('B', [atB(1), atB(2, [box(LOCAL, '10.3.0.0/24')])]))).toEqual([
      'A1 > B1 established encrypted stated',
      'A1 > B2 uncovered dropped stated',
    ])
  })

  it('are not known where the other end is not', () => {
    expect(told(gateway('A', [toB(1)]), gateway('B', undefined))).toEqual(['A1 > none unknown unknown assumed'])
    expect(told(gateway('A', undefined), gateway('B', [atB(1)]))).toEqual(['none > B1 unknown unknown assumed'])
  })

  it('reach no entry that stands behind another with all of them', () => {
    expect(told(gateway('A', [toB(1), toB(2)]), gateway('B', [atB(1)]))).toEqual([
      'A1 > B1 established encrypted stated',
      'A2 > none uncovered unknown stated rest',
    ])
  })
})

describe('packets that no entry protects', () => {
  it('go in clear, or are dropped, as far as is read of both ends', () => {
    const [pass, stop] = [toB(1, [box()], { action: 'bypass' }), toB(1, [box()], { action: 'discard' })]
    for (const [ofA, wanted] of [
      [[pass], 'A1 > B1 bypassed clear'],
      [[stop], 'A1 > B1 discarded dropped'],
      [[], 'none > B1 no-policy clear'],
    ] as const) {
      expect(told(gateway('A', ofA, without('ESP integrity')), gateway('B', [atB(1)]))).toEqual([`${wanted} stated`])
      expect(told(gateway('A', ofA, UNREAD), gateway('B', [atB(1)]))).toEqual([`${wanted} assumed`])
      expect(told(gateway('A', ofA), gateway('B', [atB(1)], UNREAD))).toEqual([`${wanted} assumed`])
    }
  })
})

describe('what the sender does not bring up', () => {
  const ofB = [toA(1), atB(2)]
  const between = (more: Partial<Endpoint>) =>
    told(gateway('A', [toB(1, [WIDE]), atA(2)], more), gateway('B', ofB, { vendor: by('exact') }))

  it('goes through the child that the other end brings up, once it has', () => {
    expect(between({})).toEqual([
      'A1 > B2 refused dropped stated',
      'A1 > B2 established encrypted assumed by B',
      'A1 > none refused dropped stated',
    ])
    const [, riding] = simulate(
      gateway('A', [toB(1, [WIDE]), atA(2)], { vendor: { ...by('exact'), seenWhenRefused: 'nothing' } }),
      gateway('B', ofB),
    ).flows
    expect(riding).toMatchObject({ initiator: 'B', seen: null })
  })

  it('does not where nobody knows whether that comes up', () => {
    const settings: PolicySettings = { ...WORDS, 'perfect forward secrecy': planned('off') }
    expect(between({ settings })).toEqual(['A1 > B2 refused dropped stated', 'A1 > none refused dropped stated'])
  })
})

describe('a tunnel in which not all was looked at', () => {
  const hosts = (count: number) =>
    Array.from({ length: count }, (_, at) => box('10.1.0.0/16', `10.2.${at >> 8}.${at & 255}`))
  const wide = [box('10.1.0.0/16', '10.2.0.0/16')]

  it('is one where packets could ride on more than 256 children, of either end', () => {
    const isCrowded = (count: number) => {
      const one = (label: 'A' | 'B', all: typeof toB, ways: typeof atB) =>
        [...hosts(count).map((host, at) => ways(at + 2, [host])), all(1, wide)].filter(({ name }) =>
          name.startsWith(label),
        )
      return [
        simulate(
          gateway('A', one('A', toB, atA)),
          gateway(
            'B',
            hosts(count).map((host, at) => toA(at, [host])),
          ),
        ),
        simulate(
          gateway(
            'A',
            hosts(count).map((host, at) => toB(at, [host])),
          ),
          gateway('B', one('B', toA, atB)),
        ),
      ].map(({ crowded }) => crowded)
    }
    expect(isCrowded(256)).toEqual([false, false])
    expect(isCrowded(257)).toEqual([true, true])
  })
})

describe('what is in the way', () => {
  const obstacle = (packets: readonly Box[], more: Partial<Obstacle> = {}): Obstacle => ({
    kind: 'translated',
    direction: 'out',
    packets,
    packet: 'clear',
    connection: null,
    say: 'Something is in the way.',
    spans: [],
    steps: [],
    ...more,
  })
  const half = box(LOCAL, '10.2.0.0/25')
  const leaving = (ofA: readonly SpdEntry[], ofB: readonly SpdEntry[], ...obstacles: readonly Obstacle[]) =>
    told(gateway('A', ofA, { obstacles }), gateway('B', ofB))
  /** At B, which sees the packets the other way round. */
  const arriving = (ofA: readonly SpdEntry[], ofB: readonly SpdEntry[], packets: Box, kind: Obstacle['kind']) =>
    told(
      gateway('A', ofA),
      gateway('B', ofB, { obstacles: [obstacle([mirrorBox(packets)], { kind, direction: 'in' })] }),
    )

  it('keeps packets from their entry, in clear or dropped', () => {
    expect(leaving([toB(1)], [atB(1)], obstacle([half]))).toEqual([
      'A1 > B1 established encrypted stated',
      'A1 > B1 bypassed clear stated',
    ])
    expect(leaving([toB(1)], [atB(1)], obstacle([box()], { packet: 'dropped' }))).toEqual([
      'A1 > B1 discarded dropped stated',
    ])
  })

  it('is no matter for packets that are not to be protected', () => {
    const pass = toB(1, [box()], { action: 'bypass' })
    expect(leaving([pass], [atB(1)], obstacle([box()], { packet: 'dropped' }))).toEqual([
      'A1 > B1 bypassed clear stated',
    ])
    expect(leaving([], [atB(1)], obstacle([box()], { packet: 'dropped' }))).toEqual([
      'none > B1 no-policy clear stated',
    ])
  })

  it('loses what has come out of the tunnel, and nothing that has not', () => {
    expect(arriving([toB(1)], [atB(1)], half, 'not-admitted')).toEqual([
      'A1 > B1 established encrypted stated',
      'A1 > B1 lost dropped stated',
    ])
    expect(arriving([toB(1, [WIDE])], [atB(1)], half, 'not-admitted')).toEqual([
      'A1 > B1 refused dropped stated',
      'A1 > none refused dropped stated',
    ])
  })

  it('is no fault for what nobody asked for: a route or a rule that two entries for everything lack', () => {
    const [all, allAtB] = [toB(1, [ANYWHERE]), atB(1, [ANYWHERE])]
    const part = box(LOCAL, '10.0.0.0/8')
    const rest = 'A1 > B1 narrowed dropped stated rest'
    expect(leaving([all], [allAtB], obstacle([part], { kind: 'no-route' }))).toContain(rest)
    expect(arriving([all], [allAtB], part, 'no-route')).toContain(rest)
    expect(leaving([all], [allAtB], obstacle([part], { kind: 'not-admitted' }))).toContain(rest)
    expect(arriving([all], [allAtB], part, 'not-admitted')).toContain(rest)
    // NAT is one, and so is that there is no route or rule at all.
    expect(leaving([all], [allAtB], obstacle([part]))).toContain('A1 > B1 bypassed clear stated')
    expect(leaving([all], [allAtB], obstacle([part], { kind: 'no-route', total: true }))).toContain(
      'A1 > B1 bypassed clear stated',
    )
    // One of the two names what it is for.
    expect(leaving([toB(1)], [allAtB], obstacle([half], { kind: 'no-route' }))).toContain(
      'A1 > B1 bypassed clear stated',
    )
    expect(leaving([all], [atB(1)], obstacle([half], { kind: 'no-route' }))).toContain('A1 > B1 bypassed clear stated')
  })

  it('is none for the rest of an entry for everything', () => {
    expect(leaving([toB(1, [ANYWHERE])], [atB(1)], obstacle([box(LOCAL, '10.9.0.0/24')]))).toContain(
      'A1 > none narrowed dropped stated rest',
    )
  })
})

describe('the flows of an entry', () => {
  it('are those in which it takes part, at either end, in their order', () => {
    const [first, second, third] = [toB(1, [WIDE]), atB(1), atB(2, [box(LOCAL, '10.2.9.0/24')])]
    const simulation = simulate(gateway('A', [first]), gateway('B', [second, third]))
    const remotes = (of: SpdEntry) =>
      flowsThrough(simulation, of).map(({ region, inbound }) => inbound?.name ?? `rest of ${region.length}`)
    expect(remotes(first).slice(0, 2)).toEqual(['B1', 'B2'])
    expect(flowsThrough(simulation, first)).toHaveLength(3)
    expect(remotes(second)).toEqual(['B1'])
    expect(flowsThrough(simulation, second)[0]?.region.map(({ remote }) => formatHost(remote))).toEqual([REMOTE])
    expect(flowsThrough(simulation, toB(9))).toEqual([])
  })
})
