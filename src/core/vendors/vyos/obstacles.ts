import type { Obstacle } from '../../model/obstacle.ts'
import { commandBlock } from './commands.ts'
import { nodeAt } from './config-tree.ts'
import type { Configuration } from './configuration.ts'
import { interfaceWith, switchOff } from './interfaces.ts'
import type { Peer } from './peers.ts'
import { protectedBoxes } from './protected-boxes.ts'
import { notRouted } from './routes.ts'
import { translated } from './translations.ts'

/** What keeps packets from the tunnel of a peer, though it is configured well: it is switched off, NAT has them first, or no route leads there. */
export function obstaclesOf(config: Configuration, peers: readonly Peer[]): readonly Obstacle[] {
  const bound = peers.flatMap((peer) => protectedBoxes(peer).map((box) => ({ peer, box })))
  return [
    ...peers.flatMap((peer) => [...switchedOff(config, peer), ...notRouted(config, peer)]),
    ...translated(config, bound),
  ]
}

/** `disable` of the peer, of the interface that it is bound to, or of the one with its own address. */
function switchedOff(config: Configuration, peer: Peer): Obstacle[] {
  const { node, connection, vti } = peer
  const [own] = connection.localAddresses.value
  const names = [vti?.text, own === undefined ? undefined : interfaceWith(config, own)].flatMap((name) => name ?? [])
  const off = [
    { at: nodeAt(node, 'disable'), what: `the peer "${node.text}"`, path: `vpn ipsec site-to-site peer ${node.text}` },
    ...names.map((name) => ({ at: switchOff(config, name), what: `the interface ${name}`, path: pathOf(name) })),
  ]
  return off.flatMap(({ at, what, path }): Obstacle[] =>
    at === undefined
      ? []
      : [
          {
            kind: 'inactive',
            direction: 'both',
            packets: protectedBoxes(peer),
            packet: 'clear',
            connection: connection.name,
            say: `${what.replace(/^t/, 'T')} is switched off, so that nothing is negotiated for it.`,
            spans: [at.span],
            steps: [{ say: `Switch ${what} on.`, run: commandBlock([`delete ${path} disable`]) }],
          },
        ],
  )
}

/** `interfaces ethernet eth0 vif 10` of `eth0.10`. */
function pathOf(name: string): string {
  const [device = '', ...vifs] = name.split('.')
  const type = TYPES.find(([start]) => device.startsWith(start))?.[1] ?? 'ethernet'
  return ['interfaces', type, device, ...vifs.map((vif) => `vif ${vif}`)].join(' ')
}

const TYPES = [
  ['vti', 'vti'],
  ['bond', 'bonding'],
  ['br', 'bridge'],
  ['dum', 'dummy'],
  ['lo', 'loopback'],
  ['pppoe', 'pppoe'],
] as const
