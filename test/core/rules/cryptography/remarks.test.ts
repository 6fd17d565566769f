import { describe, expect, it } from 'vitest'
import type { Endpoint } from '../../../../src/core/model/endpoint.ts'
import type { IkeConnection } from '../../../../src/core/model/ike-policy.ts'
import { planned } from '../../../../src/core/model/setting.ts'
import { simulate } from '../../../../src/core/negotiation/simulate.ts'
import { version1 } from '../../../../src/core/rules/cryptography/cr002-version-1.ts'
import { aggressivePsk } from '../../../../src/core/rules/cryptography/cr003-aggressive-psk.ts'
import { noEncryption } from '../../../../src/core/rules/cryptography/cr004-no-encryption.ts'
import { pair } from '../../../../src/core/rules/negotiation/examples.ts'
import { endsOf } from '../../remedy/two-ends.ts'
import { factsBetween, factsOf, placesOf } from '../facts-of.ts'

const ike = (version: number): { readonly connection: string } => ({ connection: `version = ${version}` })

/** The end with its connections changed. */
function changed(end: Endpoint, more: Partial<IkeConnection>): Endpoint {
  if (end.ike === undefined) throw new Error('It is a configuration.')
  return { ...end, ike: { ...end.ike, connections: end.ike.connections.map((each) => ({ ...each, ...more })) } }
}

describe('CR002: IKEv1', () => {
  it('is told once, with the line that says so or else the connection', () => {
    const [one, ...more] = factsOf(version1, pair(ike(1), ike(1)))
    expect(more).toEqual([])
    expect(one?.explain().what).toBe('A (192.0.2.1) and B (192.0.2.2) negotiate to-b by IKEv1.')
    expect(one && placesOf(one)).toEqual(['a.conf 3 to-b'])
    const { a, b } = endsOf(pair(ike(1), ike(1)))
    const [byPlan] = factsBetween(version1, simulate(changed(a, { initiates: planned(1) }), b))
    expect(byPlan && placesOf(byPlan)).toEqual(['a.conf 2 to-b'])
  })

  it('is nothing to tell in IKEv2, or where it comes to nothing', () => {
    expect(factsOf(version1, pair())).toEqual([])
    expect(factsOf(version1, pair({ ...ike(1), secret: 'one' }, { ...ike(1), secret: 'two' }))).toEqual([])
  })

  it('is nothing to tell where a product knows no other', () => {
    const { a, b } = endsOf(pair(ike(1), ike(1)))
    const bound: Endpoint = { ...a, vendor: { ...a.vendor, onlyIkev1: true } }
    expect(factsBetween(version1, simulate(bound, b))).toEqual([])
    expect(factsBetween(version1, simulate(b, bound))).toEqual([])
  })
})

describe('CR004: nothing is encrypted', () => {
  const esp = (proposals: string) => ({ child: `esp_proposals = ${proposals}` })

  it('is told where both ends agree on that, with the lists that say so', () => {
    const [one, ...more] = factsOf(noEncryption, pair(esp('null-sha256'), esp('null-sha256,aes128-sha256')))
    expect(more).toEqual([])
    expect(one?.explain().what).toBe('A (192.0.2.1) and B (192.0.2.2) agree on ESP without encryption (NULL), for net.')
    expect(one && placesOf(one)).toHaveLength(2)
    expect(one?.certainty).toBe('stated')
  })

  it('is told of AH', () => {
    const ah = { child: 'ah_proposals = sha256' }
    const [one] = factsOf(noEncryption, pair(ah, ah))
    expect(one?.explain().what).toContain('agree on AH, which has no encryption')
  })

  it('is assumed of defaults', () => {
    const rule = (own: string, peer: string, ours: string, theirs: string) =>
      `netsh advfirewall consec add rule name=t mode=tunnel localtunnelendpoint=${own} remotetunnelendpoint=${peer} endpoint1=${ours} endpoint2=${theirs} action=requireinrequireout auth1=computercert auth1ca="CN=Root"`
    const [a, b] = ['192.0.2.1', '192.0.2.2']
    const [one] = factsOf(noEncryption, {
      pastes: [
        { source: 'a.txt', text: rule(a, b, '10.1.0.0/24', '10.2.0.0/24'), end: 'A' },
        { source: 'b.txt', text: rule(b, a, '10.2.0.0/24', '10.1.0.0/24'), end: 'B' },
      ],
    })
    expect(one?.certainty).toBe('assumed')
    expect(one?.explain().what).toContain('it is what their products begin with')
  })

  it('is nothing to tell where a cipher is agreed on, or nothing at all', () => {
    expect(factsOf(noEncryption, pair())).toEqual([])
    expect(factsOf(noEncryption, pair(esp('aes128-sha256'), esp('null-sha256,aes128-sha256')))).toEqual([])
    expect(factsOf(noEncryption, pair(esp('null-sha256'), esp('aes128-sha256')))).toEqual([])
  })
})

describe('CR003: aggressive mode with a key', () => {
  const { a, b } = endsOf(pair(ike(1), ike(1)))
  const aggressive: Partial<IkeConnection> = { exchange: planned('aggressive') }
  const found = (ofA: Partial<IkeConnection>, ofB: Partial<IkeConnection> = {}) =>
    factsBetween(aggressivePsk, simulate(changed(a, ofA), changed(b, ofB)))

  it('is told of each end that does it', () => {
    const [one, two, ...more] = found(aggressive, aggressive)
    expect(more).toEqual([])
    expect(one?.explain().what).toBe('to-b of A (192.0.2.1) uses aggressive mode with a pre-shared key.')
    expect(two?.explain().what).toBe('to-a of B (192.0.2.2) uses aggressive mode with a pre-shared key.')
    expect(one && placesOf(one)).toEqual(['a.conf 2 A (192.0.2.1): to-b'])
  })

  it('is nothing to tell of main mode, of IKEv2, or with signatures', () => {
    expect(found({})).toEqual([])
    expect(found({ ...aggressive, accepts: [2] })).toEqual([])
    const [round] = a.ike?.connections[0]?.local ?? []
    if (round === undefined) throw new Error('It is said.')
    expect(found({ ...aggressive, local: [{ ...round, method: planned('pubkey') }] })).toEqual([])
    expect(found({ ...aggressive, local: [] })).toEqual([])
  })
})
