import { type AddressRange, rangeKey } from '../address/address-range.ts'
import { buildBoxIndex } from '../selectors/box-index.ts'
import type { Endpoint } from './endpoint.ts'
import { grouped } from './grouped.ts'
import type { IkeConnection } from './ike-policy.ts'
import { rememberedOf } from './remembered.ts'

/** With more connections than this an end is a hub, of which each pair is shown its part. */
const HUB = 64
/** Entries that meet one of the pair's are looked for up to so many. */
const MEETING = 256

/**
 * Of a hub the connections that its pair with another end is about: those to an address of the other end, those for whoever
 * comes, and those that protect packets of one of these as well, since the order decides between them. The rest has nothing to
 * do with the other end. Where nothing goes to its address, all stay, since a wrong address is a fault to be found.
 */
export function partOfHub(end: Endpoint, other: Endpoint): Endpoint {
  const { ike } = end
  if (ike === undefined || ike.connections.length <= HUB) return end
  const { byAddress, open, meeting } = hubOf(end)
  const goals = other.addresses.flatMap(({ value }) => byAddress.get(rangeKey(value)) ?? [])
  const exact = goals.map(({ connection }) => connection)
  if (exact.length === 0) return end
  const own = new Set([...exact, ...open])
  const part = new Set([...own, ...[...own].flatMap(meeting)])
  return { ...end, ike: { ...ike, connections: ike.connections.filter((connection) => part.has(connection)) } }
}

const hubOf = rememberedOf(({ ike, spd = [] }: Endpoint) => {
  const connections = ike?.connections ?? []
  const goals = connections.flatMap((connection) =>
    connection.remoteAddresses.value.map((address) => ({ connection, address })),
  )
  const boxes = spd.flatMap(({ negotiated, selectors }) =>
    negotiated === undefined ? [] : selectors.map((box) => ({ box, connection: negotiated.connection })),
  )
  const index = buildBoxIndex(boxes.map(({ box }) => box))
  const boxesOf = grouped(boxes, ({ connection }) => connection)
  return {
    byAddress: grouped(goals, ({ address }) => rangeKey(address)),
    open: connections.filter(({ remoteAddresses: { value } }) => value.length === 0 || !value.every(isOneHost)),
    meeting: (connection: IkeConnection): IkeConnection[] =>
      (boxesOf.get(connection) ?? []).flatMap(({ box }) =>
        index.overlapping(box, MEETING).flatMap((at) => boxes[at]?.connection ?? []),
      ),
  }
})

/** Not a range, nor a host name, which may stand for any address. */
function isOneHost({ family, from, to }: AddressRange): boolean {
  return family !== 'name' && from === to
}
