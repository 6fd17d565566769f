import { describe, expect, it } from 'vitest'
import { ANY_PORT, ANY_PROTOCOL } from '../../../../src/core/selectors/interval.ts'
import type { Span } from '../../../../src/core/text/source-text.ts'
import { type Ident, type IdentSa, plainIdent, UNTOLD_SA } from '../../../../src/core/vendors/shown/ident.ts'
import { nothingShown } from '../../../../src/core/vendors/shown/shown.ts'
import { shownFragment } from '../../../../src/core/vendors/shown/shown-fragment.ts'
import { strongswan } from '../../../../src/core/vendors/strongswan/vendor.ts'
import { range } from '../../../support/boxes.ts'

describe('what the outputs of a gateway show', () => {
  it('is one pair where two outputs tell of the same packets, with what each of them knows of it', () => {
    const ofTheMap = pair('10.1.1.0/24', 1, { name: 'vpn 10', list: 'branch' })
    const ofTheSession = pair('10.1.1.0/24', 9, { sas: [sa('out', 7, 9), sa('in', 8, 9)], sent: 4, received: 0 })
    const { filters, sas } = fragmentOf(ofTheMap, ofTheSession)
    expect(filters?.map(({ name }) => name)).toEqual(['vpn 10 out', 'vpn 10 in'])
    // The one that tells more is quoted first.
    expect(filters?.[0]?.spans.map(({ line }) => line)).toEqual([9, 1])
    expect(filters?.map(({ installed }) => installed?.counted?.packets)).toEqual([4, 0])
    expect(sas?.map(({ spi }) => spi)).toEqual([7, 8])
  })

  it('numbers the pairs of one name', () => {
    const { filters } = fragmentOf(
      pair('10.1.1.0/24', 1, { name: 'vpn 10' }),
      pair('10.1.2.0/24', 2, { name: 'vpn 10' }),
      pair('10.1.3.0/24', 3, { name: 'vpn 20' }),
    )
    expect(filters?.map(({ name }) => name)).toEqual([
      'vpn 10 (1) out',
      'vpn 10 (1) in',
      'vpn 10 (2) out',
      'vpn 10 (2) in',
      'vpn 20 out',
      'vpn 20 in',
    ])
  })

  it('ties SAs to their pair by its place, or by the number that is printed', () => {
    const byPlace = fragmentOf(pair('10.1.1.0/24', 1, {}), pair('10.1.2.0/24', 2, { sas: [sa('out', 7, 2)] }))
    expect(byPlace.sas?.map(({ reqid }) => reqid)).toEqual([2])
    expect(byPlace.filters?.at(-1)?.installed?.templates[0]?.reqid).toBe(2)
    const printed = fragmentOf(pair('10.1.1.0/24', 1, { sas: [sa('out', 7, 1)], reqid: 31 }))
    expect(printed.sas?.map(({ reqid }) => reqid)).toEqual([31])
  })

  it('knows nothing of SAs where one cannot be placed, which is another thing than having none', () => {
    const placed = pair('10.1.1.0/24', 1, { sas: [sa('out', 7, 1)] })
    const placeless = pair('10.1.2.0/24', 2, { sas: [sa('out', 8, 2)], peer: null })
    expect(fragmentOf(placed, placeless)).not.toHaveProperty('sas')
    expect(fragmentOf(pair('10.1.1.0/24', 1, {})).sas).toEqual([])
  })

  it('lists no filters where no output lists any', () => {
    const shown = { ...nothingShown(), lists: { entries: false, sas: true, ikeSas: false } }
    const fragment = shownFragment(shown, strongswan, null, at(1))
    expect(fragment.filters).toBeUndefined()
    expect(fragment.sas).toEqual([])
  })
})

function fragmentOf(...idents: Ident[]) {
  const shown = { ...nothingShown(), idents, lists: { entries: true, sas: true, ikeSas: false } }
  return shownFragment(shown, strongswan, null, at(1))
}

function pair(remote: string, line: number, told: Partial<Ident>): Ident {
  const plain = plainIdent({
    name: null,
    own: range('192.0.2.1'),
    peer: range('198.51.100.1'),
    local: { addresses: range('10.0.0.0/24'), ports: ANY_PORT },
    remote: { addresses: range(remote), ports: ANY_PORT },
    protocol: ANY_PROTOCOL,
    spans: [at(line)],
  })
  return { ...plain, ...told }
}

function sa(direction: IdentSa['direction'], spi: number, line: number): IdentSa {
  return { ...UNTOLD_SA, direction, spi, spans: [at(line)] }
}

function at(line: number): Span {
  return { source: 'a', line, column: 1, length: 1 }
}
