import type { AddressRange } from '../../address/address-range.ts'
import { NEW_KEY } from '../../model/change.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import type { Identity } from '../../model/ike-policy.ts'
import type { Dialect, DialectStep } from '../../model/vendor.ts'

/** How one of the products words what both have. */
interface ConfWords {
  /** A step in a conn; `null`: in the only one, whatever its name. */
  readonly say: (end: Endpoint, conn: string | null, what: string) => DialectStep
  /** The command that has ipsec.secrets read again. */
  readonly rereadSecrets: string
  readonly formatIdentity: (identity: Identity) => string
  readonly formatAddresses: (addresses: readonly AddressRange[]) => string
}

type ConfSteps = Pick<
  Dialect,
  'own-identity' | 'peer-identity' | 'own-addresses' | 'peer-addresses' | 'exchange' | 'new-key' | 'key-owners'
>

/** Each port, or that nothing is to be written of it. */
export function ikePortWords(own: number | null, peer: number | null): string {
  const word = (side: string, port: number | null) =>
    port === null
      ? `write no port for ${side} (leftikeport or rightikeport)`
      : `set the port of ${side} (leftikeport or rightikeport) to ${port}`
  return `${word('the own side', own)}, and ${word("the peer's side", peer)}`
}

/** What is put right is a key, which stands in ipsec.secrets. */
export function bringsKeys(before: Endpoint, after: Endpoint): boolean {
  return (after.ike?.keys ?? []).length > (before.ike?.keys ?? []).length
}

/** The steps in an ipsec.conf and an ipsec.secrets that are the same whichever product reads them. */
export function confSteps({ say, rereadSecrets, formatIdentity, formatAddresses }: ConfWords): ConfSteps {
  const secrets = (end: Endpoint, what: string): DialectStep[] => [
    { say: `On ${end.name}, ${what} (ipsec.secrets); then read it again.`, run: rereadSecrets },
  ]
  return {
    'own-identity': ({ identity, connection }, before) => [
      say(before, connection, `set the id of the own side (leftid or rightid) to ${formatIdentity(identity)}`),
    ],
    'peer-identity': ({ identity, connection }, before) => [
      say(before, connection, `set the id of the peer's side (leftid or rightid) to ${formatIdentity(identity)}`),
    ],
    'own-addresses': ({ addresses, connection }, before) => [
      say(before, connection, `set the address of the own side (left or right) to ${formatAddresses(addresses)}`),
    ],
    'peer-addresses': ({ addresses, connection }, before) => [
      say(before, connection, `set the address of the peer's side (left or right) to ${formatAddresses(addresses)}`),
    ],
    exchange: ({ connection }, before) => [say(before, connection, 'set aggressive=no')],
    'new-key': ({ owners, replaces }, before) =>
      secrets(
        before,
        replaces === null
          ? `add the line ${[...owners.map(formatIdentity), ':'].join(' ')} PSK "${NEW_KEY}"`
          : `write "${NEW_KEY}" in the place of the key in line ${replaces.line}`,
      ),
    'key-owners': ({ key, owners }, before) =>
      secrets(
        before,
        owners.length === 0
          ? `leave nothing in front of the colon in line ${key.line}, so that the key is used for everybody`
          : `write ${owners.map(formatIdentity).join(' ')} in front of the colon in line ${key.line}`,
      ),
  }
}
