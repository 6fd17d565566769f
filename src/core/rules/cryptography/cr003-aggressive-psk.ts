import type { Endpoint } from '../../model/endpoint.ts'
import type { IkeConnection } from '../../model/ike-policy.ts'
import { pair } from '../negotiation/examples.ts'
import { diagnostic } from '../rule.ts'

interface Aggressive {
  readonly end: Endpoint
  readonly connection: IkeConnection
}

/** Aggressive mode shows a hash of the key to whoever asks (RFC 2409 5.4). */
export const aggressivePsk = diagnostic<Aggressive>({
  code: 'CR003',
  title: 'Aggressive mode with a pre-shared key',
  *check({ simulation }) {
    for (const end of simulation === undefined ? [] : [simulation.a, simulation.b]) {
      for (const connection of end.ike?.connections ?? []) {
        const { exchange, accepts, local } = connection
        if (exchange.value !== 'aggressive' || !accepts.includes(1) || local[0]?.method.value !== 'psk') continue
        const span = exchange.origin === 'stated' ? exchange.span : connection.span
        yield {
          severity: 'warning',
          certainty: 'stated',
          evidence: [{ span, label: `${end.name}: ${connection.name}` }],
          witness: null,
          flows: [],
          plans: [],
          data: { end, connection },
        }
      }
    }
  },
  explain: ({ end, connection }) => ({
    what: `${connection.name} of ${end.name} uses aggressive mode with a pre-shared key.`,
    why: `In aggressive mode the responder sends a hash of the key before it knows who asks, and anybody can try keys on it at home. Use main mode, or better IKEv2, on both ends.`,
  }),
  page: {
    text: `strongSwan refuses aggressive mode with a pre-shared key unless it is told that one does not care about security; other
products do not ask. Main mode and IKEv2 show nothing of the key to a stranger.`,
    fires: pair(
      { connection: 'version = 1\n    aggressive = yes' },
      { connection: 'version = 1\n    aggressive = yes' },
    ),
    quiet: pair({ connection: 'version = 1' }, { connection: 'version = 1' }),
  },
})
