import type { ChildConfig, SelectorTemplate } from '../../model/ike-policy.ts'
import type { Box } from '../../selectors/box.ts'
import type { AsaConnection } from './connections.ts'

/** The packets of a connection, as the ASA sees them. */
export function boxesOf({ connection }: AsaConnection): Box[] {
  return connection.children.flatMap(boxesOfChild)
}

/** Each local selector of a child with each remote one. */
export function boxesOfChild({ local, remote }: Pick<ChildConfig, 'local' | 'remote'>): Box[] {
  return local.value.flatMap((mine) => remote.value.flatMap((theirs) => boxOf(mine, theirs) ?? []))
}

/** `undefined` where one of the two is missing, or is an address that no configuration tells. */
export function boxOf(local: SelectorTemplate | undefined, remote: SelectorTemplate | undefined): Box | undefined {
  if (local === undefined || remote === undefined || local.addresses === 'dynamic' || remote.addresses === 'dynamic')
    return undefined
  return {
    local: local.addresses,
    remote: remote.addresses,
    protocol: local.protocol,
    localPort: local.ports,
    remotePort: remote.ports,
  }
}
