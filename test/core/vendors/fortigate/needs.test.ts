import { describe, expect, it } from 'vitest'
import { analyse, type Report } from '../../../../src/core/index.ts'
import { followSteps } from '../../../support/follow-steps.ts'
import { type Product, pastesOf, products } from '../../../support/products.ts'
import { type TunnelEnd, tunnelBetween } from '../../../support/tunnel.ts'

const ADDRESSES = { A: '203.0.113.1', B: '198.51.100.7' }

/** What a tunnel needs beside its phases, and what names its absence. */
const NEEDS: readonly (readonly [NonNullable<TunnelEnd['lacks']>, string])[] = [
  ['route', 'SP008'],
  ['admission', 'SP009'],
  ['exemption', 'AD005'],
  ['application', 'MD006'],
]

const fortigates = products.filter(({ format }) => format === 'fortigate/config')
const cases = fortigates.flatMap((fortigate) =>
  products.flatMap((other) =>
    other.versions.map((version) => [`${other.format} in IKEv${version}`, { fortigate, other, version }] as const),
  ),
)

describe.each(NEEDS)('a FortiGate that lacks its %s', (lacks, code) => {
  it.each(cases)('is told so and mended, with %s', (_, { fortigate, other, version }) => {
    const whole = tunnelBetween(other, fortigate, version)
    const ends = { a: whole.a, b: { ...whole.b, lacks } }
    const report = between(other, ends.a, fortigate, ends.b)
    expect(errorsOf(report)).toEqual([code])
    const { steps } = report.remediation
    const pastes = [...followSteps(other, ends.a, steps), ...followSteps(fortigate, ends.b, steps)]
    const after = analyse({ pastes, addresses: ADDRESSES })
    expect([after.verdict, errorsOf(after)]).toEqual(['up', []])
  })
})

function between(one: Product, a: TunnelEnd, other: Product, b: TunnelEnd): Report {
  return analyse({ pastes: [...pastesOf(one, a), ...pastesOf(other, b)], addresses: ADDRESSES })
}

function errorsOf({ diagnostics }: Report): string[] {
  return [...new Set(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code))]
}
