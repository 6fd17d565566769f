import { formatHost } from '../../address/address-range.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import type { DialectStep } from '../../model/vendor.ts'
import type { AsaConfig } from './asa-config.ts'
import { configure } from './asa-words.ts'
import type { AsaConnection } from './connections.ts'

/** What a step needs to know of the configuration that it changes. */
export interface AsaSteps {
  readonly config: AsaConfig
  readonly connections: readonly AsaConnection[]
}

/** `crypto map outside_map 10` in front of what is said of an entry; of a tunnel interface, its ipsec profile. */
export function entryLines(known: AsaConnection | undefined, lines: (at: string) => readonly string[]): string[] {
  const { entry, tunnel } = known ?? {}
  if (entry !== undefined) {
    const kind = entry.command.words[1] ?? 'map'
    return [...lines(`crypto ${kind} ${entry.map} ${entry.sequence}`)]
  }
  if (tunnel?.profile === undefined) return [...lines('crypto map <map> <number>')]
  // In the mode of a profile the same words stand alone.
  return [`crypto ipsec profile ${tunnel.profile}`, ...lines('').map((line) => ` ${line.replace(/^(no )?\s+/, '$1')}`)]
}

/** `then` are commands of privileged mode. */
export function run(end: Endpoint, what: string, lines: readonly string[], then: readonly string[] = []): DialectStep {
  return { say: `On ${end.name}, ${what}.`, run: [configure(lines), ...then].join('\n') }
}

/**
 * Takes down the SAs with the peer of a tunnel, which are up and go by what was before; nothing of other tunnels (*VPN CLI Configuration
 * Guide*, "Clearing Security Associations"). With `ike` that of IKE as well.
 */
export function clearLines(known: AsaConnection | undefined, { ike = false } = {}): string[] {
  const peer = known?.connection.remoteAddresses.value.find(({ from, to }) => from === to)
  if (known === undefined || peer === undefined) return []
  const address = formatHost(peer)
  return [...(ike ? [`clear crypto ikev${known.version} sa ${address}`] : []), `clear crypto ipsec sa peer ${address}`]
}

export function say(end: Endpoint, what: string): DialectStep {
  return { say: `On ${end.name}, ${what}.`, run: null }
}
