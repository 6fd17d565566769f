import type { Obstacle } from '../../model/obstacle.ts'
import type { Box } from '../../selectors/box.ts'
import { commandBlock } from './commands.ts'
import type { ConfigObject } from './config-tree.ts'
import { type Configuration, spanOf, textOf } from './configuration.ts'
import type { Tunnel } from './tunnels.ts'

/** Where vdoms are, interfaces stand in the global part, or in their vdom. */
function switchOn({ tree }: Configuration, { vdom, name }: Pick<ConfigObject, 'vdom' | 'name'>): string {
  const block = commandBlock(vdom, [{ table: 'system interface', name, lines: ['set status up'] }])
  return vdom === null && tree.vdoms.length > 0 ? `config global\n${block}\nend` : block
}

/** The tunnel's own interface, or the one that it goes out of, is administratively down. */
export function switchedOff(
  config: Configuration,
  { phase1, connection, isInterface }: Tunnel,
  packets: readonly Box[],
): Obstacle[] {
  const names = new Set([...(isInterface ? [phase1.name] : []), textOf(phase1, 'interface') ?? ''])
  return [...names]
    .flatMap((name) => config.interfaces.get(name) ?? [])
    .filter((object) => textOf(object, 'status') === 'down')
    .map(({ name, ...object }) => ({
      kind: 'inactive',
      direction: 'both',
      packets,
      packet: 'dropped',
      connection: connection.name,
      say: `The interface "${name}" is administratively down, so that "${connection.name}" is not brought up.`,
      spans: [spanOf({ name, ...object }, 'status')],
      steps: [
        {
          say: `Switch the interface "${name}" on.`,
          run: switchOn(config, { ...object, name }),
        },
      ],
    }))
}
