import { App, HTTPReceiver, LogLevel } from '@slack/bolt'
import type { KnownBlock } from '@slack/types'
import type { StartApp } from '../../src/playground/index.ts'

/** A row of a table, cell by cell. */
export function row(...cells: string[]): { type: 'raw_text'; text: string }[] {
  return cells.map((text) => ({ type: 'raw_text', text }))
}

/** An answer with one of each: header, table, list, preformatted text, buttons, context. */
export const answer: KnownBlock[] = [
  { type: 'header', text: { type: 'plain_text', text: 'Partly up: 2 of 6 flows' } },
  {
    type: 'section',
    text: { type: 'mrkdwn', text: 'Only *LAN to LAN* comes up. `ping` from the gateway waits for ever.' },
  },
  {
    type: 'table',
    column_settings: [{ is_wrapped: true }, {}, { is_wrapped: true }],
    rows: [
      row('Flow', 'Entries', 'Verdict'),
      row('203.0.113.1 > 10.2.0.0/24', 'A3\nnone', 'refused'),
      row('*10.1.0.0/24* > 10.2.0.0/24', 'A1\nB2', 'established'),
    ],
  },
  {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_list',
        style: 'ordered',
        elements: [
          {
            type: 'rich_text_section',
            elements: [{ type: 'text', text: 'On B, add 203.0.113.1 to the Remote Site.' }],
          },
        ],
      },
      {
        type: 'rich_text_preformatted',
        elements: [{ type: 'text', text: 'b.txt:4  B4  ISA-B < SubnetA\n              ^^^^^' }],
      },
    ],
  },
  {
    type: 'actions',
    block_id: 'answer-actions',
    elements: [
      {
        type: 'button',
        action_id: 'share',
        value: 'it',
        style: 'primary',
        text: { type: 'plain_text', text: 'Share in channel' },
      },
      { type: 'button', action_id: 'more', text: { type: 'plain_text', text: 'Replace' } },
      { type: 'button', action_id: 'report', text: { type: 'plain_text', text: 'As a file' } },
    ],
  },
  { type: 'context', elements: [{ type: 'mrkdwn', text: 'Read 8 lines of a.txt and b.txt.' }] },
]

const form = {
  type: 'modal' as const,
  callback_id: 'form',
  title: { type: 'plain_text' as const, text: 'Diagnose a tunnel' },
  submit: { type: 'plain_text' as const, text: 'Diagnose' },
  private_metadata: 'kept',
  blocks: ['a', 'b'].flatMap((end): KnownBlock[] => [
    {
      type: 'input',
      block_id: `${end}-text`,
      optional: true,
      label: { type: 'plain_text', text: `End ${end.toUpperCase()}` },
      element: { type: 'plain_text_input', action_id: 'text', multiline: true },
    },
    {
      type: 'input',
      block_id: `${end}-files`,
      optional: true,
      label: { type: 'plain_text', text: `Files of end ${end.toUpperCase()}` },
      element: { type: 'file_input', action_id: 'files', filetypes: ['txt', 'log'], max_files: 3 },
    },
  ]),
}

/** What the app received and could not hand on, for the tests to look at. */
export interface Journal {
  readonly commands: string[]
  readonly forms: unknown[]
  readonly presses: unknown[]
  readonly events: unknown[]
  readonly errors: string[]
}

/** A small real Bolt app behind its real HTTP receiver, to drive and be driven by the playground. */
export function tinyApp(journal: Journal): StartApp {
  return async ({ fetch, botToken, signingSecret, host }) => {
    const receiver = new HTTPReceiver({ signingSecret, logLevel: LogLevel.ERROR })
    const app = new App({
      receiver,
      token: botToken,
      deferInitialization: true,
      logLevel: LogLevel.ERROR,
      clientOptions: { fetch },
    })
    app.command('/ipsec-diagnose', async ({ command, ack, respond, client }) => {
      journal.commands.push(command.text)
      if (command.text === 'silent') return
      await ack(command.text === 'inline' ? 'Said in the acknowledgement.' : undefined)
      if (command.text === 'inline') return
      if (command.text === '') {
        await client.views.open({ trigger_id: command.trigger_id, view: form })
        return
      }
      if (command.text === 'two tables') {
        const table = answer.filter((block) => block.type === 'table')
        await respond({ text: 'x', blocks: [...table, ...table] }).catch((error: Error) =>
          journal.errors.push(error.message),
        )
        return
      }
      await respond({ text: command.text, blocks: answer })
    })
    app.event('app_mention', async ({ event, say }) => {
      journal.events.push(event)
      await say({ text: 'In the thread.', thread_ts: event.ts })
    })
    app.message(async ({ message }) => {
      journal.events.push(message)
    })
    app.action('share', async ({ ack, respond, body }) => {
      journal.presses.push(body)
      await ack()
      await respond({
        response_type: 'in_channel',
        replace_original: false,
        text: 'Shared',
        blocks: answer.slice(0, 3),
      })
    })
    app.action('more', async ({ ack, respond }) => {
      await ack()
      await respond({ replace_original: true, text: 'Replaced by the button' })
    })
    app.action('report', async ({ ack, client, body }) => {
      await ack()
      const opened = await client.conversations.open({ users: body.user.id })
      await client.filesUploadV2({
        channel_id: opened.channel?.id ?? '',
        filename: 'report.txt',
        content: 'The full report.',
        initial_comment: 'The full report',
      })
    })
    app.view('form', async ({ ack, view, client, body }) => {
      journal.forms.push(view)
      const text = view.state.values['a-text']?.['text']?.value
      if (text === 'wrong') {
        await ack({ response_action: 'errors', errors: { 'a-text': 'This is not a filter list.' } })
        return
      }
      await ack()
      await client.chat.postEphemeral({ channel: 'C01VPNONCAL', user: body.user.id, text: `Received ${text}` })
    })
    await app.init()
    const server = await receiver.start({ port: 0, host })
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    return {
      port,
      stop: async () => {
        server.closeAllConnections()
        await app.stop()
      },
    }
  }
}
