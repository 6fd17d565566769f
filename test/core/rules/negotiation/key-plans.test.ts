import { describe, expect, it } from 'vitest'
import type { Identity, SharedKey } from '../../../../src/core/model/ike-policy.ts'
import { keyPlaces, keyPlans, unfitKeyPlaces } from '../../../../src/core/rules/negotiation/key-plans.ts'
import { UNKNOWN_SECRET } from '../../../../src/core/text/secrets/secret-mark.ts'
import { A, ADDRESS_OF_A, B, type Changed, fqdn, parties, STAR, told } from './parties.ts'

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
