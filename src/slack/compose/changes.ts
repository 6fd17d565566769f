import type { KnownBlock } from '@slack/types'
import { header, sections } from '../blocks/text.ts'
import type { Gist } from './gist.ts'

/**
 * What has changed from one answer to the next, in a few sentences: verdict first, then which diagnostics are gone, new
 * or remain. Remarks about the pastes themselves (`info`) are left out.
 */
export function changesBetween(before: Gist, after: Gist): string[] {
  const codes = [...new Set([...Object.keys(before.counts), ...Object.keys(after.counts)])].toSorted()
  const counts = codes.map((code) => [code, before.counts[code] ?? 0, after.counts[code] ?? 0] as const)
  const same = before.verdict === after.verdict
  const first = same
    ? `${counts.every(([, was, is]) => was === is) ? 'Nothing has changed: the' : 'The'} verdict is still "${after.verdict}".`
    : `The verdict was "${before.verdict}" and is now "${after.verdict}".`
  return [first, ...counts.map(([code, was, is]) => tell(code, was, is))]
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
export function changesBlocks(before: Gist, after: Gist, link: string | null): KnownBlock[] {
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
