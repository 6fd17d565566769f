import type { Sized } from '../cut-down.ts'
import type { AnswerKey } from './compose/answer-key.ts'
import type { Gist } from './compose/gist.ts'
import type { Pasted, Question } from './compose/question.ts'
import { deliver } from './delivery/delivery.ts'
import { isDirect, type Place } from './delivery/place.ts'
import type { Sent } from './delivery/routes.ts'
import { type KeptAnswer, keepAnswer, newAnswerKey } from './kept-answers.ts'
import type { Services } from './services.ts'
import { requesterOf, tell, type Visit } from './visit.ts'

/** Has the answer made, keeps what its buttons need, and sends it. Returns its gist, or `null` when there is none. */
export async function answer(visit: Visit, question: Omit<Question, 'key' | 'shareTo'>): Promise<Gist | null> {
  const { services, audit } = visit
  const key = newAnswerKey(visit.user)
  const made = await services.pool.run(
    'makeAnswer',
    { ...question, key, shareTo: shareLabel(visit.place) },
    { requester: requesterOf(visit), texts: sizesOf(question.asked.pastes) },
  )
  await visit.settled()
  if (!made.ok) {
    await tell(visit, made.say)
    return null
  }
  const { gist, rest, ...forms } = made.result
  const keep = await keeping(visit, key, gist, rest)
  const delivered = await deliver(forms, visit.place, services, visit.client)
  await keep(linkTo(delivered, visit.place, services))
  audit.outcome = 'answered'
  audit.verdict = gist.verdict
  audit.codes = gist.codes
  audit.formats = gist.formats
  if (visit.place.kind === 'visible' && !isDirect(visit.place.channel)) audit.shared = visit.place.channel
  services.metrics.verdicts.inc({ verdict: gist.verdict })
  return gist
}

/** Keeps an answer before it can be seen, and returns what keeps where it is seen. */
async function keeping(
  visit: Visit,
  key: AnswerKey,
  gist: Gist,
  rest: { readonly text: string; readonly hasPastes: boolean } | null,
): Promise<(link: string | null) => Promise<void>> {
  if (rest === null) return async () => undefined
  const { services, user, place } = visit
  const { text, hasPastes } = rest
  const kept: KeptAnswer = { version: 2, at: Date.now(), user, place, gist, link: null, hasPastes }
  await keepAnswer(key, kept, services, text)
  return async (link) => {
    if (link !== null) await keepAnswer(key, { ...kept, place: visit.place, link }, services)
  }
}

/** How much there is of each paste, for the advice when it is too much. */
export function sizesOf(pastes: readonly Pasted[]): Sized[] {
  return pastes.map((paste) => ({
    source: paste.source,
    size: 'bytes' in paste ? paste.bytes.byteLength : paste.text.length,
  }))
}

function shareLabel({ kind, channel, thread }: Place): string | null {
  if (kind === 'visible' || channel === '' || isDirect(channel)) return null
  return thread === null ? 'Share in channel' : 'Share in thread'
}

function linkTo({ channel, ts }: Sent, { kind, thread }: Place, services: Services): string | null {
  return kind === 'private' || ts === null ? null : permalink(channel, ts, thread, services)
}

/** The address of a message, as Slack makes them. */
export function permalink(channel: string, ts: string, thread: string | null, { installed }: Services): string {
  const inThread = thread === null ? '' : `?thread_ts=${thread}&cid=${channel}`
  return `${installed().url}archives/${channel}/p${ts.replace('.', '')}${inThread}`
}
