import { isWordForAddress } from '../../address/hidden-address.ts'
import type { Identity } from '../../model/ike-policy.ts'

/** A word in the place of an address that nobody is to see (`PEER_A`), as the identity that the address would be. */
export function wordForAddress(text: string): Identity | null {
  return isWordForAddress(text) ? { kind: 'address', text, kindUntold: true } : null
}
