import { describe, expect, it } from 'vitest'
import { analyse, formats } from '../../src/core/index.ts'
import { pastesOf, products } from '../support/products.ts'
import { tunnelBetween } from '../support/tunnel.ts'
import { everyPair, titleOf } from './expect-mended.ts'

describe('one neutral tunnel', () => {
  it.each(everyPair.map((pair) => [titleOf(pair), pair] as const))('comes up from %s', (_, { a, b, version }) => {
    const tunnel = tunnelBetween(a, b, version)
    const report = analyse({ pastes: [...pastesOf(a, tunnel.a), ...pastesOf(b, tunnel.b)] })
    expect(report.diagnostics.filter(({ severity }) => severity === 'error').map(({ what }) => what)).toEqual([])
    expect(report.verdict).toBe('up')
    expect(report.remediation.steps).toEqual([])
    expect(inputsOf(report)).toEqual(expect.arrayContaining([a.format, b.format]))
    expect(notUnderstood(report)).toEqual([])
  })

  it('is written in formats that there are', () => {
    const known = formats.map(({ id }) => id)
    expect(products.map(({ format }) => format).filter((format) => !known.includes(format))).toEqual([])
  })
})

type Report = ReturnType<typeof analyse>

function inputsOf({ ends }: Report): (string | null)[] {
  return ends.flatMap(({ inputs }) => inputs.map(({ format }) => format))
}

function notUnderstood({ ends, otherInputs }: Report): string[] {
  const inputs = [...ends.flatMap((end) => end.inputs), ...otherInputs]
  return inputs.flatMap(({ source, lines }) => lines.unrecognised.map((line) => `${source}:${line}`))
}
