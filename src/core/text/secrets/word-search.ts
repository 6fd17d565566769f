const LINE_BREAK = 10
const BLANK = 32
const TAB = 9
/** All characters beyond ASCII are this one. */
const BEYOND_ASCII = 128

/**
 * Looks for many words at once: of each line of a text it tells which lists have a word in it. Small and capital letters
 * are the same; a blank in a word stands for one or more blanks and tabs, a line break for the beginning or the end of a
 * line, and `\u0080` for any character beyond ASCII. However many words there are, a character takes the same time (Aho
 * and Corasick, Efficient string matching, 1975).
 */
export class WordSearch {
  /** The column of each character in the table. */
  readonly #columns = new Uint8Array(BEYOND_ASCII + 1).fill(1)
  /** A row for each state: its lists, and in the column of a character where the row of the state behind it begins. */
  readonly #table: Int32Array
  /** From this row on a word ends in each state. */
  readonly #ends: number

  /** Words without capital letters. Beyond 32 lists some share a bit, and a line has it where it has a word of either. */
  constructor(lists: readonly (readonly string[])[]) {
    const columns = this.#columns
    let width = 2
    for (const character of new Set(lists.flat().join(''))) columns[character.charCodeAt(0)] = width++
    for (let code = 65; code <= 90; code++) columns[code] = columns[code + 32] ?? 1
    columns[TAB] = columns[BLANK] ?? 1

    const states = statesOf(lists)
    const rows = new Map<State, number>()
    for (const state of states) if (state.lists === 0) rows.set(state, rows.size * width)
    this.#ends = rows.size * width
    for (const state of states) if (state.lists !== 0) rows.set(state, rows.size * width)

    const table = new Int32Array(rows.size * width)
    for (const state of states) {
      const row = rows.get(state) ?? 0
      const before = rows.get(state.fallback) ?? 0
      table.copyWithin(row + 1, before + 1, before + width)
      table[row] = state.lists
      for (const [code, next] of state.after) table[row + (columns[code] ?? 1)] = rows.get(next) ?? 0
      if (state.last === BLANK) table[row + (columns[BLANK] ?? 1)] = row
    }
    this.#table = table
  }

  /** By line: a bit for each list that has a word in it, the lowest one for the first list. `text` has `count` lines. */
  listsIn(text: string, count: number): Int32Array {
    const columns = this.#columns
    const table = this.#table
    const ends = this.#ends
    const found = new Int32Array(count)
    let state = table[columns[LINE_BREAK] ?? 1] ?? 0
    let lists = 0
    let line = 0
    for (let at = 0; at <= text.length; at++) {
      const code = at < text.length ? text.charCodeAt(at) : LINE_BREAK
      state = table[state + (columns[code < BEYOND_ASCII ? code : BEYOND_ASCII] ?? 1)] ?? 0
      if (state >= ends) lists |= table[state] ?? 0
      if (code !== LINE_BREAK) continue
      found[line++] = lists
      lists = 0
    }
    return found
  }
}

/** What of words has been seen up to a place in a text. */
interface State {
  /** The last character of it. */
  readonly last: number
  readonly after: Map<number, State>
  /** What is left of it, from the front, with which another word begins. */
  fallback: State
  /** The lists that have a word which ends here, a bit each. */
  lists: number
}

/** The first one is for nothing, and shorter ones stand before longer ones. */
function statesOf(lists: readonly (readonly string[])[]): State[] {
  const nothing = new NothingSeen()
  for (const [list, words] of lists.entries()) for (const word of words) behind(nothing, word).lists |= 1 << list
  const states: State[] = [nothing]
  for (const state of states) {
    for (const [code, next] of state.after) {
      if (state !== nothing) next.fallback = fallbackOf(state, code)
      next.lists |= next.fallback.lists
      states.push(next)
    }
  }
  return states
}

class NothingSeen implements State {
  readonly last = 0
  readonly after = new Map<number, State>()
  readonly fallback: State = this
  lists = 0
}

/** The state behind a whole word. */
function behind(nothing: State, word: string): State {
  let state = nothing
  for (let at = 0; at < word.length; at++) {
    const last = word.charCodeAt(at)
    const next = state.after.get(last) ?? { last, after: new Map(), fallback: nothing, lists: 0 }
    state.after.set(last, next)
    state = next
  }
  return state
}

/** For the state behind another one and a character. */
function fallbackOf(state: State, code: number): State {
  let shorter = state.fallback
  while (shorter !== shorter.fallback && !shorter.after.has(code)) shorter = shorter.fallback
  return shorter.after.get(code) ?? shorter
}
