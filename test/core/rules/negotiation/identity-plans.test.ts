import { describe, expect, it } from 'vitest'
import type { AuthRound, Identity } from '../../../../src/core/model/ike-policy.ts'
import { stated } from '../../../../src/core/model/setting.ts'
import type { Party } from '../../../../src/core/rules/negotiation/failures.ts'
import {
  identityPlans,
  methodPlans,
  misfits,
  showsPattern,
} from '../../../../src/core/rules/negotiation/identity-plans.ts'
import { A, ADDRESS_OF_A, fqdn, parties, STAR, told } from './parties.ts'

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
    const unwritten = (expected: Identity | undefined, remote: readonly AuthRound[] = round(undefined)) => {
      const [a, b] = parties({}, { connection: { remote } })
      const { vendor } = b.end
      if (vendor.daemon === undefined) throw new Error('It has a daemon.')
      const daemon = { ...vendor.daemon, expects: () => expected }
      return told(identityPlans([a, { ...b, end: { ...b.end, vendor: { ...vendor, daemon } } }]))
    }
    const ways = ['B peer-identity gw-a.example', 'A own-identity 192.0.2.1']
    for (const remote of [round(undefined), []]) {
      expect(unwritten(ADDRESS_OF_A, remote)).toEqual(ways)
      expect(unwritten(undefined, remote)).toEqual([])
    }
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

  it('become a key where the own side says one, and the side of the peer says nothing', () => {
    const [{ connection }] = parties()
    const [own] = connection.local
    const written: AuthRound = { id: own?.id, method: stated('psk', { source: 'a', line: 1, column: 1, length: 1 }) }
    const forgets = (local: readonly AuthRound[]) =>
      told(methodPlans(parties({ connection: { local, remote: side(byDefault) } })))
    expect(forgets([written])).toEqual(['A remote psk'])
    // Where the own side is by default as well, nobody knows.
    expect(told(methodPlans(parties({}, { connection: { local: side(byDefault), remote: side(byDefault) } })))).toEqual(
      ['A local pubkey, A remote pubkey'],
    )
  })

  it('become the key of the peer where an end would sign by default alone, and has nothing to sign with', () => {
    const unsigned = (local: readonly AuthRound[]) => told(methodPlans(parties({ connection: { local } })))
    expect(unsigned(side(byDefault, false))).toEqual(['A local psk, A remote psk'])
    for (const signs of [side(byDefault, true), side(byDefault), side(pubkey, false)]) {
      expect(unsigned(signs)).toEqual(['B remote pubkey'])
    }
    // Who names a key beside the signature (`authby=secret,rsasig`) would use it.
    const beside = (method: AuthRound['method']) =>
      side(method, false).map((each) => ({ ...each, besideKey: true as const }))
    expect(unsigned(beside(pubkey))).toEqual(['A local psk, A remote psk'])
    const peer = (local: readonly AuthRound[]) =>
      told(
        methodPlans(
          parties({ connection: { local: side(byDefault, false) } }, { connection: { local, remote: side(pubkey) } }),
        ),
      )
    expect(peer(beside(pubkey))).toEqual(['A local psk, A remote psk'])
    expect(peer(side(pubkey, true))).toEqual(['A remote pubkey'])
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
