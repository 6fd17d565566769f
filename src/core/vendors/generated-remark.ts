import type { SourceLine } from '../text/source-text.ts'

/** What the programs write at the top of a file that they make: pfSense and OPNsense, EdgeOS, VyOS, OpenWrt, Ansible and the like. */
const REMARK =
  /^\s{0,8}#.{0,80}\b(?:auto(?:matically)?[ -]?generated|generated (?:by|from)|do not edit|(?:ansible|chef|puppet|salt)[ -]managed|managed by)\b/i

/** So many lines are its top. */
const TOP = 20

/** The line that says that a file is made by a program, which will write it again; `undefined` where none says so. */
export function generatedRemark(lines: readonly SourceLine[]): SourceLine | undefined {
  return lines.slice(0, TOP).find(({ text }) => REMARK.test(text))
}
