import type { Finding } from '../rules/rule.ts'
import type { Trials } from './treatment.ts'

/** Finds what of the tunnel as it is says the same; asked only where something shows later. */
export function bySaying(findings: readonly Finding[]): Trials['shownBefore'] {
  const saying = ({ code, explain }: Finding) => `${code} ${explain().what}`
  let known: ReadonlyMap<string, Finding> | undefined
  return (later) => {
    known ??= new Map(findings.map((finding) => [saying(finding), finding]))
    return known.get(saying(later))
  }
}
