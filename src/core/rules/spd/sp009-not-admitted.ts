import { fortigateExample } from '../obstacle-examples.ts'
import { obstacleRule } from '../obstacle-rule.ts'

export const notAdmitted = obstacleRule({
  code: 'SP009',
  title: 'Firewall rules keep back traffic of the tunnel',
  kind: 'not-admitted',
  why: ({ end }) =>
    `The tunnel protects what the firewall of ${end.name} lets through, and nothing more: each direction needs a rule of its own, also when the negotiation is without fault.`,
  page: {
    text: `A tunnel that is up carries nothing that a firewall drops before or behind it. Rules are looked at only where they were
pasted.`,
    fires: fortigateExample({ admission: false }),
    quiet: fortigateExample({}),
  },
})
