import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import type { AnswerKey } from './compose/answer-key.ts'
import { Gist } from './compose/gist.ts'
import { Place } from './delivery/place.ts'
import type { Services } from './services.ts'

const DAY = 24 * 60 * 60 * 1000

/**
 * What is kept of an answer for its buttons: for a day, and nothing of it with a secret in it. This part is small whatever was
 * pasted; the rest is read by worker threads alone, and stands apart.
 */
const KeptAnswer = z.object({
  version: z.literal(2),
  at: z.number(),
  user: z.string(),
  place: Place,
  gist: Gist,
  /** Where the answer can be seen; `null` for private ones. */
  link: z.string().nullable(),
  /** Whether the pastes are kept as well. */
  hasPastes: z.boolean(),
})
export type KeptAnswer = z.infer<typeof KeptAnswer>

const PREFIX = 'answer:'
const REST = 'answer-rest:'

export function newAnswerKey(user: string): AnswerKey {
  return `${user}:${randomBytes(9).toString('base64url')}`
}

/**
 * Keeps an answer, with its rest where that is new. A store that does not answer costs the buttons their use, not the person
 * their answer: `false`.
 */
export async function keepAnswer(
  key: AnswerKey,
  answer: KeptAnswer,
  { store }: Pick<Services, 'store'>,
  rest?: string,
): Promise<boolean> {
  try {
    if (rest !== undefined) await store.set(REST + key, rest, DAY)
    await store.set(PREFIX + key, JSON.stringify(answer), DAY)
    return true
  } catch {
    return false
  }
}

export async function keptAnswer(key: AnswerKey, { store }: Pick<Services, 'store'>): Promise<KeptAnswer | undefined> {
  return parse(await store.get(PREFIX + key))
}

/** What worker threads read of it. */
export function keptRest(key: AnswerKey, { store }: Pick<Services, 'store'>): Promise<string | undefined> {
  return store.get(REST + key)
}

/** A person's answers, the latest first. */
export async function answersOf(
  user: string,
  { store }: Services,
): Promise<readonly (readonly [key: AnswerKey, answer: KeptAnswer])[]> {
  const found = await store.list(`${PREFIX}${user}:`)
  return found
    .flatMap(([key, value]) => {
      const answer = parse(value)
      return answer === undefined ? [] : [[key.slice(PREFIX.length), answer] as const]
    })
    .toSorted(([, a], [, b]) => b.at - a.at)
}

/** Deletes what is kept of one person, or of all. Returns how many answers that were. */
export async function forgetAnswers(user: string | null, { store }: Pick<Services, 'store'>): Promise<number> {
  const whose = user === null ? '' : `${user}:`
  const [answers, rests] = await Promise.all([store.keys(PREFIX + whose), store.keys(REST + whose)])
  await Promise.all([...answers, ...rests].map((key) => store.delete(key)))
  return answers.length
}

/** What another version kept is as good as not kept. */
function parse(value: string | undefined): KeptAnswer | undefined {
  try {
    return value === undefined ? undefined : KeptAnswer.safeParse(JSON.parse(value)).data
  } catch {
    return undefined
  }
}
