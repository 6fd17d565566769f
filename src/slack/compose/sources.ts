import type { KnownBlock, RichTextElement } from '@slack/types'
import type { Report } from '../../core/index.ts'
import { bullets, link, moment, plain } from '../blocks/rich-text.ts'
import { sections } from '../blocks/text.ts'
import type { SourceMessage } from './question.ts'

/** More lines than these tell nobody anything. */
const MOST = 20

/** Which message was taken for what, each with a link: its end and format, or by which later one it was replaced. */
export function sourcesBlocks(report: Report, messages: readonly SourceMessage[]): KnownBlock[] {
  const of = new Map(messages.map((message) => [message.source, message]))
  const named = (source: string): RichTextElement[] => {
    const message = of.get(source)
    return message === undefined ? plain(source) : link(message.url, source)
  }
  const when = (source: string): RichTextElement[] => {
    const message = of.get(source)
    return message === undefined ? [] : [...plain(' ('), ...moment(Number(message.ts) * 1_000), ...plain(')')]
  }
  // Talk above or below what was read, in the same message, is no source of its own.
  const read = new Set(
    [...report.ends.flatMap(({ inputs }) => inputs), ...report.otherInputs].flatMap(({ source, format }) =>
      format === null ? [] : [source],
    ),
  )
  const used = [
    ...report.ends.flatMap(({ label, name, inputs }) =>
      inputs.map((input) => ({ input, as: name === `end ${label}` ? name : `end ${label}, ${name}` })),
    ),
    ...report.otherInputs
      .filter(({ source, format }) => format !== null || !read.has(source))
      .map((input) => ({ input, as: input.format === null ? 'not recognised' : 'evidence' })),
  ]
  const lines = used.map(({ input: { source, format, lines: account }, as }) => {
    const told = format === null ? as : `${as}; ${format}, ${account.read} lines read`
    return [...named(source), ...when(source), ...plain(`: ${told}`)]
  })
  const replaced = report.setAside.flatMap(({ source, end, by }) =>
    by === null
      ? []
      : [
          [
            ...named(source),
            ...plain(': replaced by '),
            ...named(by.source),
            ...plain(`, the same list of end ${end ?? '?'} at a later time`),
          ],
        ],
  )
  const all = [...lines, ...replaced]
  const left = all.length > MOST ? [plain(`and ${all.length - MOST} more`)] : []
  const items = [...all.slice(0, MOST), ...left, ...talkLine(report)]
  return items.length === 0 ? [] : [...sections('*What was taken for what*'), ...bullets(items)]
}

function talkLine({ setAside }: Report): RichTextElement[][] {
  const count = setAside.filter(({ by }) => by === null).length
  if (count === 0) return []
  return [
    plain(
      count === 1
        ? 'one message holds nothing that is known, and was taken as talk'
        : `${count} messages hold nothing that is known, and were taken as talk`,
    ),
  ]
}
