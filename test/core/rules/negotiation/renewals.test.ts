import { describe, expect, it } from 'vitest'
import type { Lifetime } from '../../../../src/core/model/ike-policy.ts'
import { simulate } from '../../../../src/core/negotiation/simulate.ts'
import { ikeRenewal } from '../../../../src/core/rules/lifetimes/lt003-ike-renewal.ts'
import { libreswanPair, pair } from '../../../../src/core/rules/negotiation/examples.ts'
import { failingRekey } from '../../../../src/core/rules/negotiation/pr004-rekey.ts'
import { endsOf } from '../../remedy/two-ends.ts'
import { factsBetween, factsOf, gistOf, placesOf, waysOf } from '../facts-of.ts'

describe('LT003 and PR004: a renewal that fails', () => {
  const old = (ciphers: string) => ({ connection: `version = 1\n    proposals = ${ciphers}-sha256-modp2048` })
  const version1 = pair(old('aes128'), old('aes256-aes128'))

  it('tells when the IKE SA is given up, if it is', () => {
    const { a, b } = endsOf(version1)
    const what = (stops: number | undefined) => {
      if (b.ike === undefined) throw new Error('It is a configuration.')
      const connections = b.ike.connections.map((each) => ({
        ...each,
        lifetime: { rekey: { from: 3000, to: 3240 }, end: stops },
      }))
      return factsBetween(ikeRenewal, simulate(a, { ...b, ike: { ...b.ike, connections } })).map(
        (each) => each.explain().what,
      )
    }
    const start =
      'to-b is up, and when B (192.0.2.2) renews its IKE SA, 3,000 s to 3,240 s later, A (192.0.2.1) answers NO_PROPOSAL_CHOSEN.'
    expect(what(undefined)).toEqual([start])
    expect(what(3600)).toEqual([`${start} B (192.0.2.2) gives the IKE SA up after 3,600 s.`])
  })

  it('is told once of the IKE SA, of the end that cannot renew it', () => {
    const [one, ...more] = factsOf(ikeRenewal, version1)
    expect(more).toEqual([])
    expect(one && gistOf(one)).toBe('warning stated, no packet')
    expect(one && placesOf(one)).toEqual(['a.conf 2 A (192.0.2.1): to-b'])
    // A takes what B offers first, or B offers what A has.
    expect(one && waysOf(one).slice(0, 2)).toEqual(['A ike-proposals', 'B ike-proposals'])
    const other = (local: string, remote: string) =>
      `start_action = none\n      }\n      other {\n        local_ts = ${local}\n        remote_ts = ${remote}`
    const twoChildren = pair(
      { ...old('aes128'), child: other('10.3.0.0/24', '10.2.0.0/24') },
      { ...old('aes256-aes128'), child: other('10.2.0.0/24', '10.3.0.0/24') },
    )
    expect(factsOf(ikeRenewal, twoChildren)).toHaveLength(1)
    // Who offers first what the other one has may renew it.
    expect(factsOf(ikeRenewal, pair(old('aes128'), old('aes128-aes256')))).toEqual([])
  })

  it('is told once of a child for each end that begins, with the proposals of both', () => {
    const found = factsOf(failingRekey, failingRekey.page.fires)
    expect(found.map(gistOf)).toEqual([
      'warning stated, 10.1.0.1 -> 10.2.0.1 icmp',
      'warning stated, 10.2.0.1 -> 10.1.0.1 icmp',
    ])
    expect(found[0] && placesOf(found[0])).toEqual([
      'a.conf 18 A (192.0.2.1): net',
      'b.conf 18 B (192.0.2.2): net',
      'a.conf 17 A (192.0.2.1)',
    ])
    expect(found.map((each) => waysOf(each)[0])).toEqual(['B child-proposals', 'B child-proposals'])
    // The two children of each list stand at one line.
    const lists = libreswanPair(
      { keys: ['leftsubnets={10.3.0.0/24}', 'esp=aes256-sha2_256-modp2048'] },
      { keys: ['rightsubnets={10.3.0.0/24}', 'pfs=no', 'esp=aes256-sha2_256'] },
    )
    expect(factsOf(failingRekey, lists).map((each) => each.explain().what.split(' comes up ')[0])).toEqual([
      'to-b/0x0',
      'to-a/0x0',
    ])
  })

  it('tells when a child is renewed and stops, as far as that is known', () => {
    const { a, b } = endsOf(
      pair({ child: 'esp_proposals = aes256-sha256-modp2048' }, { child: 'esp_proposals = aes256-sha256' }),
    )
    const simulation = simulate(a, b)
    const what = (lifetime: Lifetime) => {
      const quickModes = simulation.quickModes.map(({ outcome, ...rest }) => ({
        ...rest,
        outcome: outcome && { ...outcome, child: { ...outcome.child, lifetime } },
      }))
      const [one] = factsBetween(failingRekey, { ...simulation, quickModes })
      return one?.explain().what
    }
    const start = 'net comes up when A (192.0.2.1) begins, and B (192.0.2.2) answers its rekey'
    expect(what({ rekey: { from: 3000, to: 3240 }, end: 3600 })).toBe(
      `${start}, 3,000 s to 3,240 s after it came up, with NO_PROPOSAL_CHOSEN. Its traffic stops after 3,600 s.`,
    )
    expect(what({ rekey: undefined, end: undefined })).toBe(`${start}, with NO_PROPOSAL_CHOSEN.`)
  })
})
