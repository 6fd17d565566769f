import type { Obstacle } from '../../model/obstacle.ts'
import type { Box } from '../../selectors/box.ts'
import { commandBlock } from './commands.ts'
import { type Configuration, objectsIn, spanOf, textOf } from './configuration.ts'
import type { Tunnel } from './tunnels.ts'

/** The tunnel's own interface, or the one that it goes out of, is administratively down. */
export function switchedOff(
  config: Configuration,
  { phase1, connection, isInterface }: Tunnel,
  packets: readonly Box[],
): Obstacle[] {
  const names = [isInterface ? phase1.name : null, textOf(phase1, 'interface') ?? null]
  return objectsIn(config, 'system interface')
    .filter((object) => names.includes(object.name) && textOf(object, 'status') === 'down')
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
          // Interfaces stand outside of any vdom.
          run: commandBlock(null, [{ table: 'system interface', name, lines: ['set status up'] }]),
        },
      ],
    }))
}
