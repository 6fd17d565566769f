import { add, type Found, findLine, matchesIn, nextLine } from './found-secrets.ts'
import { isMadeUp, isPlain } from './made-up.ts'
import { NOUN } from './secret-spellings.ts'
import { findTabled } from './tabled-secrets.ts'

/** What does so where a person says what it is. */
const WEAK_NOUN =
  '(?<![\\p{L}\\p{N}-]|public )(?:key(?![ -](?:exchange|found|id|size|length|usage))|clave|chave|chiave|cl[ée]|sleutel|klucz|ключ|secret|token|pin|community string)(?![\\p{L}\\p{N}-])'
const IS =
  '(?:is|was|are|ist|war|lautet|hei(?:ß|ss)t|est|était|es|era|è|é|jest|är|er|be|to|from|auf|von|[–—→=:-]|->|=>)'
const END = '[ \\t]*[.!,;)]{0,2}[ \\t]*$'
const WORDS = "(?:[ \\t]+[\\p{L}'’-]{1,20}){0,8}"
/** Where a clause ends and another one follows. */
const CLAUSE = '(?=[ \\t]*[,;.!)]{1,2}[ \\t]|[ \\t]+(?:and|but|until|since|und|aber|bis|seit|et|mais|y|pero)[ \\t])'
const VERB = '(?:is|was|be|ist|war|lautet|hei(?:ß|ss)t|est|était|es|era|è|é)'
const QUOTED = `(?:["'\`“„«]|\\*\\*)[^"'\`“”„«»*\\n]{4,200}(?:["'\`”“»]|\\*\\*)`
/** A word with a digit in it, or in quotes: hardly one of the sentence. */
const ODD = `${QUOTED}|(?=[^\\s\\d"'\`<>()|]{0,60}\\d)[^\\s"'\`<>()|]{6,200}`

export const TOLD = new RegExp(NOUN, 'iu')
export const SAYS = new RegExp(`${WEAK_NOUN}${WORDS}[ \\t]*${IS}:?[ \\t]`, 'iu')
/** What does so at the head of a column. */
const COLUMN = /(?<![\w-])secrets?(?![\w-])/i
/** Nothing but its name, as a heading or in a column of its own. */
const ALONE = new RegExp(`^[^\\p{L}\\p{N}]{0,20}${NOUN}[^\\p{L}\\p{N},]{0,20}$`, 'iu')

const SENTENCES = [
  // `psk for site B - KEY`, `password for admin: KEY`, `das Kennwort lautet KEY`.
  `${NOUN}(?![ \\t]+found)${WORDS}[ \\t]*${IS}:?[ \\t]+(?<secret>${QUOTED}|[^\\s"'\`<>()|]{4,200})${END}`,
  `${NOUN}(?![ \\t]+found)${WORDS}[ \\t]*${IS}:?[ \\t]+(?<secret>${ODD})`,
  // `the psk is KEY, and ...`; not `the psk is configured, and ...`.
  `${NOUN}${WORDS}[ \\t]+${VERB}:?[ \\t]+(?![\\p{L}-]{1,30}(?:ed|ing|ly)(?![\\p{L}\\p{N}]))(?<secret>[^\\s"'\`<>()|,;]{4,200})${CLAUSE}`,
  // `psk KEY peer 198.51.100.7`
  `${NOUN}[ \\t]+(?!(?:with|from|between)[ \\t])(?<secret>[^\\s"'\`<>()|,;:=]{4,200})(?=[ \\t]+(?:peer|address|hostname|remote|gateway)[ \\t]+\\S)`,
  // `PSK KEY on both ends`, `PSK/KEY`, `psk,KEY`.
  `${NOUN}(?:[ \\t]*[/,;\\t][ \\t]*|[ \\t]+[*]{0,2})(?:(?:keys?|in[ \\t]+(?:hex|ascii))[ \\t]+)?(?<secret>${ODD})`,
  // `changed the PSK from KEY to KEY`: the second one.
  `${NOUN}[ \\t]+(?:from|von|de|da|van|del?)[ \\t]+\\S{1,200}[ \\t]+(?:to|auf|zu|à|a|naar|in)[ \\t]+(?<secret>${QUOTED}|[^\\s"'\`<>()|]{4,200})`,
  // `use KEY as the pre-shared key`.
  `(?<![\\p{L}\\p{N}])(?:use|used|using|set|enter|entered|typed?)[ \\t]+(?<secret>${QUOTED}|[^\\s"'\`<>()|]{4,200})[ \\t]+(?:as|for)[ \\t]+(?:the[ \\t]+|our[ \\t]+|a[ \\t]+)?${NOUN}`,
].map((source) => new RegExp(source, 'dgiu'))
const WEAK_SENTENCES = [new RegExp(`${WEAK_NOUN}${WORDS}[ \\t]*${IS}:?[ \\t]+(?<secret>${ODD})`, 'dgiu')]
/** What may as well be no secret at all; a made-up word behind it is one. */
export const GUESS =
  /(?<![\p{L}\p{N}])(?:pass|pwd?|creds?|credentials|logins?)[ \t:=]+(?:[\w.@-]{1,40}[ \t]*[/:|,][ \t]*)?(?<secret>[^\s"'`<>()|]{8,200})/dgiu
/** A command or an option whose value has slipped into the next line. */
export const SLIPPED =
  /(?:key|psk|secret|password|passphrase)(?:[ \t]{1,9}(?:[0-9]|ENC|ascii-text|hexadecimal|text|is:?|was:?))?(?:[ \t]{0,9}[\\`])?[ \t]{0,9}$/i
/** Where no blank parts words. */
export const UNPARTED =
  /(?:密码|口令|密钥|密鑰|パスワード|キー|鍵|비밀번호|암호|키)[ \t]?[是为為は은는이가の][ \t]?(?<secret>[!-~]{4,200})/dgu

/** A word by itself, perhaps in quotes or with a mark of punctuation behind it. */
const WORD = /(?<!\S)["'`“„«(*]{0,3}(?<word>[^\s"'`“”„«»()[\]{}<>|,;:=/\\]{8,200})(?=["'`”“»)*.,;!?]{0,4}(?!\S))/dgu

/** Secrets of which people tell in sentences and notes. */
export function findTold(lines: readonly string[], index: number, found: Found[]): void {
  const line = lines[index] ?? ''
  if (SLIPPED.test(line)) findSlipped(lines, index, found)
  for (const { indices } of matchesIn(line, GUESS)) {
    const [from, to] = indices?.groups?.['secret'] ?? [0, 0]
    if (isMadeUp(line.slice(from, to))) add(found, index, from, line.slice(from, to), undefined)
  }
  for (const { indices } of matchesIn(line, UNPARTED)) findWord(line, index, indices?.groups?.['secret'], found)
  const isTold = TOLD.test(line)
  if (isTold || COLUMN.test(line)) findTabled(lines, index, found)
  const isSaid = SAYS.test(line)
  if (!isTold && !isSaid) return
  for (const pattern of [...(isTold ? SENTENCES : []), ...(isSaid ? WEAK_SENTENCES : [])]) {
    for (const { indices } of matchesIn(line, pattern)) findWord(line, index, indices?.groups?.['secret'], found)
  }
  for (const { indices } of matchesIn(line, WORD)) {
    const [from, to] = indices?.groups?.['word'] ?? [0, 0]
    const word = line.slice(from, to).replace(/[.!?*]{1,3}$/, '')
    if (isMadeUp(word)) add(found, index, from, word, undefined)
  }
  const next = ALONE.test(line) ? nextLine(lines, index) : undefined
  const below = next === undefined ? '' : (lines[next] ?? '').trim()
  if (next !== undefined && (isMadeUp(below) || isOddWord(below) || new RegExp(`^${QUOTED}$`, 'u').test(below)))
    findLine(lines, next, found)
}

function findWord(line: string, index: number, range: [number, number] | undefined, found: Found[]): void {
  if (range === undefined) return
  const written = line.slice(...range)
  const bare = written.replace(/^["'`“„«*]{1,4}/, '').replace(/["'`”“»*.,;!]{1,4}$/, '')
  if (isPlain(bare)) return
  add(found, index, range[0] + written.indexOf(bare), bare, undefined)
}

/** `hunter2`, where nothing else is said. */
function isOddWord(text: string): boolean {
  return /^[^\s<>]{6,200}$/.test(text) && /\d/.test(text) && /\p{L}/u.test(text) && !isPlain(text)
}

/** A mark of a shell that the command goes on in the next line. */
const GOES_ON = /[\\`][ \t]*$/
/** The end of a sentence is still to come. */
const SAID_BELOW = /[ \t](?:is|was):?[ \t]*$/i

/**
 * The first word of the next line, where the command says that it goes on there, the word is made up, or has the words of its
 * command behind it.
 */
function findSlipped(lines: readonly string[], index: number, found: Found[]): void {
  const line = lines[index + 1] ?? ''
  const goesOn = GOES_ON.test(lines[index] ?? '')
  const from = /^[\s>|"']{0,40}/.exec(line)?.[0].length ?? 0
  const word = /^[^\s"'>|]{1,4000}/.exec(line.slice(from))?.[0]
  if (word === undefined) return
  if (
    (goesOn && !word.startsWith('-')) ||
    isMadeUp(word) ||
    (SAID_BELOW.test(lines[index] ?? '') && line.trim().length === word.length && !isPlain(word)) ||
    /^[ \t]+(?:address|hostname)[ \t]/i.test(line.slice(from + word.length))
  ) {
    add(found, index + 1, from, word, undefined)
  }
}
