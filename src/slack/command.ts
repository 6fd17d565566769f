import type { App } from '@slack/bolt'
import { WebAPIPlatformError, type WebClient } from '@slack/web-api'
import { explain, formats } from '../core/index.ts'
import { answer, INLINE, OPEN } from './answer.ts'
import type { Services } from './app.ts'
import { context, escapeText, header, markdownBlocks, type Reply, sections } from './blocks/text.ts'
import { reportFailure } from './failure.ts'
import { diagnoseModal, type Origin } from './modal.ts'

export const COMMAND = '/ipsec-diagnose'

/** The founding case: two ISA Servers whose Remote Sites lack each other's external address. */
const EXAMPLE = `ISA-A:
A1 SubnetA > SubnetB
A3 ISA-A > SubnetB
A2 SubnetA < SubnetB
A4 ISA-A < SubnetB

ISA-B:
B1 SubnetB > SubnetA
B3 ISA-B > SubnetA
B2 SubnetB < SubnetA
B4 ISA-B < SubnetA
`

/** `/ipsec-diagnose`: a paste, one of the words of the help, or nothing, which opens the window. */
export function registerCommand(app: App, services: Services): void {
  app.command(COMMAND, async ({ ack, command, client, respond, logger }) => {
    await ack()
    const send = (reply: Reply) => respond({ response_type: 'ephemeral', ...reply })
    try {
      // Slack may deliver one command twice; the trigger is the same then.
      if (!(await services.store.claim(`command:${command.trigger_id}`, 60_000))) return
      const text = command.text.replaceAll('\r\n', '\n').trim()
      const page = wordReply(text)
      if (text === '') {
        const origin = { channel: command.channel_id, responseUrl: command.response_url }
        await openWindow(client, command.trigger_id, origin, send)
      } else if (page !== undefined) await send(page)
      else
        await answer(
          { pastes: [{ source: text === 'example' ? 'example' : INLINE, text: text === 'example' ? EXAMPLE : text }] },
          services,
          send,
        )
    } catch (error) {
      await reportFailure(error, logger, (say) => send({ text: say, blocks: sections(say) }))
    }
  })

  app.action(OPEN, async ({ ack, body, client, respond, logger }) => {
    await ack()
    try {
      if (body.type !== 'block_actions') return
      const origin = { channel: body.channel?.id ?? '', responseUrl: body.response_url }
      await openWindow(client, body.trigger_id, origin, (reply) => respond({ ...hidden, ...reply }))
    } catch (error) {
      await reportFailure(error, logger, (text) => respond({ ...hidden, text }))
    }
  })
}

const hidden = { response_type: 'ephemeral', replace_original: false } as const

/** Slack lets a window open for three seconds after the press, and not later. */
async function openWindow(
  client: WebClient,
  trigger: string,
  origin: Origin,
  send: (reply: Reply) => Promise<unknown>,
): Promise<void> {
  try {
    await client.views.open({ trigger_id: trigger, view: diagnoseModal(origin) })
  } catch (error) {
    if (!(error instanceof WebAPIPlatformError) || !error.data.error.endsWith('_trigger_id')) throw error
    const text =
      'Slack lets a window open within three seconds, and they had passed. Please try it again; text can also be pasted behind the command.'
    await send({ text, blocks: sections(text) })
  }
}

/** `help`, `formats` and `explain CODE`; a paste that merely begins with such a word is a paste. */
function wordReply(text: string): Reply | undefined {
  if (text === 'help') return helpReply()
  if (text === 'formats') {
    const lines = formats.map(({ title, command }) => `• *${escapeText(title)}*: ${escapeText(command)}`)
    return { text: 'What can be pasted', blocks: sections(`*What can be pasted*\n${lines.join('\n')}`) }
  }
  const code = /^explain\s+(\S+)$/i.exec(text)?.[1]
  if (code === undefined) return undefined
  const page = explain(code)
  if (page === undefined) {
    const say = `There is no diagnostic ${code}. Codes stand in front of each finding, for example TS001.`
    return { text: say, blocks: sections(escapeText(say)) }
  }
  const [heading = '', ...body] = page.markdown.split('\n')
  const title = heading.replace(/^# /, '')
  return { text: title, blocks: [header(title), ...markdownBlocks(body.join('\n'))] }
}

function helpReply(): Reply {
  const lines = [
    `\`${COMMAND}\` opens a window with a field and files for each end: the way for long text.`,
    `\`${COMMAND} <text>\` diagnoses what is pasted behind it; only you see the answer.`,
    `\`${COMMAND} example\` answers the founding case: a ping from the gateway itself.`,
    `\`${COMMAND} formats\` lists what can be pasted, \`${COMMAND} explain TS001\` explains a finding.`,
  ]
  return {
    text: 'How to use this',
    blocks: [
      ...sections(`*Why does the tunnel not come up?*\n${lines.join('\n')}`),
      context('Leave pre-shared keys out of what you paste. They are blanked before anything is read.'),
    ],
  }
}
