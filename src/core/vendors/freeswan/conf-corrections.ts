import type { Endpoint, EndpointFragment, TextEdit } from '../../model/endpoint.ts'
import type { Block, Reading, ReadingProblem } from '../../model/format.ts'
import { grouped } from '../../model/grouped.ts'
import type { SelectorTemplate } from '../../model/ike-policy.ts'
import type { SourceLine } from '../../text/source-text.ts'
import { nearWords } from '../near-words.ts'
import { withEarlier } from '../with-earlier.ts'
import type { ConfKey, ConfSection, ConfText } from './conf-text.ts'
import { changeKey } from './conf-writer.ts'
import { spacedEntry } from './secrets-text.ts'

/** What of a product the corrections of its ipsec.conf rest on. */
export interface CorrectionWords {
  /** Keys that a section may have. */
  readonly keys: (section: string) => Iterable<string>
  /** Other values for a key, the likeliest first. */
  readonly values: (key: ConfKey) => readonly string[]
  /** Another key that decides whether this one's value is good, with what makes it so. */
  readonly related: (key: ConfKey) => readonly { readonly name: string; readonly value: string }[]
  /** What makes it good in `config setup`. */
  readonly setup?: (key: ConfKey) => { readonly name: string; readonly value: string } | null
  /** What a section may lack. */
  readonly unwritten?: { readonly name: string; readonly value: string }
  /** Whether a value cannot work with what its section has. */
  readonly lacks?: (key: ConfKey, section: ConfSection) => boolean
  /** What is left of a list without what may be refused, which says less than was meant. */
  readonly shorter?: (key: ConfKey) => readonly string[]
  readonly network: (selectors: readonly SelectorTemplate[]) => string | null
}

interface Candidate {
  readonly say: string
  readonly edits: readonly TextEdit[]
  /** It leaves out a part of what was meant, so that it is no way where it does not suffice. */
  readonly saysLess?: true
}

/** More ways than this are guessing. */
const MOST = 6

/**
 * What the writer of a text that the product refuses may have meant: a key or word one slip away, the network that the
 * peer has, a line that is there once too often. Each is read again, and counts only where the fault is gone.
 */
export function confCorrections(
  block: Block,
  conf: ConfText,
  problems: readonly ReadingProblem[],
  words: CorrectionWords,
  read: (block: Block) => Reading,
): NonNullable<EndpointFragment['textCorrections']> {
  const faults = problems.filter(({ kind }) => kind === 'invalid')
  return (peer) =>
    faults.slice(0, 3).flatMap((fault) => {
      const found = firstOf(candidates(fault, faults, block, conf, words, peer)).flatMap(({ say, edits, saysLess }) => {
        const { endpoints, problems: left } = read({ ...block, lines: edited(block.lines, edits) })
        const [corrected] = endpoints
        const bad = left.filter(({ kind }) => kind === 'invalid')
        const here = bad.some(({ span, say: same }) => span.line === fault.span.line && same === fault.say)
        if (corrected === undefined || here || bad.length > faults.length) return []
        return [{ fault: fault.span, say, edits, corrected: withEarlier(corrected, edits), left: bad.length, saysLess }]
      })
      // What leads to another refusal is not meant where something else does not.
      const fewest = Math.min(...found.map(({ left }) => left))
      const loading = found.filter(({ corrected }) => corrected.textCorrections === undefined)
      const meant =
        loading.length > 0 ? loading : found.filter(({ left, saysLess }) => left === fewest && saysLess !== true)
      return meant.map(({ left: _, saysLess: __, ...correction }) => correction)
    })
}

/** Those beyond are not made at all: of a key that stands a thousand times each has a thousand edits. */
function firstOf(candidates: Iterable<Candidate>): Candidate[] {
  const found: Candidate[] = []
  for (const candidate of candidates) {
    found.push(candidate)
    if (found.length === MOST) break
  }
  return found
}

function edited(lines: readonly SourceLine[], edits: readonly TextEdit[]): readonly SourceLine[] {
  const byLine = grouped(edits, ({ line }) => line)
  const changed = lines.map((each) => {
    const texts = byLine.get(each.number) ?? []
    const text = texts.reduce(
      (so, { remove, insert }) => (remove === null ? so : so.replace(remove, () => insert)),
      each.text,
    )
    return text === each.text ? each : { ...each, text }
  })
  return edits.filter(({ remove }) => remove === null).reduce(inserted, changed)
}

function inserted(lines: readonly SourceLine[], { source, line, insert }: TextEdit): readonly SourceLine[] {
  const at = lines.findIndex(({ number }) => number >= line)
  return lines.toSpliced(at === -1 ? lines.length : at, 0, { source, number: line, text: insert })
}

function* candidates(
  { span }: ReadingProblem,
  faults: readonly ReadingProblem[],
  { lines }: Block,
  { sections }: ConfText,
  words: CorrectionWords,
  peer: Endpoint,
): Generator<Candidate> {
  const line = lines.find(({ number }) => number === span.line)
  if (line === undefined || line.text.trim() === '') return
  const section = sections.find(({ keys }) => keys.some((each) => each.line.number === line.number))
  const key = section?.keys.find((each) => each.line.number === line.number)
  const at = `in line ${line.number},`
  // Without its first line the keys of a section would be those of the one before.
  const headed = sections.find(({ span: head }) => head.line === line.number)
  if (headed !== undefined) {
    if (words.unwritten !== undefined) yield belowHead(headed, words.unwritten)
    return
  }
  if (section === undefined || key === undefined) {
    const entry = spacedEntry(line.text)
    if (entry === null) yield* lineCandidates(line, at)
    else yield { say: `${at} write a blank on each side of the colon.`, edits: [{ ...placeOf(line), ...entry }] }
    return
  }
  for (const name of likelyNames(key, section, words)) {
    const edit = { source: line.source, line: line.number, remove: key.name, insert: name }
    yield { say: `${at} write "${name}" for "${key.name}".`, edits: [edit] }
  }
  const same = section.keys.filter(({ name }) => name === key.name && name !== 'also')
  if (same.length > 1) yield* keepingOne(same, (each) => words.lacks?.(each, section) === true)
  const [, side] = /^(left|right)subnets?$/.exec(key.name) ?? []
  const known = side === undefined ? [] : networksOf(peer, words)
  if (side !== undefined) {
    const named = new Set(key.value.split(/[\s,]+/))
    const values = known.filter((value) => !named.has(value))
    yield* otherSide(key, section, side === 'left' ? 'right' : 'left', values)
  }
  const values = side === undefined ? words.values(key) : known.filter((value) => !isAcross(value, side, section))
  for (const value of values) yield { say: `${at} write ${key.name}=${value}.`, edits: [changeKey(key, value)] }
  const copies = copiesOf(key, faults, sections)
  for (const value of words.shorter?.(key) ?? []) {
    const edits = copies.map((each) => changeKey(each, value))
    yield { say: `in ${linesText(copies)}, write ${key.name}=${value}.`, edits, saysLess: true }
  }
  for (const { name, value } of words.related(key)) yield* relatedKeys(sections, name, value)
  if (key.name === `${side}subnets`) yield* singleNetworks(key, `${side}subnet`, values)
  yield { say: `delete line ${line.number}, "${key.name}".`, edits: [changeKey(key, null)] }
  const setup = words.setup?.(key) ?? null
  if (setup !== null) yield* setupKeys(sections, setup.name, setup.value)
}

/**
 * For a key that there is not: the one that it begins with, such as `right` for `rightaddress`, and those one slip away. Those
 * that the section has are not meant.
 */
function likelyNames(key: ConfKey, { kind, keys }: ConfSection, words: CorrectionWords): string[] {
  const names = new Set(words.keys(kind))
  if (names.has(key.name)) return []
  const missing = [...names].filter((name) => keys.every((each) => each.name !== name))
  const begun = missing.filter((name) => name.length >= SHORTEST && key.name.startsWith(name))
  return [...new Set([...begun.toSorted((a, b) => b.length - a.length), ...nearWords(key.name, missing)])].slice(0, 3)
}

/** What begins with a shorter word than this may mean anything. */
const SHORTEST = 4

/** Of a key that stands several times, each in its turn is the one that was meant, the last one that can work first. */
function* keepingOne(same: readonly ConfKey[], lacks: (key: ConfKey) => boolean): Generator<Candidate> {
  for (const kept of same.toReversed().toSorted((a, b) => Number(lacks(a)) - Number(lacks(b)))) {
    const others = same.filter((each) => each !== kept)
    yield { say: `delete ${linesText(others)}, "${kept.name}".`, edits: others.map((each) => changeKey(each, null)) }
  }
}

/** `line 3`, `lines 3, 5 and 9`. */
function linesText(keys: readonly ConfKey[]): string {
  const lines = keys.map(({ line }) => line.number)
  return lines.length > 1 ? `lines ${lines.slice(0, -1).join(', ')} and ${lines.at(-1)}` : `line ${lines[0]}`
}

/** One conn is often copied from another, with its fault: a list that is refused in several is meant alike in all of them. */
function copiesOf(key: ConfKey, faults: readonly ReadingProblem[], sections: ConfText['sections']): ConfKey[] {
  const refused = new Set(faults.map(({ span }) => span.line))
  return sections
    .flatMap(({ keys }) => keys)
    .filter(({ name, value, line }) => name === key.name && value === key.value && refused.has(line.number))
}

function* relatedKeys(sections: ConfText['sections'], name: string, value: string): Generator<Candidate> {
  for (const key of sections.flatMap(({ keys }) => keys).filter((each) => each.name === name && each.value !== value))
    yield { say: `in line ${key.line.number}, write ${name}=${value}.`, edits: [changeKey(key, value)] }
}

function* setupKeys(sections: ConfText['sections'], name: string, value: string): Generator<Candidate> {
  const setup = sections.find(({ kind }) => kind === 'config')
  if (setup === undefined) return
  if (setup.keys.some((key) => key.name === name)) return yield* relatedKeys([setup], name, value)
  yield belowHead(setup, { name, value })
}

function belowHead({ span, keys }: ConfSection, { name, value }: NonNullable<CorrectionWords['unwritten']>): Candidate {
  const { source, line } = span
  const indent = /^[ \t]+/.exec(keys[0]?.line.text ?? '')?.[0] ?? '\t'
  const edit = { source, line: line + 1, remove: null, insert: `${indent}${name}=${value}` }
  return { say: `below line ${line}, write ${name}=${value}.`, edits: [edit] }
}

/** A network stands at one side only. */
function isAcross(value: string, side: string, { keys }: ConfSection): boolean {
  return keys.some(
    (key) =>
      /^(?:left|right)subnets?$/.test(key.name) &&
      !key.name.startsWith(side) &&
      key.value.split(/[\s,]+/).includes(value),
  )
}

/** One side has networks and the other has none, so that it protects its gateway alone. */
function* otherSide(
  { line, span }: ConfKey,
  { keys }: ConfSection,
  side: 'left' | 'right',
  values: readonly string[],
): Generator<Candidate> {
  if (keys.some(({ name }) => name === `${side}subnet` || name === `${side}subnets`)) return
  const indent = /^\s*/.exec(line.text)?.[0] ?? ''
  for (const value of values.slice(0, 3)) {
    const insert = `${indent}${side}subnet=${value}`
    const edit = { source: span.source, line: line.number + 1, remove: null, insert }
    yield { say: `below line ${line.number}, write ${side}subnet=${value}.`, edits: [edit] }
  }
}

/** A list that is refused as a list, or for its networks of one family. */
function* singleNetworks(key: ConfKey, name: string, values: readonly string[]): Generator<Candidate> {
  const all = key.value.split(/[\s,]+/).filter((text) => text !== '')
  const families = [all.filter((text) => !text.includes(':')), all.filter((text) => text.includes(':'))]
  if (families.every(({ length }) => length > 0)) {
    for (const kept of families) {
      const say = `in line ${key.line.number}, write ${key.name}="${kept.join(' ')}", and a conn of its own for each of the others.`
      yield { say, edits: [changeKey(key, kept.join(' '))] }
    }
  }
  const own = key.value.split(/[\s,]+/).filter((text) => values.includes(text))
  for (const value of own) {
    const say = `in line ${key.line.number}, write ${name}=${value}, and a conn of its own for each of the others.`
    yield { say, edits: [changeKey({ ...key, name }, value)] }
  }
}

function placeOf({ source, number }: SourceLine): Pick<TextEdit, 'source' | 'line'> {
  return { source, line: number }
}

/** A line that is no key of a section: it has two of them, or has lost its indentation, or its value the quotes. */
function* lineCandidates(line: SourceLine, at: string): Generator<Candidate> {
  const text = line.text.trim()
  const place = { ...placeOf(line), remove: text }
  const [, first, second] = /^([^\s="#]+=[^\s"#]+)\s+([a-z][\w-]*=[^\s"#]+)$/.exec(text) ?? []
  if (first !== undefined && second !== undefined) {
    const below = `${/^\s*/.exec(line.text)?.[0] ?? ''}${second}`
    const edits = [
      { ...place, insert: first },
      { ...placeOf(line), line: line.number + 1, remove: null, insert: below },
    ]
    yield { say: `${at} write "${first}" alone, and "${second}" in a line of its own.`, edits }
  }
  const [, name, value] = /^([^\s="#]+)\s*=\s*(\S[^"#]*)$/.exec(text) ?? []
  if (name !== undefined && value !== undefined && /\s/.test(value)) {
    const insert = `${name}="${value}"`
    yield { say: `${at} put the value of "${name}" in quotes.`, edits: [{ ...place, insert }] }
  }
  if (name !== undefined && !/^\s/.test(line.text)) {
    yield { say: `${at} indent "${name}".`, edits: [{ ...place, insert: `\t${text}` }] }
  }
  yield { say: `delete line ${line.number}.`, edits: [{ ...place, insert: '' }] }
}

/** What the peer has for one of its two sides. */
function networksOf({ ike }: Endpoint, { network }: CorrectionWords): string[] {
  const children = ike?.connections.flatMap((connection) => connection.children) ?? []
  const all = children.flatMap(({ local, remote }) => [remote.value, local.value])
  const found = [...all, ...all.flatMap((list) => (list.length > 1 ? list.map((one) => [one]) : []))].map(network)
  return [...new Set(found.filter((text) => text !== null))].slice(0, 4)
}
