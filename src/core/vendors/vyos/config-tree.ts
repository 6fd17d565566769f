import { type SourceLine, type Span, spanAt } from '../../text/source-text.ts'
import type { LineWord } from './line-words.ts'

/** A word of the configuration with what stands below it; a value is the word below its setting. */
export class ConfigNode {
  readonly text: string
  readonly below = new Map<string, ConfigNode>()
  readonly #line: SourceLine
  readonly #at: number
  readonly #end: number

  constructor({ text, line, at, end }: LineWord) {
    this.text = text
    this.#line = line
    this.#at = at
    this.#end = end
  }

  /** The word, with its quotes. */
  get span(): Span {
    return spanAt(this.#line, this.#at, this.#end - this.#at)
  }

  /** The node of a word below, which is made where it is not there. What is said again stands behind all that was said before. */
  child(word: LineWord, isLast: boolean): ConfigNode {
    const known = this.below.get(word.text)
    if (known !== undefined && !(isLast && known.below.size === 0)) return known
    this.below.delete(word.text)
    const node = new ConfigNode(word)
    this.below.set(word.text, node)
    return node
  }
}

/** The node that these words lead to; `undefined` where nothing is said there. */
export function nodeAt(root: ConfigNode | undefined, ...path: readonly string[]): ConfigNode | undefined {
  let node = root
  for (const word of path) {
    node = node?.below.get(word)
    if (node === undefined) return undefined
  }
  return node
}

/** What stands below these words, in order. */
export function nodesAt(root: ConfigNode | undefined, ...path: readonly string[]): readonly ConfigNode[] {
  return [...(nodeAt(root, ...path)?.below.values() ?? [])]
}

/** The value of a setting: of several the one that was set last. */
export function valueAt(root: ConfigNode | undefined, ...path: readonly string[]): ConfigNode | undefined {
  return nodesAt(root, ...path).at(-1)
}
