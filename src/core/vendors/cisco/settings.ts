import type { PolicySettings } from '../../model/endpoint.ts'
import type { IkeConnection, SharedKey } from '../../model/ike-policy.ts'
import { settingsOf } from '../../model/settings-of.ts'

/** What an end that tells its settings in words can be compared with; nothing where a part of the proposals was not pasted. */
export function comparableSettings(connections: readonly IkeConnection[], keys: readonly SharedKey[]): PolicySettings {
  const [first] = connections
  if (first === undefined || first.proposalsUntold || first.children.some((child) => child.proposalsUntold)) return {}
  return settingsOf(connections, keys)
}
