import type { Noted, Piece } from '../../flowing-text.ts'

/** A piece of a value: a word, or a string in quotes; `text` is what it stands for. */
export interface ValuePart extends Piece {
  readonly text: string
  readonly quoted: boolean
}

/** Names end at these characters, blanks and line breaks (strongswan.conf(5)); values at fewer. */
const REFERENCE = /[^#{}:.,="\r\n\t ]+(?:\.[^#{}:.,="\r\n\t ]+)*/y
const WORD = /[^#}"\r\n\t ]+/y
const BLANK = /[\t\r ]+/y
const ENDS_NAME: Uint8Array = marking('#{}:.,="\r\n\t ')

const [TAB, BREAK, RETURN, SPACE, QUOTE, HASH, CLOSING] = [9, 10, 13, 32, 34, 35, 125]

function marking(characters: string): Uint8Array {
  const table = new Uint8Array(128)
  for (const character of characters) table[character.charCodeAt(0)] = 1
  return table
}

/**
 * Reads a text in the settings format of strongSwan from left to right. Each method takes what it names at `at` and moves
 * on, or returns `null` and stays.
 */
export class SettingsLexer {
  readonly text: string
  /** Where `pieces` are left: what is read, in the order of the text. */
  readonly pieces: Noted[] = []
  at = 0
  /** The piece that goes on as long as nothing but what is irrelevant follows. */
  #run: { from: number; to: number; role: 'irrelevant' } | null = null
  #commentsUpTo = -1
  /** A quote has no end, so that no later one can have. */
  #openQuote = false

  constructor(text: string) {
    this.text = text
  }

  /** Blanks, line breaks and comments, which are noted as pieces. */
  skipSpace() {
    const { text } = this
    let { at } = this
    for (;;) {
      const code = text.charCodeAt(at)
      if (code === SPACE || code === BREAK || code === TAB || code === RETURN) at++
      else if (code === HASH) at = this.#comment(at)
      else break
    }
    this.at = at
  }

  /** Notes what is irrelevant and stands right behind the last that was. */
  passOver(from: number, to: number) {
    if (this.#run === null) {
      this.#run = { from, to, role: 'irrelevant' }
      this.pieces.push(this.#run)
    } else this.#run.to = to
  }

  /** What comes next may be something else. */
  endRun() {
    this.#run = null
  }

  next(): string | undefined {
    return this.text[this.at]
  }

  take(character: string): Piece | null {
    if (this.text[this.at] !== character) return null
    this.at += 1
    this.#run = null
    return { from: this.at - 1, to: this.at }
  }

  name(): ValuePart | null {
    const from = this.at
    const to = this.endOfName()
    if (to === from) return null
    this.at = to
    this.#run = null
    return { from, to, text: this.text.slice(from, to), quoted: false }
  }

  /** The offset behind the name that begins here, without going there. */
  endOfName(): number {
    const { text } = this
    let end = this.at
    while (end < text.length && ENDS_NAME[text.charCodeAt(end)] !== 1) end++
    return end
  }

  /** The offset of the first character from `from` on that is no blank within a line. */
  behindBlanks(from: number): number {
    const { text } = this
    let at = from
    for (let code = text.charCodeAt(at); code === SPACE || code === TAB; code = text.charCodeAt(at)) at++
    return at
  }

  /**
   * The end of a value that is words with a blank between each two, and therefore stands in the text as it is; -1 for one
   * with quotes, tabs or further blanks. Comments and closing braces end it.
   */
  endOfPlainValue(from: number): number {
    const { text } = this
    let end = from
    for (let at = from; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code === BREAK || code === HASH || code === CLOSING) break
      if (code === QUOTE || code === TAB || code === RETURN) return -1
      if (code === SPACE) continue
      if (at > end + 1) return -1
      end = at + 1
    }
    return end
  }

  reference(): ValuePart | null {
    return this.#match(REFERENCE)
  }

  /** The rest of a value up to the end of the line, a comment or a closing brace; `unterminated` where a quote stays open. */
  value(): { readonly parts: readonly ValuePart[]; readonly unterminated: Piece | null } {
    const parts: ValuePart[] = []
    for (;;) {
      this.#match(BLANK)
      if (this.next() === '"' && !this.#openQuote) {
        const quote = this.at
        const string = this.#string()
        if (string === null) {
          this.#openQuote = true
          return { parts, unterminated: { from: quote, to: quote + 1 } }
        }
        parts.push(string)
        continue
      }
      const word = this.#match(WORD)
      if (word === null) return { parts, unterminated: null }
      parts.push(word)
    }
  }

  /** Moves on to the line break, and returns what was left out. */
  skipLine(): string {
    const from = this.at
    const end = this.text.indexOf('\n', from)
    this.at = end < 0 ? this.text.length : end
    return this.text.slice(from, this.at)
  }

  /** The offset behind it. */
  #comment(from: number): number {
    const { text } = this
    let to = from
    while (to < text.length && text.charCodeAt(to) !== BREAK && text.charCodeAt(to) !== RETURN) to++
    // After an error, a line is read again.
    if (from > this.#commentsUpTo) {
      this.#commentsUpTo = from
      this.passOver(from, to)
    }
    return to
  }

  #match(pattern: RegExp): ValuePart | null {
    pattern.lastIndex = this.at
    const text = pattern.exec(this.text)?.[0]
    if (text === undefined) return null
    const from = this.at
    this.at += text.length
    this.#run = null
    return { from, to: this.at, text, quoted: false }
  }

  #string(): ValuePart | null {
    let text = ''
    for (let at = this.at + 1; at < this.text.length; at++) {
      const character = this.text[at] ?? ''
      if (character === '"') {
        const from = this.at + 1
        this.at = at + 1
        return { from, to: at, text, quoted: true }
      }
      if (character === '\\') {
        at += 1
        text += escaped(this.text[at] ?? '')
      } else text += character
    }
    return null
  }
}

/** A backslash at the end of a line joins it with the next. */
function escaped(character: string): string {
  if (character === '\n') return ''
  return { n: '\n', r: '\r', t: '\t' }[character] ?? character
}
