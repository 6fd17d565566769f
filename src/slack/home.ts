import type { HomeView, KnownBlock } from '@slack/types'
import { ACTIONS, button } from './blocks/buttons.ts'
import { moment, paragraphs, sentence } from './blocks/rich-text.ts'
import { context, header, sections } from './blocks/text.ts'
import { patiently } from './calls/patiently.ts'
import type { AnswerKey } from './compose/answer-key.ts'
import { answersOf, type KeptAnswer } from './kept-answers.ts'
import type { Visit } from './visit.ts'
import { COMMAND, formatsList } from './words.ts'

/** Answers that the tab lists. */
const LISTED = 15

/** The Home tab: what the app does, what can be pasted, and the person's answers of the last day. */
export async function publishHome({
  user,
  client,
  services,
}: Pick<Visit, 'user' | 'client' | 'services'>): Promise<void> {
  const answers = await answersOf(user, services)
  await patiently(services, 'views.publish', () => client.views.publish({ user_id: user, view: homeView(answers) }))
}

/** The tab of somebody who is not answered. */
export async function publishRefusal(
  { user, client, services }: Pick<Visit, 'user' | 'client' | 'services'>,
  say: string,
): Promise<void> {
  const view: HomeView = { type: 'home', blocks: paragraphs(sentence(say)) }
  await patiently(services, 'views.publish', () => client.views.publish({ user_id: user, view }))
}

function homeView(answers: readonly (readonly [AnswerKey, KeptAnswer])[]): HomeView {
  return {
    type: 'home',
    blocks: [
      header('Why does the tunnel not come up?'),
      ...sections(
        [
          'Paste what you have of the two IPsec gateways: a config, a dump of filters, status output, a log. The answer says for which traffic the tunnel comes up and from which end, why not, and what to change; the change is simulated before it is recommended.',
          `• *In a thread*, mention the app below the pastes.\n• *On a message*, use the shortcut "Diagnose IPsec tunnel".\n• *Alone*, write to it under Messages, or use \`${COMMAND}\`.`,
        ].join('\n\n'),
      ),
      { type: 'divider' },
      header('Your answers of the last day'),
      ...(answers.length === 0 ? [context('None are kept.')] : answers.slice(0, LISTED).flatMap(entry)),
      ...(answers.length > LISTED ? [context(`and ${answers.length - LISTED} more`)] : []),
      ...(answers.length === 0 ? [] : [clearing]),
      { type: 'divider' },
      header('What can be pasted'),
      ...formatsList(),
      context('Leave pre-shared keys out of what you paste. They are blanked before anything is read or kept.'),
    ],
  }
}

function entry([
  key,
  {
    gist: { title },
    at,
    link,
  },
]: readonly [AnswerKey, KeptAnswer]): KnownBlock[] {
  const label = { accessibility_label: `${link === null ? 'Show again' : 'Open'}: ${title}`.slice(0, 75) }
  return [
    {
      type: 'section',
      // In plain text a gateway's name is no mark.
      text: { type: 'plain_text', text: title, emoji: false },
      accessory:
        link === null
          ? button(ACTIONS.again, 'Show again', key, label)
          : button(ACTIONS.link, 'Open', key, { ...label, url: link }),
    },
    ...paragraphs(moment(at)),
  ]
}

const clearing: KnownBlock = {
  type: 'actions',
  elements: [
    button(ACTIONS.forget, 'Delete what is kept of me', 'all', {
      style: 'danger',
      confirm: {
        title: { type: 'plain_text', text: 'Delete?' },
        text: {
          type: 'plain_text',
          text: 'The answers above and the texts behind them are deleted. Messages in Slack stay.',
        },
        confirm: { type: 'plain_text', text: 'Delete' },
        deny: { type: 'plain_text', text: 'Keep' },
      },
    }),
  ],
}
