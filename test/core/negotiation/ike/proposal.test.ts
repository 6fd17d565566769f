import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Proposal } from '../../../../src/core/model/ike-policy.ts'
import { chooseProposal, formatProposal, offers } from '../../../../src/core/negotiation/ike/proposal.ts'

const NONE = { encryption: [], integrity: [], prf: [], ke: [], esn: [] }

function ike(encryption: string[], integrity: string[], ke: string[]): Proposal {
  return { ...NONE, protocol: 'ike', encryption, integrity, prf: integrity.map((name) => `PRF_${name}`), ke }
}

function esp(encryption: string[], integrity: string[], ke: string[] = []): Proposal {
  return { ...NONE, protocol: 'esp', encryption, integrity, ke, esn: ['NO_EXT_SEQ'] }
}

describe('chooseProposal (RFC 7296 2.7)', () => {
  it('takes the first own proposal that fits, with the own order of algorithms', () => {
    const own = [ike(['AES_CBC_256', 'AES_CBC_128'], ['HMAC_SHA2_256_128'], ['MODP_2048'])]
    const received = [
      ike(['AES_CBC_256'], ['HMAC_SHA1_96'], ['MODP_2048']),
      ike(['AES_CBC_128', 'AES_CBC_256'], ['HMAC_SHA2_256_128'], ['MODP_2048']),
    ]
    const chosen = chooseProposal(own, received)
    expect(chosen && formatProposal(chosen)).toBe('AES_CBC_256-HMAC_SHA2_256_128-PRF_HMAC_SHA2_256_128-MODP_2048')
  })

  it.each([
    ['another key size', esp(['AES_CBC_256'], ['HMAC_SHA2_256_128']), esp(['AES_CBC_128'], ['HMAC_SHA2_256_128'])],
    ['AES-GCM against AES-CBC', esp(['AES_GCM_16_256'], []), esp(['AES_CBC_256'], ['HMAC_SHA2_256_128'])],
    [
      'AH against ESP',
      esp(['AES_CBC_256'], ['HMAC_SHA2_256_128']),
      { ...esp([], ['HMAC_SHA2_256_128']), protocol: 'ah' as const },
    ],
  ])('finds nothing in common: %s', (_, mine, theirs) => {
    expect(chooseProposal([mine], [theirs])).toBeUndefined()
    expect(chooseProposal([theirs], [mine])).toBeUndefined()
  })

  it('leaves the group out of the first child, and counts it for a further one', () => {
    const withGroup = esp(['AES_CBC_256'], ['HMAC_SHA2_256_128'], ['MODP_2048'])
    const without = esp(['AES_CBC_256'], ['HMAC_SHA2_256_128'])
    const other = esp(['AES_CBC_256'], ['HMAC_SHA2_256_128'], ['ECP_256'])
    for (const theirs of [without, other]) {
      expect(chooseProposal([withGroup], [theirs], { withoutKe: true })).toBeDefined()
      expect(chooseProposal([withGroup], [theirs])).toBeUndefined()
      expect(chooseProposal([theirs], [withGroup])).toBeUndefined()
    }
  })

  it('lets NONE stand for a group that the other end has not', () => {
    const optional = esp(['AES_CBC_256'], ['HMAC_SHA2_256_128'], ['MODP_2048', 'NONE'])
    expect(chooseProposal([optional], [esp(['AES_CBC_256'], ['HMAC_SHA2_256_128'])])?.ke).toBe('NONE')
  })

  it('chooses of long lists as if each were held against each', () => {
    const some = (names: readonly string[]) => fc.subarray([...names], { maxLength: 2 })
    const proposal = fc.record({
      protocol: fc.constantFrom('esp' as const, 'ah' as const),
      encryption: some(['AES_CBC_128', 'AES_CBC_256', 'AES_GCM_16_256', 'NONE']),
      integrity: some(['HMAC_SHA1_96', 'HMAC_SHA2_256_128', 'NONE']),
      prf: fc.constant([]),
      ke: some(['MODP_2048', 'ECP_256', 'NONE']),
      esn: fc.constant(['NO_EXT_SEQ']),
    })
    const list = fc.array(proposal, { maxLength: 40, size: 'max' })
    fc.assert(
      fc.property(list, list, (preferred, others) => {
        const each = preferred.flatMap((mine) => others.flatMap((theirs) => chooseProposal([mine], [theirs]) ?? []))
        expect(chooseProposal(preferred, others)).toEqual(each[0])
      }),
    )
  })

  it('is written without what is none, and with sequence numbers where they are long', () => {
    const chosen = { encryption: 'AES_GCM_16_256', integrity: null, prf: null, ke: 'NONE', esn: 'NO_EXT_SEQ' }
    expect(formatProposal(chosen)).toBe('AES_GCM_16_256')
    expect(formatProposal({ ...chosen, ke: 'MODP_2048', esn: 'EXT_SEQ' })).toBe('AES_GCM_16_256-MODP_2048-EXT_SEQ')
  })

  it('says of which lists a choice is a part', () => {
    const proposal = ike(['AES_CBC_256'], ['HMAC_SHA2_256_128'], ['MODP_2048'])
    const chosen = chooseProposal([proposal], [proposal])
    expect(chosen && offers([ike(['AES_CBC_128', 'AES_CBC_256'], ['HMAC_SHA2_256_128'], ['MODP_2048'])], chosen)).toBe(
      true,
    )
    expect(chosen && offers([ike(['AES_CBC_128'], ['HMAC_SHA2_256_128'], ['MODP_2048'])], chosen)).toBe(false)
  })
})
