import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../../lab/random.ts'
import { isMadeUp } from '../../../../src/core/text/secrets/made-up.ts'

const SMALL = 'abcdefghijklmnopqrstuvwxyz'
const CAPITAL = SMALL.toUpperCase()
const DIGITS = '0123456789'
const SEED = Date.now() % 1_000_000

describe(`a word that nobody would say, seed ${SEED}`, () => {
  // What a measure of neighbours can tell: the shorter the key and the fewer its kinds of characters, the less.
  it.each([
    ['small and capital letters and digits', SMALL + CAPITAL + DIGITS, 20, 0.002],
    ['small and capital letters and digits', SMALL + CAPITAL + DIGITS, 12, 0.01],
    ['small letters and digits', SMALL + DIGITS, 20, 0.01],
    ['small and capital letters', SMALL + CAPITAL, 20, 0.01],
    ['base32 (RFC 4648)', `${CAPITAL}234567`, 32, 0.01],
    ['base64 (RFC 4648)', `${SMALL}${CAPITAL}${DIGITS}+/`, 32, 0.002],
    ['hexadecimal digits', '0123456789abcdef', 32, 0.01],
  ])('is a key of %s %#', (_, letters, length, missed) => {
    const random = seededRandom(SEED)
    const keys = Array.from({ length: 5000 }, () => Array.from({ length }, () => random.pick([...letters])).join(''))
    expect(keys.filter((key) => !isMadeUp(key)).length / keys.length).toBeLessThan(missed)
  })

  it.each(['Tr0ub4dor&3', 'P@ssw0rd', 'Summer2024!', 'MyS3cr3tK3y', 'b3rl1n-p4r1s'])('is a passphrase: %s', (word) => {
    expect(isMadeUp(word)).toBe(true)
  })

  it.each([
    ['a word of English', 'straightforwardly'],
    ['a word of German', 'Geschwindigkeitsbeschränkung'],
    ['a word of Polish', 'wszystkich'],
    ['a word of Dutch', 'angstschreeuw'],
    ['a name that is put together', 'newConnectionNameOfBranch'],
    ['a name of a function', 'getMatchingProposals'],
    ['a name of a host', 'fw-ams-01.dc2.corp.example'],
    ['a name of a connection', 'site-to-site-hq-branch2'],
    ['an interface', 'TenGigabitEthernet1/0/24.100'],
    ['a proposal', 'aes256gcm16-prfsha256-ecp384'],
    ['a proposal with curves', 'chacha20poly1305-sha512-curve25519'],
    ['an algorithm', 'hmac-md5-96'],
    ['an SPI', '0xc25dbcfb'],
    ['two SPIs', '0x69b865f8/0x978dbbe5'],
    ['a cookie of IKE', 'afd0d8b8dc004989'],
    ['an address', '2001:db8:85a3::8a2e:370:7334'],
    ['a product', 'FortiGate-600F'],
    ['an identity', 'admin7x9@gw-a.example'],
  ])('is not %s', (_, word) => {
    expect(isMadeUp(word)).toBe(false)
  })
})
