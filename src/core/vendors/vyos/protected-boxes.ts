import { rememberedOf } from '../../model/remembered.ts'
import { type Box, boxKey } from '../../selectors/box.ts'
import type { Peer } from './peers.ts'

/** What the tunnels of a peer protect, each once; nothing of what the two gateways speak with each other, and of what goes past. */
export const protectedBoxes = rememberedOf(({ connection }: Peer): readonly Box[] => {
  const boxes = connection.children.flatMap(({ local, remote, mode }) =>
    mode.value === 'pass'
      ? []
      : local.value.flatMap((mine) =>
          remote.value.flatMap((theirs): Box[] => {
            const [own, other] = [mine.addresses, theirs.addresses]
            if (own === 'dynamic' || other === 'dynamic' || own.family !== other.family) return []
            const { protocol, ports } = mine
            return [{ local: own, remote: other, protocol, localPort: ports, remotePort: theirs.ports }]
          }),
        ),
  )
  return [...new Map(boxes.map((box) => [boxKey(box), box])).values()]
})
