import { fortigateExample } from '../obstacle-examples.ts'
import { obstacleRule } from '../obstacle-rule.ts'

export const notRouted = obstacleRule({
  code: 'SP008',
  title: 'No route leads into the tunnel',
  kind: 'no-route',
  why: ({ end, peer }) =>
    `${end.name} chooses the tunnel by its routes, before any selector is looked at. What no route leads into it takes another way or none; and what ${peer.name} sends is dropped where the way back to its source is not through the tunnel.`,
  page: {
    text: `Where the tunnel is an interface, a route must lead each remote network into it. The selectors only say what may pass
there. Routes are looked at only where some were pasted.`,
    fires: fortigateExample({ route: false }),
    quiet: fortigateExample({}),
  },
})
