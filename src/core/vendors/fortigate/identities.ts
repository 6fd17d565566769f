import { formatHost } from '../../address/address-range.ts'
import { isProblem, parseAddress } from '../../address/parse-address.ts'
import type { Identity } from '../../model/ike-policy.ts'

/**
 * `set localid` with `set localid-type`. With `auto`, which is the default, the text tells: an address, a name with `@`, or
 * a name of a host (FortiOS CLI reference, `config vpn ipsec phase1-interface`; that an address is told is assumed).
 */
export function parseIdentity(text: string, type = 'auto'): Identity {
  const written = text.trim()
  if (type === 'keyid') return { kind: 'keyid', text: written }
  if (type === 'user-fqdn') return { kind: 'email', text: written.toLowerCase() }
  if (type === 'asn1dn') return { kind: 'dn', text: written.toLowerCase() }
  if (type === 'fqdn') return { kind: 'fqdn', text: written.toLowerCase() }
  const address = parseAddress(written)
  if (!isProblem(address)) return { kind: 'address', text: formatHost(address) }
  if (written.includes('=')) return { kind: 'dn', text: written.toLowerCase() }
  return { kind: written.includes('@') ? 'email' : 'fqdn', text: written.toLowerCase() }
}

/** `set peerid` is compared with the text of what the peer shows, whatever its type (assumed). */
export function samePeer(expected: Identity, shown: Identity): boolean {
  return expected.text.toLowerCase() === shown.text.toLowerCase()
}

/** The value of `set localid-type` for an identity. */
export function localIdType({ kind }: Identity): string {
  const types: Readonly<Record<Identity['kind'], string>> = {
    any: 'auto',
    address: 'address',
    fqdn: 'fqdn',
    email: 'user-fqdn',
    dn: 'asn1dn',
    keyid: 'keyid',
    certificate: 'asn1dn',
  }
  return types[kind]
}
