import type { Box } from '../../selectors/box.ts'
import type { AsaConnection } from './connections.ts'

/** The packets of a connection, as the ASA sees them. */
export function boxesOf({ connection }: AsaConnection): Box[] {
  return connection.children.flatMap(({ local, remote }) =>
    local.value.flatMap((mine) =>
      remote.value.flatMap((theirs): Box[] =>
        mine.addresses === 'dynamic' || theirs.addresses === 'dynamic'
          ? []
          : [
              {
                local: mine.addresses,
                remote: theirs.addresses,
                protocol: mine.protocol,
                localPort: mine.ports,
                remotePort: theirs.ports,
              },
            ],
      ),
    ),
  )
}
