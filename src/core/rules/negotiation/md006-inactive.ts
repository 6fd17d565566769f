import { iosExample } from '../obstacle-examples.ts'
import { obstacleRule } from '../obstacle-rule.ts'

export const inactive = obstacleRule({
  code: 'MD006',
  title: 'The tunnel is configured and switched off',
  kind: 'inactive',
  reasons: ['inactive'],
  why: ({ end }) =>
    `What is switched off, or applied nowhere, takes part in nothing: ${end.name} neither begins a negotiation for it nor answers one.`,
  page: {
    text: `An interface that is shut down, a crypto map that no interface has, a disabled phase 1: the configuration of the tunnel is
all there, and does nothing.`,
    fires: iosExample({ applied: false }),
    quiet: iosExample({ applied: true }),
  },
})
