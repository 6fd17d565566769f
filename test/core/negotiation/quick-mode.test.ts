import { describe, expect, it } from 'vitest'
import { formatHost } from '../../../src/core/address/address-range.ts'
import type { SelectorRule } from '../../../src/core/model/vendor.ts'
import type { Flow, Outcome } from '../../../src/core/negotiation/flow.ts'
import { answerQuickMode } from '../../../src/core/negotiation/quick-mode.ts'
import { counts, verdictOf } from '../../../src/core/negotiation/verdict.ts'
import * as made from './made-ends.ts'
import { box, entry, LOCAL, REMOTE } from './made-ends.ts'

const rule = (name: SelectorRule['rule']): SelectorRule => ({
  rule: name,
  certainty: 'assumed',
  authority: 'an example',
})

/** The answer of a responder with these networks of its own, all with 10.1.0.0/24, to the pair of 10.1.0.0/24 and `remote`. */
function answer(remote: string, locals: readonly string[], by: SelectorRule['rule']): string {
  const candidates = locals.map((local, at) => entry(`${at + 1}`, 'in', { selectors: [box(local, LOCAL)] }))
  const found = answerQuickMode(box(LOCAL, remote), candidates, rule(by))
  if (found.kind !== 'accepted') return `${found.kind}, ${found.certainty}`
  const selectors = found.selectors.map((each) => `${formatHost(each.local)} > ${formatHost(each.remote)}`)
  return `${found.entry.name}: ${selectors.join(', ')}, ${found.certainty}`
}

describe('the selectors of a quick mode (RFC 2409 5.5)', () => {
  const same = `${LOCAL} > ${REMOTE}`

  it.each(['exact', 'subset', 'narrow'] as const)('are accepted by every rule where they are equal: %s', (by) => {
    expect(answer(REMOTE, [REMOTE], by)).toBe(`1: ${same}, stated`)
    // Before a wider entry that comes first.
    expect(answer(REMOTE, ['10.2.0.0/16', REMOTE], by)).toBe(`2: ${same}, stated`)
    expect(answer(REMOTE, ['10.3.0.0/24'], by)).toBe('refused, stated')
    expect(answer(REMOTE, [], by)).toBe('refused, stated')
  })

  it('may be narrower than those of the responder, but for the exact rule', () => {
    expect(answer(REMOTE, ['10.2.0.0/16'], 'exact')).toBe('refused, assumed')
    expect(answer(REMOTE, ['10.2.0.0/16'], 'subset')).toBe(`1: ${same}, assumed`)
    expect(answer(REMOTE, ['10.2.0.0/16'], 'narrow')).toBe(`1: ${same}, assumed`)
    expect(answer(REMOTE, ['10.2.0.0/25', '10.2.0.0/16'], 'narrow')).toBe(`2: ${same}, assumed`)
  })

  it('are made narrower by that rule alone, to what is in the first entry as well', () => {
    expect(answer(REMOTE, ['10.2.0.0/25'], 'exact')).toBe('refused, assumed')
    expect(answer(REMOTE, ['10.2.0.0/25'], 'subset')).toBe('refused, assumed')
    expect(answer(REMOTE, ['10.3.0.0/24', '10.2.0.0/25', '10.2.0.128/25'], 'narrow')).toBe(
      `2: ${LOCAL} > 10.2.0.0/25, assumed`,
    )
  })

  it('are not looked for in entries that protect nothing', () => {
    const bypass = entry('1', 'in', { action: 'bypass', selectors: [box(REMOTE, LOCAL)] })
    expect(answerQuickMode(box(LOCAL, REMOTE), [bypass], rule('subset'))).toMatchObject({
      kind: 'refused',
      certainty: 'stated',
    })
  })
})

const flow = (outcome: Outcome, more: Partial<Flow> = {}) =>
  made.flow(entry('1', 'out'), { outcome, packet: 'unknown', ...more })

describe('the verdict', () => {
  it.each<readonly [readonly Outcome[], string]>([
    [['established', 'established'], 'up'],
    [['established', 'refused'], 'partial'],
    [['established', 'narrowed'], 'partial'],
    [['narrowed'], 'partial'],
    [['narrowed', 'lost'], 'partial'],
    [['refused', 'no-policy'], 'down'],
    [['uncovered', 'lost', 'bypassed', 'discarded'], 'down'],
    [['unknown', 'established'], 'unknown'],
    [['unknown', 'refused'], 'unknown'],
    [['unknown', 'established', 'refused'], 'partial'],
    [['unknown', 'narrowed'], 'partial'],
    [['unknown'], 'unknown'],
    [[], 'unknown'],
    [['established', 'responder-only'], 'up'],
    [['refused', 'responder-only'], 'down'],
    [['responder-only', 'responder-only'], 'down'],
  ])('of flows that are %j is %s', (outcomes, wanted) => {
    expect(verdictOf(outcomes.map((outcome) => flow(outcome)))).toBe(wanted)
  })

  it('is of what one end at least protects, without what is left of an entry for everything', () => {
    const bypass = entry('2', 'out', { action: 'bypass' })
    expect(counts(flow('bypassed', { out: bypass }))).toBe(false)
    expect(counts(flow('bypassed', { out: bypass, inbound: entry('3', 'in') }))).toBe(true)
    expect(counts(flow('no-policy', { out: null, inbound: entry('3', 'in') }))).toBe(true)
    expect(counts(flow('no-policy', { out: null }))).toBe(false)
    expect(counts(flow('narrowed', { remainder: true }))).toBe(false)
    expect(counts(flow('responder-only'))).toBe(false)
    expect(
      verdictOf([flow('established'), flow('narrowed', { remainder: true }), flow('bypassed', { out: bypass })]),
    ).toBe('up')
  })
})
