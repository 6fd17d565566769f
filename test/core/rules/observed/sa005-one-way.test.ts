import { describe, expect, it } from 'vitest'
import type { Endpoint } from '../../../../src/core/model/endpoint.ts'
import type { IkeSa } from '../../../../src/core/model/ike-sa.ts'
import { NO_SCOPE } from '../../../../src/core/model/scope.ts'
import type { SecurityAssociation } from '../../../../src/core/model/security-association.ts'
import type { SpdEntry } from '../../../../src/core/model/spd-entry.ts'
import { simulate } from '../../../../src/core/negotiation/simulate.ts'
import { oneWay } from '../../../../src/core/rules/observed/sa005-one-way.ts'
import { range } from '../../../support/boxes.ts'
import { end, entry, OWN, PEER, sa, template, tunnel } from '../../negotiation/made-ends.ts'
import { factsBetween, gistOf, placesOf } from '../facts-of.ts'

const span = (line: number) => ({ source: 'a.txt', line, column: 1, length: 3 })

/** The SAs of a tunnel, by what went through them: from A to B with the SPI 1, and from B to A with the SPI 2. */
const there = (packets: number, more: Partial<SecurityAssociation> = {}) =>
  sa({ spi: 1, packets, spans: [span(1), span(2)], ...more })
const back = (packets: number, more: Partial<SecurityAssociation> = {}) =>
  sa({ spi: 2, packets, source: range(PEER), destination: range(OWN), spans: [span(3), span(4)], ...more })

function found(sas: readonly SecurityAssociation[], ofB: Partial<Endpoint> = {}, installed: readonly SpdEntry[] = []) {
  return factsBetween(oneWay, simulate(end('A', installed, { sas }), end('B', [], ofB)))
}

const said = (...args: Parameters<typeof found>) => found(...args).map((each) => each.explain())

describe('SA005: one way alone', () => {
  it('is told with its numbers and their lines', () => {
    const [one, ...more] = found([there(9), back(0)])
    expect(more).toEqual([])
    expect(one && gistOf(one)).toBe('warning stated, no packet')
    expect(one && placesOf(one)).toEqual(['a.txt 2 A: its counters', 'a.txt 4 A: its counters'])
    expect(one?.explain().what).toBe('A has sent 9 packets through its SAs with B and received none.')
    expect(said([there(1), back(0)])[0]?.what).toContain('has sent 1 packet through')
    expect(said([there(0), back(4)])).toEqual([
      {
        what: `A has sent nothing through its SAs with B and received 4 packets, e.g. through ESP ${PEER} > ${OWN} (SPI 0x00000002).`,
        why: expect.stringMatching(
          /^The answers do not go into the tunnel: look on A at the route to the other network, /,
        ),
      },
    ])
  })

  it('asks for the counters of the other end, by its own command', () => {
    const { askSas: _, ...vendor } = end('B', []).vendor
    const why = (ask: Partial<Endpoint['vendor']>) =>
      said([there(9), back(0)], { vendor: { ...vendor, ...ask } })[0]?.why
    expect(why({})).toContain('Run the command that shows its SAs with their counters on B as well')
    expect(why({ askSas: '`show it`' })).toContain('Run `show it` on B as well')
  })

  it('is told with what the other end has received and sent through the same SAs', () => {
    const why = (...sas: readonly SecurityAssociation[]) => said([there(9), back(0)], { sas })[0]?.why
    expect(why(there(0))).toMatch(/^B has received none of them: they are lost between the two\. /)
    expect(why(there(9), back(0))).toMatch(/^They arrived at B, and nothing was sent back through the tunnel: /)
    expect(why(there(9), back(5))).toMatch(/^B has sent 5 packets back, which did not arrive: /)
    // Other protocols are other SAs, and so is what goes elsewhere.
    const open = /^Either they do not reach B, or nothing comes back from there\./
    expect(why(there(0, { protocol: 'ah' }))).toMatch(open)
    expect(why(there(0, { spi: 7, destination: range('192.0.2.8') }))).toMatch(open)
    expect(why(there(0, { spi: 7 }), there(0, { spi: null }))).toMatch(open)
    const hidden = said([there(9, { spi: null }), back(0)], { sas: [there(0, { spi: null })] })
    expect(hidden[0]?.why).toMatch(open)
  })

  it('is told with SAs of the other end that are none of these, which one end has kept', () => {
    const why = (...sas: readonly SecurityAssociation[]) => said([there(9), back(0)], { sas })[0]?.why
    expect(why(there(0, { spi: 7 }), back(0, { spi: 8 }))).toMatch(/^Of the SAs that B shows none has the same SPIs: /)
    expect(why(there(0), back(0, { spi: 8 }))).toMatch(/^B has received none of them: /)
  })

  it('is told of the second end as well', () => {
    const what = said([there(9), back(0)], { sas: [there(9), back(0)] }).map((each) => each.what)
    expect(what).toEqual([
      'A has sent 9 packets through its SAs with B and received none.',
      `B has sent nothing through its SAs with A and received 9 packets, e.g. through ESP ${OWN} > ${PEER} (SPI 0x00000001).`,
    ])
  })

  it('is of a tunnel as a whole where its SAs are not shown', () => {
    const state = (sent: number, received: number, more: Partial<IkeSa> = {}): IkeSa => ({
      version: 2,
      hosts: [range(PEER)],
      state: 'up',
      stage: 'established',
      means: '',
      counted: { sent, received },
      role: null,
      spans: [span(1)],
      ...more,
    })
    const told = (ikeSas: readonly IkeSa[], ofB: Partial<Endpoint> = {}) =>
      factsBetween(oneWay, simulate(end('A', [], { ikeSas }), end('B', [], ofB))).map((each) => each.explain())
    expect(told([state(9, 0)])).toEqual([
      { what: 'A has sent 9 packets through its SAs with B and received none.', why: expect.stringMatching(/^Either/) },
    ])
    const { counted: _, ...untold } = state(1, 1)
    expect(told([untold, state(0, 4096, { counted: { sent: 0, received: 4096, unit: 'bytes' } })])[0]?.what).toBe(
      'A has sent nothing through its SAs with B and received 4 KB.',
    )
    expect(told([state(9, 0)], { ikeSas: [state(0, 9, { hosts: [range(OWN)] })] })[0]?.why).toMatch(
      /^They arrived at B/,
    )
    expect([...told([state(9, 8)]), ...told([state(0, 0)]), ...told([untold])]).toEqual([])
  })

  it('is of what is counted of a pair of entries where its SAs are not told', () => {
    const pair = (sent: number, received: number, [own, peer] = [OWN, PEER]) =>
      (['out', 'in'] as const).map((direction) => {
        const packets = direction === 'out' ? sent : received
        const counted = { packets, dropped: [], spans: [span(9)] }
        return entry(`A ${direction}`, direction, {
          tunnel: direction === 'out' ? tunnel(own, peer) : tunnel(peer, own),
          installed: { scope: NO_SCOPE, templates: [template()], counted },
        })
      })
    const ofB = (sent: number, received: number) => pair(sent, received, [PEER, OWN])
    const told = (here: readonly SpdEntry[], there: readonly SpdEntry[] = [], known: Partial<Endpoint> = {}) =>
      factsBetween(oneWay, simulate(end('A', here, known), end('B', there))).map((each) => each.explain())
    expect(told(pair(482, 0))).toEqual([
      {
        what: 'A has sent 482 packets through its SAs with B and received none.',
        why: expect.stringMatching(/^Either/),
      },
    ])
    expect(told(pair(482, 0), ofB(0, 482))[0]?.why).toMatch(/^They arrived at B, and nothing was sent back/)
    expect(told(pair(482, 0), ofB(0, 0))[0]?.why).toMatch(/^B has received none of them/)
    expect([...told(pair(4, 4)), ...told(pair(0, 0)), ...told(pair(4, 0).slice(0, 1))]).toEqual([])
    expect(told(pair(482, 0), [], { sas: [] })).toEqual([])
  })

  it('is of SAs that belong together', () => {
    expect(said([there(9), back(0, { reqid: 2 })])).toEqual([])
    expect(said([there(9), back(0, { protocol: 'ah' })])).toEqual([])
    expect(said([there(9), back(0, { scope: { ...NO_SCOPE, interfaceId: 42 } })])).toEqual([])
    expect(said([there(9, { protocol: 'ah' }), back(0, { protocol: 'ah' })])).toHaveLength(1)
    expect(said([there(9), back(0), back(3, { spi: 3 })])).toEqual([])
  })

  it('is none of both ways, of neither, of what nobody counts, or of SAs that carry nothing by themselves', () => {
    expect(said([there(9), back(1)])).toEqual([])
    expect(said([there(0), back(0)])).toEqual([])
    expect(said([there(9), back(0, { packets: null })])).toEqual([])
    expect(said([there(9), back(0, { algorithms: [] })])).toEqual([])
    expect(said([there(9, { protocol: 'comp' }), back(0, { protocol: 'comp' })])).toEqual([])
    const elsewhere = { source: range('192.0.2.7'), destination: range('192.0.2.8') }
    expect(said([there(9, elsewhere), back(0)])).toEqual([])
  })

  it('counts bytes where a product tells no packets, in KB from 1024 on', () => {
    const counting = (direction: 'out' | 'in', bytes: number) =>
      entry(`A ${direction}`, direction, {
        installed: {
          scope: NO_SCOPE,
          templates: [template()],
          counted: { packets: bytes, unit: 'bytes', dropped: [], spans: [span(9)] },
        },
      })
    const sent = (bytes: number) =>
      said([there(0), back(0)], {}, [counting('out', bytes), counting('in', 0)])[0]?.what.split(' through')[0]
    expect([900, 1023, 1024, 2047, 2048].map(sent)).toEqual([
      'A has sent 900 bytes',
      'A has sent 1023 bytes',
      'A has sent 1 KB',
      'A has sent 1 KB',
      'A has sent 2 KB',
    ])
  })
})
