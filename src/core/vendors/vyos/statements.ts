import type { SourceLine, Span } from '../../text/source-text.ts'
import { lineSpan } from '../../text/source-text.ts'
import { indentOf } from '../../text/words.ts'
import { ConfigNode } from './config-tree.ts'
import { consoleLine, isPager, levelOf } from './console-line.ts'
import { isIpsecWord, isPeerWord } from './known-words.ts'
import { isClosing, isOpening, type LineWord, lineWords } from './line-words.ts'

/** What one line says of the configuration, with the words from the top of it. */
export interface Statement {
  readonly line: SourceLine
  /** `other`: a command that the configuration mode has and that is not carried out here, such as `rename`. */
  readonly kind: 'set' | 'delete' | 'other'
  readonly path: readonly string[]
}

/** The line below a saved configuration that names the versions of its parts. */
export interface Version {
  readonly text: string
  readonly span: Span
}

/** What a text is made of. */
export interface Statements {
  readonly statements: readonly Statement[]
  readonly host: string | null
  readonly version: Version | null
  /** Lines of the console and remarks. */
  readonly screen: readonly number[]
  /** The text ends inside of sections that are not closed. */
  readonly isOpen: boolean
}

/** Commands of the configuration mode that change nothing of it. */
const BESIDE =
  /^(?:commit|commit-confirm|save|exit|configure|run|show|compare|discard|load|source|begin|end|sudo|confirm|comment|if|fi|then|echo|sg|\/?\S*(?:vbash|bash))(?=$|[\s;])/
const SHOWN = /^show (?:vpn|interfaces|nat|protocols|service|system)\b/
const CHANGING = /^(?:set|delete|edit|top|up|rename|copy|activate|deactivate)(?=$|\s)/

/** Reads the lines into the tree; a text may be commands, the printed tree, or both. */
export function readStatements(lines: readonly SourceLine[], root: ConfigNode): Statements {
  return new Reader(root).read(lines)
}

class Reader {
  readonly #root: ConfigNode
  readonly #statements: Statement[] = []
  readonly #screen: number[] = []
  #host: string | null = null
  #version: Version | null = null
  /** The level that commands are relative to, and printed parts as well. */
  #level: readonly LineWord[] = []
  /** Of each brace that is open, how many words the level had before. */
  readonly #open: number[] = []
  #inRemark = false

  constructor(root: ConfigNode) {
    this.#root = root
  }

  read(lines: readonly SourceLine[]): Statements {
    for (const line of lines) this.#readLine(line)
    return {
      statements: this.#statements,
      host: this.#host,
      version: this.#version,
      screen: this.#screen,
      isOpen: this.#open.length > 0,
    }
  }

  #readLine(line: SourceLine) {
    const { text, number } = line
    if (text.length > LONGEST) {
      this.#note(line, 'other', [])
      return
    }
    if (this.#isRemark(line) || isPager(text)) {
      this.#screen.push(number)
      return
    }
    const level = levelOf(text)
    const { from, host } = consoleLine(text)
    if (host !== null) this.#host ??= host
    const start = indentOf(text, from)
    const rest = text.slice(start)
    if (level !== null || rest === '') {
      if (level !== null)
        this.#enter(
          lineWords({ ...line, text: text.slice(0, text.lastIndexOf(']')) }, text.lastIndexOf(']') - level.length),
        )
      if (text.trim() !== '') this.#screen.push(number)
    } else if (this.#open.length === 0 && CHANGING.test(rest)) this.#command(line, lineWords(line, start))
    else if (this.#open.length === 0 && BESIDE.test(rest)) {
      // What is shown in the configuration mode is printed from that level on.
      const isLevel = /#[ \t]*$/.test(text.slice(0, start)) && SHOWN.test(rest)
      this.#enter(isLevel ? lineWords(line, start + 'show'.length) : [])
      this.#screen.push(number)
    } else if (host === null) this.#printed(line, lineWords(line, start))
    else this.#screen.push(number)
  }

  #enter(words: readonly LineWord[]) {
    if (this.#open.length === 0) this.#level = words
  }

  /** The trailer of a file, and remarks of both kinds. */
  #isRemark(line: SourceLine): boolean {
    const { text } = line
    const trailer = /(?:vyos|vyatta)-config-version: ?"?([^"\s*]{1,2000})|Release version: ?(\S{1,80})/.exec(text)
    if (trailer !== null && /^\s*(?:\/\/|\/\*)/.test(text)) {
      const known = this.#version === null ? '' : `${this.#version.text} `
      this.#version = { text: `${known}${trailer[1] ?? trailer[2]}`, span: lineSpan(line) }
      return true
    }
    if (this.#inRemark) {
      if (text.includes('*/')) this.#inRemark = false
      return true
    }
    if (/^\s*\/\*/.test(text)) this.#inRemark = !text.includes('*/')
    return /^\s*(?:\/\*|\/\/|#(?!\s*(?:set|delete)\s))/.test(text)
  }

  #command(line: SourceLine, [verb, ...words]: readonly LineWord[]) {
    const kind = verb?.text
    if (this.#level.length + words.length > DEEPEST) {
      this.#note(line, 'other', [])
      return
    }
    if (kind === 'edit') this.#level = [...this.#level, ...words]
    if (kind === 'top') this.#level = []
    if (kind === 'up') this.#level = this.#level.slice(0, -1)
    if (kind !== 'set' && kind !== 'delete') {
      const isLevel = kind === 'edit' || kind === 'top' || kind === 'up'
      if (isLevel) this.#screen.push(line.number)
      else this.#note(line, 'other', words)
      return
    }
    const path = [...this.#level, ...words]
    if (kind === 'set') this.#set(path)
    else this.#delete(path)
    this.#note(line, kind, path)
  }

  /** `name value`, `name {`, `}`; also several of them in one line. */
  #printed(line: SourceLine, words: readonly LineWord[]) {
    let said: LineWord[] = []
    for (const word of words) {
      if (isOpening(word)) {
        this.#begin(line, said)
        said = []
      } else if (isClosing(word)) {
        if (said.length > 0) this.#leaf(line, said)
        said = []
        this.#close(line)
      } else said.push(word)
    }
    if (said.length > 0) this.#leaf(line, said)
  }

  #begin(line: SourceLine, words: readonly LineWord[]) {
    this.#open.push(this.#level.length)
    if (this.#open.length > DEEPEST || this.#level.length + words.length > DEEPEST) {
      this.#note(line, 'other', [])
      return
    }
    this.#level = [...this.#above(words, true), ...words]
    this.#set(this.#level)
    this.#note(line, 'set', this.#level)
  }

  #leaf(line: SourceLine, words: readonly LineWord[]) {
    const path = [...this.#above(words, false), ...words]
    if (this.#open.length > 0 || this.#level.length > 0 || path.length > words.length) {
      this.#set(path)
      this.#note(line, 'set', path)
    }
  }

  #close(line: SourceLine) {
    const length = this.#open.pop()
    if (length !== undefined) this.#level = this.#open.length === 0 && length === 0 ? [] : this.#level.slice(0, length)
    this.#screen.push(line.number)
  }

  /** The level of a part; where it was pasted without what stands above, that which its first word has. */
  #above([first]: readonly LineWord[], isSection: boolean): readonly LineWord[] {
    if (this.#level.length > 0 || first === undefined) return this.#level
    const { text: word } = first
    const inPeer = isPeerWord(word) && !(isSection && isIpsecWord(word))
    const above = inPeer ? PEER : isIpsecWord(word) ? ['vpn', 'ipsec'] : (ABOVE.get(word) ?? [])
    return above.map((text) => ({ ...first, text }))
  }

  #set(path: readonly LineWord[]) {
    let node = this.#root
    for (const [at, word] of path.entries()) node = node.child(word, at === path.length - 1)
  }

  #delete(path: readonly LineWord[]) {
    const nodes = [this.#root]
    for (const { text } of path) {
      const next = nodes.at(-1)?.below.get(text)
      if (next === undefined) return
      nodes.push(next)
    }
    for (let at = path.length; at > 0; at--) {
      nodes[at - 1]?.below.delete(path[at - 1]?.text ?? '')
      if ((nodes[at - 1]?.below.size ?? 1) > 0) return
    }
  }

  #note(line: SourceLine, kind: Statement['kind'], path: readonly LineWord[]) {
    this.#statements.push({ line, kind, path: path.map(({ text }) => text) })
  }
}

/** No line of a configuration has more characters, but for texts that are none of it. */
const LONGEST = 20_000
/** No path has more words, and no section stands deeper: a tunnel's `prefix` is the eighth. */
const DEEPEST = 100

/** A peer whose own line was not pasted. */
export const UNNAMED = 'without a name'

const PEER: readonly string[] = ['vpn', 'ipsec', 'site-to-site', 'peer', UNNAMED]

const INTERFACES: readonly string[] = ['interfaces']

const ABOVE: ReadonlyMap<string, readonly string[]> = new Map([
  ['ipsec', ['vpn']],
  ['peer', ['vpn', 'ipsec', 'site-to-site']],
  ['psk', ['vpn', 'ipsec', 'authentication']],
  ['ethernet', INTERFACES],
  ['vti', INTERFACES],
  ['bonding', INTERFACES],
  ['pppoe', INTERFACES],
  ['loopback', INTERFACES],
])

/** The tree of texts that are one configuration. */
export function newRoot(line: SourceLine): ConfigNode {
  return new ConfigNode({ text: '', line, at: 0, end: line.text.length })
}
