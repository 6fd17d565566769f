import { describe, expect, it } from 'vitest'
import type { Endpoint } from '../../../../src/core/model/endpoint.ts'
import type { IkeSa, IkeStage } from '../../../../src/core/model/ike-sa.ts'
import type { NegotiationObservation } from '../../../../src/core/model/observation.ts'
import { NO_SCOPE } from '../../../../src/core/model/scope.ts'
import type { SecurityAssociation } from '../../../../src/core/model/security-association.ts'
import type { DroppedPackets, SaTemplate, SpdEntry } from '../../../../src/core/model/spd-entry.ts'
import { simulate } from '../../../../src/core/negotiation/simulate.ts'
import { securityEvents } from '../../../../src/core/rules/observed/sa002-security-events.ts'
import { noSa } from '../../../../src/core/rules/observed/sa003-no-sa.ts'
import { saNotUsed } from '../../../../src/core/rules/observed/sa004-sa-not-used.ts'
import { dropped } from '../../../../src/core/rules/observed/sa007-dropped.ts'
import { ikeState } from '../../../../src/core/rules/observed/sa010-ike-state.ts'
import { upNow } from '../../../../src/core/rules/observed/sa011-up.ts'
import type { Diagnostic } from '../../../../src/core/rules/rule.ts'
import { range } from '../../../support/boxes.ts'
import { asWritten, box, end, entry, LOCAL, OWN, PEER, sa, template, tunnel } from '../../negotiation/made-ends.ts'
import { factsBetween, NO_FACTS, placesOf, sound } from '../facts-of.ts'

const span = (line: number) => ({ source: 'a.txt', line, column: 1, length: 3 })

/** An installed entry of A for the network 10.2.N.0/24, with its line N. */
function installed(number: number, direction: SpdEntry['direction'] = 'out', more: Partial<SaTemplate> = {}): SpdEntry {
  const [source, destination] = direction === 'out' ? [OWN, PEER] : [PEER, OWN]
  return entry(`A${number}`, direction, {
    selectors: [box(LOCAL, `10.2.${number}.0/24`)],
    spans: [span(number)],
    installed: {
      scope: NO_SCOPE,
      templates: [template({ source: range(source), destination: range(destination), reqid: number, ...more })],
    },
  })
}

const saOf = (number: number, more: Partial<SecurityAssociation> = {}) =>
  sa({ reqid: number, spans: [span(100 + number), span(200 + number), span(300 + number)], ...more })

const ikeSa = (stage: IkeStage, more: Partial<IkeSa> = {}): IkeSa => ({
  version: null,
  hosts: [range(OWN), range(PEER)],
  state: stage.toUpperCase(),
  stage,
  means: 'That is how far it is.',
  role: null,
  spans: [span(50)],
  ...more,
})

/** What a rule finds of A, which shows these entries, beside an end of which nothing was pasted. */
function found(rule: Diagnostic, spd: readonly SpdEntry[], more: Partial<Endpoint>, peer: Partial<Endpoint> = {}) {
  return factsBetween(rule, simulate(end('A', spd, { vendor: asWritten, ...more }), end('B', undefined, peer)))
}

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at + 1)

describe('SA003: entries without an SA', () => {
  it('are told together, with their lines, and four with their packets', () => {
    const [one, ...more] = found(noSa, [installed(1), installed(2)], { sas: [saOf(2)] })
    expect(more).toEqual([])
    expect(one?.explain().what).toBe('A has no SA for A1 (10.1.0.0/24 > 10.2.1.0/24).')
    expect(one && placesOf(one)).toEqual(['a.txt 1 A: A1 (10.1.0.0/24 > 10.2.1.0/24)'])
    expect(one?.flows.map(({ out }) => out?.name)).toEqual(['A1'])
    const names = (count: number) =>
      found(
        noSa,
        numbers(count).map((number) => installed(number)),
        { sas: [] },
      )[0]
        ?.explain()
        .what.replace(/ \([^)]+\)/g, '')
    expect(names(4)).toBe('A has no SA for A1, A2, A3 and A4.')
    expect(names(6)).toBe('A has no SA for A1, A2, A3 and A4 and 2 more.')
  })

  it('are outbound, want one, and have none that almost fits', () => {
    expect(found(noSa, [installed(1, 'in')], { sas: [] })).toEqual([])
    expect(found(noSa, [entry('A1', 'out')], { sas: [] })).toEqual([])
    expect(found(noSa, [installed(1, 'out', { protocol: 'comp' })], { sas: [] })).toEqual([])
    expect(found(noSa, [installed(1)], { sas: [saOf(1, { mode: 'transport' })] })).toEqual([])
    expect(found(noSa, [installed(1)], {})).toEqual([])
  })

  it('are told of the second end as well', () => {
    const b: SpdEntry = { ...installed(1), name: 'B1', tunnel: tunnel(PEER, OWN), selectors: [box()] }
    const facts = factsBetween(noSa, simulate(end('A', []), end('B', [b], { sas: [] })))
    expect(facts.map((each) => each.explain().what)).toEqual(['B has no SA for B1 (10.1.0.0/24 > 10.2.0.0/24).'])
  })

  it('wait for their keys where an SA has none yet, in either direction', () => {
    const why = (more: Partial<SecurityAssociation>) => {
      const [one] = found(noSa, [installed(1)], { sas: [saOf(1, { algorithms: [], ...more })] })
      return [one?.explain().why.split(',')[0], one?.evidence.length]
    }
    expect(why({})).toEqual(['A negotiation has begun', 2])
    expect(why({ source: range(PEER), destination: range(OWN) })).toEqual(['A negotiation has begun', 2])
    const open = ['Either no packet has asked for it yet', 1]
    expect(why({ source: range('192.0.2.9') })).toEqual(open)
    expect(why({ destination: range('192.0.2.9') })).toEqual(open)
    expect(why({ source: range(PEER), destination: range('192.0.2.9') })).toEqual(open)
    for (const open of [tunnel(null, null), tunnel(OWN, null), tunnel(null, PEER)]) {
      const [one] = found(noSa, [{ ...installed(1), tunnel: open }], { sas: [saOf(1, { algorithms: [] })] })
      expect(one?.explain().why).toMatch(/^Either no packet/)
    }
    const [waiting] = found(noSa, [installed(1)], { sas: [saOf(1, { algorithms: [] })] })
    expect(waiting && placesOf(waiting)[1]).toBe('a.txt 101 waits for its keys')
  })

  it('are told apart from those that are only loaded', () => {
    const loaded = installed(1)
    const entries = [
      { ...loaded, ...(loaded.installed && { installed: { ...loaded.installed, loaded: true as const } }) },
      installed(2),
    ]
    const facts = found(noSa, entries, { sas: [] }).map((each) => each.explain())
    expect(facts.map(({ what }) => what.replace(/ \([^)]+\)/g, ''))).toEqual([
      'A has no SA for A2.',
      'A has no SA for A1.',
    ])
    expect(facts.map(({ why }) => why)).toEqual([
      expect.stringMatching(/no packet has asked for it yet/),
      expect.not.stringMatching(/no packet has asked for it yet/),
    ])
  })

  it('point at the IKE SA where that was pasted', () => {
    const why = (ikeSas: readonly IkeSa[]) => found(noSa, [installed(1)], { sas: [], ikeSas })[0]?.explain().why
    expect(why([ikeSa('established')])).toMatch(/^The IKE SA with the other end is up, /)
    expect(why([ikeSa('keyed')])).toMatch(/^The IKE SA with the other end is not up, /)
    expect(why([])).toMatch(/^Either no packet has asked/)
  })
})

describe('SA004: an SA that does not fit', () => {
  const what = (of: SpdEntry, more: Partial<SecurityAssociation>) =>
    found(saNotUsed, [of], { sas: [saOf(1, more)] })[0]
      ?.explain()
      .what.split(': ')[1]

  it('is told with what the entry asks for and what the SA has', () => {
    expect(what(installed(1), { reqid: 7 })).toBe('it asks for the reqid 1, the SA has 7.')
    expect(what(installed(1), { mode: 'transport' })).toBe('it asks for the mode tunnel, the SA has transport.')
    expect(what(installed(1), { destination: range('192.0.2.9') })).toBe(
      'it asks for the addresses 203.0.113.1 > 198.51.100.7, the SA has 203.0.113.1 > 192.0.2.9.',
    )
    expect(what(installed(1), { scope: { interfaceId: 42, mark: null } })).toBe(
      'it asks for the interface number 0x0, the SA has 0x2a.',
    )
    expect(what(installed(1), { scope: { interfaceId: 0, mark: { value: 16, mask: 255 } } })).toBe(
      'it asks for the mark none, the SA has 0x10.',
    )
    expect(what(installed(1, 'out', { spi: 0xc0000002 }), {})).toBe('it asks for the SPI 0xc0000002, the SA has 0x1.')
    expect(what(installed(1), { reqid: 7, mode: 'transport' })).toBe(
      'it asks for the reqid 1, the SA has 7 and it asks for the mode tunnel, the SA has transport.',
    )
    const open = { ...installed(1), tunnel: tunnel(null, PEER) }
    expect(what(open, { destination: range('192.0.2.9') })).toMatch(/the addresses any > 198\.51\.100\.7, /)
  })

  it('comes with the lines of both, and the packets that it loses', () => {
    const [one, ...more] = found(saNotUsed, [installed(1)], { sas: [saOf(1, { reqid: 7 })] })
    expect(more).toEqual([])
    expect(one && placesOf(one)).toEqual([
      'a.txt 1 A: A1 (10.1.0.0/24 > 10.2.1.0/24)',
      'a.txt 101 the SA that is there',
      'a.txt 201 the SA that is there',
    ])
    expect(one?.flows.map(({ out }) => out?.name)).toEqual(['A1'])
  })

  it('is told of what comes in, but not again of what is routed on', () => {
    const inbound = { source: range(PEER), destination: range(OWN), reqid: 7 }
    expect(found(saNotUsed, [installed(1, 'in'), installed(1, 'fwd')], { sas: [saOf(1, inbound)] })).toHaveLength(1)
  })

  it('is none that is used, nor one beside it', () => {
    expect(found(saNotUsed, [installed(1)], { sas: [saOf(1)] })).toEqual([])
    expect(found(saNotUsed, [installed(1)], { sas: [saOf(1), saOf(1, { reqid: 7 })] })).toEqual([])
  })
})

describe('SA007: packets that an entry has dropped', () => {
  const counting = (direction: 'out' | 'in', ...drops: readonly DroppedPackets[]): SpdEntry => {
    const of = installed(1, direction)
    if (of.installed === undefined) throw new Error('It is installed.')
    return { ...of, installed: { ...of.installed, counted: { packets: null, dropped: drops, spans: [] } } }
  }
  const drop = (why: DroppedPackets['why'], count: number, line = 9): DroppedPackets => ({
    why,
    count,
    span: span(line),
  })
  const told = (direction: 'out' | 'in', ...drops: readonly DroppedPackets[]) =>
    found(dropped, [counting(direction, ...drops)], {}).map((each) => {
      const { what, why } = each.explain()
      return [each.severity, what, why]
    })

  it('for want of an SA are a remark, and all others a warning', () => {
    const [[severity, what, why] = []] = told('out', drop('no-sa', 3))
    expect([severity, what]).toEqual([
      'info',
      'A has dropped packets that it was to send through A1 (10.1.0.0/24 > 10.2.1.0/24): 3 for which there was no SA.',
    ])
    expect(why).toMatch(/^That is usual for the first packets, /)
    expect(told('in', drop('integrity', 2))).toEqual([
      [
        'warning',
        'A has dropped packets of A1 (10.2.1.0/24 > 10.1.0.0/24): 2 whose integrity check failed.',
        expect.stringMatching(/^Packets fail their check /),
      ],
    ])
    expect(told('out', drop('no-sa', 3), drop('selectors', 1))[0]?.[0]).toBe('warning')
  })

  it('for a reason that is not printed are such as are to be sent, or such as came', () => {
    expect(told('out', drop('unsaid', 4))[0]).toEqual([
      'info',
      expect.stringContaining(': 4 for a reason that is not printed.'),
      expect.stringMatching(/^That is usual for the first packets, /),
    ])
    expect(told('in', drop('unsaid', 4))[0]).toEqual([
      'warning',
      expect.stringContaining(': 4 for a reason that is not printed.'),
      'The detailed output of the same command has a counter for each reason.',
    ])
  })

  it('for one reason are explained once, and shown by each line once', () => {
    const [one] = found(
      dropped,
      [counting('in', drop('unknown-sa', 1), drop('unknown-sa', 2), drop('replay', 5, 10))],
      {},
    )
    expect(one?.explain().what).toContain(
      ': 1 with an SPI that it does not have, 2 with an SPI that it does not have, 5 that came twice or too late.',
    )
    expect(one?.explain().why.match(/The other end sends through an SA/g)).toHaveLength(1)
    expect(one?.evidence.map(({ span: { line } }) => line)).toEqual([9, 10])
  })
})

describe('SA010: how far an IKE SA has come', () => {
  const why = (stage: IkeStage, role: IkeSa['role'] = null) =>
    found(ikeState, [], { ikeSas: [ikeSa(stage, { role })] })[0]?.explain().why

  it('tells where to look', () => {
    expect(why('none')).toMatch(
      /^No packet has asked for it yet.*; if the state stays, B does not answer, or refuses\.$/,
    )
    expect(why('contact')).toMatch(/^If it stays, B does not answer, or refuses: UDP port 500/)
    expect(why('contact', 'initiator')).toMatch(/^If it stays, B does not answer/)
    expect(why('contact', 'responder')).toMatch(/^If it stays, the answer does not get through: UDP port 500/)
    expect(why('agreed')).toMatch(/^If it stays, the messages with the keys do not get through, or B has no/)
    expect(why('keyed')).toMatch(/^If it stays, the pre-shared keys of the two ends differ/)
    expect(why('closing')).toMatch(/^An end has given it up/)
    expect(why('established')).toBeUndefined()
  })

  it('is told of either end, with its lines', () => {
    const [one, two] = factsBetween(
      ikeState,
      simulate(end('A', [], { ikeSas: [ikeSa('keyed')] }), end('B', [], { ikeSas: [ikeSa('contact')] })),
    )
    expect(one?.explain().what).toBe('The IKE SA of A with B is not up: its state is KEYED. That is how far it is.')
    expect(two?.explain().what).toMatch(/^The IKE SA of B with A is not up: its state is CONTACT\. /)
    expect(one && placesOf(one)).toEqual(['a.txt 50 A: the state of IKE'])
  })
})

describe('SA011: what is up, as one end shows it', () => {
  const up = [ikeSa('established')]

  it('is its IKE SA with the entries that have SAs', () => {
    const [one, ...more] = found(upNow, [installed(1), installed(2)], { ikeSas: up, sas: [saOf(1)] })
    expect(more).toEqual([])
    expect(one?.explain().what).toBe(
      'The IKE SA of A with B is up (ESTABLISHED). A has SAs for A1 (10.1.0.0/24 > 10.2.1.0/24).',
    )
    expect(one?.explain().why).toMatch(/^One entry has no SA: /)
    expect(one && placesOf(one)).toEqual(['a.txt 50 A: the state of IKE', 'a.txt 1 A: A1 (10.1.0.0/24 > 10.2.1.0/24)'])
    expect(one?.flows.map(({ out }) => out?.name)).toEqual(['A1'])
  })

  it('counts entries beyond four, and those without an SA', () => {
    const spd = numbers(9).map((number) => installed(number))
    const [one] = found(upNow, spd, { ikeSas: up, sas: numbers(6).map((number) => saOf(number)) })
    expect(one?.explain().what).toMatch(/A4 \(10\.1\.0\.0\/24 > 10\.2\.4\.0\/24\) and 2 more\.$/)
    expect(one?.explain().why).toMatch(/^3 entries have no SA: /)
    expect(one?.evidence).toHaveLength(1 + 4)
    const [all] = found(upNow, spd.slice(0, 4), { ikeSas: up, sas: numbers(4).map((number) => saOf(number)) })
    expect(all?.explain().what).not.toContain('more')
    expect(all?.explain().why).toMatch(/^Addresses, IKE proposals, identities and keys of the two ends agree/)
  })

  it('is the IKE SA alone where no SAs were pasted, or SAs alone', () => {
    expect(found(upNow, [installed(1)], { ikeSas: up })[0]?.explain().what).toBe(
      'The IKE SA of A with B is up (ESTABLISHED). No SA for traffic was seen.',
    )
    const installs = { ...asWritten, installsByNeed: true as const }
    expect(found(upNow, [installed(1)], { vendor: installs, sas: [saOf(1)] })[0]?.explain().what).toBe(
      'A has SAs for A1 (10.1.0.0/24 > 10.2.1.0/24).',
    )
  })

  it('is nothing to tell of SAs that were made by hand, of an IKE SA on its way, or beside the other end', () => {
    const { installsByNeed: _, ...byHand } = asWritten
    expect(found(upNow, [installed(1)], { vendor: byHand, sas: [saOf(1)] })).toEqual([])
    expect(found(upNow, [installed(1)], { vendor: byHand, sas: [saOf(1)], ikeSas: up })).toHaveLength(1)
    expect(found(upNow, [installed(1)], { vendor: byHand, ikeSas: [ikeSa('keyed')] })).toEqual([])
    expect(found(upNow, [installed(1)], { ikeSas: up }, { span: span(1) })).toEqual([])
  })
})

describe('SA002: events of a negotiation', () => {
  const event = (more: Partial<NegotiationObservation> = {}): NegotiationObservation => ({
    kind: 'negotiation',
    event: '547',
    phase: 'quick',
    result: 'failed',
    reason: null,
    failurePoint: null,
    localAddress: null,
    peerAddress: null,
    role: null,
    box: null,
    attribute: null,
    spans: numbers(6).map(span),
    ...more,
  })
  const told = (...events: readonly NegotiationObservation[]) =>
    sound([
      ...securityEvents.check({
        simulation: undefined,
        mismatches: [],
        blocks: [],
        observations: events,
        secrets: [],
        paste: NO_FACTS,
      }),
    ]).map((each) => ({ ...each.explain(), places: placesOf(each) }))

  it('tell their peer, packets and reason, as far as they say', () => {
    expect(told(event())[0]).toEqual({
      what: 'Event 547: quick mode failed.',
      why: 'The reason is general; the log of the other end at the same time may say more.',
      places: numbers(4).map((line) => `a.txt ${line} event 547`),
    })
    expect(told(event({ peerAddress: range(PEER), box: box() }))[0]?.what).toBe(
      'Event 547: quick mode failed with 198.51.100.7 for 10.1.0.0/24 <> 10.2.0.0/24.',
    )
    expect(told(event({ reason: 'No policy configured' }))[0]?.what).toBe(
      'Event 547: quick mode failed: No policy configured.',
    )
    expect(told(event({ reason: 'No policy configured', failurePoint: 'peer' }))[0]?.what).toMatch(
      /: No policy configured, found by the peer\.$/,
    )
  })

  it('of quick mode for the gateway itself say that the peer needs an entry for it too', () => {
    const own = { localAddress: range(OWN), box: box(OWN, '10.2.0.0/24') }
    const why = (more: Partial<NegotiationObservation>) => told(event({ ...own, ...more }))[0]?.why
    expect(why({})).toMatch(/203\.0\.113\.1 is the gateway itself: .* \(TS001\)\.$/)
    // In main mode the two gateways are all that there is, and what has succeeded or is for others needs nothing.
    for (const other of [{ phase: 'main' }, { result: 'ended' }, { box: box() }, { localAddress: null }] as const) {
      expect(why(other)).not.toContain('TS001')
    }
  })

  it('tell of success, of an end, and of an attribute that both must agree about', () => {
    expect(told(event({ result: 'established' }))[0]?.why).toMatch(/^This negotiation succeeded/)
    expect(told(event({ result: 'ended' }))[0]?.why).toMatch(/^An SA ended/)
    const attribute = { name: 'Encryption', expected: 'AES', received: '3DES' }
    expect(told(event({ attribute }))[0]?.why).toBe(
      'Encryption: expected AES, received 3DES. Make both ends agree about it.',
    )
  })

  it('are told once where they are equal', () => {
    const counts = (...events: readonly NegotiationObservation[]) =>
      told(...events).map(({ what }) => /\d times/.exec(what)?.[0])
    expect(counts(event(), event(), event())).toEqual(['3 times'])
    for (const other of [
      event({ event: '541' }),
      event({ result: 'ended' }),
      event({ reason: 'No policy configured' }),
      event({ failurePoint: 'peer' }),
      event({ box: box() }),
    ]) {
      expect(counts(event(), other)).toEqual([undefined, undefined])
    }
    expect(counts(event({ box: box() }), event({ box: box() }))).toEqual(['2 times'])
    expect(counts(event({ box: box() }), event({ box: box(LOCAL, '10.3.0.0/24') }))).toEqual([undefined, undefined])
  })
})
