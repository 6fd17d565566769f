import { type AddressRange, formatRange, nameRange } from '../../../address/address-range.ts'
import { type AddressProblem, isProblem, parseAddressText, plainPrefix } from '../../../address/parse-address.ts'
import { RangeMap } from '../../../address/range-map.ts'
import type { LineRole, ReadingProblem } from '../../../model/format.ts'
import type { SourceLine, Span } from '../../../text/source-text.ts'
import { spanAt } from '../../../text/source-text.ts'
import { parseLine, type Word, type WrittenFilter } from './filter-notation.ts'
import { definitionsIn, soundsLikeGateway, type Topology, topologyIn } from './filter-places.ts'

/** What a name or an address of the notation stands for. */
export interface Place {
  readonly text: string
  readonly range: AddressRange
  /** Equal for two places with the same addresses; counted from 0. */
  readonly id: number
  /** Where its addresses are told, or where it stands. */
  readonly span: Span
}

/** What a word stands for, wherever it stands; `span`: where its addresses are told, `null` where nothing tells them. */
export type Meaning = Omit<Place, 'span'> & { readonly span: Span | null }

/** What the lines around the filters tell of the names in them. */
export interface Names {
  readonly place: (word: Word) => Place | ReadingProblem
  /** What a text stands for; the same object for the same text. */
  readonly meaning: (text: string) => Meaning | AddressProblem
  /** How many places have an `id` by now. */
  readonly count: () => number
  readonly topology: Topology | null
  /** Gateways that have an address and stand in no filter. */
  readonly spareGateways: readonly Place[]
  readonly roles: ReadonlyMap<number, LineRole>
  readonly problems: readonly ReadingProblem[]
}

/** A side that is written in digits is an address; everything else is a name. */
export function isAddress(text: string): boolean {
  return text.includes('/') || text.includes(':') || /^(?:\d[\d.]*(?:$|[\s–-])|any$)/i.test(text)
}

/** A line without an address and without a dash explains no name. */
const MAY_EXPLAIN = /\d\.\d|[\da-f:]:[\da-f:]|[–—]|\s-/i

/** Reads definitions (`SubnetA = 10.1.0.0/24`) and the topology line for the names that stand in the filters. */
export function readNames(lines: readonly SourceLine[], filters: readonly WrittenFilter[]): Names {
  const spellings = spellingsIn(filters)
  // The same names and addresses come again and again.
  const meanings = new Map<string, Meaning | AddressProblem>()
  const networks = new RangeMap<Meaning>()
  let count = 0
  const isName = (text: string) => spellings.has(text.toLowerCase())
  const mayBeDefined = (text: string) => isName(text) || (!isAddress(text) && soundsLikeGateway(text))
  const defined = new Map<string, Place>()
  const roles = new Map<number, LineRole>()
  const problems: ReadingProblem[] = []
  let topology: Topology | null = null
  for (const line of lines) {
    if (!MAY_EXPLAIN.test(line.text)) continue
    const { words } = parseLine(line)
    const drawn = topologyIn(words, isName)
    if (drawn !== null) roles.set(line.number, 'read')
    topology ??= drawn
    for (const { name, address } of definitionsIn(words, mayBeDefined)) {
      const known = defined.get(name.text.toLowerCase())
      const range = parseAddressText(address.text)
      const problem = isProblem(range)
        ? badAddress(address, range)
        : known !== undefined && formatRange(known.range) !== formatRange(range)
          ? twoAddresses(name, address, formatRange(known.range), known.span.line)
          : null
      roles.set(line.number, problem === null ? 'read' : 'unsupported')
      if (problem !== null) problems.push(problem)
      else if (known === undefined && !isProblem(range)) {
        const text = spellings.get(name.text.toLowerCase()) ?? name.text
        defined.set(name.text.toLowerCase(), { text, range, id: idOf(range, ''), span: wordSpan(address) })
      }
    }
  }
  const place = (word: Word): Place | ReadingProblem => {
    const found = meaning(word.text)
    return isProblem(found) ? badAddress(word, found) : placeAt(word, found)
  }
  const spareGateways = [...defined.values()].filter((gateway) => !isName(gateway.text))
  return { place, meaning, count: () => count, topology, spareGateways, roles, problems }

  function meaning(text: string): Meaning | AddressProblem {
    const range = plainPrefix(text)
    const network = range && networks.get(range)
    if (network?.text === text) return network
    if (range === undefined || network !== undefined) return otherMeaning(text)
    const fresh = { text, range, id: count++, span: null }
    networks.set(range, fresh)
    return fresh
  }

  /** Of what is no prefix, or one that was written in another way first. */
  function otherMeaning(text: string): Meaning | AddressProblem {
    const known = meanings.get(text)
    if (known !== undefined) return known
    const fresh = meaningOf(text)
    meanings.set(text, fresh)
    return fresh
  }

  function meaningOf(written: string): Meaning | AddressProblem {
    if (isAddress(written)) {
      const range = parseAddressText(written)
      return isProblem(range) ? range : { text: written, range, id: idOf(range, written), span: null }
    }
    const text = spellings.get(written.toLowerCase()) ?? written
    if (text !== written) return meaning(text)
    const range = nameRange(text)
    return defined.get(text.toLowerCase()) ?? { text, range, id: idOf(range, text), span: null }
  }

  /** That of the plainest way to write it, which nearly all texts are. */
  function idOf(range: AddressRange, written: string): number {
    const network = networks.get(range)
    if (network !== undefined) return network.id
    const plain = formatRange(range)
    if (plain === written) return count++
    const found = meaning(plain)
    return isProblem(found) ? count++ : found.id
  }
}

/** The names on the sides of the filters as they are written first, by their small letters. */
function spellingsIn(filters: readonly WrittenFilter[]): Map<string, string> {
  const spellings = new Map<string, string>()
  for (const { left, right } of filters) {
    for (const text of [left, right]) {
      if (isAddress(text)) continue
      const key = text.toLowerCase()
      if (!spellings.has(key)) spellings.set(key, text)
    }
  }
  return spellings
}

/** What a word stands for, with where it stands where nothing else tells. */
export function placeAt(word: Word, { text, range, id, span }: Meaning): Place {
  return { text, range, id, span: span ?? wordSpan(word) }
}

function wordSpan(word: Word): Span {
  return spanAt(word.line, word.index, word.text.length)
}

export function badAddress(word: Word, { problem }: AddressProblem): ReadingProblem {
  return {
    kind: 'invalid',
    span: wordSpan(word),
    say: problem,
    instead: 'Write an address (203.0.113.1), a prefix (10.1.0.0/24) or a range (10.1.0.1-10.1.0.9).',
  }
}

function twoAddresses(name: Word, address: Word, known: string, line: number): ReadingProblem {
  return {
    kind: 'invalid',
    span: wordSpan(address),
    say: `"${name.text}" is given the address ${address.text} here and ${known} in line ${line}; the first one is used.`,
    instead: `Give "${name.text}" one address, or use two names.`,
  }
}
