import type { Endpoint } from '../../../../src/core/model/endpoint.ts'
import type { SpdEntry } from '../../../../src/core/model/spd-entry.ts'
import { simulate } from '../../../../src/core/negotiation/simulate.ts'
import type { Diagnostic } from '../../../../src/core/rules/rule.ts'
import { end, entry } from '../../negotiation/made-ends.ts'
import { factsBetween, gistOf, placesOf } from '../facts-of.ts'

export const lines = (...numbers: readonly number[]) =>
  numbers.map((line) => ({ source: 'a.txt', line, column: 1, length: 4 }))

/** What a rule finds where A and B have these entries: its gist, its lines, its ways out, and what it says. */
export function found(
  rule: Diagnostic,
  ofA: readonly SpdEntry[],
  ofB: readonly SpdEntry[] = [],
  more: Partial<Endpoint> = {},
) {
  return factsBetween(rule, simulate(end('A', ofA, more), end('B', ofB))).map((each) => ({
    gist: gistOf(each),
    places: placesOf(each),
    ways: each.plans.map(({ changes }) =>
      changes.map(({ end: label, change }) => {
        const way = 'direction' in change ? ` ${change.direction}` : ''
        return `${label} ${change.kind}${way} ${'entry' in change ? change.entry : ''}`
      }),
    ),
    flows: each.flows.length > 0,
    what: each.explain().what,
    why: each.explain().why,
  }))
}

/** Both directions of A. */
export const [out, back] = [entry('A1', 'out', { spans: lines(2, 3, 4) }), entry('A2', 'in', { spans: lines(6) })]
