import { rangeKey } from '../../../address/address-range.ts'
import type { Editor, TextEdit } from '../../../model/endpoint.ts'
import type { PacketFilter, SpdEntry } from '../../../model/spd-entry.ts'
import type { SourceLine, Span } from '../../../text/source-text.ts'
import { filterLine } from '../vendor.ts'

/** A filter of the list as it stands in the text. */
interface FilterText {
  readonly text: string
  readonly span: Span
  /** What stands on its line in front of it. */
  readonly prefix: string
}

/** Writes new filters below the last line of the list, in its own notation, and takes away those that are gone. */
export function filterListEditor(filters: readonly PacketFilter[], lines: readonly SourceLine[]): Editor {
  // It is asked about each change alone as well, so that the list is gone through once.
  let known: ReadonlyMap<string, FilterText> | undefined
  let last: FilterText | undefined
  return (before, after) => {
    if (known === undefined) {
      const texts = textsAt(
        filters.flatMap(({ spans }) => spans),
        lines,
      )
      known = new Map(texts.map((filter) => [placeKey(filter.span), filter]))
      last = texts.at(-1)
    }
    const byPlace = known
    const gone = missing(before.spd, after.spd).flatMap((entry) => removal(byPlace, entry))
    const added = missing(after.spd, before.spd)
    if (last === undefined || added.length === 0) return gone
    const bullet = /^[\s>*•-]*$/.test(last.prefix) ? last.prefix : ''
    const insert = added.map((entry) => bullet + filterLine(entry)).join('\n')
    return [...gone, { source: last.span.source, line: last.span.line + 1, remove: null, insert }]
  }
}

function textsAt(spans: readonly Span[], lines: readonly SourceLine[]): FilterText[] {
  const texts = new Map(lines.map(({ number, text }) => [number, text]))
  return spans.map((span) => {
    const text = texts.get(span.line) ?? ''
    const [start, end] = [span.column - 1, span.column - 1 + span.length]
    return { span, text: text.slice(start, end), prefix: text.slice(0, start) }
  })
}

function removal(filters: ReadonlyMap<string, FilterText>, { spans: [at] }: SpdEntry): TextEdit[] {
  const filter = at === undefined ? undefined : filters.get(placeKey(at))
  if (filter === undefined) return []
  return [{ source: filter.span.source, line: filter.span.line, remove: filter.text, insert: '' }]
}

function placeKey({ line, column }: Span): string {
  return `${line}:${column}`
}

/** The entries of one SPD that the other one has not, whatever they are called; most are in both as they are. */
function missing(spd: readonly SpdEntry[] = [], other: readonly SpdEntry[] = []): SpdEntry[] {
  const same = new Set(other)
  const fresh = spd.filter((entry) => !same.has(entry))
  if (fresh.length === 0) return []
  const known = new Set(fresh.map(content))
  // Most entries begin elsewhere, so that nothing is made of them.
  const starts = new Set(fresh.map(startOf))
  const there = new Set<string>()
  for (const entry of other) {
    if (!starts.has(startOf(entry))) continue
    const said = content(entry)
    if (known.has(said)) there.add(said)
  }
  return fresh.filter((entry) => !there.has(content(entry)))
}

function startOf({ selectors: [first] }: SpdEntry): number | bigint | undefined {
  return first?.local.from
}

function content(entry: SpdEntry): string {
  const boxes = entry.selectors.map(({ local, remote }) => `${rangeKey(local)} ${rangeKey(remote)}`)
  return `${entry.direction} ${boxes.join(', ')}`
}
