import { add, type Found, findLine, matchesIn, nextLine } from './found.ts'
import { isMadeUp, isPlain } from './made-up.ts'
import { NOUN } from './names.ts'
import { IN_QUOTES, TOLD, wordsSaid } from './sentences.ts'
import { findTabled } from './tabled.ts'

/** What does so at the head of a column. */
const COLUMN = /(?<![\w-])secrets?(?![\w-])/i
/** Nothing but its name, as a heading or in a column of its own. */
const ALONE = new RegExp(`^[^\\p{L}\\p{N}]{0,20}${NOUN}[^\\p{L}\\p{N},]{0,20}$`, 'iu')

/** What may as well be no secret at all; a made-up word behind it is one. */
export const GUESS =
  /(?<![\p{L}\p{N}])(?:pass|pwd?|creds?|credentials|logins?)[ \t:=]+(?:[\w.@-]{1,40}[ \t]*[/:|,][ \t]*)?(?<secret>[^\s"'`<>()|]{8,200})/dgiu
/** `creds are admin / KEY`: a name, and what belongs to it. */
export const LOGIN =
  /(?<![\p{L}\p{N}])(?:creds?|credentials|logins?|log(?:ged|ging)?[ \t]in|zugangsdaten|identifiants|credenciales|credenciais|credenziali|inloggegevens|user(?:name)?[ \t]{0,3}\/[ \t]{0,3}pass(?:word)?)(?:[ \t]{0,3}[:=]|(?:[ \t]{1,3}\p{L}{1,12}){0,4}?[ \t]{1,3}(?:are|is|with|as|sind|mit|sont|son|são|sono|zijn):?)[ \t]{1,9}[\w.@\\-]{1,40}(?:[ \t]{0,3}\/[ \t]{0,3}|:|[ \t]{1,3}\|[ \t]{1,3})(?<secret>[^\s"'`<>()|/]{3,200})/dgiu
/** Where no blank parts words. */
export const UNPARTED =
  /(?:psk|密码|密碼|口令|密钥|密鑰|金鑰|パスワード|シークレット|キー|鍵|비밀번호|암호|키)[ \t]?[是为為は은는이가の][ \t]?[「『]?(?<secret>[!-~]{4,200})/dgiu
const BESIDE = /(?:密码|密碼|口令|共享密钥|共用金鑰)(?<secret>[!-/<-~\d][!-~]{3,200})/dgu

/** `what is the psk?`, `the psk is below`. */
const ASKS = new RegExp(
  `${NOUN}(?:[^?\\n]{0,40}\\?|[^\\n]{0,20}[ \\t](?:below|follows|following|as[ \\t]follows|next[ \\t]line|unten|folgt)[.:]?)[ \\t]*$`,
  'iu',
)
const MAY_ASK = /(?:\?|below|follow\w{1,3}|line|unten|folgt)[.:]?[ \t]*$/i
const ANSWER =
  /^[\s>|]{0,40}(?:<[\w.@ -]{1,40}>[ \t]{1,3}|[\w.@ -]{1,40}:[ \t]{1,3})?["'`]?(?<secret>[^\s"'`<>()|]{4,200})["'`]?[ \t]*$/d
/** The line below a heading. */
const RULE = /^[-=~]{3,100}[ \t]*$/

/** A word by itself, perhaps in quotes or with a mark of punctuation behind it. */
const WORD = /(?<!\S)["'`“„«(*]{0,3}(?<word>[^\s"'`“”„«»()[\]{}<>|,;:=/\\]{8,200})(?=["'`”“»)*.,;!?]{0,4}(?!\S))/dgu

/** The head of a section, whose name may be odd and hold the word: `conn L2TP-PSK-NAT`, which is in each guide to L2TP, `gw1-gw2-psk {`. */
const HEAD = /^[ \t]{0,40}(?:conn[ \t]{1,9}[\w.-]{1,60}|[\w.-]{1,60}[ \t]{0,9}\{)[ \t]{0,40}$/

/** Secrets of which people tell in sentences and notes. */
export function findTold(lines: readonly string[], index: number, found: Found[]): void {
  const line = lines[index] ?? ''
  if (HEAD.test(line)) return
  for (const { indices } of matchesIn(line, GUESS)) {
    const [from, to] = indices?.groups?.['secret'] ?? [0, 0]
    if (isMadeUp(line.slice(from, to))) add(found, index, from, line.slice(from, to), undefined)
  }
  for (const { indices } of matchesIn(line, LOGIN)) findWord(line, index, indices?.groups?.['secret'], found)
  for (const { indices } of [...matchesIn(line, UNPARTED), ...matchesIn(line, BESIDE)])
    findWord(line, index, indices?.groups?.['secret'], found)
  const isTold = TOLD.test(line)
  if (isTold || COLUMN.test(line)) findTabled(lines, index, found)
  const said = wordsSaid(line)
  if (said === undefined) return
  for (const range of said) findWord(line, index, range, found)
  for (const { indices } of matchesIn(line, WORD)) {
    const [from, to] = indices?.groups?.['word'] ?? [0, 0]
    const word = line.slice(from, to).replace(/[.!?*]{1,3}$/, '')
    if (isMadeUp(word)) add(found, index, from, word, undefined)
  }
  findAnswer(lines, index, found)
  const head = ALONE.test(line) ? nextLine(lines, index) : undefined
  const next = head !== undefined && RULE.test(lines[head] ?? '') ? nextLine(lines, head) : head
  const below = next === undefined ? '' : (lines[next] ?? '').trim()
  if (next !== undefined && (isMadeUp(below) || isOddWord(below) || IN_QUOTES.test(below))) findLine(lines, next, found)
}

/** A word by itself below a question, or below what says that it stands there; in a chat with who said it, and when. */
function findAnswer(lines: readonly string[], index: number, found: Found[]): void {
  const line = lines[index] ?? ''
  if (!MAY_ASK.test(line) || !ASKS.test(line)) return
  for (let below = index + 1; below < Math.min(lines.length, index + 5); below++) {
    const answer = lines[below] ?? ''
    if (answer.trim() === '' || /\b\d{1,2}:\d{2}\b/.test(answer)) continue
    findWord(answer, below, ANSWER.exec(answer)?.indices?.groups?.['secret'], found)
    return
  }
}

function findWord(line: string, index: number, range: readonly [number, number] | undefined, found: Found[]): void {
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
