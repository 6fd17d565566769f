import type { Piece } from '../isa/flowing-text.ts'

/** A piece of a value: a word, or a string in quotes; `text` is what it stands for. */
export interface ValuePart extends Piece {
  readonly text: string
  readonly quoted: boolean
}

/** Names end at these characters, blanks and line breaks (strongswan.conf(5)); values at fewer. */
const NAME = /[^#{}:.,="\r\n\t ]+/y
const REFERENCE = /[^#{}:.,="\r\n\t ]+(?:\.[^#{}:.,="\r\n\t ]+)*/y
const WORD = /[^#}"\r\n\t ]+/y
const BLANK = /[\t\r ]+/y
const SPACE = /[\t\r\n ]+/y
const COMMENT = /#[^\r\n]*/y

/**
 * Reads a text in the settings format of strongSwan from left to right. Each method takes what it names at `at` and moves
 * on, or returns `null` and stays.
 */
export class SettingsLexer {
  readonly text: string
  readonly comments: Piece[] = []
  at = 0
  /** A quote has no end, so that no later one can have. */
  #openQuote = false

  constructor(text: string) {
    this.text = text
  }

  /** Blanks, line breaks and comments. */
  skipSpace() {
    this.#skip(SPACE)
  }

  next(): string | undefined {
    return this.text[this.at]
  }

  take(character: string): Piece | null {
    if (this.text[this.at] !== character) return null
    this.at += 1
    return { from: this.at - 1, to: this.at }
  }

  name(): ValuePart | null {
    return this.#match(NAME)
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

  #skip(space: RegExp) {
    for (;;) {
      this.#match(space)
      const comment = this.#match(COMMENT)
      if (comment === null) return
      // After an error, a line is read again.
      if (comment.from > (this.comments.at(-1)?.from ?? -1)) this.comments.push(comment)
    }
  }

  #match(pattern: RegExp): ValuePart | null {
    pattern.lastIndex = this.at
    const text = pattern.exec(this.text)?.[0]
    if (text === undefined) return null
    const from = this.at
    this.at += text.length
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
