import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../../lab/random.ts'
import { blank } from '../../../support/blanked.ts'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const SEED = Date.now() % 1_000_000
const RUNS = 500

/** How many of so many random secrets stay, where a text has nothing but their shape to tell them. */
function kept(length: number, write: (secret: string) => string): number {
  const random = seededRandom(SEED)
  const secrets = Array.from({ length: RUNS }, () => Array.from({ length }, () => random.pick([...LETTERS])).join(''))
  return secrets.filter((secret) => blank(write(secret)).includes(write(secret).slice(-12, -4))).length
}

describe(`a key that shows by its shape alone, seed ${SEED}`, () => {
  // Of 20 letters and digits two in a hundred may look like a word, some eight of these; three times as many come once in a million runs.
  it.each<[string, number, number, (secret: string) => string]>([
    ['a file with nothing but a key', 20, 25, (secret) => secret],
    ['psk.txt of racoon', 20, 25, (secret) => `198.51.100.7\t${secret}`],
    ['chap-secrets', 20, 25, (secret) => `bob l2tpd "${secret}"`],
    ['a column of a table', 24, 14, (secret) => `site,peer,key\nB,192.0.2.1,${secret}`],
    ['a key of WireGuard', 32, 0, (secret) => Buffer.from(secret).toString('base64')],
    ['a key in base64', 32, 0, (secret) => `0s${Buffer.from(secret).toString('base64')}`],
    ['a key in hexadecimal', 20, 0, (secret) => Buffer.from(secret).toString('hex')],
    ['a key of MACsec', 16, 0, (secret) => `on key 01 ${Buffer.from(secret).toString('hex')}`],
    ['what charon saves for wireshark', 20, 0, (secret) => `6162636465666768,${Buffer.from(secret).toString('hex')}`],
  ])('%s', (_, length, most, write) => {
    expect(kept(length, write)).toBeLessThanOrEqual(most)
  })
})

const LINE = `${'MFG5h7kQpX2'.repeat(5)}Ab3Cd4`

describe('the body of a private key', () => {
  it.each([
    ['without its beginning', `${LINE}\n${LINE}\n-----END PRIVATE KEY-----`],
    ['of PKCS #8 without its marks', `MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEA\n${LINE}\nabcdefgh`],
    ['of PKCS #1 without its marks', `MIIEpAIBAAKCAQEAabcdefghabcdefghabcdefghabcdefgh\n${LINE}`],
    ['of SEC 1 without its marks', `MHcCAQEEIabcdefghabcdefghabcdefgh\nabcdefgh`],
    ['of OpenSSH without its marks', `b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAA\n${LINE}`],
  ])('is blanked %s', (_, text) => {
    expect(blank(text)).toMatch(/^(?:‹secret [?\d]›\n?)+(?:-----END PRIVATE KEY-----)?$/)
  })

  it('is blanked in the text form of openssl, up to what is public', () => {
    expect(blank('privateExponent:\n    41:c3:07:\n    9f:22\nprime1:\n    00:aa:bb\nnext: 1')).toBe(
      'privateExponent:\n    ‹secret ?›\n    ‹secret ?›\nprime1:\n    ‹secret ?›\nnext: 1',
    )
  })
})

describe('what is public stays', () => {
  const key = 'Zq7Rb2Kx9Wm4Tp6Yh3NdZq7Rb2Kx9Wm4Tp6Yh3Nd'
  it.each([
    ['a certificate', `-----BEGIN CERTIFICATE-----\n${key}\n${LINE}\n-----END CERTIFICATE-----\nconn net`],
    ['a public key', `-----BEGIN PUBLIC KEY-----\n${LINE}\n-----END PUBLIC KEY-----`],
    ['a key of RSA in ipsec.conf', `\tleftrsasigkey=0sAQ${key}`],
    ['a public key of WireGuard', `PublicKey = ${key}=`],
    ['a fingerprint', `SHA256:${key}`],
    ['a key of a host', `ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB${key}`],
    ['a hash of a file', 'sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
    ['a hash of a file behind its name', 'verify /md5 (flash0:ios.bin) = 0f1e2d3c4b5a69788796a5b4c3d2e1f0'],
    ['a checksum of a configuration', 'Cryptochecksum: 0f1e2d3c4b5a69788796a5b4c3d2e1f0'],
    ['names', 'TwoTunnelsFromHeadquartersToBranch over GigabitEthernet0/0/1 with aes256gcm16-prfsha384-ecp384'],
    ['identities of a cloud', 'vpn-0a1b2c3d4e5f60718 of cgw-07affe708bb0e5fb6 and vgw-44a8938f'],
    ['a vendor ID that a FortiGate logs', 'ike 0:b:18: VID DPD AFCAD71368A1F1C96B8696FC77570100'],
    ['a cookie of IKE that Windows audits', 'Initiator Cookie:\t8b2d0e9b8e7d3c11'],
    ['the number of a method in oakley.log', 'Auth Method Preshared Key(1)'],
    ['an identity', '12345678-90ab-cdef-1234-567890abcdef'],
  ])('%s', (_, text) => {
    expect(blank(text)).toBe(text)
  })
})
