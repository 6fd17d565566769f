import type { Finding } from '../rules/rule.ts'
import type { Trials } from './treatment.ts'

/** Looks up the finding of the tunnel as it is that says the same as a later one. The table is made when it is first asked. */
export function bySaying(findings: readonly Finding[]): Trials['shownBefore'] {
  const saying = ({ code, explain }: Finding) => `${code} ${explain().what}`
  let known: ReadonlyMap<string, Finding> | undefined
  return (later) => {
    known ??= new Map(findings.map((finding) => [saying(finding), finding]))
    return known.get(saying(later))
  }
}
