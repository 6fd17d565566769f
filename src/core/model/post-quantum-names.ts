import type { IkeConnection, PostQuantumKey } from './ike-policy.ts'

/** How a daemon takes the names of post-quantum keys. */
export interface PostQuantumNames {
  /** The keys of that name. */
  readonly find: (keys: readonly PostQuantumKey[], name: string) => readonly PostQuantumKey[]
  /** What it sends of a name as it is written; `null` where that is nothing that anybody could read as a name. */
  readonly sent: (name: string) => string | null
  /** As responder: whether its connection takes the name that the peer sends. */
  readonly takes: (connection: IkeConnection, name: string) => boolean
  /** As responder: that it has no key at all shows at once, so that an initiator that insists goes no further (RFC 8784 3). */
  readonly showsWhetherAny: boolean
}
