import type { Endpoint } from '../../model/endpoint.ts'
import type { IkeConnection } from '../../model/ike-policy.ts'
import { rememberedOf } from '../../model/remembered.ts'
import { type Box, boxKey } from '../../selectors/box.ts'

/** The first of the connections for the peer that has just these packets, such as that of the entry whose list has the line. */
export function holderOf<T extends { readonly connection: IkeConnection }>(
  connections: readonly T[],
  { meant }: Pick<Endpoint, 'meant'>,
  box: Box,
): T | undefined {
  const key = boxKey(box)
  return connections.find(
    ({ connection }) => (meant === undefined || meant.has(connection.name)) && pairsOf(connection).has(key),
  )
}

/** The keys of its pairs. The two sides of a line of an access list have one protocol. */
const pairsOf = rememberedOf(
  ({ children }: IkeConnection): ReadonlySet<string> =>
    new Set(
      children.flatMap(({ local, remote }) =>
        local.value.flatMap((mine) =>
          remote.value.flatMap((theirs) =>
            mine.addresses === 'dynamic' || theirs.addresses === 'dynamic'
              ? []
              : boxKey({
                  local: mine.addresses,
                  remote: theirs.addresses,
                  protocol: mine.protocol,
                  localPort: mine.ports,
                  remotePort: theirs.ports,
                }),
          ),
        ),
      ),
    ),
)
