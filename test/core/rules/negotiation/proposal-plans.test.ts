import { describe, expect, it } from 'vitest'
import type { Proposal } from '../../../../src/core/model/ike-policy.ts'
import { type Gateway, pair } from '../../../../src/core/rules/negotiation/examples.ts'
import type { Party } from '../../../../src/core/rules/negotiation/failures.ts'
import {
  childProposalPlans,
  groupPlans,
  ikeProposalPlans,
} from '../../../../src/core/rules/negotiation/proposal-plans.ts'
import type { Plan } from '../../../../src/core/rules/rule.ts'
import { range } from '../../../support/boxes.ts'
import { endsOf } from '../../remedy/two-ends.ts'

function parties(a: Gateway, b: Gateway): readonly [Party, Party] {
  const found = endsOf(pair(a, b))
  const party = (end: typeof found.a, host: string): Party => {
    const [connection] = end.ike?.connections ?? []
    if (connection === undefined) throw new Error('It is a configuration.')
    return { end, host: range(host), connection, child: connection.children[0] }
  }
  return [party(found.a, '192.0.2.1'), party(found.b, '192.0.2.2')]
}

const wordsOf = ({ encryption, integrity, ke }: Proposal) =>
  [encryption, integrity, ke]
    .flatMap((list) => (list.length === 0 ? [] : [list.join('|')]))
    .join(' ')
    .replaceAll('HMAC_', '')

/** `A: AES_CBC_256 SHA2_256_128`: the whole list that an end gets, for each way out. */
function told(plans: readonly Plan[]): string[] {
  return plans.map(({ changes }) =>
    changes
      .map(
        ({ end, change }) =>
          `${end}: ${'proposals' in change ? change.proposals.map(wordsOf).join(', ') : change.kind}`,
      )
      .join('; '),
  )
}

describe('IKE proposals with nothing in common', () => {
  const ike = (proposals: string, version = 2): Gateway => ({
    connection: `version = ${version}\n    proposals = ${proposals}`,
  })
  const ways = (a: Gateway, b: Gateway) => told(ikeProposalPlans(parties(a, b)))
  const [strong, weak] = ['AES_CBC_256 SHA2_256_128 MODP_2048', 'AES_CBC_128 SHA1_96 MODP_2048']
  // Both may get what every product has.
  const both = `A: ${strong}, ${strong}; B: ${weak}, ${strong}`

  it('are taken from the other end, the stronger one first', () => {
    const [a, b] = [ike('aes256-sha256-modp2048'), ike('aes128-sha1-modp2048')]
    expect(ways(a, b)).toEqual([`B: ${weak}, ${strong}`, `A: ${strong}, ${weak}`, both])
    expect(ways(b, a)).toEqual([
      `A: ${weak}, ${strong}`,
      `B: ${strong}, ${weak}`,
      `A: ${weak}, ${strong}; B: ${strong}, ${strong}`,
    ])
  })

  it('are not those that are advised against', () => {
    expect(ways(ike('3des-md5-modp1024'), ike('aes128-sha1-modp2048')).slice(0, 2)).toEqual([
      `A: 3DES_CBC MD5_96 MODP_1024, ${weak}`,
      `A: 3DES_CBC MD5_96 MODP_1024, ${strong}; B: ${weak}, ${strong}`,
    ])
  })

  it('are six at most, of which the weakest are left out', () => {
    const [long, short] = ['sha256', 'sha384', 'sha512'].reduce<readonly [string, string]>(
      ([one, other], hash) => [`${one}, aes256-${hash}-modp2048`, `${other}, aes128-${hash}-modp3072`],
      ['aes192-sha256-modp2048', 'aes128-sha1-modp3072'],
    )
    const plans = ways(ike(long), ike(short))
    expect(plans.map((way) => way.slice(0, 2)).join(' ')).toBe('B: B: B: B: A: A: A:')
    expect(plans.some((way) => way.startsWith('A: ') && way.endsWith('AES_CBC_128 SHA1_96 MODP_3072'))).toBe(false)
  })

  it('are the first of each kind, or else all of it', () => {
    const [first] = ways(ike('aes128-sha1-modp2048'), ike('aes256-aes192-sha256-modp2048'))
    expect(first).toBe(`A: ${weak}, ${strong}`)
    const [, second] = ways(ike('aes128-sha1-modp2048'), ike('aes256-aes192-sha256-modp2048'))
    expect(second).toBe(`A: ${weak}, AES_CBC_256|AES_CBC_192 SHA2_256_128 MODP_2048`)
  })

  it('may be of SHA-1 in IKEv1, where products have nothing better, and not without integrity', () => {
    const plans = ways(ike('3des-md5-modp1024', 1), ike('des-sha1-modp768', 1))
    expect(plans).toHaveLength(2)
    expect(plans[0]).toContain(`, ${strong}; `)
    expect(plans[1]).toContain(', AES_CBC_256 SHA1_96 MODP_2048; ')
    const gcm = ike('aes256gcm16-prfsha256-modp2048', 1)
    expect(ways(gcm, ike('3des-md5-modp1024', 1)).filter((way) => way.startsWith('B: '))).toEqual([])
    const gcm2 = ike('aes256gcm16-prfsha256-modp2048')
    expect(ways(gcm2, ike('3des-md5-modp1024'))[0]).toBe('B: 3DES_CBC MD5_96 MODP_1024, AES_GCM_16_256 MODP_2048')
  })
})

describe('ESP proposals with nothing in common', () => {
  const esp = (proposals: string): Gateway => ({ child: `esp_proposals = ${proposals}` })
  const ways = (a: Gateway, b: Gateway) => told(childProposalPlans(parties(a, b)))
  const [strong, weak] = ['AES_CBC_256 SHA2_256_128', 'AES_CBC_128 SHA1_96']

  it('are added behind those that are there, in front, or in their place', () => {
    expect(ways(esp('aes256-sha256'), esp('aes128-sha1'))).toEqual([
      `B: ${weak}, ${strong}`,
      `B: ${strong}, ${weak}`,
      `B: ${strong}`,
      `A: ${strong}, ${weak}`,
      `A: ${weak}, ${strong}`,
      `A: ${weak}`,
      `A: ${strong}, ${strong}; B: ${weak}, ${strong}`,
    ])
  })

  it('take the place of authentication alone (AH), which nobody takes of the other end', () => {
    expect(ways(esp('aes256-sha256'), { child: 'ah_proposals = sha256' })).toEqual([
      ...Array(3).fill(`B: ${strong}`),
      `A: ${strong}, ${strong}; B: ${strong}`,
    ])
  })

  it('take the place of what an end cannot offer, as ChaCha20 in IKEv1', () => {
    const v1 = (proposals: string): Gateway => ({ connection: 'version = 1', ...esp(proposals) })
    const plans = ways(v1('aes256-sha256'), v1('chacha20poly1305, aes128-sha1'))
    expect(plans.filter((way) => way.startsWith('B: '))).toEqual([
      `B: ${weak}, ${strong}`,
      `B: ${strong}, ${weak}`,
      `B: ${strong}`,
    ])
    expect(plans.slice(-2)).toEqual([
      `A: ${strong}, ${strong}; B: ${weak}, ${strong}`,
      `A: ${strong}, AES_CBC_256 SHA1_96; B: ${weak}, AES_CBC_256 SHA1_96`,
    ])
  })

  it('keep the own sequence numbers where those are among what the other end has', () => {
    const taken = (a: string, b: string) => {
      const [first] = childProposalPlans(parties(esp(a), esp(b)))
      const [change] = first?.changes ?? []
      return change && 'proposals' in change.change ? change.change.proposals.at(-1)?.esn : undefined
    }
    expect(taken('aes256-sha256-esn-noesn', 'aes128-sha1')).toEqual(['NO_EXT_SEQ'])
    expect(taken('aes256-sha256-esn', 'aes128-sha1')).toEqual(['EXT_SEQ'])
    expect(taken('aes256-sha256', 'aes128-sha1-esn-noesn')).toHaveLength(2)
  })

  it('become one with a group that may be recommended, in the place of others with another', () => {
    const plans = ways(esp('3des-md5-modp1024'), esp('des-sha1'))
    expect(plans).toEqual([
      `A: 3DES_CBC MD5_96 MODP_1024, ${strong} MODP_2048; B: DES_CBC SHA1_96, ${strong}`,
      `A: ${strong} MODP_2048; B: ${strong} MODP_2048`,
    ])
  })

  it('get a group where those that are there have one', () => {
    const plans = ways(esp('3des-md5-modp2048'), esp('des-sha1'))
    expect(plans).toEqual([`A: 3DES_CBC MD5_96 MODP_2048, ${strong} MODP_2048; B: DES_CBC SHA1_96, ${strong}`])
  })
})

describe('groups of perfect forward secrecy that differ', () => {
  const esp = (proposals: string): Gateway => ({ child: `esp_proposals = ${proposals}` })
  const ways = (a: Gateway, b: Gateway, ikeGroup: string | null = null) => told(groupPlans(parties(a, b), ikeGroup))
  const with14 = 'AES_CBC_256 SHA2_256_128 MODP_2048'

  it('are given to the end that has none, and never taken away', () => {
    const plans = ways(esp('aes256-sha256-modp2048'), esp('aes256-sha256'))
    expect(plans[0]).toBe(`B: ${with14}`)
    expect(plans.some((way) => / SHA2_256_128(?:;|$)/.test(way))).toBe(false)
  })

  it('are added behind the own ones, in front, or in their place', () => {
    const plans = ways(esp('aes256-sha256-modp3072'), esp('aes256-sha256-modp2048'))
    expect(plans.slice(0, 6)).toEqual([
      'B: AES_CBC_256 SHA2_256_128 MODP_2048|MODP_3072',
      'B: AES_CBC_256 SHA2_256_128 MODP_3072|MODP_2048',
      'B: AES_CBC_256 SHA2_256_128 MODP_3072',
      'A: AES_CBC_256 SHA2_256_128 MODP_3072|MODP_2048',
      'A: AES_CBC_256 SHA2_256_128 MODP_2048|MODP_3072',
      `A: ${with14}`,
    ])
  })

  it('are not those that are advised against', () => {
    const plans = ways(esp('aes256-sha256-modp1024'), esp('aes256-sha256-modp2048'))
    expect(plans.some((way) => way.startsWith('B: ') && way.includes('MODP_1024'))).toBe(false)
    expect(plans[0]).toBe('A: AES_CBC_256 SHA2_256_128 MODP_1024|MODP_2048')
  })

  it('may be that of the IKE SA, with which some products rekey', () => {
    const [a, b] = [esp('aes256-sha256'), esp('aes256-sha256')]
    expect(ways(a, b, 'MODP_3072').slice(0, 3)).toEqual([
      'B: AES_CBC_256 SHA2_256_128 MODP_3072',
      'A: AES_CBC_256 SHA2_256_128 MODP_3072',
      'B: AES_CBC_256 SHA2_256_128 MODP_3072; A: AES_CBC_256 SHA2_256_128 MODP_3072',
    ])
    expect(ways(a, b, 'MODP_1024')[0]).toBe(`A: ${with14}; B: ${with14}`)
    expect(ways(a, b)[0]).toBe(`A: ${with14}; B: ${with14}`)
  })

  it('may be switched on where it was switched off in so many words', () => {
    const [first, second] = parties(esp('aes256-sha256'), esp('aes256-sha256'))
    if (second.child === undefined) throw new Error('It has a child.')
    const span = { source: 'b.conf', line: 1, column: 1, length: 1 }
    const switched = (value: typeof second.child.pfs.value, origin: 'stated' | 'planned') => {
      const pfs = origin === 'stated' ? { origin, value, span } : { origin, value }
      const child = second.child && { ...second.child, pfs }
      return told(groupPlans([first, { ...second, child }], null)).includes('B: pfs')
    }
    expect(switched('as proposed', 'stated')).toBe(true)
    expect(switched('as proposed', 'planned')).toBe(false)
    expect(switched('ike-group', 'stated')).toBe(false)
  })

  it('may come with an IKE proposal of that group in front, before those that there are', () => {
    const ike: Gateway = { connection: 'version = 2\n    proposals = aes128-sha1-modp1024', ...esp('aes256-sha256') }
    const [old, good] = ['AES_CBC_128 SHA1_96 MODP_1024', 'AES_CBC_256 SHA2_256_128 MODP_2048']
    expect(ways(ike, ike).at(-1)).toBe(`A: ${good}, ${old}; A: ${with14}; B: ${good}, ${old}; B: ${with14}`)
    const twice: Gateway = {
      ...ike,
      connection: 'version = 2\n    proposals = aes128-sha1-modp1024,aes256-sha256-modp2048',
    }
    expect(ways(twice, twice).at(-1)).toBe(`A: ${good}, ${old}; A: ${with14}; B: ${good}, ${old}; B: ${with14}`)
  })

  it('may come with an IKE proposal that both have, or one for each group of the children', () => {
    const ike = 'version = 2\n    proposals = aes128-sha1-modp1024,aes192-sha384-modp3072'
    const plans = ways(
      { connection: ike, ...esp('aes256-sha256-modp4096') },
      { connection: ike, ...esp('aes256-sha256') },
      'MODP_1024',
    )
    const [old, common] = ['AES_CBC_128 SHA1_96 MODP_1024', 'AES_CBC_192 SHA2_384_192 MODP_3072']
    const good = (group: string) => `AES_CBC_256 SHA2_256_128 ${group}`
    expect(plans.slice(-3)).toEqual([
      `A: ${common}, ${old}; A: ${good('MODP_3072')}; B: ${common}, ${old}; B: ${good('MODP_3072')}`,
      `A: ${good('MODP_4096')}, ${old}, ${common}; B: ${good('MODP_4096')}, ${old}, ${common}; B: ${good('MODP_4096')}`,
      `A: ${good('MODP_2048')}, ${old}, ${common}; A: ${with14}; B: ${good('MODP_2048')}, ${old}, ${common}; B: ${with14}`,
    ])
  })

  it('are that one alone at the end that does not have it alone', () => {
    const alone = (label: string, a: string, b: string) =>
      ways(esp(a), esp(b), 'MODP_3072').filter((way) => way === `${label}: AES_CBC_256 SHA2_256_128 MODP_3072`)
    const [one, two] = ['aes256-sha256-modp3072', 'aes256-sha256-modp3072-modp2048']
    // Once as what it takes of the other end, once as the only one that both shall have.
    expect(alone('B', one, two)).toHaveLength(2)
    expect(alone('A', two, one)).toHaveLength(2)
    expect(ways(esp(one), esp(one), 'MODP_2048')).toContain(`A: ${with14}; B: ${with14}`)
  })
})
