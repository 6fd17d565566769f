import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { Report } from '../core/index.ts'
import { Place } from './place.ts'
import type { Services } from './services.ts'

const DAY = 24 * 60 * 60 * 1000
/** Characters; longer pastes are not kept, longer answers neither. */
const LONGEST = 2_000_000
/** Characters around a value, or of a number. */
const SMALL = 6

const KeptPaste = z.object({
  source: z.string(),
  text: z.string(),
  end: z.string().exactOptional(),
  unreadable: z.string().exactOptional(),
  talk: z.boolean().exactOptional(),
  from: z.string().exactOptional(),
})

/** What the buttons under an answer need: for a day, and nothing of it with a secret in it. */
const KeptAnswer = z.object({
  version: z.literal(1),
  at: z.number(),
  user: z.string(),
  place: Place,
  title: z.string(),
  /** Where the answer can be seen; `null` for private ones. */
  link: z.string().nullable(),
  /** `null`: they were too long to be kept. */
  pastes: z.array(KeptPaste).nullable(),
  laterReplaces: z.boolean(),
  report: Report,
})
export type KeptAnswer = z.infer<typeof KeptAnswer>

/** `USER:ID`, so that all of a person's answers can be found and forgotten. */
export type AnswerKey = string

export function newAnswerKey(user: string): AnswerKey {
  return `${user}:${randomBytes(9).toString('base64url')}`
}

/** Pastes that are not kept in any case. */
export function isTooLong(pastes: readonly { readonly text: string }[]): boolean {
  return pastes.reduce((total, { text }) => total + text.length, 0) > LONGEST
}

/** As JSON, or `null` as soon as it is too long: what findings share is written out for each, and may come to gigabytes. */
function written(answer: KeptAnswer): string | null {
  let length = 0
  try {
    return JSON.stringify(answer, (key, value: unknown) => {
      length += key.length + (typeof value === 'string' ? value.length : SMALL)
      if (length > LONGEST) throw new TooLong()
      return value
    })
  } catch (error) {
    if (error instanceof TooLong) return null
    throw error
  }
}

class TooLong extends Error {
  override readonly name = 'TooLong'
}

/** A store that does not answer costs the buttons their use, not the person their answer: `false`. */
export async function keepAnswer(
  key: AnswerKey,
  answer: KeptAnswer,
  { store }: Pick<Services, 'store'>,
): Promise<boolean> {
  const value = written(answer) ?? written({ ...answer, pastes: null })
  if (value === null) return false
  return store.set(PREFIX + key, value, DAY).then(
    () => true,
    () => false,
  )
}

export async function keptAnswer(key: AnswerKey, { store }: Pick<Services, 'store'>): Promise<KeptAnswer | undefined> {
  return parse(await store.get(PREFIX + key))
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
export async function forgetAnswers(user: string | null, { store }: Services): Promise<number> {
  const found = await store.list(user === null ? PREFIX : `${PREFIX}${user}:`)
  await Promise.all(found.map(([key]) => store.delete(key)))
  return found.length
}

const PREFIX = 'answer:'

/** What another version kept is as good as not kept. */
function parse(value: string | undefined): KeptAnswer | undefined {
  try {
    return value === undefined ? undefined : KeptAnswer.safeParse(JSON.parse(value)).data
  } catch {
    return undefined
  }
}
