import type { Button, KnownBlock } from '@slack/types'
import type { AnswerKey } from '../compose/answer-key.ts'

/** The `action_id`s of what can be pressed. Buttons of older messages live on, so none is given another meaning. */
export const ACTIONS = {
  share: 'share',
  after: 'after-the-fix',
  file: 'full-report',
  explain: 'explain',
  addEnd: 'add-end',
  helped: 'helped',
  notHelped: 'not-helped',
  tunnel: 'choose-tunnel',
  open: 'open-modal',
  again: 'show-again',
  link: 'open-link',
  forget: 'forget',
} as const

export function button(action: string, text: string, value: string, more: Partial<Button> = {}): Button {
  return { type: 'button', action_id: action, value, text: { type: 'plain_text', text }, ...more }
}

/** What can be done with an answer. */
export function answerButtons(
  key: AnswerKey,
  options: { readonly shareTo: string | null; readonly hasAfter: boolean; readonly cut: boolean },
): KnownBlock[] {
  const { shareTo, hasAfter, cut } = options
  return [
    {
      type: 'actions',
      elements: [
        ...(shareTo === null ? [] : [button(ACTIONS.share, shareTo, key)]),
        ...(cut ? [button(ACTIONS.open, 'Paste in a window', key)] : []),
        ...(hasAfter ? [button(ACTIONS.after, 'Table after the fix', key)] : []),
        button(ACTIONS.addEnd, 'Add the other end', key),
        button(ACTIONS.file, 'Full report', key),
      ],
    },
    {
      type: 'actions',
      elements: [button(ACTIONS.helped, 'It helped', key), button(ACTIONS.notHelped, 'It did not help', key)],
    },
  ]
}
