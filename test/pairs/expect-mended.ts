import { expect } from 'vitest'
import { analyse, type Paste, type Report } from '../../src/core/index.ts'
import { followSteps } from '../support/follow-steps.ts'
import { pastesOf, products } from '../support/products.ts'
import { tunnelBetween } from '../support/tunnel.ts'
import type { Breakage, Pair } from './breakage.ts'
import { changedLines, linesWith } from './changed-lines.ts'

/** Every format in which an end can be pasted, at either end, in every version that both can. */
export const everyPair: readonly Pair[] = products.flatMap((a) =>
  products.flatMap((b) =>
    a.versions.filter((version) => b.versions.includes(version)).map((version) => ({ a, b, version })),
  ),
)

/** Whose turn it is: of three breakages in a row, each pair is of one, and each product meets every other. */
export function isItsTurn({ a, b }: Pair, breakage: number): boolean {
  return (products.indexOf(a) + 2 * products.indexOf(b) + breakage) % 3 === 0
}

export function titleOf({ a, b, version }: Pair): string {
  return `${nameOf(a)} to ${nameOf(b)} in IKEv${version}`
}

function nameOf({ format, kin }: Pair['a']): string {
  return kin === undefined ? format : `${format} of ${kin}`
}

/** An ipsec.conf may stand at either end, and a list of filters too; whose address is whose is then asked, and given. */
export const ADDRESSES = { A: '203.0.113.1', B: '198.51.100.7' }

/** Exactly the fault is told, with a line that is to blame, and the steps bring the tunnel up again. */
export function expectMended(breakage: Breakage, pair: Pair): void {
  const { sound, spoilt, tunnel } = textsOf(breakage, pair)
  const report = analyse({ pastes: spoilt, addresses: ADDRESSES })
  const code = breakage.code(pair)
  const severity = breakage.severity?.(pair) ?? 'error'
  const follows = breakage.follows?.(pair) ?? []
  expect(codesOf(report, 'error')).toEqual((severity === 'error' ? [code, ...follows] : follows).toSorted())
  if (severity === 'warning') expect(codesOf(report, 'warning')).toContain(code)
  const blamed =
    breakage.calledFor === undefined
      ? changedLines(sound, spoilt, breakage.toldBy)
      : linesWith(spoilt, [breakage.calledFor].flat())
  expect(quoted(report, code).filter((place) => blamed.has(place))).not.toEqual([])
  if (code !== 'MD001') expect(said(report).filter((text) => OTHER_WORDS[pair.version].test(text))).toEqual([])

  const { steps } = report.remediation
  const mended = [...followSteps(pair.a, tunnel.a, steps), ...followSteps(pair.b, tunnel.b, steps)]
  const after = analyse({ pastes: mended, addresses: ADDRESSES })
  expect(codesOf(after, 'error')).toEqual([])
  expect(codesOf(after, severity)).not.toContain(code)
  expect(after.verdict).toBe('up')
}

export function textsOf(breakage: Breakage, { a, b, version }: Pair) {
  const whole = tunnelBetween(a, b, version)
  const tunnel = breakage.spoil(whole)
  const texts = (ends: typeof tunnel): Paste[] => [...pastesOf(a, ends.a), ...pastesOf(b, ends.b)]
  return { sound: texts(whole), spoilt: texts(tunnel), tunnel }
}

/** Words of the version of IKE that neither end speaks, which nobody would find in what the gateways print. */
const OTHER_WORDS = {
  1: /\bIKE_(?:AUTH|SA_INIT)\b|\bCREATE_CHILD_SA\b|\bTS_UNACCEPTABLE\b|\bRFC 7296\b/,
  2: /\b(?:quick|main|aggressive) mode\b|\bISAKMP SA\b|\bRFC 240[789]\b/i,
}

function said({ diagnostics }: Report): string[] {
  return diagnostics.filter(({ severity }) => severity !== 'info').flatMap(({ what, why }) => [what, why ?? ''])
}

function codesOf({ diagnostics }: Report, severity: 'error' | 'warning'): string[] {
  return [...new Set(diagnostics.filter((each) => each.severity === severity).map(({ code }) => code))].toSorted()
}

function quoted({ diagnostics }: Report, code: string): string[] {
  const evidence = diagnostics.filter((each) => each.code === code).flatMap((each) => each.evidence)
  return evidence.map(({ source, line }) => `${source}:${line}`)
}
