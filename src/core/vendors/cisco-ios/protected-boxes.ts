import { type AddressRange, wholeFamily } from '../../address/address-range.ts'
import type { Stated } from '../../model/setting.ts'
import type { Box } from '../../selectors/box.ts'
import { boxesOf } from './acl-commands.ts'
import type { IosTunnel } from './connections.ts'

/** What a tunnel protects, with the addresses of the gateways in the place of `dynamic`, where they are known. */
export function protectedBoxes({ connection, own, peer }: IosTunnel): Box[] {
  const at = (host: Stated<AddressRange> | undefined) => host?.value ?? wholeFamily('ipv4')
  return connection.children.flatMap(({ local, remote }) =>
    boxesOf(
      local.value.map((each) => (each.addresses === 'dynamic' ? { ...each, addresses: at(own) } : each)),
      remote.value.map((each) => (each.addresses === 'dynamic' ? { ...each, addresses: at(peer) } : each)),
    ),
  )
}
