import { describe, expect, it } from 'vitest'
import type { SaAlgorithm, SecurityAssociation } from '../../../../src/core/model/security-association.ts'
import { simulate } from '../../../../src/core/negotiation/simulate.ts'
import { saKeysDiffer } from '../../../../src/core/rules/observed/sa008-keys-differ.ts'
import { UNKNOWN_SECRET } from '../../../../src/core/text/secrets/secret-mark.ts'
import { range } from '../../../support/boxes.ts'
import { end, OWN, sa } from '../../negotiation/made-ends.ts'
import { NO_FACTS } from '../facts-of.ts'

/** What is said where the two ends have these SAs. */
function said(a: readonly SecurityAssociation[] | undefined, b: readonly SecurityAssociation[] | undefined): string[] {
  const simulation = simulate(
    end('A', [], { ...(a !== undefined && { sas: a }) }),
    end('B', [], { ...(b !== undefined && { sas: b }) }),
  )
  const context = { simulation, mismatches: [], blocks: [], observations: [], secrets: [], paste: NO_FACTS }
  return [...saKeysDiffer.check(context)].map(({ explain }) => explain().what)
}

const algorithm = (use: SaAlgorithm['use'], name: string | null, key: string | null = '‹secret 1›'): SaAlgorithm => ({
  use,
  name,
  key,
})
const cbc = (name: string | null, key?: string | null) => sa({ algorithms: [algorithm('encryption', name, key)] })

describe('SA008: one SA at both ends', () => {
  it('has another key, or another algorithm', () => {
    expect(said([cbc('cbc(aes)')], [cbc('cbc(aes)', '‹secret 2›')])).toEqual([
      expect.stringMatching(/ has another key for encryption on A than on B\.$/),
    ])
    expect(said([cbc('cbc(aes)')], [cbc('cbc(des3_ede)')])).toEqual([
      expect.stringMatching(
        / has another algorithm for encryption \(cbc\(aes\), not cbc\(des3_ede\)\) on A than on B\.$/,
      ),
    ])
    expect(said([cbc('cbc(aes)')], [sa({ algorithms: [algorithm('aead', 'rfc4106(gcm(aes))')] })])).toEqual([
      expect.stringMatching(
        / has another algorithm for aead \(none, not rfc4106\(gcm\(aes\)\)\) and another algorithm for encryption \(cbc\(aes\), not none\) on /,
      ),
    ])
  })

  it('is the same, or cannot be compared', () => {
    expect(said([cbc('cbc(aes)')], [cbc('cbc(aes)')])).toEqual([])
    for (const key of [null, UNKNOWN_SECRET]) expect(said([cbc('cbc(aes)')], [cbc('cbc(aes)', key)])).toEqual([])
    expect(said([cbc('cbc(aes)')], [cbc(null, '‹secret 2›')])).toEqual([])
    expect(said([cbc('cbc(aes)')], undefined)).toEqual([])
    expect(said(undefined, [cbc('cbc(aes)')])).toEqual([])
  })

  it('is another where its SPI, protocol or destination is', () => {
    const own = cbc('cbc(aes)')
    const other = cbc('cbc(aes)', '‹secret 2›')
    expect(said([own], [{ ...other, spi: 2 }])).toEqual([])
    expect(said([{ ...own, spi: null }], [{ ...other, spi: null }])).toEqual([])
    expect(said([own], [{ ...other, protocol: 'ah' }])).toEqual([])
    expect(said([own], [{ ...other, destination: range(OWN) }])).toEqual([])
    expect(said([own], [{ ...other, spi: 2 }, other])).toHaveLength(1)
  })
})
