import { describe, expect, it } from 'vitest'
import type { Correction, Endpoint } from '../../../../src/core/model/endpoint.ts'
import type { ReadingProblem } from '../../../../src/core/model/format.ts'
import { simulate } from '../../../../src/core/negotiation/simulate.ts'
import { notUnderstood } from '../../../../src/core/rules/paste/pa001-not-understood.ts'
import { notRecognised } from '../../../../src/core/rules/paste/pa002-not-recognised.ts'
import { secretPasted } from '../../../../src/core/rules/paste/pa003-secret.ts'
import { oneEnd } from '../../../../src/core/rules/paste/pa004-one-end.ts'
import { invalidValue } from '../../../../src/core/rules/paste/pa005-invalid.ts'
import { whichEnd } from '../../../../src/core/rules/paste/pa006-which-end.ts'
import { whichTunnel } from '../../../../src/core/rules/paste/pa007-which-tunnel.ts'
import { cut } from '../../../../src/core/rules/paste/pa008-cut.ts'
import { sameEnd } from '../../../../src/core/rules/paste/pa010-same-end.ts'
import { probeNotUnderstood } from '../../../../src/core/rules/paste/pa011-probe.ts'
import { myAddress } from '../../../../src/core/rules/paste/pa012-my-address.ts'
import { hiddenNetworks } from '../../../../src/core/rules/paste/pa014-hidden-networks.ts'
import type { Diagnostic, Finding, PasteFacts, ReadBlock, RuleContext } from '../../../../src/core/rules/rule.ts'
import { dump, filter, pairOfPeer } from '../../../../src/core/rules/spd/examples.ts'
import { isa } from '../../../../src/core/vendors/isa/vendor.ts'
import { range } from '../../../support/boxes.ts'
import { box, end, entry, OWN, PEER } from '../../negotiation/made-ends.ts'
import { factsOf, NO_FACTS, placesOf, sound, waysOf } from '../facts-of.ts'

const span = (line: number, source = 'a.txt') => ({ source, line, column: 1, length: 3 })
const spans = (count: number) => Array.from({ length: count }, (_, at) => span(at + 1))

interface Pasted extends Partial<Omit<RuleContext, 'paste'>> {
  readonly paste?: Partial<PasteFacts>
}

function found(rule: Diagnostic, { paste, ...more }: Pasted): Finding[] {
  const facts = { ...NO_FACTS, ...paste }
  const none = { simulation: undefined, mismatches: [], blocks: [], observations: [], secrets: [] }
  return sound([...rule.check({ ...none, ...more, paste: facts })])
}

const said = (findings: readonly Finding[]) => findings.map((each) => each.explain().what)

function block(more: Partial<ReadBlock> = {}): ReadBlock {
  const none = { unrecognised: [], problems: [], log: null, unread: null, generated: null }
  return { source: 'a.txt', format: 'a/format', ...none, ends: ['A'], ...more }
}

describe('PA001: lines that were not understood', () => {
  it('are told of a text that was read, the first ten with their places', () => {
    const [one, ...more] = found(notUnderstood, { blocks: [block({ unrecognised: [span(4)] })] })
    expect(more).toEqual([])
    expect(one?.explain()).toEqual({
      what: 'Line 4 of a.txt was not understood.',
      why: 'They may hold what decides a flow, so what follows from this text is assumed, not stated.',
    })
    expect(one && placesOf(one)).toEqual(['a.txt 4 not understood'])
    const [many] = found(notUnderstood, { blocks: [block({ unrecognised: spans(12) })] })
    expect(many?.explain().what).toBe('Lines 1-12 of a.txt were not understood.')
    expect(many?.evidence).toHaveLength(10)
  })

  it('decide nothing where the text tells of no end', () => {
    const [one] = found(notUnderstood, { blocks: [block({ unrecognised: [span(4)], ends: [] })] })
    expect(one?.explain().why).toBe('Nothing was concluded from them.')
  })

  it('are none of a text that was understood, or not recognised at all', () => {
    expect(found(notUnderstood, { blocks: [block(), block({ format: null, unrecognised: [span(4)] })] })).toEqual([])
  })
})

describe('PA002: a text that was not recognised', () => {
  it('is told with its first three lines, once nothing in it was', () => {
    const findings = found(notRecognised, {
      blocks: [
        block({ source: 'b.txt', format: null, unrecognised: [span(1, 'b.txt')] }),
        block({ source: 'c.txt', format: null, unrecognised: spans(5).map(({ line }) => span(line, 'c.txt')) }),
        block({ source: 'd.txt', format: null }),
      ],
    })
    expect(said(findings)).toEqual([
      'Nothing in b.txt (1 line) looks like a filter dump, a summary, a description or a log that is read here.',
      'Nothing in c.txt (5 lines) looks like a filter dump, a summary, a description or a log that is read here.',
      'd.txt is empty.',
    ])
    expect(findings.map(placesOf)).toEqual([
      ['b.txt 1 not recognised'],
      ['c.txt 1 not recognised', 'c.txt 2 not recognised', 'c.txt 3 not recognised'],
      [],
    ])
  })

  it('is none where another part of it was', () => {
    expect(found(notRecognised, { blocks: [block({ format: null, unrecognised: [span(9)] }), block()] })).toEqual([])
  })

  it('that is known and not read is no error where another text was read', () => {
    const sas = { title: 'the output of `swanctl --list-sas`', instead: 'Paste swanctl.conf.' }
    const unread = block({ source: 'sas.txt', format: null, unrecognised: spans(5), unread: sas })
    const told = (blocks: readonly ReadBlock[], ...ends: readonly Endpoint[]) => {
      const [a, b] = ends
      const simulation = a && b && simulate(a, b)
      const findings = found(notRecognised, { blocks, simulation })
      return findings.map(({ severity, evidence, explain }) => [severity, evidence.length, explain()])
    }
    const what = 'sas.txt is the output of `swanctl --list-sas`, which is not read.'
    expect(told([unread])).toEqual([['error', 0, { what, why: 'Paste swanctl.conf.' }]])
    const [a, b, unknown] = [end('A', []), end('B', []), end('B', [], { spd: undefined })]
    const besides = { what, why: 'The answer rests on the other texts.' }
    expect(told([unread, block()], a, b)).toEqual([['info', 0, besides]])
    // It may be the other end's.
    expect(told([unread, block()], a, unknown)).toEqual([['info', 0, { what, why: 'Paste swanctl.conf.' }]])
  })

  it('is told with its reason where it could not be read, and where nothing was pasted', () => {
    const unreadable = [{ source: 'x.bin', say: 'it is no text.' }]
    expect(said(found(notRecognised, { paste: { unreadable } }))).toEqual(['x.bin: it is no text.'])
    expect(said(found(notRecognised, {}))).toEqual(['Nothing was pasted.'])
    expect(said(found(notRecognised, { paste: { unreadable }, blocks: [block()] }))).toEqual(['x.bin: it is no text.'])
  })
})

describe('PA003: secrets in the paste', () => {
  const secrets = (count: number) => spans(count).map((each) => ({ span: each, mark: '‹secret 1›' }))

  it('are counted, the first ten with their places', () => {
    const [one] = found(secretPasted, { secrets: secrets(1) })
    expect(one?.explain().what).toBe(
      'A secret was in the pasted text. Its value was blanked before anything was read, and nothing keeps or repeats it; equal marks mean equal values.',
    )
    expect(one && placesOf(one)).toEqual(['a.txt 1 blanked: ‹secret 1›'])
    const [many] = found(secretPasted, { secrets: secrets(11) })
    expect(many?.explain().what).toBe(
      '11 secrets were in the pasted text. Their values were blanked before anything was read, and nothing keeps or repeats them; equal marks mean equal values.',
    )
    expect(many?.evidence).toHaveLength(10)
    expect(found(secretPasted, {})).toEqual([])
  })
})

describe('PA004: one end alone', () => {
  const unknown = end('B', undefined)
  const alone = (count: number, more: Partial<Endpoint> = {}) =>
    end(
      'A',
      Array.from({ length: count }, (_, at) =>
        entry(`${at}`, 'out', { selectors: [box('10.1.0.0/24', `10.2.${at}.0/24`)] }),
      ),
      more,
    )
  const told = (a: Endpoint, b: Endpoint) => found(oneEnd, { simulation: simulate(a, b) })

  it('is told with what the other one must protect, whichever it is', () => {
    const [one, ...more] = told(alone(1, { span: span(1) }), unknown)
    expect(more).toEqual([])
    expect(one?.explain().what).toBe(
      `Only A was pasted, so nothing can be said about whether the tunnel comes up. The other end (${PEER}) must protect, local side first:\n10.2.0.0/24 <> 10.1.0.0/24`,
    )
    expect(one && placesOf(one)).toEqual(['a.txt 1 A'])
    const b = end('B', [entry('1', 'out', { tunnel: { source: range(PEER), destination: range(OWN) } })])
    const [second] = told(end('A', undefined), b)
    expect(second?.explain().what).toMatch(/^Only B was pasted, so .* The other end \(203\.0\.113\.1\) must protect/)
    expect(second?.evidence).toEqual([])
  })

  it('is told by the name of the other one, where a part of that was pasted', () => {
    const part = end('B', undefined, { name: 'thebes', span: span(9) })
    expect(said(told(alone(1), part))).toEqual([
      'Of thebes only a part was pasted, which does not show what it protects. thebes must protect, local side first:\n10.2.0.0/24 <> 10.1.0.0/24',
    ])
    expect(said(told(alone(0), part))).toEqual([
      'Of thebes only a part was pasted, which does not show what it protects, and none of the entries of A leads into a tunnel.',
    ])
    expect(told(alone(1), part)[0]?.explain().why).toContain(' on thebes and paste it as well')
  })

  it('lists thirty pairs, and counts the others', () => {
    expect(said(told(alone(30), unknown))[0]?.split('\n')).toHaveLength(1 + 30)
    expect(
      said(told(alone(32), unknown))[0]
        ?.split('\n')
        .slice(31),
    ).toEqual(['... and 2 more'])
  })

  it('may show what is up, or protect nothing', () => {
    const up = /^Only A was pasted, which shows what is up there now, and not why something is not\. /
    expect(said(told(alone(1, { sas: [] }), unknown))[0]).toMatch(up)
    expect(said(told(alone(1, { ikeSas: [] }), unknown))[0]).toMatch(up)
    expect(said(told(alone(0), unknown))).toEqual(['Only A was pasted, and none of its entries leads into a tunnel.'])
  })

  it('asks for what the other product shows, or the same where that is not known', () => {
    const why = (b: Endpoint, a = alone(1)) => told(a, b)[0]?.explain().why
    expect(why({ ...unknown, vendor: isa })).toContain(`Run ${isa.ask} on the other end (${PEER}) and `)
    expect(why({ ...unknown, vendor: { ...isa, id: 'other', ask: null } })).toContain(
      `(${alone(1).vendor.ask}, if it is the same product;`,
    )
    const unread = { ...isa, title: 'Juniper', ask: null }
    expect(why({ ...unknown, vendor: unread })).toContain(
      'in YAML (`formats` shows how): of Juniper no configuration is read',
    )
    expect(why(unknown, alone(1, { peers: [] }))).toContain(' on the other end and paste it as well')
    expect(said(told(alone(1, { peers: [] }), unknown))[0]).toContain(' The other end must protect, ')
  })

  it('is none of two, of none, or without any end', () => {
    expect(told(alone(1), end('B', []))).toEqual([])
    expect(told(end('A', undefined), unknown)).toEqual([])
    expect(found(oneEnd, {})).toEqual([])
  })
})

describe('PA005 and PA008: values that cannot be used', () => {
  const problem = (kind: ReadingProblem['kind'], line: number): ReadingProblem => ({
    kind,
    span: span(line),
    say: `Line ${line} is wrong.`,
    instead: 'Write it right.',
  })
  const withProblems = (...problems: readonly ReadingProblem[]) => [block({ problems })]

  it('are errors where they cannot be, and warnings where they are not modelled', () => {
    const findings = found(invalidValue, { blocks: withProblems(problem('invalid', 3), problem('unsupported', 4)) })
    expect(findings.map((each) => [each.severity, ...placesOf(each), each.explain().what])).toEqual([
      ['error', 'a.txt 3 cannot be', 'Line 3 is wrong.'],
      ['warning', 'a.txt 4 not used', 'Line 4 is wrong.'],
    ])
  })

  it('are told one by one up to two hundred, and then counted from where they go on', () => {
    const all = (count: number) => withProblems(...Array.from({ length: count }, (_, at) => problem('invalid', at + 1)))
    expect(found(invalidValue, { blocks: all(200) })).toHaveLength(200)
    const many = found(invalidValue, { blocks: all(203) })
    expect(many).toHaveLength(201)
    expect(said(many.slice(-1))).toEqual(['3 more values from here on cannot be used either.'])
    expect(many.slice(-1).map(placesOf)).toEqual([['a.txt 201 cannot be']])
  })

  it('are of PA008 where the text ends in the middle', () => {
    const blocks = withProblems(problem('invalid', 3), problem('cut', 9))
    expect(said(found(invalidValue, { blocks }))).toEqual(['Line 3 is wrong.'])
    expect(found(cut, { blocks }).map((each) => [...placesOf(each), each.explain()])).toEqual([
      ['a.txt 9 the text ends or does not add up here', { what: 'Line 9 is wrong.', why: 'Write it right.' }],
    ])
  })

  it('are put right at their line, and with the first what shows only then', () => {
    const correction = (line: number): Correction<() => Endpoint> => ({
      fault: span(line),
      say: `change line ${line}`,
      edits: [],
      corrected: () => end('A', []),
    })
    const blocks = withProblems(problem('unsupported', 2), problem('invalid', 3), problem('invalid', 5))
    const ways = (a: Partial<Endpoint>, b: Partial<Endpoint> = {}) =>
      found(invalidValue, { blocks, simulation: simulate(end('A', [], a), end('B', [], b)) }).map((each) =>
        each.plans.map(({ changes }) =>
          changes
            .map(({ end: at, change }) => (change.kind === 'correct' ? `${at} ${change.say}` : change.kind))
            .join(),
        ),
      )
    const corrections = () => [correction(3), correction(5), correction(8)]
    expect(ways({ corrections })).toEqual([[], ['A change line 3', 'A change line 8'], ['A change line 5']])
    expect(ways({}, { corrections: () => [correction(5)] })).toEqual([[], [], ['B change line 5']])
    expect(ways({})).toEqual([[], [], []])
    expect(found(invalidValue, { blocks }).map(waysOf)).toEqual([[], [], []])
    const elsewhere = { ...correction(5), fault: span(5, 'b.txt') }
    expect(ways({ corrections: () => [elsewhere] })).toEqual([[], ['A change line 5'], []])
  })
})

describe('PA006 and PA007: what a person must say', () => {
  it('is whose filters are whose, where the answer depends on it', () => {
    const readings = [
      { own: OWN, label: 'A', verdict: 'up' },
      { own: PEER, label: 'A', verdict: 'down' },
    ] as const
    const [one, ...more] = found(whichEnd, { paste: { question: { readings, span: span(2) } } })
    expect(more).toEqual([])
    expect(one?.explain().what).toBe(
      'Nothing in the pastes says whose filters are whose, and the answer depends on it: with 203.0.113.1 as the own address of A the verdict is "up"; with 198.51.100.7 as the own address of A the verdict is "down".',
    )
    expect(one && placesOf(one)).toEqual(['a.txt 2 whose filters are these?'])
    expect(found(whichEnd, { paste: { question: { readings, span: null } } })[0]?.evidence).toEqual([])
    expect(found(whichEnd, {})).toEqual([])
  })

  it('is which of several tunnels is meant', () => {
    const tunnels = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ end: end('A', []), peer: range(`192.0.2.${at + 1}`), shown: null }))
    expect(said(found(whichTunnel, { paste: { tunnels: tunnels(2) } }))).toEqual([
      'There are 2 tunnels in the pastes: A to 192.0.2.1 and A to 192.0.2.2.',
    ])
    expect(said(found(whichTunnel, { paste: { tunnels: tunnels(20) } }))[0]).toMatch(/ and A to 192\.0\.2\.20\.$/)
    expect(said(found(whichTunnel, { paste: { tunnels: tunnels(22) } }))[0]).toMatch(
      /^There are 22 .*, A to 192\.0\.2\.20 and 2 more\.$/,
    )
    expect(found(whichTunnel, { paste: { tunnels: tunnels(1) } })).toEqual([])
  })
})

describe('PA014: networks that are hidden', () => {
  it('are shown by six lines, however many there are', () => {
    const hidden = (count: number) => {
      const filters = Array.from({ length: count }, (_, at) => filter('outbound', `10.${at}.x.0`, '10.2.0.0'))
      const [one] = factsOf(hiddenNetworks, { pastes: [...dump(filters.join('')).pastes, ...pairOfPeer().pastes] })
      return new Set(one?.evidence.map(({ span: { line } }) => line)).size
    }
    // Each filter has a line for its source and one for its destination.
    expect([1, 2, 8].map(hidden)).toEqual([2, 4, 6])
  })
})

describe('PA010 to PA012: what else of a paste was not used', () => {
  it('is the second text of one end', () => {
    const pair = {
      first: span(3),
      second: span(8, 'b.txt'),
      taken: 'filters of the first' as const,
      onlyFirst: [],
      onlySecond: [],
    }
    const [known, unknown] = found(sameEnd, {
      paste: {
        sameEnd: [
          { ...pair, own: range(OWN) },
          { ...pair, own: null },
        ],
      },
    })
    expect(known?.explain().what).toBe('a.txt (from line 3) and b.txt (from line 8) are of the same end, 203.0.113.1.')
    expect(known && placesOf(known)).toEqual(['a.txt 3 taken', 'b.txt 8 the same end again'])
    expect(unknown?.explain().what).toBe('a.txt (from line 3) and b.txt (from line 8) are of the same end.')
    expect(found(sameEnd, {})).toEqual([])
    const [differing] = found(sameEnd, {
      paste: {
        sameEnd: [{ ...pair, own: null, onlyFirst: ['10.1.0.0/24'], onlySecond: ['10.1.0.0/16', '1', '2', '3', '4'] }],
      },
    })
    expect(differing?.explain().why).toMatch(
      /^Only a\.txt has 10\.1\.0\.0\/24\. Only b\.txt has 10\.1\.0\.0\/16, 1, 2 and 2 more\. Their filters/,
    )
  })

  it('is a question about a packet that is none', () => {
    const [one] = found(probeNotUnderstood, { paste: { probe: '"x" is no packet.' } })
    expect(one?.explain().what).toBe('"x" is no packet.')
    expect(one?.severity).toBe('error')
    expect(found(probeNotUnderstood, {})).toEqual([])
  })

  it('is a filter for the own address that nobody tells, of several the first six with their lines', () => {
    const [one, many] = found(myAddress, {
      paste: {
        unresolved: [
          { end: 'A', spans: spans(1) },
          { end: 'B', spans: spans(8) },
        ],
      },
    })
    expect(one?.explain()).toEqual({
      what: 'A filter of end A names <My IP Address>, and no paste tells which address that is.',
      why: 'It was left out. Paste the specific filters (`netsh ipsec dynamic show qmfilter all type=specific`), or give the address with `--a-address`.',
    })
    expect(one && placesOf(one)).toEqual(['a.txt 1 left out'])
    expect(many?.explain().what).toBe(
      '8 filters of end B name <My IP Address>, and no paste tells which address that is.',
    )
    expect(many?.explain().why).toMatch(/^They were left out\. .*`--b-address`/)
    expect(many?.evidence).toHaveLength(6)
  })
})
