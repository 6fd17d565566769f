import type { KnownBlock } from '@slack/types'
import { type Report, stepPurpose, verdictAfter } from '../../core/index.ts'
import { bold, bullets, paragraphs, plain, sentence } from './rich-text.ts'
import { preformatted, sections } from './text.ts'

/** The steps, the first `most` of them: for whom, for which findings, what to do, and the lines or commands to copy. */
export function stepParts({ remediation, ends }: Report, most: number): KnownBlock[][] {
  return remediation.steps.slice(0, most).map((step, index) => {
    const { end, say, run } = step
    const { findings, hidden } = stepPurpose(step)
    const name = ends.find(({ label }) => label === end)?.name ?? end
    const [instruction = '', ...lines] = say.split('\n')
    return [
      ...paragraphs(
        [...bold(`Step ${index + 1}, on ${name}`), ...plain(` (for ${findings})`)],
        ...hidden.map(sentence),
        sentence(instruction),
      ),
      ...(lines.length > 0 ? [preformatted(lines.join('\n'))] : []),
      ...(run === null ? [] : [preformatted(run)]),
    ]
  })
}

/** What the steps come to, what could be done instead, and what to look at. */
export function outlookParts({ remediation: { after, alternatives }, checks }: Report): KnownBlock[][] {
  return [
    ...(after === null ? [] : [sections(`With these steps the simulation says: *${verdictAfter(after)}*.`)]),
    ...listed('Otherwise', alternatives),
    ...listed('To check, which no paste shows', checks),
  ]
}

function listed(title: string, items: readonly { readonly say: string }[]): KnownBlock[][] {
  return items.length === 0 ? [] : [[...sections(`*${title}*`), ...bullets(items.map(({ say }) => sentence(say)))]]
}
