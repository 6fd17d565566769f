import type { Endpoint } from '../../model/endpoint.ts'
import type { SpdEntry } from '../../model/spd-entry.ts'
import type { Flow } from '../../negotiation/flow.ts'
import type { Simulation } from '../../negotiation/simulate.ts'
import { witness } from '../../selectors/packet.ts'
import { wayFrom } from '../both-ways.ts'
import { diagnostic, type Example, type Plan } from '../rule.ts'
import { entryText, evidenceOf } from '../wording.ts'

interface Modes {
  readonly transport: { readonly end: Endpoint; readonly entry: SpdEntry }
  readonly tunnel: { readonly end: Endpoint; readonly entry: SpdEntry }
  readonly flows: [Flow, ...Flow[]]
}

/** Of two ends one of which shows its entries alone; two whole configurations are MD003's. */
export const entryMode = diagnostic<Modes>({
  code: 'MD007',
  title: 'An entry in transport mode meets one of a tunnel',
  *check({ simulation }) {
    if (simulation === undefined || (simulation.a.ike !== undefined && simulation.b.ike !== undefined)) return
    for (const modes of differing(simulation)) {
      const { transport, tunnel, flows } = modes
      yield {
        severity: 'error',
        certainty: flows.some(({ certainty }) => certainty === 'stated') ? 'stated' : 'assumed',
        evidence: [transport, tunnel].flatMap(({ end, entry }) => [
          ...modeSpan(entry).map((span) => ({ span, label: `${end.name}: ${entry.mode} mode` })),
          ...evidenceOf(entry, `${end.name}: ${entryText(entry)}`),
        ]),
        witness: witness(flows[0].region) ?? null,
        flows,
        plans: plansOf(modes),
        data: modes,
      }
    }
  },
  explain: ({ transport, tunnel }) => ({
    what: `${transport.end.name} protects ${entryText(transport.entry)} in transport mode, and ${tunnel.end.name} has ${entryText(tunnel.entry)} in a tunnel.`,
    why: 'The mode is part of what is negotiated (RFC 2407 4.5, RFC 7296 1.3.1). Tunnel mode protects the addresses too and carries networks; transport mode is for traffic between the two gateways alone.',
  }),
  page: {
    text: `Transport mode protects packets between the two gateways, tunnel mode those of the networks behind them. Only a tunnel can
carry the networks, so the end in transport mode is the one to change.`,
    fires: example('transport'),
    quiet: example('tunnel'),
  },
})

/** Each pair of entries once, with the flows of both directions. */
function differing(simulation: Simulation): Modes[] {
  const found = new Map<SpdEntry, Modes>()
  for (const flow of simulation.flows) {
    const { out, inbound, outcome, sender } = flow
    if (outcome !== 'refused' || out === null || inbound === null) continue
    const [from, to] = wayFrom(simulation, sender)
    const sides = [
      { end: from, entry: out },
      { end: to, entry: inbound },
    ]
    const transport = sides.find(({ entry }) => entry.mode === 'transport')
    const tunnel = sides.find(({ entry }) => entry.mode === 'tunnel')
    if (transport === undefined || tunnel === undefined) continue
    const known = found.get(transport.entry)
    if (known === undefined) found.set(transport.entry, { transport, tunnel, flows: [flow] })
    else known.flows.push(flow)
  }
  return [...found.values()]
}

function plansOf({ transport: { end, entry } }: Modes): Plan[] {
  if (entry.negotiated === undefined) return []
  const { connection, child } = entry.negotiated
  const change = { kind: 'mode', connection: connection.name, child: child.name, mode: 'tunnel' } as const
  return [{ changes: [{ end: end.label, change }] }]
}

function modeSpan({ negotiated }: SpdEntry) {
  return negotiated?.child.mode.origin === 'stated' ? [negotiated.child.mode.span] : []
}

function example(mode: 'transport' | 'tunnel'): Example {
  return {
    pastes: [
      {
        source: 'a.conf',
        text: `connections {
  b {
    local_addrs = 203.0.113.1
    remote_addrs = 198.51.100.7
    children {
      net {
        local_ts = 10.1.0.0/24
        remote_ts = 10.2.0.0/24
        mode = ${mode}
      }
    }
  }
}
`,
        end: 'A',
      },
      {
        source: 'b.yaml',
        text: `ends:
  B:
    vendor: other
    external_address: 198.51.100.7
    local_networks: [10.2.0.0/24]
    remote_networks: [10.1.0.0/24]
`,
        end: 'B',
      },
    ],
  }
}
