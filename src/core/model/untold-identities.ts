import type { Endpoint } from './endpoint.ts'
import { equalIdentities } from './identity.ts'
import type { AuthRound, Identity, IkeConnection } from './ike-policy.ts'
import { rememberedOf } from './remembered.ts'
import { defaulted } from './setting.ts'

/**
 * A connection with identities in the place of those that only a certificate tells (its subject, or one of its names,
 * RFC 7296 3.5): they are taken to be what the other end expects and shows, where that is one.
 */
export function withUntoldIdentities(connection: IkeConnection, other: Endpoint): IkeConnection {
  return {
    ...connection,
    local: withUntold(connection.local, onlyOnes(other).remote),
    remote: withUntold(connection.remote, onlyOnes(other).local),
  }
}

function withUntold(rounds: readonly AuthRound[], identity: Identity | undefined): readonly AuthRound[] {
  const [first, ...more] = rounds
  if (first === undefined || identity === undefined || first.id !== undefined || first.method.value === 'psk')
    return rounds
  return [{ ...first, id: defaulted(identity, 'a certificate that was not pasted') }, ...more]
}

const onlyOnes = rememberedOf((other: Endpoint) => ({
  local: onlyOne(other, 'local'),
  remote: onlyOne(other, 'remote'),
}))

/** What the connections that are meant for this end name on one side, where they name one identity. */
function onlyOne({ ike, meant }: Endpoint, side: 'local' | 'remote'): Identity | undefined {
  const named = (ike?.connections ?? [])
    .filter(({ name }) => meant === undefined || meant.has(name))
    .flatMap((connection) => connection[side][0]?.id?.value ?? [])
    .filter(({ kind, text }) => kind !== 'any' && !text.includes('*'))
  const [identity, ...more] = named
  return more.every((each) => equalIdentities(each, identity)) ? identity : undefined
}
