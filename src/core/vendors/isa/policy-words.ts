/**
 * The words of ISA's and TMG's IPsec dialog, made plain so that two ends' texts are equal when they mean the same. Each
 * returns `null` for a word that it does not know.
 */

export function cipherWord(text: string): string | null {
  const plain = text.toUpperCase().replace(/[\s-]/g, '')
  return /^(?:3DES|DES|AES(?:128|192|256)?)$/.test(plain) ? plain : null
}

export function integrityWord(text: string): string | null {
  const plain = text.toUpperCase().replace(/[\s-]/g, '')
  if (plain === 'SHA') return 'SHA1'
  return /^(?:MD5|SHA(?:1|256|384|512))$/.test(plain) ? plain : null
}

/** Sizes of MODP groups by IKE group number (RFC 2409 6, RFC 3526). */
const GROUP_BY_BITS: ReadonlyMap<string, string> = new Map([
  ['768', '1'],
  ['1024', '2'],
  ['1536', '5'],
  ['2048', '14'],
])

/** `Group 2 (1024 bit)`, `DH group 2` and `1024` are IKE group `2`. */
export function groupWord(text: string): string | null {
  const number = /\d+/.exec(text)?.[0]
  return number === undefined ? null : (GROUP_BY_BITS.get(number) ?? number)
}

export function authenticationWord(text: string): string | null {
  if (/^pre-?\s*shared/i.test(text)) return 'pre-shared key'
  return /^certificate/i.test(text) ? 'certificate' : null
}

/** A switch of the dialog; the XML export writes booleans as 0 and 1. */
export function isOn(text: string): boolean | null {
  if (/^(?:on|yes|true|enabled|1)$/i.test(text)) return true
  return /^(?:off|no|false|disabled|0|none)$/i.test(text) ? false : null
}

/** A whole number without its thousands separators. */
export function plainNumber(text: string): string | null {
  const number = /\d[\d.,]{0,14}/.exec(text)?.[0].replace(/[.,]/g, '')
  return number === undefined ? null : BigInt(number).toString()
}

/** `null` where a part that counts is not known. */
export function ipsecLifetime(parts: {
  readonly byTime: boolean
  readonly seconds: string | null
  readonly byVolume: boolean
  readonly kilobytes: string | null
}): string | null {
  if ((parts.byTime && parts.seconds === null) || (parts.byVolume && parts.kilobytes === null)) return null
  const limits = [parts.byTime ? `${parts.seconds} s` : null, parts.byVolume ? `${parts.kilobytes} KB` : null]
  return limits.filter((limit) => limit !== null).join(', ') || 'none'
}
