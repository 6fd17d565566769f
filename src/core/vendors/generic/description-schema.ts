import * as z from 'zod'
import type { AddressRange } from '../../address/address-range.ts'
import { isPlaceholder, placeholderHost } from '../../address/hidden-address.ts'
import { isProblem, parseAddressText } from '../../address/parse-address.ts'
import { authenticationWord, cipherWord, groupWord, integrityWord, isOn } from '../isa/policy-words.ts'
import { productIds } from './products.ts'

/** What `vendor` may be. */
export const vendorIds: readonly string[] = ['isa', 'tmg', 'windows', 'strongswan', ...productIds]

/** A text that `toWord` makes plain; `null` from it is a mistake. */
function word(toWord: (text: string) => string | null) {
  return z.string().transform((text, context) => {
    const plain = toWord(text.trim())
    if (plain !== null) return plain
    context.addIssue({ code: 'custom', message: `"${text}" is not known here.` })
    return z.NEVER
  })
}

const Address = z.string().transform((text, context): AddressRange => {
  const range = isPlaceholder(text.trim()) ? placeholderHost(text.trim()) : parseAddressText(text)
  if (!isProblem(range)) return range
  context.addIssue({ code: 'custom', message: range.problem })
  return z.NEVER
})

const Host = Address.refine((range) => range.from === range.to, { error: 'One address is wanted here, not a network.' })

/** A list of networks; a single one may stand without a list, and an empty value is an empty list. */
const Networks = z.preprocess(
  (value) => (value === null ? [] : typeof value === 'string' ? [value] : value),
  z.array(Address),
)

const Lifetime = word(seconds)

const Ike = z
  .strictObject({ encryption: word(cipher), integrity: word(integrity), group: word(group), lifetime: Lifetime })
  .partial()
const Esp = z
  .strictObject({ encryption: word(cipher), integrity: word(integrity), pfs: word(secrecy), lifetime: Lifetime })
  .partial()

/** One end of a description. */
export const EndDescription = z.strictObject({
  name: z.string().optional(),
  vendor: z.enum(vendorIds),
  external_address: Host,
  peer_address: Host.optional(),
  local_networks: Networks,
  remote_site: Networks.optional(),
  remote_networks: Networks.optional(),
  ike: Ike.optional(),
  esp: Esp.optional(),
  authentication: word(authentication).optional(),
  psk: z.string().optional(),
})
export type EndDescription = z.infer<typeof EndDescription>

/** The whole text, its ends not looked at yet. */
export const Description = z.strictObject({
  ends: z.strictObject({ A: z.unknown(), B: z.unknown() }).partial(),
})

function cipher(text: string): string | null {
  const known = cipherWord(text)
  if (known !== null) return known
  const plain = text.toUpperCase().replace(/[\s_-]/g, '')
  return /^(?:AES(?:128|192|256)?(?:CBC|CTR|GCM|CCM)(?:8|12|16)?|CHACHA20POLY1305|NULL|NONE|CAST|BLOWFISH)$/.test(plain)
    ? plain
    : null
}

function integrity(text: string): string | null {
  const plain = text.toUpperCase().replace(/^HMAC[\s_-]?/, '')
  return integrityWord(plain) ?? (/^(?:NONE|AESXCBC|AES-XCBC)$/.test(plain) ? plain.replace('-', '') : null)
}

/** Elliptic curves keep their name, the others are the number of the group. */
function group(text: string): string | null {
  const curve = /^(?:ecp\s?-?\d{3}|curve25519|curve448)$/i.exec(text)?.[0]
  if (curve !== undefined) return curve.toLowerCase().replace(/[\s-]/g, '')
  return /^(?:(?:dh)?\s*group\s*|dh\s*|modp\s*)?\d{1,4}$/i.test(text) ? groupWord(text) : null
}

function secrecy(text: string): string | null {
  if (isOn(text) === false) return 'off'
  const number = group(text)
  return number === null ? null : `group ${number}`
}

function authentication(text: string): string | null {
  return /^psk$/i.test(text) ? 'pre-shared key' : authenticationWord(text)
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

function seconds(text: string): string | null {
  const { amount, unit } =
    /^(?<amount>\d{1,9})\s*(?<unit>[smhd])?(?:ec(?:onds?)?|in(?:utes?)?|ours?|ays?)?$/i.exec(text)?.groups ?? {}
  if (amount === undefined) return null
  return `${Number(amount) * (SECONDS[unit?.toLowerCase() ?? 's'] ?? 1)} s`
}
