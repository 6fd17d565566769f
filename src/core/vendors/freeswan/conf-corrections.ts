import type { Correction, Endpoint, EndpointFragment, TextEdit } from '../../model/endpoint.ts'
import type { Block, Reading, ReadingProblem } from '../../model/format.ts'
import type { SelectorTemplate } from '../../model/ike-policy.ts'
import type { SourceLine } from '../../text/source-text.ts'
import { nearWords } from '../near-words.ts'
import type { ConfKey, ConfText } from './conf-text.ts'
import { changeKey } from './conf-writer.ts'

/** What of a product the corrections of its ipsec.conf rest on. */
export interface CorrectionWords {
  /** Keys that a section may have. */
  readonly keys: (section: string) => Iterable<string>
  /** Other values for a key, the likeliest first. */
  readonly values: (key: ConfKey) => readonly string[]
  readonly network: (selectors: readonly SelectorTemplate[]) => string | null
}

interface Candidate {
  readonly say: string
  readonly edit: TextEdit
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
    faults.slice(0, 3).flatMap((fault) =>
      [...candidates(fault, block, conf, words, peer)].slice(0, MOST).flatMap(({ say, edit }) => {
        const { endpoints, problems: left } = read({ ...block, lines: edited(block.lines, edit) })
        const [corrected] = endpoints
        const bad = left.filter(({ kind }) => kind === 'invalid')
        const here = bad.some(({ span, say: same }) => span.line === fault.span.line && same === fault.say)
        if (corrected === undefined || here || bad.length > faults.length) return []
        return [{ fault: fault.span, say, edits: [edit], corrected: withEarlier(corrected, edit) }]
      }),
    )
}

/** What is put right next comes on top. */
function withEarlier(fragment: EndpointFragment, edit: TextEdit): EndpointFragment {
  const { textCorrections } = fragment
  if (textCorrections === undefined) return fragment
  return {
    ...fragment,
    textCorrections: (peer: Endpoint): readonly Correction<EndpointFragment>[] =>
      textCorrections(peer).map((each) => ({ ...each, edits: [edit, ...each.edits] })),
  }
}

function edited(lines: readonly SourceLine[], { line, remove, insert }: TextEdit): SourceLine[] {
  return lines.map((each) =>
    each.number === line && remove !== null ? { ...each, text: each.text.replace(remove, () => insert) } : each,
  )
}

function* candidates(
  { span }: ReadingProblem,
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
  if (section === undefined || key === undefined) {
    yield* lineCandidates(line, at)
    return
  }
  const names = new Set(words.keys(section.kind))
  const near = names.has(key.name) ? [] : nearWords(key.name, names)
  for (const name of near.slice(0, 2)) {
    const edit = { source: line.source, line: line.number, remove: key.name, insert: name }
    yield { say: `${at} write "${name}" for "${key.name}".`, edit }
  }
  const side = /^(left|right)subnets?$/.exec(key.name)?.[1]
  const values = side === undefined ? words.values(key) : networksOf(peer, words)
  for (const value of values) yield { say: `${at} write ${key.name}=${value}.`, edit: changeKey(key, value) }
  yield { say: `delete line ${line.number}, "${key.name}".`, edit: changeKey(key, null) }
}

/** A line that is no key of a section: it has lost its indentation, or its value the quotes. */
function* lineCandidates(line: SourceLine, at: string): Generator<Candidate> {
  const text = line.text.trim()
  const place = { source: line.source, line: line.number, remove: text }
  const [, name, value] = /^([^\s="#]+)\s*=\s*(\S[^"#]*)$/.exec(text) ?? []
  if (name !== undefined && value !== undefined && /\s/.test(value)) {
    const insert = `${name}="${value}"`
    yield { say: `${at} put the value of "${name}" in quotes.`, edit: { ...place, insert } }
  }
  if (name !== undefined && !/^\s/.test(line.text)) {
    yield { say: `${at} indent "${name}".`, edit: { ...place, insert: `\t${text}` } }
  }
  yield { say: `delete line ${line.number}.`, edit: { ...place, insert: '' } }
}

/** What the peer has for one of its two sides. */
function networksOf({ ike }: Endpoint, { network }: CorrectionWords): string[] {
  const children = ike?.connections.flatMap((connection) => connection.children) ?? []
  const found = children.flatMap(({ local, remote }) => [network(remote.value), network(local.value)])
  return [...new Set(found.filter((text) => text !== null))].slice(0, 4)
}
