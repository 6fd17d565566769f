import { describe, expect, it } from 'vitest'
import type { Endpoint } from '../../../../src/core/model/endpoint.ts'
import { policySpd } from '../../../../src/core/model/ends/number-entries.ts'
import type { IkeConnection } from '../../../../src/core/model/ike-policy.ts'
import type { Obstacle } from '../../../../src/core/model/obstacle.ts'
import { negotiateEntry, responseOf } from '../../../../src/core/negotiation/ike/entry.ts'
import type { ChildSa, Failure, IkeSa, NegotiationOutcome } from '../../../../src/core/negotiation/ike/outcome.ts'
import { type Gateway, pair } from '../../../../src/core/rules/negotiation/examples.ts'
import { range } from '../../../support/boxes.ts'
import { endsOf } from '../../remedy/two-ends.ts'
import { only, set } from './sides.ts'

type Two = readonly [Endpoint, Endpoint]

function two(a: Gateway = {}, b: Gateway = {}): Two {
  const ends = endsOf(pair(a, b))
  return [ends.a, ends.b]
}

/** An end with other connections, and the entries that follow from them. */
function withConnections(end: Endpoint, change: (connection: IkeConnection) => IkeConnection): Endpoint {
  if (end.ike === undefined) throw new Error('It is a configuration.')
  const ike = { ...end.ike, connections: end.ike.connections.map(change) }
  return { ...end, ike, spd: policySpd(end, ike) }
}

/** The negotiation of the first entry of the first end. */
function begin([a, b]: Two): NegotiationOutcome | null {
  return negotiateEntry(only(a.spd ?? []), a, b)
}

function inWords(outcome: NegotiationOutcome | null): string {
  if (outcome === null) return 'not known'
  const { ike, childSa } = outcome
  if ('reason' in ike) return `${ike.by} ${ike.reason}, ${ike.certainty}`
  return childSa !== null && 'reason' in childSa ? `${childSa.by} ${childSa.reason}` : `up, ${ike.certainty}`
}

describe('the negotiation of an entry', () => {
  it('is that of its connection and child', () => {
    expect(begin(two())).toMatchObject({ initiator: 'A', connection: { name: 'to-b' }, child: { name: 'net' } })
    expect(inWords(begin(two()))).toBe('up, stated')
  })

  it('is not known of an entry without a connection, or with an end whose configuration was not pasted', () => {
    const [a, b] = two()
    const { negotiated: _, ...bare } = only(a.spd ?? [])
    expect(negotiateEntry(bare, a, b)).toBeNull()
    const { ike: _a, ...unknownA } = a
    const { ike: _b, ...unknownB } = b
    expect(begin([{ ...unknownA }, b])).toBeNull()
    expect(begin([a, { ...unknownB }])).toBeNull()
    const { daemon: _d, ...vendor } = b.vendor
    expect(begin([a, { ...b, vendor }])).toBeNull()
  })

  it('is not known where of the other end keys alone were pasted, though it is of any connection that is refused', () => {
    const [a, b] = two({}, { peer: '192.0.2.9' })
    expect(inWords(begin([a, b]))).toBe('responder no-connection, stated')
    expect(begin([a, { ...b, spd: undefined }])).toBeNull()
  })
})

describe('an end whose address nobody tells', () => {
  const nameless = (end: Endpoint): Endpoint => ({ ...end, addresses: [] })
  const goesAnywhere = (end: Endpoint): Endpoint => ({ ...end, peers: [] })

  it('leaves open what may follow from the address', () => {
    const [named, b] = two({}, { remoteId: 'gw-x.example' })
    const a = withConnections(named, ({ local: [round], ...rest }) => ({
      ...rest,
      local: round === undefined ? [] : [{ ...round, id: undefined }],
    }))
    expect(inWords(begin([a, b]))).toBe('responder peer-identity, stated')
    expect(begin([goesAnywhere(nameless(a)), goesAnywhere(b)])).toBeNull()
  })

  it('is refused, wherever it is, for a name that it shows and nobody wants', () => {
    const [a, b] = two({}, { remoteId: 'gw-x.example' })
    const ends: Two = [goesAnywhere(nameless(a)), goesAnywhere(b)]
    expect(inWords(begin(ends))).toBe('responder peer-identity, stated')
    const [, other] = two({}, { remoteId: '%any' })
    const both = withConnections(b, (connection) => connection)
    const more = [...(both.ike?.connections ?? []), ...(other.ike?.connections ?? [])]
    const twice = { ...both, ...(both.ike && { ike: { ...both.ike, connections: more } }) }
    // One that is for another address takes anybody.
    expect(inWords(begin([ends[0], goesAnywhere(twice)]))).not.toBe('responder peer-identity, stated')
  })

  it('is told by where the other end goes', () => {
    const [a, b] = two({}, { remoteId: 'gw-x.example' })
    expect(inWords(begin([a, nameless(b)]))).toBe('responder peer-identity, stated')
  })

  it('does not hide what does not depend on it', () => {
    const ikev1 = { connection: 'version = 2\n    proposals = aes256-sha256-modp2048' }
    const other = { connection: 'version = 2\n    proposals = aes128-sha1-modp1024' }
    const [a, b] = two(ikev1, other)
    expect(inWords(begin([goesAnywhere(nameless(a)), goesAnywhere(b)]))).toBe('responder ike-proposals, stated')
  })
})

describe('a host name for the other end', () => {
  it('is taken for it, which is assumed', () => {
    const [a, b] = two({ peer: 'gw-b.example' })
    expect(inWords(begin([a, b]))).toBe('up, assumed')
  })

  it('beside its address is assumed as well', () => {
    const [a, b] = two({ peer: '192.0.2.2, gw-b.example' })
    expect(inWords(begin([a, b]))).toBe('up, assumed')
  })
})

describe('a connection that is switched off', () => {
  const off = (end: Endpoint): Endpoint => {
    const obstacle: Obstacle = {
      kind: 'inactive',
      direction: 'both',
      packets: [],
      packet: 'dropped',
      connection: null,
      say: 'It is off.',
      spans: [],
      steps: [],
    }
    return { ...end, obstacles: [obstacle] }
  }

  it('begins nothing, or answers nothing', () => {
    const [a, b] = two()
    expect(begin([off(a), b])).toMatchObject({
      initiator: 'A',
      version: 2,
      connection: { name: 'to-b' },
      child: { name: 'net' },
      ike: { notify: null, reason: 'inactive', by: 'initiator', certainty: 'stated' },
      childSa: null,
      further: null,
      ikeRenewals: null,
      childRenewals: null,
      furtherRenewals: null,
    })
    expect(inWords(begin([a, off(b)]))).toBe('responder inactive, stated')
    expect(inWords(begin([off(a), off(b)]))).toBe('initiator inactive, stated')
  })

  it('is assumed to be, where a text was read in part', () => {
    const [a, b] = two()
    expect(inWords(begin([{ ...off(a), partlyRead: true }, b]))).toBe('initiator inactive, assumed')
    expect(inWords(begin([off(a), { ...b, partlyRead: true }]))).toBe('initiator inactive, assumed')
  })
})

describe('what a negotiation means for the packets of an entry', () => {
  const [a, b] = two()
  const outcome = begin([a, b])
  if (outcome === null || 'reason' in outcome.ike || outcome.childSa === null || 'reason' in outcome.childSa)
    throw new Error('It comes up.')
  const [ike, childSa]: [IkeSa, ChildSa] = [outcome.ike, outcome.childSa]
  const failure = (reason: Failure['reason'], certainty: Failure['certainty'] = 'stated'): Failure => ({
    notify: 'NO_PROPOSAL_CHOSEN',
    reason,
    by: 'responder',
    certainty,
  })
  const refused = (certainty: string, notify: string | null) => ({ kind: 'refused', certainty, notify })
  const response = (more: Partial<NegotiationOutcome>, ends: Two = [a, b]) =>
    responseOf({ ...outcome, ...more }, ...ends)

  it('accepted are its selectors, by the entry of the child that was found', () => {
    const entry = only(b.spd ?? [])
    expect(response({})).toMatchObject({ kind: 'accepted', entry, disagreed: false, certainty: 'stated' })
    const selectors = response({})
    expect(selectors.kind === 'accepted' && selectors.selectors).toEqual(only(a.spd ?? []).selectors)
  })

  it('an initiator that knows no address of the peer waits; any other failure is a refusal', () => {
    expect(response({ ike: failure('no-peer-address') })).toEqual({ kind: 'waits', certainty: 'stated' })
    expect(response({ ike: failure('ike-proposals') })).toEqual(refused('stated', 'NO_PROPOSAL_CHOSEN'))
    expect(response({ ike: failure('ike-proposals', 'assumed') })).toEqual(refused('assumed', 'NO_PROPOSAL_CHOSEN'))
    expect(response({ childSa: failure('selectors', 'assumed') })).toEqual(refused('assumed', 'NO_PROPOSAL_CHOSEN'))
    expect(response({ childSa: null })).toEqual(refused('stated', null))
  })

  it('the first child of an IKE SA of version 2 comes up with it, each other one as a further one', () => {
    const { connection, child } = outcome
    const second = { ...connection, children: [{ ...child, name: 'before' }, child] }
    const further = failure('pfs')
    expect(response({ further })).toMatchObject({ kind: 'accepted' })
    expect(response({ further, connection: second })).toEqual(refused('stated', 'NO_PROPOSAL_CHOSEN'))
    expect(response({ further, connection: second, version: 1 })).toMatchObject({ kind: 'accepted' })
    expect(response({ childSa: further, further: childSa, connection: second })).toMatchObject({ kind: 'accepted' })
  })

  it('a child of which the other end shows no entry is refused', () => {
    expect(response({}, [a, { ...b, spd: [] }])).toEqual(refused('stated', null))
    expect(response({}, [a, { ...b, spd: undefined }])).toEqual(refused('stated', null))
  })

  it('of several entries of one child the first stands for it', () => {
    const entry = only(b.spd ?? [])
    const twice: Endpoint = { ...b, spd: [entry, { ...entry, id: 'B#2' }] }
    expect(response({}, [a, twice])).toMatchObject({ entry: { id: entry.id } })
  })

  it('is assumed where a text was read in part, or the IKE SA is', () => {
    expect(response({}, [{ ...a, partlyRead: true }, b])).toMatchObject({ certainty: 'assumed' })
    expect(response({}, [a, { ...b, partlyRead: true }])).toMatchObject({ certainty: 'assumed' })
    expect(response({ ike: { ...ike, certainty: 'assumed' } })).toMatchObject({ certainty: 'assumed' })
  })

  describe('what each end has of the child SA', () => {
    const selector = (text: string, protocol = { from: 0, to: 255 }) => ({
      addresses: range(text),
      protocol,
      ports: { from: 0, to: 65_535 },
    })
    const [wide, narrow, other] = [selector('10.1.0.0/16'), selector('10.1.0.0/24'), selector('10.2.0.0/24')]
    const between = (sent: Partial<ChildSa['initiator']>, known: Partial<ChildSa['responder']>) =>
      response({
        childSa: {
          ...childSa,
          initiator: { mode: 'tunnel', local: [narrow], remote: [other], ...sent },
          responder: { mode: 'tunnel', local: [other], remote: [narrow], ...known },
        },
      })

    it.each<readonly [string, Partial<ChildSa['initiator']>, Partial<ChildSa['responder']>, boolean]>([
      ['the same', {}, {}, false],
      ['more at the responder', {}, { remote: [wide] }, false],
      ['less at the responder', { local: [wide] }, {}, true],
      ['less of the other side', { remote: [wide] }, { local: [narrow] }, true],
      ['a list of which the responder has one', { local: [narrow, other] }, { remote: [narrow] }, true],
      [
        'a list that the responder has in another order',
        { local: [narrow, other] },
        { remote: [other, narrow] },
        false,
      ],
      ['another mode', { mode: 'transport' }, {}, true],
      ['transport mode', { mode: 'transport' }, { mode: 'transport' }, false],
    ])('may differ: %s (RFC 4301 5.2)', (_, sent, known, disagreed) => {
      expect(between(sent, known)).toMatchObject({ kind: 'accepted', disagreed })
    })

    it('covers each pair of its lists, with the protocol that both sides have', () => {
      const [tcp, udp] = [selector('10.1.0.0/24', { from: 6, to: 6 }), selector('10.1.9.0/24', { from: 17, to: 17 })]
      const found = between({ local: [tcp, udp], remote: [selector('10.2.0.0/24', { from: 6, to: 6 }), other] }, {})
      const words = found.kind === 'accepted' ? found.selectors : []
      expect(words.map(({ local, remote, protocol }) => [local, remote, protocol.from, protocol.to])).toEqual([
        [range('10.1.0.0/24'), range('10.2.0.0/24'), 6, 6],
        [range('10.1.0.0/24'), range('10.2.0.0/24'), 6, 6],
        [range('10.1.9.0/24'), range('10.2.0.0/24'), 17, 17],
      ])
    })
  })
})

it('the connection that is placed between the two hosts is negotiated, by its name', () => {
  const [a, b] = two()
  const moved = withConnections(a, (connection) => ({ ...connection, exchange: set('aggressive') }))
  expect(begin([moved, b])?.connection.exchange.value).toBe('aggressive')
  const renamed: Endpoint = { ...moved, spd: a.spd }
  // The entry is of the policy as it was; the connection of that name is the one that is there now.
  expect(begin([renamed, b])?.connection.exchange.value).toBe('aggressive')
})
