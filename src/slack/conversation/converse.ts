import { answer } from '../answer.ts'
import { withProgress } from '../delivery/progress.ts'
import { forgetPerson } from '../forget.ts'
import { say, type Visit } from '../visit.ts'
import { EXAMPLE, wordReply } from '../words.ts'
import { answerThread } from './answer-thread.ts'
import type { SlackMessage } from './message.ts'
import { messageText } from './message-text.ts'

/** Answers a message that was written to the app: a word of the help, or the pastes of the thread that it stands in. */
export async function converse(visit: Visit, question: SlackMessage): Promise<void> {
  const words = messageText(question, visit.services.installed().bot).trim()
  const page = wordReply(words)
  if (page !== undefined) {
    await say(visit, page)
    return
  }
  if (words === 'forget') {
    await forgetPerson(visit)
    return
  }
  if (words === 'example') {
    await answer(visit, { asked: { pastes: [{ source: 'example', text: EXAMPLE }] } })
    return
  }
  const tunnel = /^tunnel\s+(\S+)$/i.exec(words)?.[1]
  await withProgress(visit, 'what was pasted here', async () => {
    await answerThread(visit, { message: question, tunnel })
  })
}
