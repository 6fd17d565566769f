import type { EvidencePlace } from '../rules/rule.ts'
import type { Quote } from '../text/excerpt.ts'
import type { Evidence } from './schema.ts'

/** Of a longer line the part around the place is quoted: a paste that lost its line ends would stand in each finding. */
const LONGEST = 400
const BEFORE = 160

/** Of more places that one finding has, the last one that is quoted says how many are left. */
const PLACES = 50

/** Places with the lines that they quote, each place once: a line with groups may be several entries. */
export function quotePlaces(all: readonly EvidencePlace[], quote: Quote): Evidence[] {
  const places = distinct(all)
  const left = places.length - PLACES
  const quoted = places.slice(0, PLACES).map((place) => quoteEvidence(place, quote))
  if (left <= 0) return quoted
  return quoted.map((each, at) =>
    at === PLACES - 1 ? { ...each, label: `${each.label} (${left} more places follow)` } : each,
  )
}

function distinct(places: readonly EvidencePlace[]): readonly EvidencePlace[] {
  const found = new Map<string, EvidencePlace>()
  for (const place of places) {
    const { source, line, column, length } = place.span
    const key = `${line} ${column} ${length} ${source}`
    if (!found.has(key)) found.set(key, place)
  }
  return [...found.values()]
}

/** A place with the line that it quotes; the column is that in the quoted text. */
function quoteEvidence({ span, label }: EvidencePlace, quote: Quote): Evidence {
  const text = quote(span)
  if (text.length <= LONGEST) return { ...span, text, label }
  const from = Math.max(0, Math.min(span.column - 1 - BEFORE, text.length - LONGEST))
  const [before, behind] = [from > 0 ? '…' : '', from + LONGEST < text.length ? '…' : '']
  const part = `${before}${text.slice(from, from + LONGEST)}${behind}`
  return { ...span, column: span.column - from + before.length, text: part, label }
}
