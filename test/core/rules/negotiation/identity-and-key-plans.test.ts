import { describe, expect, it } from 'vitest'
import type { AuthRound, Identity, IkeConnection, SharedKey } from '../../../../src/core/model/ike-policy.ts'
import { pair } from '../../../../src/core/rules/negotiation/examples.ts'
import type { Party } from '../../../../src/core/rules/negotiation/failures.ts'
import {
  identityPlans,
  methodPlans,
  misfits,
  showsPattern,
} from '../../../../src/core/rules/negotiation/identity-plans.ts'
import { keyPlaces, keyPlans, unfitKeyPlaces } from '../../../../src/core/rules/negotiation/key-plans.ts'
import type { Plan } from '../../../../src/core/rules/rule.ts'
import { UNKNOWN_SECRET } from '../../../../src/core/text/secrets/secret-mark.ts'
import { range } from '../../../support/boxes.ts'
import { endsOf } from '../../remedy/two-ends.ts'

interface Changed {
  readonly connection?: Partial<IkeConnection>
  readonly keys?: readonly SharedKey[]
}

/** 192.0.2.1, gw-a.example, and 192.0.2.2, gw-b.example, which agree, each changed by what is handed in. */
function parties(first: Changed = {}, second: Changed = {}): readonly [Party, Party] {
  const { a, b } = endsOf(pair())
  const party = (end: typeof a, host: string, { connection: more, keys }: Changed): Party => {
    const [connection] = end.ike?.connections ?? []
    if (end.ike === undefined || connection === undefined) throw new Error('It is a configuration.')
    return {
      end: { ...end, ike: { ...end.ike, keys: keys ?? end.ike.keys } },
      host: range(host),
      connection: { ...connection, ...more },
      child: connection.children[0],
    }
  }
  return [party(a, '192.0.2.1', first), party(b, '192.0.2.2', second)]
}

const fqdn = (text: string): Identity => ({ kind: 'fqdn', text })
const [A, B, STAR] = [fqdn('gw-a.example'), fqdn('gw-b.example'), fqdn('*.example')]
const ADDRESS_OF_A: Identity = { kind: 'address', text: '192.0.2.1' }

/** `A own-identity gw-a.example`: what is changed, for each way out. */
function told(plans: readonly Plan[]): string[] {
  return plans.map(({ changes }) =>
    changes
      .map(({ end, change }) => {
        if ('identity' in change) return `${end} ${change.kind} ${change.identity.text}`
        if ('method' in change) return `${end} ${change.side} ${change.method}`
        const owners = 'owners' in change ? change.owners.map(({ text }) => text).join(' ') : ''
        const place = 'replaces' in change ? (change.replaces === null ? ' (added)' : ' (replaced)') : ''
        return `${end} ${change.kind} ${owners}${place}`
      })
      .join(', '),
  )
}

describe('identities that do not fit', () => {
  const value = <const T>(of: T) => ({ origin: 'default', authority: 'a test', value: of }) as const
  const round = (id: Identity | undefined): readonly AuthRound[] => [{ method: value('psk'), id: id && value(id) }]
  const shows = (id: Identity) => ({ local: round(id) })
  const expects = (id: Identity | undefined) => ({ remote: round(id) })
  const who = (ends: readonly [Party, Party]) =>
    misfits(ends).map(([one, other]) => `${one.end.label} to ${other.end.label}`)

  it('are of an end that shows what the other does not expect', () => {
    expect(who(parties())).toEqual([])
    expect(who(parties({ connection: shows(fqdn('x.example')) }))).toEqual(['A to B'])
    expect(who(parties({ connection: expects(fqdn('x.example')) }))).toEqual(['B to A'])
    expect(who(parties({ connection: { ...shows(fqdn('x')), ...expects(fqdn('y')) } }))).toEqual(['A to B', 'B to A'])
    expect(who(parties({}, { connection: expects(STAR) }))).toEqual([])
    // Nobody can show a pattern, also to somebody who expects just that.
    expect(who(parties({ connection: shows(STAR) }, { connection: expects(STAR) }))).toEqual(['A to B'])
  })

  it('are of who shows what an end does not look for as responder, though it expects it as initiator', () => {
    const looksFor = (id: Identity) => {
      const [a, b] = parties({}, { connection: expects(id) })
      const { vendor } = b.end
      if (vendor.daemon === undefined) throw new Error('It has a daemon.')
      const daemon = { ...vendor.daemon, expects: () => A }
      return who([a, { ...b, end: { ...b.end, vendor: { ...vendor, daemon } } }])
    }
    expect(looksFor(fqdn('x.example'))).toEqual(['A to B'])
    expect(looksFor(A)).toEqual([])
  })

  it('are of who shows a name to an end that names nobody and expects the address', () => {
    const unwritten = (expected: Identity | undefined) => {
      const [a, b] = parties({}, { connection: expects(undefined) })
      const { vendor } = b.end
      if (vendor.daemon === undefined) throw new Error('It has a daemon.')
      const daemon = { ...vendor.daemon, expects: () => expected }
      return who([a, { ...b, end: { ...b.end, vendor: { ...vendor, daemon } } }])
    }
    expect(unwritten(ADDRESS_OF_A)).toEqual(['A to B'])
    expect(unwritten(undefined)).toEqual([])
  })

  it('are made the same by what is expected, or by what is shown', () => {
    expect(told(identityPlans(parties()))).toEqual([])
    expect(told(identityPlans(parties({ connection: shows(fqdn('x.example')) })))).toEqual([
      'B peer-identity x.example',
      'A own-identity gw-a.example',
    ])
  })

  it('of both ends are made the same at one end after the other, too', () => {
    const plans = identityPlans(parties({ connection: { ...shows(fqdn('x')), ...expects(fqdn('y')) } }))
    expect(told(plans)).toEqual([
      'B peer-identity x, A peer-identity gw-b.example',
      'A own-identity gw-a.example, B own-identity y',
      'B peer-identity x',
      'A peer-identity gw-b.example',
    ])
  })

  it('become the address where a pattern is shown, or the own name in the domain that is expected', () => {
    expect(told(identityPlans(parties({ connection: shows(STAR) })))).toEqual([
      'A own-identity 192.0.2.1, B peer-identity 192.0.2.1',
      'A own-identity gw-a.example',
    ])
    const pattern = fqdn('*.other.example')
    expect(told(identityPlans(parties({}, { connection: expects(pattern) })))).toEqual([
      'B peer-identity gw-a.example',
      'A own-identity gw-a.other.example',
    ])
  })

  it('are first shown otherwise where whoever comes is expected, which may be right for others', () => {
    const anybody = { remoteAddresses: { origin: 'planned', value: [] } } as const
    expect(told(identityPlans(parties({ connection: shows(fqdn('x.example')) }, { connection: anybody })))).toEqual([
      'A own-identity gw-a.example',
      'B peer-identity x.example',
    ])
  })

  const email = (text: string): Identity => ({ kind: 'email', text })
  it.each<readonly [string, Identity, Identity, string]>([
    ['of an address of mail', email('joe@a.example'), email('*@b.example'), 'joe@b.example'],
    ['with a second star', A, fqdn('*.b.*'), '192.0.2.1'],
    ['with a star at the end alone', A, fqdn('gw.*'), '192.0.2.1'],
    ['of another kind', A, email('*@b.example'), '192.0.2.1'],
    ['of a distinguished name', A, { kind: 'dn', text: 'C=CH, CN=*' }, '192.0.2.1'],
    ['beside another pattern', STAR, fqdn('*.b.example'), '192.0.2.1'],
  ])('become the own name in a domain, or the address, by a pattern %s', (_, own, expected, shown) => {
    const plans = identityPlans(parties({ connection: shows(own) }, { connection: expects(expected) }))
    expect(told(plans)[1]).toBe(`A own-identity ${shown}`)
  })

  it('are patterns where they stand for many', () => {
    const [{ connection }] = parties()
    const shown = (id: Identity | undefined) => showsPattern({ ...connection, local: round(id) })
    expect([STAR, { kind: 'any', text: '%any' } as const, A, undefined].map(shown)).toEqual([true, true, false, false])
    expect(showsPattern({ ...connection, local: [] })).toBe(false)
  })
})

describe('methods that do not fit', () => {
  const [psk, pubkey] = (['psk', 'pubkey'] as const).map((value) => ({ origin: 'planned', value }) as const)
  if (psk === undefined || pubkey === undefined) throw new Error('there are two')
  const side = (method: AuthRound['method'], hasKey?: boolean): readonly AuthRound[] => [
    { method, id: undefined, ...(hasKey !== undefined && { hasKey }) },
  ]
  const byDefault = { origin: 'default', authority: 'a test', value: 'pubkey' } as const

  it('become a certificate, of who shows a key or of who expects one', () => {
    expect(told(methodPlans(parties()))).toEqual([])
    expect(told(methodPlans(parties({}, { connection: { remote: side(pubkey) } })))).toEqual(['A local pubkey'])
    expect(told(methodPlans(parties({ connection: { local: side(pubkey) } })))).toEqual(['B remote pubkey'])
    expect(
      told(methodPlans(parties({ connection: { remote: side(pubkey) } }, { connection: { remote: side(pubkey) } }))),
    ).toEqual(['A local pubkey, B local pubkey'])
    expect(told(methodPlans(parties({ connection: { local: [] } }, { connection: { remote: side(pubkey) } })))).toEqual(
      [],
    )
  })

  it('become the key of the peer where an end would sign by default alone, and has nothing to sign with', () => {
    const unsigned = (local: readonly AuthRound[]) => told(methodPlans(parties({ connection: { local } })))
    expect(unsigned(side(byDefault, false))).toEqual(['A local psk, A remote psk'])
    for (const signs of [side(byDefault, true), side(byDefault), side(pubkey, false)]) {
      expect(unsigned(signs)).toEqual(['B remote pubkey'])
    }
    // The peer wants a certificate somewhere.
    const mixed = { connection: { local: side(pubkey), remote: side(psk) } }
    expect(
      told(methodPlans(parties({ connection: { local: side(byDefault, false), remote: side(pubkey) } }, mixed))),
    ).toEqual(['B remote pubkey'])
    expect(told(methodPlans(parties({}, { connection: { local: side(byDefault, false) } })))).toEqual([
      'B local psk, B remote psk',
    ])
  })
})

describe('keys that do not fit', () => {
  const key = (mark: string, owners: readonly Identity[] = [], line = 1): SharedKey => ({
    mark,
    owners,
    span: { source: 'keys', line, column: 1, length: 1 },
  })
  const NEW = ['A new-key gw-a.example gw-b.example', 'B new-key gw-b.example gw-a.example']
  const replaced = NEW.map((text) => `${text} (replaced)`).join(', ')
  const added = NEW.map((text) => `${text} (added)`).join(', ')

  it('become a new one in the place of the one that each has, or one more', () => {
    expect(told(keyPlans(parties({ keys: [key('1')] }, { keys: [key('2')] })))).toEqual([replaced, added])
  })

  it('become one more where there are others, of which it is not known whose they are', () => {
    const two = [key('1'), key('3', [fqdn('other.example')], 2)]
    expect(told(keyPlans(parties({ keys: two }, { keys: [key('2')] })))).toEqual([added, replaced])
  })

  it('become that which both have, for the two identities', () => {
    const known = key('1', [fqdn('other.example')])
    expect(told(keyPlans(parties({ keys: [known] }, { keys: [known] })))[0]).toBe(
      'A key-owners gw-a.example gw-b.example, B key-owners gw-b.example gw-a.example',
    )
    // Whoever has it for them already keeps it, in whatever order they are named; with a third one it is not only theirs.
    expect(told(keyPlans(parties({ keys: [key('1', [B, A])] }, { keys: [known] })))[0]).toBe(
      'B key-owners gw-b.example gw-a.example',
    )
    expect(told(keyPlans(parties({ keys: [key('1', [A, B, STAR])] }, { keys: [key('1', [A, B])] })))[0]).toBe(
      'A key-owners gw-a.example gw-b.example',
    )
    expect(told(keyPlans(parties({ keys: [key('1', [A])] }, { keys: [key('1', [A, B])] })))[0]).toBe(
      'A key-owners gw-a.example gw-b.example',
    )
    const address = [key('1', [ADDRESS_OF_A, B])]
    expect(told(keyPlans(parties({ keys: address }, { keys: [key('1', [A, B])] })))[0]).toBe(
      'A key-owners gw-a.example gw-b.example',
    )
  })

  describe('in main mode, where a key is looked for by address (RFC 2409 5.4)', () => {
    const by = <const T>(value: T) => ({ origin: 'planned', value }) as const
    const main = { initiates: by(1), exchange: by('main') }
    const known = [key('1', [fqdn('other.example')])]
    const owned = 'A key-owners gw-a.example gw-b.example, B key-owners gw-b.example gw-a.example'
    const ways = (ofA: Changed, ofB: Changed) => told(keyPlans(parties(ofA, ofB)))

    it('are for the two addresses as well, or get a new one for these', () => {
      const placed = ['A key-owners 192.0.2.1 192.0.2.2', 'B key-owners 192.0.2.2 192.0.2.1']
      const byAddress = ['A new-key 192.0.2.1 192.0.2.2 (added)', 'B new-key 192.0.2.2 192.0.2.1 (added)']
      const [a, b] = [
        { connection: main, keys: known },
        { connection: main, keys: known },
      ]
      expect(ways(a, b)).toEqual([owned, placed.join(', '), added, added, byAddress.join(', ')])
      expect(ways(a, { keys: known })).toEqual([owned, placed[0], added, added, byAddress[0]])
      const aggressive = { connection: { ...main, exchange: by('aggressive') }, keys: known }
      expect(ways(aggressive, { keys: known })).toEqual([owned, added, added])
    })

    it('are shown of who finds none, though both have one for the two names', () => {
      const named = { connection: main, keys: [key('1', [A, B])] }
      const ends = parties(named, { ...named, keys: [key('1', [A, B], 7)] })
      const lines = (by: 'initiator' | 'responder') => unfitKeyPlaces(ends, by).map(({ span }) => span.line)
      expect([lines('initiator'), lines('responder')]).toEqual([[1], [7]])
    })
  })

  it('may be the only one of an end, where the other one cannot be read', () => {
    const [mine, unread] = [key('1', [fqdn('other.example')]), key(UNKNOWN_SECRET, [fqdn('other.example')])]
    const first = (ofA: readonly SharedKey[], ofB: readonly SharedKey[]) =>
      told(keyPlans(parties({ keys: ofA }, { keys: ofB })))[0]
    expect(first([mine], [unread])).toBe(
      'A key-owners gw-a.example gw-b.example, B key-owners gw-b.example gw-a.example',
    )
    // One of several, or one that is used for the other end, stays what it is.
    expect(first([mine], [unread, key('3')])).toBe('A key-owners gw-a.example gw-b.example')
    expect(first([mine, key('3')], [unread])).toBe('B key-owners gw-b.example gw-a.example')
    expect(first([key('1', [A, B])], [unread])).toBe('B key-owners gw-b.example gw-a.example')
    expect(first([mine], [key('2', [fqdn('other.example')])])).toBe(added)
  })

  it('become one more beside that with which an end answers whoever comes', () => {
    const anybody = { remoteAddresses: { origin: 'planned', value: [] } } as const
    const keys = { keys: [key('1')] }
    expect(told(keyPlans(parties(keys, { connection: anybody, keys: [key('2')] })))[0]).toBe(
      `${NEW[0]} (replaced), ${NEW[1]} (added)`,
    )
  })

  it('that cannot be read are not the same', () => {
    const unread = key(UNKNOWN_SECRET)
    expect(told(keyPlans(parties({ keys: [unread] }, { keys: [unread] })))).toEqual([replaced, added])
    expect(told(keyPlans(parties({ keys: [] }, { keys: [] })))).toEqual([added, added])
  })

  it('are shown where they are used, and else all that an end has, up to three', () => {
    const [own, others] = [key('1', [A, B]), [2, 3, 4, 5].map((line) => key(`${line}`, [fqdn('other.example')], line))]
    const ends = parties({ keys: [own] }, { keys: others })
    expect(keyPlaces(ends)).toEqual([{ span: own.span, label: expect.stringMatching(/: to-b$/) }])
    expect(unfitKeyPlaces(ends, 'initiator').map(({ span }) => span.line)).toEqual([2, 3, 4])
    expect(unfitKeyPlaces(parties({ keys: [own] }, { keys: [own] }), 'initiator')).toEqual([])
  })
})
