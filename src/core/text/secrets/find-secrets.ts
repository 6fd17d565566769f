import { findBare, hasRun } from './bare.ts'
import { findBracketed } from './bracketed.ts'
import { findDumped } from './dumped.ts'
import { add, type Found, findLine } from './found.ts'
import { COMMON, FOREIGN, hintsFor, MARK, RUN } from './hints.ts'
import { findLabelled } from './labelled.ts'
import { FOREIGN_HINT } from './names.ts'
import { findPaired } from './paired.ts'
import { findMarks, findPem, findPrivateBody, type Publicity } from './pem.ts'
import { findPrinted } from './printed.ts'
import { findSlippedWord, mended } from './slipped.ts'
import { findSpelled } from './spelled.ts'
import type { SecretSpelling } from './spelling.ts'
import { findTagged } from './tagged.ts'
import { findTold } from './told.ts'

/** How an IKE SA was authenticated, as a status output says it: no key stands below. */
const METHOD = /\bAuth sign: \w{1,20}, Auth verify: \w{1,20}[ \t]*$/

/**
 * Every secret of a text, given its lines too. What may be one is taken for one: a word too much is blanked rather than one too
 * few. A line goes this way:
 *
 * 1. One pass over the whole text (`hints.ts`) tells what may be in which line; nearly every line has nothing, and is done.
 * 2. A line with a word for a secret (`names.ts`) is looked at for what all products have: a label and its value (`labelled.ts`),
 *    values in brackets, in tags, in pairs, dumps of bytes, what a command prints, private keys.
 * 3. Any line is looked at for the spellings of products whose words it has: those that are read bring theirs along, those of
 *    others and of tools are in `spellings/`.
 * 4. A line with a word for a secret is looked at for sentences and tables, as people write them (`told.ts`, `sentences.ts`, `tabled.ts`).
 * 5. And once more together with the line below, into which the value may have slipped (`slipped.ts`).
 * 6. Any line is looked at for what shows by its shape alone (`bare.ts`), but for those between the marks of a certificate (`pem.ts`).
 */
export function findSecrets(text: string, lines: readonly string[], spellings: readonly SecretSpelling[]): Found[] {
  const found: Found[] = []
  const { search, everywhere, besideWords } = hintsFor(spellings)
  const hints = search.listsIn(text, lines.length)
  const publicity: Publicity = { isPublic: false }
  let end = -1
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? ''
    const begin = end + 1
    end = begin + line.length
    const hint = (hints[index] ?? 0) | (hasRun(text, begin, end) ? RUN : 0)
    if (hint === 0) continue
    const mayHold = (hint & COMMON) !== 0 || ((hint & FOREIGN) !== 0 && FOREIGN_HINT.test(line))
    if (mayHold) findCommon(lines, index, found)
    for (const hinted of mayHold ? besideWords : everywhere) {
      if ((hint & hinted.lists) !== 0) findSpelled(lines, index, hinted.spellings, found)
    }
    if (mayHold) findTold(lines, index, found)
    if (mayHold) findSlipped(lines, index, spellings, found)
    if ((hint & MARK) !== 0) findMarks(lines, index, publicity, found)
    if ((hint & RUN) === 0 || publicity.isPublic) continue
    findPrivateBody(lines, index, found)
    findBare(lines, index, found)
  }
  return found
}

/** What stands in the line below, read as if it had not been broken. */
function findSlipped(
  lines: readonly string[],
  index: number,
  spellings: readonly SecretSpelling[],
  found: Found[],
): void {
  findSlippedWord(lines, index, found)
  const line = mended(lines, index)
  if (line === undefined) return
  for (const { from, to, decode } of findSecrets(line.text, [line.text], spellings)) {
    const begin = Math.max(from, line.at)
    if (to > begin) {
      add(
        found,
        line.below,
        begin - line.at + line.from,
        line.text.slice(begin, to),
        begin > from ? null : decode,
        'exact',
      )
    }
  }
}

/** What is written alike in the texts of all products. */
function findCommon(lines: readonly string[], index: number, found: Found[]): void {
  const line = lines[index] ?? ''
  findBracketed(lines, index, found)
  findLabelled(lines, index, found)
  findTagged(lines, index, found)
  findPaired(lines, index, found)
  findDumped(lines, index, found)
  findPrinted(lines, index, found)
  findPem(lines, index, found)
  if (/:[ \t]*(?:PSK|XAUTH|EAP)[ \t]*$/i.test(line) && !METHOD.test(line)) findLine(lines, index + 1, found)
}
