import type { App } from '@slack/bolt'
import { SHARE } from './answer.ts'
import type { Services } from './app.ts'
import { context, type Reply } from './blocks/text.ts'
import { reportFailure } from './failure.ts'

/** "Share in channel": posts a private answer for all, once. */
export function registerShare(app: App, { store }: Services): void {
  app.action({ type: 'block_actions', action_id: SHARE }, async ({ ack, action, body, respond, logger }) => {
    await ack()
    const tell = (text: string) => respond({ response_type: 'ephemeral', replace_original: false, text })
    try {
      if (action.type !== 'button') return
      const kept = await store.get(`${SHARE}:${action.value ?? ''}`)
      if (kept === undefined) {
        await tell(
          'This answer is no longer kept (a day, or until a restart). Run the command again and share the new answer.',
        )
        return
      }
      if (!(await store.claim(`shared:${action.value ?? ''}`, 60_000))) return
      const reply: Reply = JSON.parse(kept)
      const by = context(`Shared by <@${body.user.id}>.`)
      await respond({
        response_type: 'in_channel',
        replace_original: false,
        text: reply.text,
        blocks: [...reply.blocks, by],
      })
    } catch (error) {
      await reportFailure(error, logger, tell)
    }
  })
}
