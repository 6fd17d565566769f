import { indentOf, isBlank } from '../../text/words.ts'

/** What the words of a configuration begin with; whatever else is typed at a prompt shows or does something. */
export const VERBS: ReadonlyMap<string, string> = new Map(
  'config edit set append unset select unselect clear delete purge rename move clone next end abort'
    .split(' ')
    .map((verb) => [verb, verb]),
)

/** The verb at an index of a line; `null` where another word stands, or none. */
export function verbAt(text: string, at: number): string | null {
  let end = at
  while (end < text.length && !isBlank(text.charCodeAt(end))) end++
  const word = text.slice(at, end)
  return VERBS.get(word) ?? closing(word, text, end)
}

/** What closes a block, and stands alone, is also written `End` and `NEXT`; other words begin a sentence so. */
function closing(word: string, text: string, end: number): string | null {
  if (word.length < 3 || word.length > 4 || indentOf(text, end) < text.length) return null
  const verb = word.toLowerCase()
  return verb === 'end' || verb === 'next' ? verb : null
}

/** `FGT-A # `, `FGT-A (root) $ `, `FGVM01 (phase1-interface) # set ...`, and `FGT-A# ` as people write it; the name is none of the verbs. */
const PROMPT = /^[ \t]{0,20}([\w.-]{1,63})(?:[ \t]\(([^()\n]{1,80})\))?[ \t]?[#$](?:[ \t]+|$)/
/** The pager's question, and the blanks with which it is written over. */
const PAGER = /^[ \t\b]*--More--[ \t\b]*/

/** A line as it was before a console put something in front of it. */
interface ConsoleLine {
  /** How many characters the pager and the prompt take. */
  readonly from: number
  /** The host of the prompt, and where it stands, e.g. `root` or `phase1-interface`. */
  readonly prompt: { readonly host: string; readonly place: string | null } | null
}

const [BACKSPACE, DASH] = [8, 45]

function mayBePaged(text: string): boolean {
  const first = text.charCodeAt(indentOf(text))
  return (first === DASH || first === BACKSPACE) && text.includes('--More--')
}

const PLAIN: ConsoleLine = { from: 0, prompt: null }

export function consoleLine(text: string): ConsoleLine {
  if (text.indexOf('#') < 0 && text.indexOf('$') < 0 && !mayBePaged(text)) return PLAIN
  const paged = PAGER.exec(text)?.[0].length ?? 0
  const match = PROMPT.exec(text.slice(paged))
  const [whole = '', host = '', place] = match ?? []
  if (match === null || VERBS.has(host)) return { from: paged, prompt: null }
  return { from: paged + whole.length, prompt: { host, place: place ?? null } }
}
