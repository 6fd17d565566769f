import type { SourceLine } from '../../text/source-text.ts'
import { parseTransforms } from './algorithms.ts'
import { readTerminalLine } from './terminal-lines.ts'

/** A command with what of it stands in the lines below. */
export interface Unwrapped {
  readonly text: string
  readonly rest: readonly SourceLine[]
}

/**
 * Puts together what a terminal has cut at its last column, or a mail program between two words: transform sets, and of an
 * ASA, whose commands are one line each, also access lists and the sets that an entry names. `null` for a command that is whole.
 */
export function unwrapping(
  source: readonly SourceLine[],
  mayGoOn: ((said: string) => boolean) | undefined,
): (said: string, at: number) => Unwrapped | null {
  let names: ReadonlySet<string> | undefined
  const [withNames, withSelectors] = [below(areNames), below((more) => OF_A_LIST.test(more))]
  return (said, at) => {
    // Almost always the next command begins with the same word.
    if (!MAY_BE_LONG.test(said) || MAY_BE_LONG.test(source[at + 1]?.text ?? '')) return null
    const join = joinFor(said)
    if (join === null) return null
    const rest: SourceLine[] = []
    let text = said
    for (let line = source[at], next = source[at + 1]; line && next && rest.length < MOST; ) {
      const joined = isWrapped(line) || join === withTransforms ? join(text, line, next) : null
      if (joined === null) break
      rest.push(next)
      text = joined
      line = next
      next = source[at + rest.length + 1]
    }
    return rest.length === 0 ? null : { text, rest }
  }

  function joinFor(said: string): Join | null {
    if (DEFINES.test(said)) return withTransforms
    if (mayGoOn === undefined) return null
    return NAMES.test(said) ? withNames : LISTS.test(said) ? withSelectors : null
  }

  /** Cut at the last column; or between words, where the rest fits. */
  function below(fits: (more: string) => boolean): Join {
    return (said, line, next) => {
      const more = wordsOf(next)
      if (more === '' || mayGoOn?.(more) !== true) return null
      if (isCut(line, next)) return said + more
      return fits(more) ? `${said} ${more}` : null
    }
  }

  function areNames(more: string): boolean {
    names ??= new Set(source.flatMap(({ text }) => DEFINED.exec(text)?.[1] ?? []))
    return more.split(' ').every((name) => names?.has(name))
  }
}

type Join = (said: string, line: SourceLine, next: SourceLine) => string | null

/** Between two transforms or within one: what that makes must be transforms. */
function withTransforms(said: string, _: SourceLine, next: SourceLine): string | null {
  const more = wordsOf(next)
  if (!OF_TRANSFORMS.test(more)) return null
  return [`${said} ${more}`, said + more].find(isTransformSet) ?? null
}

function isTransformSet(said: string): boolean {
  return !('problem' in parseTransforms(said.replace(DEFINES, '').split(' ')))
}

/** Nobody wraps a line that is shorter. */
function isWrapped({ text }: SourceLine): boolean {
  return text.length >= NARROW
}

/** A terminal goes on in the first column, whatever word that cuts. */
function isCut(line: SourceLine, next: SourceLine): boolean {
  return line.text.length === WIDTH && !/^\s/.test(next.text) && !line.text.endsWith(' ')
}

/** The words of a line that may be a rest; none of one at a prompt, a remark, or what the terminal adds. */
function wordsOf(line: SourceLine): string {
  const { kind, host, text } = readTerminalLine(line)
  return kind === 'command' && host === null ? text : ''
}

/** The columns of a terminal, the least that a mail program has, and the most lines of one command. */
const [WIDTH, NARROW, MOST] = [80, 40, 16]

const MAY_BE_LONG = /^(?:access-list|crypto) /i
const DEFINES = /^crypto ipsec (?:ikev1 )?transform-set \S+ (?!mode )/i
const DEFINED = /transform-set (\S+) esp-/i
const NAMES = /^crypto (?:dynamic-)?map \S+ \d+ set (?:ikev1 )?transform-set(?: \S|$)/i
const LISTS = /^access-list \S+ (?:line \d+ )?(?:extended |standard )?(?:permit|deny) /i
const OF_TRANSFORMS = /^[a-z\d -]+$/i
const OF_A_LIST =
  /^(?:[\da-f]{0,4}[.:][\da-f.:]*(?:\/\d+)?|\d+|host|any[46]?|eq|neq|gt|lt|range|object|object-group|tcp|udp|ip|icmp|log|inactive)(?: |$)/i
