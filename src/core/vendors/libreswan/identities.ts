import { FROM_CERTIFICATE } from '../../model/identity.ts'
import type { Identity } from '../../model/ike-policy.ts'
import { parseIdentity as parseCommon } from '../strongswan/identities.ts'

/**
 * An identity as Libreswan 4.10 reads it (measured): `@name`, `user@name`, an address, a distinguished name, `@#hex` and
 * `@[text]` for a key id. `null`: it is not in the text, since it comes from the DNS.
 */
export function parseIdentity(text: string): Identity | null {
  const written = text.trim()
  if (/^%fromcert$/i.test(written)) return FROM_CERTIFICATE
  if (/^%(?:cert|myid|null|none)$/i.test(written) || written === '') return null
  if (/^%any6?$/i.test(written)) return { kind: 'any', text: '%any' }
  const group = /^@\[(.*?)\]?$/.exec(written)?.[1]
  if (group !== undefined) return { kind: 'keyid', text: group }
  if (written.startsWith('@#')) return parseCommon(`@#${written.slice(2).replace(/^0x/i, '')}`)
  if (written.startsWith('@~')) return { kind: 'dn', text: written.slice(2).toLowerCase() }
  if (written.startsWith('@')) return { kind: 'fqdn', text: written.slice(1).toLowerCase() }
  // Of a distinguished name, slashes may separate the parts, also without one in front.
  if (written.includes('=')) return parseCommon(written.includes(',') ? written : `/${written.replace(/^\//, '')}`)
  if (written.includes('@')) return { kind: 'email', text: written.toLowerCase() }
  const identity = parseCommon(written)
  return identity.kind === 'address' ? identity : null
}

/** A name without `@` is looked up in the DNS, and the address that is found there becomes the identity. */
export function isLookedUp(text: string): boolean {
  return /^[\w.-]+$/.test(text.trim()) && parseIdentity(text) === null
}
