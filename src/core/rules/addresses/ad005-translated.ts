import { asaExample } from '../obstacle-examples.ts'
import { obstacleRule } from '../obstacle-rule.ts'

export const translated = obstacleRule({
  code: 'AD005',
  title: 'NAT changes the addresses before the tunnel sees them',
  kind: 'translated',
  why: ({ end }) =>
    `${end.name} translates first and looks for a tunnel then, with the new addresses; no selector is for those. The packets of the tunnel must be excepted from NAT.`,
  page: {
    text: `Network address translation comes before IPsec on the way out. An exception (identity NAT) for the packets between the
two networks must stand in front of the rule that hides the network.`,
    fires: asaExample({ exemption: false }),
    quiet: asaExample({ exemption: true }),
  },
})
