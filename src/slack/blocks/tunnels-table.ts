import type { KnownBlock, TableBlock } from '@slack/types'
import type { Report } from '../../core/index.ts'
import type { AnswerKey } from '../compose/answer-key.ts'
import { ACTIONS } from './buttons.ts'
import { fitting, tableOf } from './flows-table.ts'
import { shown } from './shown.ts'

/** Characters of all options of a menu, so that it leaves the answer room. */
const MENU = 4_000

/** One row for each tunnel of the pastes, in so many characters; `null` when there is no more than one. */
export function tunnelsTable({ tunnels }: Report, room: number): TableBlock | null {
  if (tunnels.length < 2) return null
  const rows = fitting(tunnels, 'tunnels', room, ({ name, peer, verdict, summary }) => [
    name,
    peer ?? 'not known',
    verdict,
    summary,
  ])
  return tableOf([['Tunnel', 'Peer', 'Verdict', 'In short'], ...rows], [0, 3])
}

/** A menu of the tunnels; Slack takes a hundred. Its values are `KEY INDEX`. */
export function tunnelMenu({ tunnels, tunnel }: Report, key: AnswerKey): KnownBlock[] {
  if (tunnels.length < 2) return []
  const listed = tunnels.slice(0, 100)
  const most = Math.min(75, Math.floor(MENU / listed.length))
  const options = listed.map(({ name, peer }, at) => ({
    text: { type: 'plain_text' as const, text: shown(`${name}${peer === null ? '' : ` (${peer})`}`.slice(0, most)) },
    value: `${key} ${at}`,
  }))
  return [
    {
      type: 'section',
      text: {
        type: 'mrkdwn',
        text:
          tunnel === null
            ? '*Several tunnels.* Choose the one to look at:'
            : 'This is one tunnel of several. Look at another:',
      },
      accessory: {
        type: 'static_select',
        action_id: ACTIONS.tunnel,
        placeholder: { type: 'plain_text', text: 'Choose a tunnel' },
        options,
      },
    },
  ]
}
