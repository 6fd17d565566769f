import { wholeFamily } from '../../address/address-range.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import { mayBe } from '../../model/hosts.ts'
import type { ChildConfig, ChildSettings, IkeConnection } from '../../model/ike-policy.ts'
import { defaulted } from '../../model/setting.ts'
import type { SpdEntry } from '../../model/spd-entry.ts'
import { ANY_PORT, ANY_PROTOCOL } from '../../selectors/interval.ts'
import type { QuickMode } from '../quick-modes.ts'
import { sideOf } from './entry.ts'
import { negotiateUntold } from './untold.ts'

/** Connections beyond this number are not compared: a hub without its access lists tells none of its tunnels. */
const CONNECTIONS = 16

/**
 * What fails whatever the selectors are, of two ends of which neither shows any, such as two `show running-config | section crypto`:
 * the proposals and keys of their connections are there. Nothing that works is told, since the rest decides it.
 */
export function failingHalves(sender: Endpoint, receiver: Endpoint): readonly QuickMode[] {
  if (sender.spd !== undefined || receiver.spd !== undefined) return []
  const [initiator, responder] = [sideOf(sender, receiver), sideOf(receiver, sender)]
  if (initiator === null || responder === null || responder.policy.connections.length === 0) return []
  const towards = initiator.policy.connections.filter(({ remoteAddresses: { value } }) =>
    value.some((address) => mayBe(address, responder.host)),
  )
  return towards.slice(0, CONNECTIONS).flatMap((connection) => {
    if (connection.childUntold === undefined) return []
    const child = forAnything(connection, connection.childUntold)
    const outcome = negotiateUntold(sender.label, connection, child, [initiator, responder])
    if (outcome === null) return []
    const entry = standIn(sender, connection, child)
    return [{ initiator: sender.label, responder: receiver.label, entry, response: null, outcome }]
  })
}

function forAnything({ name, span }: IkeConnection, settings: ChildSettings): ChildConfig {
  const selector = { addresses: wholeFamily('ipv4'), protocol: ANY_PROTOCOL, ports: ANY_PORT, span: null }
  const selectors = defaulted([selector], 'What it is for was not pasted.')
  return { ...settings, name, span, local: selectors, remote: selectors }
}

/** It has no packets: what it would protect is not known. */
function standIn({ label }: Endpoint, connection: IkeConnection, child: ChildConfig): SpdEntry {
  const mode = child.mode.value === 'transport' ? 'transport' : 'tunnel'
  const { name, span } = connection
  const tunnel = { source: null, destination: null }
  const negotiated = { connection, child }
  return {
    id: `${label}#${name}`,
    name,
    direction: 'both',
    action: 'protect',
    mode,
    selectors: [],
    tunnel,
    weight: null,
    spans: [span],
    negotiated,
  }
}
