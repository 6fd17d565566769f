import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'
import { STRONG_ESP } from '../../../../src/core/rules/cryptography/rfc-levels.ts'
import { type Gateway, pair } from '../../../../src/core/rules/negotiation/examples.ts'
import {
  canOffer,
  unreadableCipher,
  unsaidAlgorithms,
  untakenAlgorithms,
} from '../../../../src/core/rules/negotiation/unsaid-algorithms.ts'
import { parties } from './parties.ts'

function whyOf(a: Gateway, b: Gateway = a): string | undefined {
  return analyse(pair(a, b)).diagnostics.find(({ code }) => code === 'PR002')?.why
}

/** Of an ipsec.conf of Libreswan that answers the first gateway of the examples. */
function libreswan(esp: string) {
  const text = `config setup
\tikev1-policy=accept

conn to-a
\tleft=192.0.2.2
\tleftid=@gw-b.example
\tleftsubnet=10.2.0.0/24
\tright=192.0.2.1
\trightid=@gw-a.example
\trightsubnet=10.1.0.0/24
\tikev2=no
\tauthby=secret
\tphase2alg=${esp}
\tauto=add
`
  return { source: 'b.conf', text, end: 'B' }
}

const child = (proposals: string): Gateway => ({ child: `esp_proposals = ${proposals}` })
const V1: Gateway = { connection: 'version = 1' }

it('of an end whose daemon or child is not known, no algorithm is said to be of no use', () => {
  const [a, b] = parties()
  const { daemon: _, ...vendor } = b.end.vendor
  for (const party of [
    { ...b, child: undefined },
    { ...b, end: { ...b.end, vendor } },
  ]) {
    expect([unsaidAlgorithms(party), untakenAlgorithms(party, a)]).toEqual([[], []])
    expect([unreadableCipher(party, a), unreadableCipher(a, party)]).toEqual([undefined, undefined])
    expect(canOffer(party, STRONG_ESP)).toBe(true)
  }
})

describe('PR002: proposals that are the same and still not agreed on', () => {
  it('name the cipher that IKEv1 has no number for, and both ends where both have it', () => {
    expect(whyOf({ ...V1, ...child('chacha20poly1305') })).toContain(
      'IKEv1 has no number for CHACHA20_POLY1305, so that A (192.0.2.1) and B (192.0.2.2) cannot use it.',
    )
    const once = whyOf({ ...V1, ...child('chacha20poly1305') }, { ...V1, ...child('aes256-sha256') })
    expect(once).toContain('so that A (192.0.2.1) cannot use it.')
    expect(whyOf({ ...V1, ...child('aes256-sha256') }, { ...V1, ...child('aes128-sha256') })).not.toContain('number')
  })

  it('name what two strongSwan take of each other alone, and nothing that they take of any', () => {
    const silent = { source: 'a-strongswan.conf', text: 'charon {\n  send_vendor_id = no\n}\n', end: 'A' }
    const { pastes } = pair(child('aes256-sha256_96'), child('aes256-sha256_96'))
    const found = analyse({ pastes: [...pastes, silent] }).diagnostics.find(({ code }) => code === 'PR002')
    expect(found?.why).toContain('HMAC_SHA2_256_96 has a number for private use alone')
    expect(found?.why).not.toContain('AES_CBC_256')
    expect(whyOf(child('aes256-sha256'), child('aes128-sha256'))).not.toContain('private use')
  })

  it('name the cipher at which a Libreswan ends what it reads in IKEv1', () => {
    const [a] = pair({ ...V1, ...child('blowfish256-sha1,aes256-sha1') }).pastes
    if (a === undefined) throw new Error('The example has no texts.')
    const found = analyse({ pastes: [a, libreswan('aes256-sha1')] }).diagnostics.find(({ code }) => code === 'PR002')
    expect(found?.what).toContain('refuses all ESP or AH proposals of net that A (192.0.2.1) offers')
    expect(found?.why).toMatch(
      /^Libreswan on B \(192\.0\.2\.2\) does not know the cipher BLOWFISH_CBC_256, and in IKEv1 refuses with it/,
    )
  })
})
