import { formatRange } from '../../../../src/core/address/address-range.ts'
import type { EndpointFragment } from '../../../../src/core/model/endpoint.ts'
import type { Format, Reading } from '../../../../src/core/model/format.ts'
import { type Span, splitLines } from '../../../../src/core/text/source-text.ts'

/** What a format makes of a text that is one block. */
export function readText(format: Format, text: string): Reading {
  return format.read({ source: 'a.txt', lines: splitLines('a.txt', text) })
}

export function anchorsOf(format: Format, text: string): readonly number[] {
  return format.recognise(splitLines('a.txt', text))
}

/** An end in words, without its places. */
export function endInWords(end: EndpointFragment | undefined) {
  const settings = Object.entries(end?.settings ?? {}).map(([topic, setting]) => [topic, setting?.value])
  return {
    vendor: end?.vendor.id,
    addresses: end?.addresses.map(({ value }) => formatRange(value)),
    peers: end?.peers.map(({ value }) => formatRange(value)),
    site: end?.site && {
      name: end.site.name,
      locals: end.site.locals.map(({ value }) => formatRange(value)),
      remotes: end.site.remotes.map(({ value }) => formatRange(value)),
    },
    settings: Object.fromEntries(settings),
  }
}

/** The numbers of lines with words for which a reading has no role, or this one. */
export function linesWith(role: string, text: string, reading: Reading): number[] {
  return splitLines('a.txt', text)
    .filter((line) => line.text.trim() !== '' && (reading.roles.get(line.number) ?? 'unrecognised') === role)
    .map((line) => line.number)
}

/** The text that a span covers. */
export function quoted(text: string, span: Span | undefined): string | undefined {
  if (span === undefined) return undefined
  return splitLines('a.txt', text)[span.line - 1]?.text.slice(span.column - 1, span.column - 1 + span.length)
}
