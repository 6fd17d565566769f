import * as z from 'zod'
import { type Paste, Report } from '../../core/index.ts'

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

/** What the buttons under an answer need a thread for; nothing of it with a secret in it. */
const KeptRest = z.object({
  /** `null`: they were too long to be kept. */
  pastes: z.array(KeptPaste).nullable(),
  laterReplaces: z.boolean(),
  report: Report,
})
type KeptRest = z.infer<typeof KeptRest>

/** Pastes that are not kept in any case. */
export function isTooLong(pastes: readonly Paste[]): boolean {
  return pastes.reduce((total, { text }) => total + text.length, 0) > LONGEST
}

/** As JSON; without the pastes where it would be too long, and `null` where it is too long all the same. */
export function writeRest(rest: KeptRest): { readonly text: string; readonly hasPastes: boolean } | null {
  const whole = rest.pastes === null ? null : written(rest)
  if (whole !== null) return { text: whole, hasPastes: true }
  const text = written({ ...rest, pastes: null })
  return text === null ? null : { text, hasPastes: false }
}

export function readRest(text: string): KeptRest {
  return KeptRest.parse(JSON.parse(text))
}

/** `null` as soon as it is too long: what findings share is written out for each, and may come to gigabytes. */
function written(rest: KeptRest): string | null {
  let length = 0
  try {
    return JSON.stringify(rest, (key, value: unknown) => {
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
