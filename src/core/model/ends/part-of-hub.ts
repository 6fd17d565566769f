import { type AddressRange, rangeKey } from '../../address/address-range.ts'
import { buildBoxIndex } from '../../selectors/box-index.ts'
import type { Endpoint } from '../endpoint.ts'
import { grouped } from '../grouped.ts'
import type { IkeConnection } from '../ike-policy.ts'
import { rememberedOf } from '../remembered.ts'

/** With more connections than this an end is a hub, of which each pair is shown its part. */
const HUB = 64
/** Entries that meet those of one connection are looked for up to so many. */
const MEETING = 64

/**
 * Of a hub the connections that its pair with another end is about: those to an address of the other end, those that protect
 * packets of one of these as well, since the order decides between them, and those for whoever comes. The rest has nothing to do
 * with the other end. Where nothing goes to its address, all stay, since a wrong address is a fault to be found.
 */
export function partOfHub(end: Endpoint, other: Endpoint): Endpoint {
  const { ike } = end
  if (ike === undefined || ike.connections.length <= HUB) return end
  const { byAddress, open, meeting } = hubOf(end)
  const goals = other.addresses.flatMap(({ value }) => byAddress.get(rangeKey(value)) ?? [])
  const exact = goals.map(({ connection }) => connection)
  if (exact.length === 0) return end
  const part = new Set([...exact, ...exact.flatMap(meeting), ...open])
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
    // Of entries for the same packets the first are those that get them.
    meeting(connection: IkeConnection): IkeConnection[] {
      const own = boxesOf.get(connection) ?? []
      const most = Math.ceil(MEETING / own.length)
      return own
        .flatMap(({ box }) => [...index.equalTo(box).slice(0, most), ...index.overlapping(box, most)])
        .flatMap((at) => boxes[at]?.connection ?? [])
    },
  }
})

/** Not a range, nor a host name, which may stand for any address. */
function isOneHost({ family, from, to }: AddressRange): boolean {
  return family !== 'name' && from === to
}
