import type { IkeRequest } from '../../model/ike-daemon.ts'
import type { IkeConnection } from '../../model/ike-policy.ts'

/**
 * In IKEv1 the mode is the peer's choice: IOS and ASA answer main mode and aggressive mode alike, unless the latter is disabled
 * (Cisco IOS Security Command Reference, "crypto isakmp aggressive-mode disable"; ASA VPN CLI guide, "Disable IKEv1 Aggressive
 * Mode").
 */
export function inModeOf({ version, exchange }: IkeRequest, found: readonly IkeConnection[]): readonly IkeConnection[] {
  if (version === 2) return found
  return found.map((connection) =>
    connection.exchange.value === exchange
      ? connection
      : { ...connection, exchange: { ...connection.exchange, value: exchange } },
  )
}
