import { readFileSync } from 'node:fs'
import { formatHost, formatRange } from '../../../../src/core/address/address-range.ts'
import type { SecurityAssociation } from '../../../../src/core/model/security-association.ts'
import type { AddressTerm, PacketFilter } from '../../../../src/core/model/spd-entry.ts'
import { formatPort, formatProtocol } from '../../../../src/core/selectors/protocol.ts'
import { blankSecrets } from '../../../../src/core/text/secrets/blank-secrets.ts'
import { splitLines } from '../../../../src/core/text/source-text.ts'
import { ipXfrm } from '../../../../src/core/vendors/linux/ip-xfrm.ts'
import { xfrmKeySpellings } from '../../../../src/core/vendors/linux/key-spellings.ts'
import { quoted, readText } from '../isa/read-text.ts'

/** Policies in `test/fixtures/linux/ip-xfrm` were printed by iproute2 6.1; SAs were written by hand. */
export function fixture(name: string): string {
  return readFileSync(new URL(`../../../fixtures/linux/ip-xfrm/${name}`, import.meta.url), 'utf8')
}

/** Keys are blanked before anything is read. */
function blanked(text: string): string {
  return blankSecrets([{ source: 'a.txt', text }], xfrmKeySpellings).pastes[0]?.text ?? ''
}

export function read(text: string) {
  return readText(ipXfrm, blanked(text))
}

/** The first and last line of each block. */
export function blocksOf(text: string): string[] {
  const lines = splitLines('a.txt', text)
  const anchors = ipXfrm.recognise(lines)
  return anchors.map((anchor, index) => `${anchor}-${(anchors[index + 1] ?? lines.length + 1) - 1}`)
}

export function filtersOf(text: string): string[] | undefined {
  return read(text).endpoints[0]?.filters?.map(printFilter)
}

function printFilter(filter: PacketFilter): string {
  const ports = `${formatPort(filter.sourcePort)}>${formatPort(filter.destinationPort)}`
  const templates = (filter.installed?.templates ?? []).map((template) =>
    [
      template.protocol,
      `${term(template.source)}>${term(template.destination)}`,
      String(template.mode),
      `reqid ${template.reqid}`,
      ...(template.spi === null ? [] : [`spi 0x${template.spi.toString(16)}`]),
      ...(template.optional ? ['optional'] : []),
    ].join(' '),
  )
  const { interfaceId = 0, mark = null } = filter.installed?.scope ?? {}
  return [
    `${filter.direction} ${filter.action} ${term(filter.source)} > ${term(filter.destination)} ${formatProtocol(filter.protocol)} ${ports}`,
    `priority ${filter.weight === null ? null : filter.weight >> 32n}`,
    ...templates,
    ...(interfaceId === 0 ? [] : [`if_id ${interfaceId}`]),
    ...(mark === null ? [] : [`mark ${mark.value}/${mark.mask}`]),
  ].join('; ')
}

export function printSa(sa: SecurityAssociation): string {
  const { interfaceId, mark } = sa.scope
  return [
    `${sa.direction ?? '-'} ${sa.protocol} ${formatHost(sa.source)} > ${formatHost(sa.destination)} ${sa.mode}`,
    `spi ${sa.spi?.toString(16)} reqid ${sa.reqid}`,
    `packets ${sa.packets} received ${sa.received} sent ${sa.sent} window ${sa.replayWindow}`,
    ...(sa.dropped === null ? [] : [`dropped ${Object.values(sa.dropped).join(' ')}`]),
    ...sa.algorithms.map(({ use, name, key }) => `${use} ${name} ${key}`),
    ...(interfaceId === 0 ? [] : [`if_id ${interfaceId}`]),
    ...(mark === null ? [] : [`mark ${mark.value}/${mark.mask}`]),
    ...(sa.selectors === null ? [] : [`for ${formatRange(sa.selectors.local)} > ${formatRange(sa.selectors.remote)}`]),
  ].join('; ')
}

function term(address: AddressTerm | null): string {
  return address === null
    ? '-'
    : address === 'own'
      ? 'own'
      : address.from === address.to
        ? formatHost(address)
        : formatRange(address)
}

export function problemsOf(text: string): string[] {
  const plain = blanked(text)
  return readText(ipXfrm, plain).problems.map(({ kind, span, say }) => `${kind} at "${quoted(plain, span)}": ${say}`)
}

/** The words of the lines with a role. */
export function linesOf(role: string, text: string): string[] {
  const plain = blanked(text)
  const { roles } = readText(ipXfrm, plain)
  return splitLines('a.txt', plain)
    .filter(({ number, text: words }) => words.trim() !== '' && (roles.get(number) ?? 'unrecognised') === role)
    .map(({ text: words }) => words.trim())
}
