import { equalRanges } from '../../address/address-range.ts'
import { mayBe } from '../../model/hosts.ts'
import type { IkeRequest } from '../../model/ike-daemon.ts'
import type { IkePolicy } from '../../model/ike-policy.ts'
import { onceForEachRequest } from '../../model/ike-requests.ts'

/**
 * "If the peer initiates the negotiation, the ASA attempts to match the policy to a static crypto map, and if that fails,
 * then it attempts to match any dynamic crypto maps" ("Defining Crypto Maps").
 */
export const findConnections = onceForEachRequest(({ connections }: IkePolicy, { version, hosts }: IkeRequest) => {
  const here = connections.filter(
    ({ accepts, localAddresses: { value } }) =>
      accepts.includes(version) && (value.length === 0 || value.some((address) => mayBe(address, hosts.own))),
  )
  const named = here.filter(({ remoteAddresses }) =>
    remoteAddresses.value.some((address) => equalRanges(address, hosts.peer)),
  )
  const anybody = here.filter(({ remoteAddresses }) => remoteAddresses.value.length === 0)
  return [...named, ...anybody]
})
