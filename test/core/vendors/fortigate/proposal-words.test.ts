import { expect, it } from 'vitest'
import type { Proposal } from '../../../../src/core/model/ike-policy.ts'
import { formatProposals } from '../../../../src/core/vendors/fortigate/algorithms.ts'

const IKE: Proposal = {
  protocol: 'ike',
  encryption: ['AES_CBC_256'],
  integrity: ['HMAC_SHA2_256_128'],
  prf: ['PRF_HMAC_SHA2_256'],
  ke: ['MODP_2048'],
  esn: [],
}

it('a proposal of IKE has the pseudo-random function of its hash, and no words for another one', () => {
  expect(formatProposals([IKE])).toEqual({ proposal: ['aes256-sha256'], dhgrp: ['14'] })
  expect(formatProposals([{ ...IKE, prf: [] }])).toEqual({ proposal: ['aes256-sha256'], dhgrp: ['14'] })
  expect(formatProposals([{ ...IKE, prf: ['PRF_HMAC_SHA1'] }])).toBeNull()
  expect(formatProposals([IKE, { ...IKE, prf: ['PRF_HMAC_SHA1'] }])).toBeNull()
})
