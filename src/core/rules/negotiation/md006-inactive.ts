import { iosExample } from '../obstacle-examples.ts'
import { obstacleRule } from '../obstacle-rule.ts'

export const inactive = obstacleRule({
  code: 'MD006',
  title: 'The tunnel is configured and switched off',
  kind: 'inactive',
  reasons: ['inactive'],
  why: ({ end, peer, obstacle: { steps } }) => {
    // Where the peer is not known no remedy is worked out.
    const how = peer.spd === undefined ? steps.flatMap(({ run }) => run ?? []) : []
    return `What is switched off, or applied nowhere, takes part in nothing: ${end.name} neither begins a negotiation for it nor answers one.${how.map((command) => ` To put it in force, run \`${command}\`.`).join('')}`
  },
  page: {
    text: `An interface that is shut down, a crypto map that no interface has, a disabled phase 1, a policy of Windows that is not
assigned, or a rule of it that is not activated: the configuration of the tunnel is all there, and does nothing.`,
    fires: iosExample({ applied: false }),
    quiet: iosExample({ applied: true }),
  },
})
