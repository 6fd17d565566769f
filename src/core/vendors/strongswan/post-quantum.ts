import { matchIdentity } from '../../model/identity.ts'
import type { PostQuantumKey } from '../../model/ike-policy.ts'
import type { PostQuantumNames } from '../../model/post-quantum-names.ts'
import { rememberedOf } from '../../model/remembered.ts'
import { findKeys } from './find-keys.ts'
import { parseIdentity, withoutType } from './identities.ts'

/**
 * A name is an identity, of which the text alone is sent, without its type; the responder reads that as an identity again.
 * Measured with strongSwan 5.9.8, with itself and with Libreswan 4.10.
 */
export const postQuantumNames: PostQuantumNames = {
  find: (keys, name) => {
    const [found] = findKeys(keys.map(asOwned), parseIdentity(name), undefined)
    return keys.filter((key) => asOwned(key) === found)
  },
  sent: (name) => {
    const { kind, text } = parseIdentity(name)
    // Octets, which are no text.
    return kind === 'any' || kind === 'address' || text.startsWith('#') ? null : withoutType(name)
  },
  takes: ({ postQuantumIds = [] }, name) =>
    postQuantumIds.every((id) => matchIdentity(parseIdentity(id), parseIdentity(name)) > 0),
  showsWhetherAny: true,
}

const asOwned = rememberedOf((key: PostQuantumKey) => ({ ...key, owners: key.ids.map(parseIdentity) }))
