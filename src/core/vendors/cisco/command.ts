import { rememberedOf } from '../../model/remembered.ts'
import { type SourceLine, type Span, spanAt } from '../../text/source-text.ts'
import { isBlank } from '../../text/words.ts'
import { added } from './added.ts'
import { placesOfWords } from './terminal-lines.ts'

/** What a command says, without a leading `no`. */
interface Written {
  /** The words with a blank between each two. */
  readonly text: string
  /** `null` where they are what stands between the blanks of the text. */
  readonly words: readonly string[] | null
  readonly no: boolean
}

/**
 * A command with those of the mode that it opens. Its words and its place are made when they are asked for: of a long configuration most
 * commands are asked for little, and whatever is made of each fills the memory.
 */
export class Command {
  readonly line: SourceLine
  /** The words without a leading `no`, with a blank between each two. */
  readonly text: string
  readonly no: boolean
  /** The 0-based index in the line at which it begins, `no` and all. */
  readonly #at: number
  #words: readonly string[] | null
  #span: Span | null = null
  #children: Command[]

  constructor(line: SourceLine, at: number, { text, words, no }: Written, children: Command[] = NO_COMMANDS) {
    this.line = line
    this.text = text
    this.no = no
    this.#at = at
    this.#words = words
    this.#children = children
  }

  /** The same in lower case; made anew each time, so ask once. */
  get lower(): string {
    return this.text.toLowerCase()
  }

  /** The words without a leading `no`; cut anew each time, so ask once. */
  get words(): readonly string[] {
    if (this.#words !== null) return this.#words
    const words = this.text === '' ? NO_WORDS : this.text.split(' ')
    if (words.length >= MANY) this.#words = words
    return words
  }

  /** Those from the `from`th on, without cutting the others. */
  wordsFrom(from: number): readonly string[] {
    if (this.#words !== null) return this.#words.slice(from)
    let at = 0
    for (let word = 0; word < from; word++) {
      at = this.text.indexOf(' ', at) + 1
      if (at === 0) return NO_WORDS
    }
    return this.text.slice(at).split(' ')
  }

  /** From its first word to its last. */
  get span(): Span {
    this.#span ??= spanAt(this.line, this.#at, lengthOfText(this.line.text) - this.#at)
    return this.#span
  }

  get children(): readonly Command[] {
    return this.#children
  }

  /** One more of its mode, while it is read. */
  take(child: Command): void {
    this.#children = added(this.#children, child)
  }

  /** The same with other commands in its mode. */
  withChildren(children: readonly Command[]): Command {
    return new Command(this.line, this.#at, { text: this.text, words: this.#words, no: this.no }, [...children])
  }

  /** The same with the words from the `from`th on. */
  withoutFirst(from: number): Command {
    const words = this.words.slice(from)
    return new Command(this.line, this.#at, { text: joined(words), words, no: this.no }, this.#children)
  }
}

/** Up to the last character that is no blank. */
function lengthOfText(line: string): number {
  return isBlank(line.charCodeAt(line.length - 1)) ? line.trimEnd().length : line.length
}

const NO_COMMANDS: Command[] = []
const NO_WORDS: readonly string[] = []

/** So many words of a line are not gone through, nor cut, for each of them. */
const MANY = 64

/** The words of a command from the `from`th on, as text. */
export function textOf(command: Pick<Command, 'words' | 'text'>, from = 0): string {
  return from === 0 ? command.text : joined(command.words.slice(from))
}

/** From the `from`th of a command's words to the one before the `to`th; its words are the last ones of its line. */
export function spanInside(command: Command, from: number, to = from + 1): Span {
  const { line, words, text, span } = command
  const start = span.column - 1 + span.length - text.length
  // Almost always the words are few and stand there as they are read.
  if (words.length < MANY && from >= 0 && from < to && to <= words.length && line.text.startsWith(text, start)) {
    const at = start + lengthOf(words, 0, from)
    return spanAt(line, at, lengthOf(words, from, to) - 1)
  }
  const places = placesIn(command)
  const before = places.length - words.length
  const [first, last] = [places[before + from], places[before + to - 1]]
  if (first === undefined || last === undefined) return span
  return spanAt(line, first.at, last.end - first.at)
}

/** The last word of a command, which stands at the end of its line. */
export function lastWord({ line, span }: Command, word: string): Span {
  return spanAt(line, span.column - 1 + span.length - word.length, word.length)
}

const placesIn = rememberedOf(({ line, span }: Command) => placesOfWords(line.text, span.column - 1))

/** With a blank behind each. */
function lengthOf(words: readonly string[], from: number, to: number): number {
  let length = 0
  for (let at = from; at < to; at++) length += (words[at]?.length ?? 0) + 1
  return length
}

/** Words with a blank between each two. */
export function joined(words: readonly string[]): string {
  return words.join(' ')
}
