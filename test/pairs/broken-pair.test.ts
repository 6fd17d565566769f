import { describe, expect, it } from 'vitest'
import { analyse, type Paste, type Report } from '../../src/core/index.ts'
import { followSteps } from '../support/follow-steps.ts'
import { pastesOf, products } from '../support/products.ts'
import { tunnelBetween } from '../support/tunnel.ts'
import type { Breakage, Pair } from './breakage.ts'
import { breakages } from './breakages.ts'
import { changedLines, linesWith } from './changed-lines.ts'

const pairs: readonly Pair[] = products.flatMap((a) =>
  products.flatMap((b) =>
    a.versions.filter((version) => b.versions.includes(version)).map((version) => ({ a, b, version })),
  ),
)

/** An ipsec.conf may stand at either end, and a list of filters too; whose address is whose is then asked, and given. */
const ADDRESSES = { A: '203.0.113.1', B: '198.51.100.7' }

describe.each(breakages.map((breakage) => [breakage.name, breakage] as const))('where %s', (_, breakage) => {
  const among = pairs.filter((pair) => breakage.among(pair))

  it.each(among.map((pair) => [`${pair.a.format} to ${pair.b.format} in IKEv${pair.version}`, pair] as const))(
    '%s is told so, and mended by the steps',
    (_title, pair) => {
      const { sound, spoilt, tunnel } = textsOf(breakage, pair)
      const report = analyse({ pastes: spoilt, addresses: ADDRESSES })
      const { code } = breakage
      const severity = breakage.severity?.(pair) ?? 'error'
      expect(codesOf(report, 'error')).toEqual([
        ...(severity === 'error' ? [code(pair)] : []),
        ...(breakage.follows?.(pair) ?? []),
      ])
      if (severity === 'warning') expect(codesOf(report, 'warning')).toContain(code(pair))
      const blamed =
        breakage.calledFor === undefined
          ? changedLines(sound, spoilt, breakage.toldBy)
          : linesWith(spoilt, breakage.calledFor)
      expect(quoted(report, code(pair)).filter((place) => blamed.has(place))).not.toEqual([])

      const { steps } = report.remediation
      const mended = [...followSteps(pair.a, tunnel.a, steps), ...followSteps(pair.b, tunnel.b, steps)]
      const after = analyse({ pastes: mended, addresses: ADDRESSES })
      expect(codesOf(after, 'error')).toEqual([])
      expect(codesOf(after, severity)).not.toContain(code(pair))
      expect(after.verdict).toBe('up')
    },
  )
})

function textsOf(breakage: Breakage, { a, b, version }: Pair) {
  const whole = tunnelBetween(a, b, version)
  const tunnel = breakage.spoil(whole)
  const texts = (ends: typeof tunnel): Paste[] => [...pastesOf(a, ends.a), ...pastesOf(b, ends.b)]
  return { sound: texts(whole), spoilt: texts(tunnel), tunnel }
}

function codesOf({ diagnostics }: Report, severity: 'error' | 'warning'): string[] {
  return [...new Set(diagnostics.filter((each) => each.severity === severity).map(({ code }) => code))]
}

function quoted({ diagnostics }: Report, code: string): string[] {
  const evidence = diagnostics.filter((each) => each.code === code).flatMap((each) => each.evidence)
  return evidence.map(({ source, line }) => `${source}:${line}`)
}
