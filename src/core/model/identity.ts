import { type AddressRange, containsRange, formatHost } from '../address/address-range.ts'
import { isHiddenNetwork, isHostName } from '../address/hidden-address.ts'
import { isProblem, parseAddress, parsePrefix, parseRange } from '../address/parse-address.ts'
import type { AuthRound, Identity } from './ike-policy.ts'

/** How well an identity fits a pattern: not at all, as anything does, through a wildcard, or exactly. */
type IdentityMatch = 0 | 1 | 2 | 3

/** Whether an identity that a peer shows fits what is expected of it (RFC 7296 3.5, RFC 4301 4.4.3.1). */
export function matchIdentity(pattern: Identity | undefined, shown: Identity): IdentityMatch {
  if (pattern === undefined || pattern.kind === 'any' || pattern.kind === 'certificate') return 1
  // What a certificate says is not known, and taken to be what is expected.
  if (shown.kind === 'certificate') return 1
  if (equalIdentities(pattern, shown)) return 3
  if (isBlanked(pattern) !== isBlanked(shown)) return 1
  if (pattern.kindUntold || shown.kindUntold) {
    if (pattern.text.toLowerCase() === shown.text.toLowerCase()) return 3
  }
  if (pattern.kind !== shown.kind) return 0
  if (pattern.kind === 'address') return isWithin(shown.text, pattern.text) ? 2 : 0
  return hasWildcard(pattern) && matchesWildcard(pattern, shown) ? 2 : 0
}

/** They are of the same kind, and written the same. */
export function equalIdentities(a: Identity, b: Identity | undefined): boolean {
  return a.kind === b?.kind && a.text === b.text
}

/** What a certificate says, where it is not known. */
export const FROM_CERTIFICATE: Identity = { kind: 'certificate', text: '%fromcert' }

/** Long octets look like a key, and are blanked: what they say is not known, but that equal marks are equal. */
export function isBlanked({ text }: Identity): boolean {
  return /‹secret ?[\d?]+›/.test(text)
}

/** A network or a range of addresses stands for each of them (RFC 4301 4.4.3.1; measured with strongSwan 5.9.8). */
function isWithin(address: string, written: string): boolean {
  if (!/[/-]/.test(written)) return false
  const [one, all] = [parseAddress(address), written.includes('/') ? parsePrefix(written) : parseRange(written)]
  return !isProblem(one) && !isProblem(all) && containsRange(all, one)
}

/** It stands for many; nobody can show it as an identity. */
export function hasWildcard({ kind, text }: Identity): boolean {
  return kind === 'any' || ((kind === 'fqdn' || kind === 'email' || kind === 'dn') && text.includes('*'))
}

/** What is written of one side, of several rounds of authentication in the first; `undefined` where nothing is. */
export function writtenIdentity([first]: readonly AuthRound[]): Identity | undefined {
  return first?.id?.value
}

/** What an end shows of itself: what is written, else the address that it speaks from (RFC 7296 3.5). */
export function ownIdentity(rounds: readonly AuthRound[], host: AddressRange): Identity {
  return writtenIdentity(rounds) ?? addressIdentity(host)
}

/** An address that the paste hides, in part or behind a name, is known by how that is written, whatever its kind may be. */
export function addressIdentity(host: AddressRange): Identity {
  const text = formatHost(host)
  if (host.family !== 'name') return { kind: 'address', text }
  if (isHiddenNetwork(host)) return { kind: 'address', text, kindUntold: true }
  return { kind: 'fqdn', text: text.toLowerCase(), ...(!isHostName(host) && { kindUntold: true }) }
}

/** Of a distinguished name. */
function partsOf(text: string): string[] {
  return text.split(',').map((part) => part.trim())
}

/** A star stands at the front of a name, or for the whole value of a part of a distinguished name. */
function matchesWildcard(pattern: Identity, shown: Identity): boolean {
  if (pattern.kind !== 'dn') return pattern.text.startsWith('*') && shown.text.endsWith(pattern.text.slice(1))
  const wanted = partsOf(pattern.text)
  const parts = partsOf(shown.text)
  return (
    wanted.length === parts.length &&
    wanted.every((part, at) =>
      part.endsWith('=*') ? parts[at]?.startsWith(part.slice(0, -1)) === true : part === parts[at],
    )
  )
}
