import { describe, expect, it } from 'vitest'
import { NO_SCOPE } from '../../../../src/core/model/scope.ts'
import type { SecurityAssociation } from '../../../../src/core/model/security-association.ts'
import { simulate } from '../../../../src/core/negotiation/simulate.ts'
import { duplicateSas } from '../../../../src/core/rules/observed/sa006-duplicate.ts'
import { dropped } from '../../../../src/core/rules/observed/sa007-dropped.ts'
import { saKeysDiffer } from '../../../../src/core/rules/observed/sa008-keys-differ.ts'
import type { Diagnostic } from '../../../../src/core/rules/rule.ts'
import { range } from '../../../support/boxes.ts'
import { box, end, OWN, PEER, sa } from '../../negotiation/made-ends.ts'
import { factsBetween, gistOf, placesOf } from '../facts-of.ts'

const lines = (source: string, ...numbers: readonly number[]) =>
  numbers.map((line) => ({ source, line, column: 1, length: 3 }))

/** What a rule finds where A has some SAs, and B others. */
function found(rule: Diagnostic, a: readonly SecurityAssociation[], b?: readonly SecurityAssociation[]) {
  return factsBetween(rule, simulate(end('A', [], { sas: a }), end('B', [], b === undefined ? {} : { sas: b })))
}

describe('SA006: SAs for the same packets', () => {
  const first = sa({ spans: lines('a.txt', 1, 2, 3) })
  const second = (more: Partial<SecurityAssociation> = {}) => sa({ spi: 2, spans: lines('a.txt', 11, 12), ...more })

  it('are shown by the second line of each', () => {
    const [one, ...more] = found(duplicateSas, [first, second()])
    expect(more).toEqual([])
    expect(one && gistOf(one)).toBe('info stated, no packet')
    expect(one && placesOf(one)).toEqual(['a.txt 2 A: an SA', 'a.txt 12 A: an SA'])
    const three = found(duplicateSas, [first, second(), second({ spi: 3 })])
    expect(three.map(({ severity }) => severity)).toEqual(['warning'])
  })

  it('are told of the second end as well', () => {
    expect(found(duplicateSas, [], [first, second()]).map((each) => each.explain().what)).toEqual([
      expect.stringMatching(/^B has 2 SAs for the same packets: /),
    ])
  })

  const { interfaceId } = NO_SCOPE
  const marked = (value: number, mask: number) => ({ scope: { interfaceId, mark: { value, mask } } })
  it.each<readonly [string, Partial<SecurityAssociation>, Partial<SecurityAssociation>]>([
    ['source', {}, { source: range('203.0.113.2') }],
    ['destination', {}, { destination: range('198.51.100.8') }],
    ['protocol', {}, { protocol: 'ah' }],
    ['mode', {}, { mode: 'transport' }],
    ['reqid', {}, { reqid: 2 }],
    ['interface number', {}, { scope: { interfaceId: 42, mark: null } }],
    ['mark', marked(16, 255), marked(17, 255)],
    ['mask of the mark', marked(16, 255), marked(16, 65_535)],
    ['mark of one alone', {}, marked(16, 255)],
    ['networks', { selectors: box() }, { selectors: box(undefined, '10.3.0.0/24') }],
    ['own networks', { selectors: box() }, { selectors: box('10.4.0.0/24') }],
  ])('are none that differ in the %s', (_, one, other) => {
    expect(found(duplicateSas, [{ ...first, ...one }, second(other)])).toEqual([])
    expect(found(duplicateSas, [{ ...first, ...other }, second(other)])).toHaveLength(1)
  })

  it('are none that nothing ties together', () => {
    for (const reqid of [null, 0]) expect(found(duplicateSas, [{ ...first, reqid }, second({ reqid })])).toEqual([])
  })
})

describe('SA007: packets that an SA has dropped', () => {
  const dropping = (late: number, twice: number, forged: number, more: Partial<SecurityAssociation> = {}) =>
    sa({
      ...{ source: range(PEER), destination: range(OWN), replayWindow: 32, spans: lines('a.txt', 1, 2, 3) },
      dropped: { outsideWindow: late, replayed: twice, forged },
      ...more,
    })
  const name = `ESP ${PEER} > ${OWN} (SPI 0x00000001)`

  it('are told with all lines of the SA but its head', () => {
    const [one, ...more] = found(dropped, [dropping(3, 0, 0)])
    expect(more).toEqual([])
    expect(one && gistOf(one)).toBe('warning stated, no packet')
    expect(one && placesOf(one)).toEqual([`a.txt 2 A: ${name}`, `a.txt 3 A: ${name}`])
    expect(one?.explain().what).toBe(
      `A has dropped packets of ${name}: 3 that came too late for its replay window of 32.`,
    )
    const [untold] = found(dropped, [dropping(3, 0, 0, { replayWindow: null })])
    expect(untold?.explain().what).toMatch(/ too late for its replay window of \?\.$/)
  })

  it('have a reason each', () => {
    const why = (...counts: readonly [number, number, number]) =>
      found(dropped, [dropping(...counts)])[0]?.explain().why
    expect(why(1, 0, 0)).toMatch(/^They are overtaken on the way, /)
    expect(why(0, 1, 0)).toMatch(/^Packets that come twice are copies: /)
    expect(why(0, 0, 1)).toMatch(/^Packets fail their check /)
    expect(why(1, 1, 1)).toMatch(/^Packets fail their check .* Packets that come twice .* They are overtaken /)
  })

  it('are none of one that has dropped none, or that nobody counts', () => {
    expect(found(dropped, [dropping(0, 0, 0), sa()])).toEqual([])
    expect(found(dropped, [], [dropping(0, 0, 1)])).toHaveLength(1)
  })
})

describe('SA008: one SA that has other keys at each end', () => {
  it('is an error, shown by the second line of each', () => {
    const keyed = (key: string, source: string) =>
      sa({ algorithms: [{ use: 'aead', name: 'rfc4106(gcm(aes))', key }], spans: lines(source, 1, 2, 3) })
    const [one, ...more] = found(saKeysDiffer, [keyed('‹secret 1›', 'a.txt')], [keyed('‹secret 2›', 'b.txt')])
    expect(more).toEqual([])
    expect(one && gistOf(one)).toBe('error stated, no packet')
    expect(one && placesOf(one)).toEqual(['a.txt 2 A: the SA', 'b.txt 2 B: the same SA'])
    expect(one?.explain().what).toBe(`ESP ${OWN} > ${PEER} (SPI 0x00000001) has another key for aead on A than on B.`)
  })
})
