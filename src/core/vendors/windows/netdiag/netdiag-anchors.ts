import type { Anchor } from '../../../model/format.ts'
import type { SourceLine } from '../../../text/source-text.ts'
import { withFrame } from '../console-marks.ts'

const COMMAND =
  /^[\s>|]{0,20}(?:[^<>]{0,240}>|\d{1,2}[.)])?\s{0,20}netdiag(?:\.exe)?(?:\s{1,9}\/\S{1,40}){0,9}\s{0,99}$/i
const FAILED = /^\W{0,3}netdiag(?:\.exe)?\W{0,3}is not recogni[sz]ed/i
/** The run begins above the IPsec test, with the computer's name or the tests before it. */
const RUN = /^[\s.>|]{0,80}Computer Name\s{0,20}:|\btest\s{0,20}(?:\.\s{0,9}){3}/i
const TEST = /\bIP\s{1,9}Security\s{1,9}test\b/i
/** Security events have a filter ID as well, which is a number. */
const FILTER_ID = /\bFilter\s{1,9}Id\s{0,9}:\s{0,9}\{/i
const PROMPT = /^[\s>]*(?:PS\s+)?[A-Z]:\\[^<>|]{0,200}>\s*\S/i

/** What a line holds that one of these finds. */
const TELLING = /netdiag|test|filter\s{1,9}id|computer|:\\/i

/** A run begins at its command or its first line; a second one at another command, or where the test comes again. */
export function recogniseNetdiag(lines: readonly SourceLine[]): readonly Anchor[] {
  const anchors: Anchor[] = []
  let pending: Anchor | null = null
  let tested = false
  let begun = false
  for (const [index, line] of lines.entries()) {
    if (!TELLING.test(line.text)) continue
    const isTest = TEST.test(line.text)
    if (COMMAND.test(line.text)) {
      pending = withFrame(lines, index)
      begun = false
    } else if (isTest || FILTER_ID.test(line.text) || FAILED.test(line.text)) {
      if (!begun || (isTest && tested)) {
        anchors.push(pending ?? line.number)
        tested = false
      }
      begun = true
      pending = null
      tested ||= isTest
    } else if (RUN.test(line.text)) {
      if (!begun || /computer name/i.test(line.text)) pending ??= line.number
    } else if (PROMPT.test(line.text)) {
      pending = null
      begun = false
    }
  }
  return anchors
}
