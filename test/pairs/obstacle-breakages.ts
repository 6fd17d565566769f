import type { TunnelEnd } from '../support/tunnel.ts'
import { atB, type Breakage } from './breakage.ts'

type Need = NonNullable<TunnelEnd['lacks']>

/** What stands in the way of packets though the tunnel is negotiated well. */
export const obstacles: readonly Breakage[] = [
  missing('route', 'nothing is routed into the tunnel', 'SP008', '10.1.0.0'),
  missing('admission', 'no firewall policy admits what comes out of the tunnel', 'SP009', 'tunnel'),
  missing('exemption', 'NAT takes the packets before the tunnel does', 'AD005', [
    'source dynamic any interface',
    'masquerade',
  ]),
  missing('application', 'the crypto map is applied to no interface', 'MD006', 'crypto map OUTSIDE 10'),
]

function missing(need: Need, name: string, code: string, calledFor: string | readonly string[]): Breakage {
  return {
    name,
    spoil: atB(() => ({ lacks: need })),
    among: ({ a, b }) => b.needs.includes(need) && !a.coversOwnAddress,
    code: () => code,
    calledFor,
  }
}
