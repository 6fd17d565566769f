import type { KnownBlock } from '@slack/types'
import type { Report } from '../../core/index.ts'
import { header, sections } from '../blocks/text.ts'

/**
 * What has changed from one report to the next, in a few sentences: verdict first, then which diagnostics are gone, new
 * or remain. Remarks about the pastes themselves (`info`) are left out.
 */
export function changesBetween(before: Report, after: Report): string[] {
  const codes = [...new Set([...findings(before), ...findings(after)])].toSorted()
  const counts = codes.map((code) => [code, count(before, code), count(after, code)] as const)
  const same = before.verdict === after.verdict
  const first = same
    ? `${counts.every(([, was, is]) => was === is) ? 'Nothing has changed: the' : 'The'} verdict is still "${after.verdict}".`
    : `The verdict was "${before.verdict}" and is now "${after.verdict}".`
  return [first, ...counts.map(([code, was, is]) => tell(code, was, is))]
}

function findings({ diagnostics }: Report): string[] {
  return diagnostics.filter(({ severity }) => severity !== 'info').map(({ code }) => code)
}

function count(report: Report, code: string): number {
  return findings(report).filter((each) => each === code).length
}

function tell(code: string, before: number, after: number): string {
  if (after === 0) return `${code} is fixed.`
  if (before === 0) return after === 1 ? `${code} is new.` : `${code} is new, ${after} times.`
  if (before === after) return after === 1 ? `${code} remains.` : `${code} remains, ${after} times.`
  if (after < before)
    return `Of ${before} findings ${code}, ${before - after} ${before - after === 1 ? 'is' : 'are'} fixed.`
  return `${code} is there ${after} times now, ${before} before.`
}

/** The first lines of an answer that follows another about the same tunnel; `link` leads to that one, where it has an address. */
export function changesBlocks(before: Report, after: Report, link: string | null): KnownBlock[] {
  const fixed = after.verdict === 'up' && (before.verdict === 'down' || before.verdict === 'partial')
  const since = link === null ? 'the answer before' : `<${link}|the answer before>`
  return [
    header(fixed ? 'Fixed' : 'What changed'),
    ...sections(
      `Since ${since}:\n${changesBetween(before, after)
        .map((line) => `• ${line}`)
        .join('\n')}`,
    ),
  ]
}
