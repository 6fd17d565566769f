import type { SaAlgorithm } from '../../model/security-association.ts'

/**
 * Cisco's names of transforms, in the words in which all SAs are compared (those of the Linux kernel). Key lengths are
 * left out there as well.
 */
const CIPHERS: readonly (readonly [RegExp, SaAlgorithm['use'], string])[] = [
  [/^esp-(?:(?:128|192|256)-)?gcm$|^esp-gcm-\d+$|^esp-aes-gcm(?:-\d+)?$/, 'aead', 'rfc4106(gcm(aes))'],
  [/^esp-(?:(?:128|192|256)-)?gmac$|^esp-gmac-\d+$|^esp-aes-gmac(?:-\d+)?$/, 'aead', 'rfc4543(gcm(aes))'],
  [/^esp-(?:(?:128|192|256)-)?aes$|^esp-aes-(?:128|192|256)$/, 'encryption', 'cbc(aes)'],
  [/^esp-3des$/, 'encryption', 'cbc(des3_ede)'],
  [/^esp-des$/, 'encryption', 'cbc(des)'],
  [/^esp-seal$/, 'encryption', 'seal'],
  [/^esp-null$/, 'encryption', 'ecb(cipher_null)'],
  [/^(?:esp|ah)-md5-hmac$/, 'authentication', 'hmac(md5)'],
  [/^(?:esp|ah)-sha-hmac$|^esp-sha-1-hmac$/, 'authentication', 'hmac(sha1)'],
  [/^(?:esp|ah)-sha-?256-hmac$/, 'authentication', 'hmac(sha256)'],
  [/^(?:esp|ah)-sha-?384-hmac$/, 'authentication', 'hmac(sha384)'],
  [/^(?:esp|ah)-sha-?512-hmac$/, 'authentication', 'hmac(sha512)'],
  [/^esp-none$|^esp-null-hmac$/, 'authentication', 'digest_null'],
  [/^comp-lzs$/, 'compression', 'lzs'],
]

/** `esp-256-aes esp-sha256-hmac`, `esp-gcm 256`, `esp-aes-256 esp-md5-hmac no compression`. */
export function algorithmsIn(text: string): SaAlgorithm[] {
  return text
    .toLowerCase()
    .split(/[\s,]+/)
    .flatMap((word) => {
      const known = CIPHERS.find(([pattern]) => pattern.test(word))
      return known === undefined ? [] : [{ use: known[1], name: known[2], key: null }]
    })
}
