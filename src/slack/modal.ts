import type { ModalView } from '@slack/types'

/** Where the answer to a modal goes; carried in the view itself. */
export interface Origin {
  readonly channel: string
  readonly responseUrl: string
}

export const MODAL = 'diagnose'

/** A field and files for each end, and a packet to follow. */
export function diagnoseModal(origin: Origin): ModalView {
  return {
    type: 'modal',
    callback_id: MODAL,
    private_metadata: JSON.stringify(origin),
    title: { type: 'plain_text', text: 'Diagnose IPsec' },
    submit: { type: 'plain_text', text: 'Diagnose' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: [
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
