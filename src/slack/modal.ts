import type { KnownBlock, ModalView } from '@slack/types'
import * as z from 'zod'
import { bullets, plain } from './blocks/rich-text.ts'
import { context, sections } from './blocks/text.ts'
import type { KeptAnswer } from './kept-answers.ts'

/** Where the answer to a window goes; carried in the view itself. */
export const Origin = z.object({
  channel: z.string(),
  thread: z.string().nullable().catch(null),
  responseUrl: z.string().nullable().catch(null),
  kind: z.enum(['private', 'visible']).catch('private'),
  /** The answer that is asked again, with more; its pastes are kept. */
  answer: z.string().nullable().catch(null),
})
export type Origin = z.infer<typeof Origin>

export const MODAL = 'diagnose'

/** A field and files for each end, and a packet to follow. Of an answer that is asked again, what is there is told. */
export function diagnoseModal(origin: Origin, kept?: KeptAnswer): ModalView {
  return {
    type: 'modal',
    callback_id: MODAL,
    private_metadata: JSON.stringify(origin),
    title: { type: 'plain_text', text: 'Diagnose IPsec' },
    submit: { type: 'plain_text', text: 'Diagnose' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: [
      ...(kept === undefined ? [] : keptBlocks(kept)),
      ...['A', 'B'].flatMap((end): ModalView['blocks'] => [
        {
          type: 'input',
          block_id: `text_${end}`,
          optional: true,
          label: { type: 'plain_text', text: `End ${end}: pasted text` },
          hint: { type: 'plain_text', text: 'Up to 3,000 characters; use files for more. Leave pre-shared keys out.' },
          element: { type: 'plain_text_input', action_id: 'value', multiline: true, max_length: 3000 },
        },
        {
          type: 'input',
          block_id: `files_${end}`,
          optional: true,
          label: { type: 'plain_text', text: `End ${end}: files` },
          element: { type: 'file_input', action_id: 'value', max_files: 5 },
        },
      ]),
      {
        type: 'input',
        block_id: 'probe',
        optional: true,
        label: { type: 'plain_text', text: 'Follow one packet' },
        element: {
          type: 'plain_text_input',
          action_id: 'value',
          placeholder: { type: 'plain_text', text: '203.0.113.1 -> 10.2.0.10 icmp' },
        },
      },
    ],
  }
}

function keptBlocks({ gist: { ends }, hasPastes }: KeptAnswer): KnownBlock[] {
  const lines = ends.map((end) => plain(end))
  const keys =
    'Keys were blanked and cannot be compared with what you add; to have them compared, paste both ends at once.'
  return [
    ...sections('*Kept from before*'),
    ...bullets(lines.length === 0 ? [plain('nothing of which an end is known')] : lines),
    ...sections('What you paste of the same end and entries takes the place of it.'),
    context(!hasPastes ? 'It was too long to be kept: attach all of it again.' : keys),
  ]
}

/** A window without fields, which says one thing. */
export function notice(blocks: readonly KnownBlock[]): ModalView {
  return {
    type: 'modal',
    title: { type: 'plain_text', text: 'Diagnose IPsec' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: blocks.slice(0, 100),
  }
}
