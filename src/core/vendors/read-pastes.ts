import type { EndpointFragment } from '../model/endpoint.ts'
import type { PlacedFragment } from '../model/ends/end-group.ts'
import { type Block, type BlockOfFormat, type LineRole, NOTHING_READ, type Reading } from '../model/format.ts'
import type { Observation } from '../model/observation.ts'
import { type Quote, quoter } from '../text/excerpt.ts'
import { type BlankedSecret, blankSecrets } from '../text/secrets/blank-secrets.ts'
import { lineSpan, type SourceLine, type Span, splitLines } from '../text/source-text.ts'
import { isTalk } from '../text/talk.ts'
import { type ClaimedBlock, labelOfFile, splitBlocks } from './blocks.ts'
import { generatedRemark } from './generated-remark.ts'
import { formats, secretSpellings } from './index.ts'
import { type LogReading, readLog } from './logs/read-log.ts'
import { repeatedBlocks } from './repeated-blocks.ts'
import { RoomForPairs } from './room-for-pairs.ts'
import { type UnreadText, unreadText } from './unread-texts.ts'

/** What all pastes of a call say, before it is known which end is which. */
export interface Material {
  /** The names of the texts, each its own, in the order in which they were given. */
  readonly sources: readonly string[]
  readonly fragments: readonly PlacedFragment[]
  readonly observations: readonly Observation[]
  readonly blocks: readonly BlockFacts[]
  /** Of texts that stand there twice what was read the first time, which alone counts, and the second time. */
  readonly repeated: readonly (readonly [first: EndpointFragment, second: EndpointFragment])[]
  readonly secrets: readonly BlankedSecret[]
  readonly unreadable: readonly { readonly source: string; readonly say: string }[]
  /** Blanked text for quoting. */
  readonly quote: Quote
}

/** A block after reading: its format and what became of each line. */
export interface BlockFacts {
  readonly source: string
  readonly format: string | null
  readonly read: number
  readonly irrelevant: number
  readonly unsupported: readonly Span[]
  readonly unrecognised: readonly Span[]
  readonly problems: Reading['problems']
  /** The log that stands in lines of no format. */
  readonly log: LogReading | null
  /** What the lines are that were not understood, where that is known. */
  readonly unread: UnreadText | null
  /** Where it says that a program makes the file. */
  readonly generated: Span | null
  /** Fragments that were read from it. */
  readonly fragments: readonly PlacedFragment[]
}

/** A text as it was handed in; see `Paste`. */
interface GivenText {
  readonly source: string
  readonly text: string
  readonly end?: string
  readonly unreadable?: string
}

/** More text than this is not read: nobody's filters are that long. */
const LARGEST = 64 * 1024 * 1024

/** Blanks, cuts and reads all pastes of one call. Where a later text replaces an earlier one, the same text does too. */
export function readMaterial(given: readonly GivenText[], laterReplaces = false): Material {
  const pastes = withOwnNames(given)
  const unreadable = pastes.flatMap(({ source, text, unreadable: say }) => {
    if (say !== undefined) return [{ source, say }]
    return text.length > LARGEST
      ? [{ source, say: `It has more than ${LARGEST / 1024 / 1024} million characters.` }]
      : []
  })
  const refused = new Set(unreadable.map(({ source }) => source))
  const readable = pastes.filter(({ source }) => !refused.has(source))
  const { pastes: blanked, secrets } = blankSecrets(readable, secretSpellings)
  const lines: SourceLine[] = []
  const claimed: PlacedBlock[] = []
  for (const [index, { source, text }] of blanked.entries()) {
    const own = splitLines(source, text)
    for (const line of own) lines.push(line)
    for (const block of splitBlocks(source, own, formats)) claimed.push({ block, given: readable[index]?.end })
  }
  const placed = asAmongOthers(claimed)
  const readings = readBlocks(placed)
  const repeated = laterReplaces ? [] : takeOutRepeated(placed, readings)
  const blocks = placed.map(({ block, given: end }) =>
    factsOf(block, withRoomForSites(readings.get(block) ?? NOTHING_READ), end),
  )
  const observations = placed.flatMap(({ block }) => readings.get(block)?.observations ?? [])
  return {
    sources: pastes.map(({ source }) => source),
    fragments: blocks.flatMap((block) => block.fragments),
    observations,
    blocks,
    repeated,
    secrets,
    unreadable,
    quote: quoter(
      lines,
      blocks.flatMap(({ unrecognised }) => unrecognised),
    ),
  }
}

/** Places are told by source and line, so two texts of one name must not be mixed up. */
function withOwnNames(pastes: readonly GivenText[]): GivenText[] {
  const counts = new Map<string, number>()
  return pastes.map((paste) => {
    const count = (counts.get(paste.source) ?? 0) + 1
    counts.set(paste.source, count)
    return count === 1 ? paste : { ...paste, source: `${paste.source} (${count})` }
  })
}

/** A block of a paste that was given for an end, or for none. */
interface PlacedBlock {
  readonly block: ClaimedBlock
  readonly given: string | undefined
}

/** What another product could have written is read as what the other texts of the same end are. */
function asAmongOthers(claimed: readonly PlacedBlock[]): readonly PlacedBlock[] {
  const formatsOf = new Map<string, (block: ClaimedBlock) => string>()
  return claimed.map((placed) => {
    const { block, given } = placed
    if (block.format?.formatAmong === undefined) return placed
    const end = labelOf(block, given)
    // Which end it is of, only some texts tell; the others may be of any.
    const key = JSON.stringify(end)
    const formatOf = formatsOf.get(key) ?? block.format.formatAmong(claimed.flatMap((other) => ofEnd(end, other)))
    formatsOf.set(key, formatOf)
    const id = formatOf(block)
    return { ...placed, block: { ...block, format: formats.find((each) => each.id === id) ?? block.format } }
  })
}

function ofEnd(end: string | null, { block, given }: PlacedBlock): BlockOfFormat[] {
  const label = labelOf(block, given)
  const { format, source, lines } = block
  return format === null || (end !== null && label !== null && end !== label) ? [] : [{ format, source, lines }]
}

/** Each block by itself, but for those of one end whose format reads them together. */
function readBlocks(placed: readonly PlacedBlock[]): Map<ClaimedBlock, Reading> {
  const readings = new Map<ClaimedBlock, Reading>()
  const parts = new Map<string, ClaimedBlock[]>()
  for (const { block, given } of placed) {
    if (block.format?.readTogether === undefined) {
      readings.set(block, block.format?.read(withoutHeading(block)) ?? NOTHING_READ)
      continue
    }
    const end = labelOf(block, given)
    const key = JSON.stringify([
      block.format.id,
      end,
      end === null ? [block.source, block.heading?.name ?? null] : null,
    ])
    const known = parts.get(key)
    if (known === undefined) parts.set(key, [block])
    else known.push(block)
  }
  for (const blocks of parts.values()) {
    const read = blocks[0]?.format?.readTogether?.(blocks.map(withoutHeading)) ?? []
    for (const [index, block] of blocks.entries()) readings.set(block, read[index] ?? NOTHING_READ)
  }
  return readings
}

function labelOf(block: ClaimedBlock, given: string | undefined): string | null {
  return given ?? block.heading?.label ?? labelOfFile(block.source)
}

/**
 * Of a text that stands there twice the second time counts for nothing. One that tells both sides of a tunnel may be both ends', where
 * nothing else is: the same ipsec.conf is copied to two gateways.
 */
function takeOutRepeated(placed: readonly PlacedBlock[], readings: Map<ClaimedBlock, Reading>): Material['repeated'] {
  const told = placed.filter(({ block }) => (readings.get(block)?.endpoints.length ?? 0) > 0)
  const repeated = repeatedBlocks(told.map(({ block, given }) => ({ block, label: labelOf(block, given) })))
  const isAllThereIs = told.length - repeated.size === 1
  return [...repeated].flatMap(([block, known]) => {
    const [first, second] = [readings.get(known)?.endpoints[0], readings.get(block)?.endpoints[0]]
    if (first === undefined || second === undefined || (isAllThereIs && first.sides !== undefined)) return []
    readings.set(block, { ...(readings.get(block) ?? NOTHING_READ), endpoints: [], observations: [] })
    return [[first, second] as const]
  })
}

/** A heading is no part of the file below it, which may be refused for such a line. */
function withoutHeading(block: ClaimedBlock): Block {
  return block.heading === null ? block : { source: block.source, lines: block.lines.slice(1) }
}

/** Without the sites whose lists make too many pairs, which is told. */
function withRoomForSites(reading: Reading): Reading {
  const room = new RoomForPairs('what prints only the networks that are about this tunnel')
  const problems = [...reading.problems]
  const endpoints = reading.endpoints.map((fragment) => {
    const { site, filters, name, label, vendor, span } = fragment
    // The filters of a list are there, and what made them takes no room.
    const tooMany =
      filters === undefined &&
      site &&
      room.take(site.name ?? name ?? label ?? vendor.title, span, site.locals.length, site.remotes.length)
    if (!tooMany) return fragment
    problems.push(tooMany.problem)
    return { ...fragment, site: undefined, missing: [...(fragment.missing ?? []), tooMany.missing] }
  })
  return problems.length === reading.problems.length ? reading : { ...reading, endpoints, problems }
}

/** Every line has a place: blank lines and what is for people are irrelevant, what else its reader does not name is unrecognised. */
function factsOf(block: ClaimedBlock, reading: Reading, given: string | undefined): BlockFacts {
  const counts = { read: 0, irrelevant: block.blankAbove }
  const heading = block.heading === null ? undefined : block.lines[0]
  const faulty = new Set(reading.problems.map(({ span }) => span.line))
  const isForPeople = (line: SourceLine) =>
    line === heading || (block.format !== null && !faulty.has(line.number) && isTalk(line.text))
  const own = (line: SourceLine): LineRole =>
    reading.roles.get(line.number) ?? (line.text.trim() === '' || isForPeople(line) ? 'irrelevant' : 'unrecognised')
  // A gateway prints its log between the lines of what it is asked for.
  const log = readLog(block.lines.filter((line) => own(line) === 'irrelevant' || own(line) === 'unrecognised'))
  const unsupported: Span[] = []
  const strange: SourceLine[] = []
  for (const line of block.lines) {
    const role = log?.roles.get(line.number) ?? own(line)
    if (role === 'unsupported') unsupported.push(lineSpan(line))
    else if (role === 'unrecognised') strange.push(line)
    else counts[role] += 1
  }
  const unrecognised = strange.map(lineSpan)
  const remark = generatedRemark(block.lines)
  const single = reading.endpoints.length === 1
  const fragments = reading.endpoints.map((fragment): PlacedFragment => {
    const outside = single ? (given ?? block.heading?.label ?? null) : null
    return {
      fragment,
      label: outside ?? fragment.label ?? (single ? labelOfFile(block.source) : null),
      heading: block.heading?.name ?? null,
      partlyRead: unrecognised.length > 0 || reading.problems.some((problem) => problem.kind !== 'unsupported'),
    }
  })
  return {
    source: block.source,
    format: block.format?.id ?? null,
    ...counts,
    unsupported,
    unrecognised,
    problems: reading.problems,
    log,
    unread: unreadText(strange) ?? null,
    generated: remark === undefined ? null : lineSpan(remark),
    fragments,
  }
}
