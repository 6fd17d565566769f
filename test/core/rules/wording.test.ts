import { describe, expect, it } from 'vitest'
import type { SpdEntry } from '../../../src/core/model/spd-entry.ts'
import type { Coverage } from '../../../src/core/negotiation/coverage.ts'
import type { Flow } from '../../../src/core/negotiation/flow.ts'
import { lineList } from '../../../src/core/rules/paste/pa001-not-understood.ts'
import {
  carriedFromOneEnd,
  eachLineOnce,
  entryText,
  evidenceOf,
  joinWords,
  namesOf,
  oneEndOf,
  pairsEvidence,
  pairsText,
  secondsText,
  trafficText,
} from '../../../src/core/rules/wording.ts'
import { trafficBetween } from '../../../src/core/selectors/box.ts'
import { range } from '../../support/boxes.ts'
import * as made from '../negotiation/made-ends.ts'

/** An entry of the gateway for 10.1.0.0/24, with one pair for each network of the other end. */
function entry(direction: SpdEntry['direction'], ...remotes: readonly string[]): SpdEntry {
  return {
    id: 'A#1',
    name: 'net',
    direction,
    action: 'protect',
    mode: 'tunnel',
    selectors: remotes.map((remote) => trafficBetween(range('10.1.0.0/24'), range(remote))),
    tunnel: { source: null, destination: null },
    weight: null,
    spans: [1, 2, 3].map((line) => ({ source: 'a.conf', line, column: 1, length: 4 })),
  }
}

describe('the text of an entry', () => {
  it.each([
    ['out', 'net (10.1.0.0/24 > 10.2.0.0/24)'],
    ['in', 'net (10.2.0.0/24 > 10.1.0.0/24)'],
    ['fwd', 'net (10.2.0.0/24 > 10.1.0.0/24)'],
    ['both', 'net (10.1.0.0/24 <> 10.2.0.0/24)'],
  ] as const)('names the packets of the direction %s from source to destination: %s', (direction, text) => {
    expect(entryText(entry(direction, '10.2.0.0/24'))).toBe(text)
  })

  it('writes up to four pairs out, and counts what is more than three of a longer list', () => {
    const remotes = ['10.2.0.0/24', '10.3.0.0/24', '10.4.0.0/24', '10.5.0.0/24']
    const pairs = remotes.map((remote) => `10.1.0.0/24 > ${remote}`)
    expect(entryText(entry('out', ...remotes))).toBe(`net (${pairs.join(', ')})`)
    expect(entryText(entry('out', ...remotes, '10.6.0.0/24'))).toBe(`net (${pairs.slice(0, 3).join(', ')} and 2 more)`)
  })

  it('has two lines at most as its evidence', () => {
    const evidence = evidenceOf(entry('out', '10.2.0.0/24'), 'A')
    expect(evidence.map(({ span, label }) => `${label} ${span.line}`)).toEqual(['A 1', 'A 2'])
    expect(evidenceOf(null, 'A')).toEqual([])
  })
})

describe('pairs', () => {
  const own = (at: number, remote: string, out: SpdEntry | null, back: SpdEntry | null): Coverage => ({
    ...{ end: made.end('A', []), box: made.box(made.LOCAL, remote), out, in: back, at },
  })
  const [out, back] = (['out', 'in'] as const).map((way) => made.entry(way, way, { spans: entry(way).spans }))
  const net = { ...entry('both', '10.2.0.0/24', '10.3.0.0/24') }
  if (out === undefined || back === undefined) throw new Error('There are two.')

  it('are told by their entries, each with all packets that they are about', () => {
    const two = [own(0, '10.2.0.0/24', out, back), own(1, '10.3.0.0/24', out, null)]
    expect(pairsText(two)).toBe(
      'out (10.1.0.0/24 > 10.2.0.0/24, 10.1.0.0/24 > 10.3.0.0/24) and in (10.2.0.0/24 > 10.1.0.0/24)',
    )
    expect(namesOf(two)).toBe('out and in')
    const both = [own(0, '10.2.0.0/24', net, net)]
    expect(pairsText(both)).toBe('net (10.1.0.0/24 <> 10.2.0.0/24)')
    expect(namesOf(both)).toBe('net')
    expect([pairsText([]), namesOf([own(0, '10.2.0.0/24', null, null)])]).toEqual(['', ''])
  })

  it('are shown by two lines of each entry, each line once', () => {
    const places = (pairs: readonly Coverage[]) =>
      pairsEvidence(pairs).map(({ span, label }) => `${span.source} ${span.line} ${label}`)
    const text = 'A: net (10.1.0.0/24 <> 10.2.0.0/24, 10.1.0.0/24 <> 10.3.0.0/24)'
    expect(places([own(0, '10.2.0.0/24', net, net), own(1, '10.3.0.0/24', net, net)])).toEqual([
      `a.conf 1 ${text}`,
      `a.conf 2 ${text}`,
    ])
    expect(places([own(0, '10.2.0.0/24', null, { ...net, spans: net.spans.slice(2) })])).toEqual([`a.conf 3 ${text}`])
    const place = (source: string, line: number, label: string) => ({
      ...{ span: { source, line, column: 1, length: 4 }, label },
    })
    const lines = [place('a', 1, 'x'), place('b', 1, 'x'), place('a', 1, 'y'), place('a', 2, 'x')]
    expect(eachLineOnce(lines)).toEqual([lines[0], lines[1], lines[3]])
  })

  it('are told with their protocol and ports', () => {
    expect(trafficText(made.box())).toBe('10.1.0.0/24 <> 10.2.0.0/24')
    expect(trafficText(made.box(undefined, undefined, { protocol: { from: 6, to: 6 } }))).toBe(
      '10.1.0.0/24 <> 10.2.0.0/24 (tcp)',
    )
  })
})

describe('words and numbers', () => {
  it('are joined as in a sentence', () => {
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(joinWords)).toEqual(['', 'a', 'a and b', 'a, b and c'])
  })

  it('of seconds have their thousands apart', () => {
    expect([59.6, 999, 1000, 14_400, 1_234_567].map(secondsText)).toEqual([
      '60 s',
      '999 s',
      '1,000 s',
      '14,400 s',
      '1,234,567 s',
    ])
  })

  it('of lines are put together where they follow each other', () => {
    expect(lineList([7])).toBe('7')
    expect(lineList([3, 5, 6, 7, 12])).toBe('3, 5-7, 12')
    expect(lineList([1, 2])).toBe('1-2')
    const odd = Array.from({ length: 14 }, (_, at) => 2 * at + 1)
    expect(lineList(odd.slice(0, 12))).toBe('1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23')
    expect(lineList(odd)).toBe('1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23 and 2 more places')
  })
})

describe('flows that one end alone brings up', () => {
  const [out, inbound] = [entry('out', '10.2.0.0/24'), entry('in', '10.2.0.0/24')]

  const flow = (initiator: string, outcome: Flow['outcome'], more: Partial<Flow> = {}) =>
    made.flow(out, { initiator, inbound, outcome, ...more })

  it('are found by their entries', () => {
    const [works, fails] = [flow('B', 'established'), flow('A', 'refused')]
    expect(oneEndOf([fails, works])).toEqual({ works, fails })
    expect(oneEndOf([flow('A', 'lost'), works])?.fails.outcome).toBe('lost')
    expect(oneEndOf([flow('A', 'uncovered'), works])?.fails.outcome).toBe('uncovered')
  })

  it('are none where both ends, or neither, or the same end, or other entries are meant', () => {
    const works = flow('B', 'established')
    const other = entry('out', '10.3.0.0/24')
    expect(oneEndOf([works, flow('A', 'established')])).toBeUndefined()
    expect(oneEndOf([flow('B', 'refused'), flow('A', 'refused')])).toBeUndefined()
    expect(oneEndOf([works, flow('B', 'refused')])).toBeUndefined()
    expect(oneEndOf([works, flow('A', 'refused', { out: other })])).toBeUndefined()
    expect(oneEndOf([works, flow('A', 'refused', { inbound: null })])).toBeUndefined()
    expect(oneEndOf([works, flow('A', 'narrowed')])).toBeUndefined()
    expect(oneEndOf([flow('B', 'established', { out: null }), flow('A', 'refused', { out: null })])).toBeUndefined()
  })

  it('carry everything where each class comes up from one end at least', () => {
    expect(carriedFromOneEnd([flow('B', 'established'), flow('A', 'refused')])).toBe(true)
    expect(carriedFromOneEnd([flow('B', 'narrowed'), flow('A', 'refused')])).toBe(true)
    expect(carriedFromOneEnd([flow('B', 'refused'), flow('A', 'refused')])).toBe(false)
    expect(carriedFromOneEnd([])).toBe(false)
    expect(carriedFromOneEnd([flow('B', 'established'), flow('A', 'refused', { inbound: null })])).toBe(false)
    expect(carriedFromOneEnd([flow('B', 'established'), flow('A', 'refused', { sender: 'B' })])).toBe(false)
    expect(
      carriedFromOneEnd([flow('B', 'established'), flow('A', 'refused', { inbound: null, remainder: true })]),
    ).toBe(true)
  })
})
