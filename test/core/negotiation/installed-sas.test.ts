import { describe, expect, it } from 'vitest'
import { NO_SCOPE } from '../../../src/core/model/scope.ts'
import type { SecurityAssociation } from '../../../src/core/model/security-association.ts'
import type { SaTemplate, SpdEntry } from '../../../src/core/model/spd-entry.ts'
import {
  installedEntries,
  isComplete,
  isOutbound,
  mainTemplate,
  saUse,
} from '../../../src/core/negotiation/installed-sas.ts'
import { saCounter } from '../../../src/core/negotiation/sa-counters.ts'
import { range } from '../../support/boxes.ts'
import { end, entry, OWN, PEER, sa, setting, template, tunnel } from './made-ends.ts'

/** An installed entry with one template, or with several. */
function installed(direction: 'out' | 'in', ...templates: readonly SaTemplate[]): SpdEntry {
  const own = direction === 'out' ? template() : template({ source: range(PEER), destination: range(OWN) })
  return entry(`A ${direction}`, direction, {
    installed: { scope: NO_SCOPE, templates: templates.length === 0 ? [own] : templates },
  })
}

const OUT = installed('out')
const IN = installed('in')
const outbound = (more: Partial<SecurityAssociation> = {}) => sa(more)
const inbound = (more: Partial<SecurityAssociation> = {}) =>
  sa({ source: range(PEER), destination: range(OWN), ...more })

/** `used`, or why the one SA that is there is not used by the entry; `nothing to do` with it. */
function use(of: SpdEntry, one: SecurityAssociation): string {
  const { isServed, almost } = saUse(end('A', [of], { sas: [one] }))
  const found = almost(of)
  if (isServed(of)) return found === undefined ? 'used' : 'used, and not'
  return found === undefined ? 'nothing to do' : found.differences.join(', ')
}

describe('installed entries', () => {
  it('are those of the tunnel to the peer, in either direction, and those that do not say', () => {
    const elsewhere = (direction: 'out' | 'in') => ({
      ...installed(direction),
      tunnel: direction === 'out' ? tunnel(OWN, '192.0.2.9') : tunnel('192.0.2.9', OWN),
    })
    const unsaid = { ...OUT, tunnel: tunnel(null, null) }
    const planned = entry('A 9', 'out')
    const spd = [OUT, IN, elsewhere('out'), elsewhere('in'), unsaid, planned]
    expect(installedEntries(end('A', spd))).toEqual([OUT, IN, unsaid])
    expect(installedEntries(end('A', spd, { peers: [] }))).toHaveLength(5)
    expect(installedEntries(end('A', undefined))).toEqual([])
    // Beside a configuration, what was seen counts.
    expect(installedEntries(end('A', [planned], { installed: [IN] }))).toEqual([IN])
  })

  it('cannot do without the last template of a bundle, since ESP is applied after IPComp', () => {
    const [comp, esp, ah] = [template({ protocol: 'comp' }), template(), template({ protocol: 'ah' })]
    expect(mainTemplate(installed('out', comp, esp))).toBe(esp)
    expect(mainTemplate(installed('out', esp, ah))).toBe(ah)
    expect(mainTemplate(installed('out', comp))).toBeUndefined()
    expect(mainTemplate(entry('A 9', 'out'))).toBeUndefined()
  })
})

describe('an installed entry and an SA', () => {
  it.each<readonly [string, SpdEntry, SecurityAssociation, string]>([
    ['fit', OUT, outbound(), 'used'],
    ['fit, the other way', IN, inbound(), 'used'],
    ['of the other way', OUT, inbound(), 'nothing to do'],
    ['have another reqid', OUT, outbound({ reqid: 2 }), 'reqid'],
    ['have another mode', OUT, outbound({ mode: 'transport' }), 'mode'],
    ['have another reqid and mode', IN, inbound({ reqid: 2, mode: 'transport' }), 'reqid, mode'],
    ['are of another protocol', OUT, outbound({ protocol: 'ah' }), 'nothing to do'],
    ['are of another interface', OUT, outbound({ scope: { ...NO_SCOPE, interfaceId: 42 } }), 'interface number'],
    [
      'have a mark that the entry has not',
      OUT,
      outbound({ scope: { interfaceId: 0, mark: { value: 5, mask: 255 } } }),
      'mark',
    ],
    ['have one end and the reqid in common', OUT, outbound({ destination: range('192.0.2.9') }), 'addresses'],
    ['have the other end and the reqid in common', OUT, outbound({ source: range('192.0.2.9') }), 'addresses'],
    [
      'have the reqid in common alone',
      OUT,
      outbound({ source: range('192.0.2.8'), destination: range('192.0.2.9') }),
      'nothing to do',
    ],
    [
      'have one end in common, and not the reqid',
      OUT,
      outbound({ destination: range('192.0.2.9'), reqid: 2 }),
      'nothing to do',
    ],
    ['do not show the reqid', OUT, outbound({ reqid: null }), 'used'],
    ['do not show the mode', OUT, outbound({ mode: null }), 'used'],
    ['are there for a negotiation that is asked for', OUT, outbound({ algorithms: [] }), 'nothing to do'],
  ])('that %s', (_name, of, one, wanted) => {
    expect(use(of, one)).toBe(wanted)
  })

  it.each<readonly [string, 'out' | 'in', Partial<SaTemplate>, Partial<SecurityAssociation>, string]>([
    ['any reqid, where packets come in', 'in', { reqid: 0 }, { reqid: 7 }, 'used'],
    ['that reqid, where packets go out', 'out', { reqid: 0 }, { reqid: 7 }, 'reqid'],
    [
      'no reqid, so that one end in common tells nothing',
      'out',
      { reqid: 0 },
      { reqid: 0, destination: range('192.0.2.9') },
      'nothing to do',
    ],
    [
      'a reqid that is not shown, so that one end in common tells nothing',
      'out',
      { reqid: null },
      { reqid: null, destination: range('192.0.2.9') },
      'nothing to do',
    ],
    ['a reqid that is not shown', 'out', { reqid: null }, { reqid: 7 }, 'used'],
    ['an SPI that is another, where packets go out', 'out', { spi: 2 }, { spi: 1 }, 'SPI'],
    ['an SPI that is this one', 'out', { spi: 1 }, { spi: 1 }, 'used'],
    ['an SPI that is another, where packets come in', 'in', { spi: 2 }, { spi: 1 }, 'used'],
  ])('whose template wants %s', (_name, direction, wants, has, wanted) => {
    const ends = direction === 'out' ? [OWN, PEER] : [PEER, OWN]
    const [source, destination] = ends.map(range)
    if (source === undefined || destination === undefined) throw new Error('there are two')
    const of = installed(direction, template({ source, destination, ...wants }))
    expect(use(of, sa({ source, destination, ...has }))).toBe(wanted)
  })

  it('without addresses in its template go by the tunnel, and without those by the packets', () => {
    const open = template({ source: null, destination: null })
    expect(use(installed('out', open), outbound())).toBe('used')
    expect(use(installed('out', open), inbound())).toBe('nothing to do')
    const [hosts, others] = [
      { source: range('10.1.0.5'), destination: range('10.2.0.5') },
      { source: range('10.1.0.5'), destination: range('10.3.0.5') },
    ]
    const transport = (direction: 'out' | 'in') => ({ ...installed(direction, open), tunnel: tunnel(null, null) })
    expect(use(transport('out'), sa(hosts))).toBe('used')
    expect(use(transport('out'), sa(others))).toBe('nothing to do')
    expect(use(transport('in'), sa(hosts))).toBe('nothing to do')
    expect(use(transport('in'), sa({ source: hosts.destination, destination: hosts.source }))).toBe('used')
    expect(use(transport('in'), sa({ source: hosts.destination, destination: range('10.3.0.5') }))).toBe(
      'nothing to do',
    )
  })

  it('take a mark that both have', () => {
    const scope = (value: number) => ({ interfaceId: 0, mark: { value, mask: 255 } })
    const marked = { ...OUT, installed: { scope: scope(5), templates: [template()] } }
    expect(use(marked, outbound({ scope: scope(5) }))).toBe('used')
    expect(use(marked, outbound({ scope: scope(6) }))).toBe('mark')
    expect(use(marked, outbound())).toBe('used')
  })

  it('that another entry uses is not the one that is almost used', () => {
    const other = { ...installed('out', template({ reqid: 2 })), id: 'A 2' }
    const { isServed, almost, entries } = saUse(end('A', [OUT, other], { sas: [outbound()] }))
    expect(entries).toEqual([OUT, other])
    expect([isServed(OUT), isServed(other), almost(other)]).toEqual([true, false, undefined])
    expect(saUse(end('A', [OUT])).isServed(OUT)).toBe(false)
  })
})

describe('an SA', () => {
  it('is complete with keys', () => {
    expect([isComplete(sa()), isComplete(sa({ algorithms: [] }))]).toEqual([true, false])
  })

  it('carries what its owner sends where it says so, or begins at an address of its own', () => {
    const of = end('A', [])
    expect(isOutbound(of, outbound())).toBe(true)
    expect(isOutbound(of, inbound())).toBe(false)
    expect(isOutbound(of, sa({ source: range('192.0.2.8'), destination: range('192.0.2.9') }))).toBeUndefined()
    expect(isOutbound(of, outbound({ direction: 'in' }))).toBe(false)
    expect(isOutbound(of, inbound({ direction: 'out' }))).toBe(true)
    expect(isOutbound({ ...of, addresses: [] }, outbound())).toBeUndefined()
    expect(isOutbound({ ...of, addresses: [setting(range('192.0.2.8')), setting(range(OWN))] }, outbound())).toBe(true)
  })
})

describe('packets that are counted', () => {
  const [first, second] = [1, 2].map((line) => ({ source: 'a', line, column: 1, length: 1 }))
  if (first === undefined || second === undefined) throw new Error('there are two')
  const count = saCounter(end('A', [OUT, IN]))

  it('are those of SAs, or else their sequence numbers of that way', () => {
    const [one, two] = [
      sa({ packets: 5, sent: 9, received: 1, spans: [first, second] }),
      sa({ sent: 7, received: 3, spans: [first] }),
    ]
    expect(count([one], 'out')).toEqual({ packets: 5, spans: [second] })
    expect(count([one, two], 'out')).toEqual({ packets: 12, spans: [second, first] })
    expect(count([one, two], 'in')).toEqual({ packets: 8, spans: [second, first] })
  })

  it('are not known where one SA does not tell, or there is none', () => {
    expect(count([sa({ packets: 5 }), sa()], 'out')).toBeNull()
    expect(count([sa({ sent: 5 })], 'in')).toBeNull()
    expect(count([], 'out')).toBeNull()
  })

  it('are those of the entry of that way where its product counts so', () => {
    const counted = (packets: number | null) => ({ packets, dropped: [], spans: [first] })
    const byEntry = (of: SpdEntry, packets: number | null): SpdEntry => ({
      ...of,
      installed: { scope: NO_SCOPE, templates: of.installed?.templates ?? [], counted: counted(packets) },
    })
    const spd = [byEntry(OUT, 40), byEntry({ ...OUT, id: 'A 2' }, 2), byEntry(IN, 9)]
    const ofEntries = saCounter(end('A', spd))
    expect(ofEntries([sa({ packets: 5 })], 'out')).toEqual({ packets: 42, spans: [first, first] })
    expect(ofEntries([sa({ packets: 5 })], 'in')).toEqual({ packets: 9, spans: [first] })
    // Two SAs of one entry, of which one takes the place of the other.
    expect(ofEntries([sa(), sa({ spi: 2 })], 'in')).toEqual({ packets: 9, spans: [first] })
    // Tied to no entry that counts.
    expect(ofEntries([sa({ packets: 5, reqid: 2, spans: [second] })], 'in')).toEqual({ packets: 5, spans: [second] })
    // One that counts bytes makes bytes of all.
    const inBytes = {
      ...OUT,
      installed: { scope: NO_SCOPE, templates: [template()], counted: { ...counted(300), unit: 'bytes' as const } },
    }
    expect(saCounter(end('A', [inBytes]))([sa()], 'out')).toEqual({ packets: 300, unit: 'bytes', spans: [first] })
    expect(saCounter(end('A', [byEntry(IN, null)]))([sa({ packets: 5 })], 'in')?.packets).toBe(5)
    expect(saCounter(end('A', [byEntry(IN, 0)]))([sa({ packets: 5 })], 'in')?.packets).toBe(0)
  })
})
