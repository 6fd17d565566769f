import { describe, expect, it } from 'vitest'
import { block } from '../../../../src/core/address/address-range.ts'
import type { Change } from '../../../../src/core/model/change.ts'
import type { Endpoint } from '../../../../src/core/model/endpoint.ts'
import type { Proposal } from '../../../../src/core/model/ike-policy.ts'
import { STRONG_ESP } from '../../../../src/core/rules/cryptography/rfc-levels.ts'
import { trafficBetween } from '../../../../src/core/selectors/box.ts'
import { formatProposals } from '../../../../src/core/vendors/libreswan/conf-words.ts'
import { parseProposals } from '../../../../src/core/vendors/libreswan/proposals.ts'
import { libreswan } from '../../../../src/core/vendors/libreswan/vendor.ts'

const box = trafficBetween(block('ipv4', 0x0a010000n, 24), block('ipv4', 0x0a020000n, 24))
const ports = (from: number, to: number): Change => ({
  kind: 'cover',
  box: { ...box, protocol: { from: 6, to: 6 }, remotePort: { from, to } },
})
const groups = (...lists: readonly (readonly string[])[]): Change => ({
  kind: 'child-proposals',
  connection: 'net',
  child: 'net',
  proposals: lists.map((ke) => ({ ...STRONG_ESP, ke })),
})

const end: Endpoint = {
  label: 'A',
  name: 'gw-a',
  vendor: libreswan,
  addresses: [],
  peers: [],
  spd: [],
  site: undefined,
  settings: {},
  editor: null,
  span: null,
  partlyRead: false,
}

describe('what an ipsec.conf of Libreswan has no words for', () => {
  it.each<readonly [string, Change, boolean]>([
    ['any port', { kind: 'cover', box }, false],
    ['one port', ports(80, 80), false],
    ['a range of ports', ports(1500, 3000), true],
    ['proposals with the same group', groups(['MODP_2048'], ['MODP_2048']), false],
    ['proposals without a group', groups([], []), false],
    ['proposals of which one has a group', groups(['MODP_2048'], []), true],
    ['proposals with different groups', groups(['MODP_2048'], ['ECP_256']), true],
    ['a group that it does not have', groups(['CURVE_448'], ['CURVE_448']), true],
  ])('%s', (_name, change, lacks) => {
    expect(libreswan.lacksWordsFor?.(change, end)).toBe(lacks)
  })
})

describe('proposals in an ipsec.conf of Libreswan', () => {
  const several: Proposal = {
    ...STRONG_ESP,
    encryption: ['AES_CBC_256', 'AES_CBC_128'],
    integrity: ['HMAC_SHA2_256_128', 'HMAC_SHA1_96'],
    ke: ['MODP_2048'],
  }
  it.each([
    [2, 'aes256+aes128-sha2_256+sha1;modp2048'],
    [1, 'aes256-sha2_256;modp2048,aes256-sha1;modp2048,aes128-sha2_256;modp2048,aes128-sha1;modp2048'],
  ] as const)('are written for IKEv%i as it takes them', (version, text) => {
    expect(formatProposals([several, several], version)).toBe(text)
    expect(parseProposals(text, { protocol: 'esp', version, pfs: true })).not.toHaveProperty('problem')
  })

  // `ipsec algparse`: "IKE DH algorithm 'modp2048+modp3072' is not recognized".
  it.each(['aes128+aes256-sha1;modp2048', 'aes128-sha1+sha2_256;modp2048', 'aes128-sha1;modp2048+modp3072'])(
    'have no list in a proposal for IKEv1: %s',
    (text) => {
      const context = { protocol: 'ike', pfs: true } as const
      expect(parseProposals(text, { ...context, version: 1 })).toHaveProperty('problem')
      expect(parseProposals(text, { ...context, version: 2 })).toHaveLength(1)
    },
  )

  // `ipsec algparse`: "discarding duplicate IKE PRF algorithm HMAC_SHA1".
  it('have an algorithm that is named twice once', () => {
    const [proposal] = [parseProposals('aes128+aes128-sha1+sha1', { protocol: 'esp', version: 2, pfs: true })].flat()
    expect(proposal).toMatchObject({ encryption: ['AES_CBC_128'], integrity: ['HMAC_SHA1_96'] })
  })

  it('are not multiplied by what is named again and again', () => {
    const list = (word: string) => Array.from({ length: 500 }, () => word).join('+')
    const text = `${list('aes128')}-${list('sha1')};${list('modp2048')}`
    for (const version of [1, 2] as const) {
      expect([parseProposals(text, { protocol: 'ike', version, pfs: true })].flat()).toHaveLength(1)
    }
  })
})
