import type { Obstacle } from '../../../model/obstacle.ts'
import { type Box, trafficBetween } from '../../../selectors/box.ts'
import { quotable } from '../netsh-names.ts'
import { textOf } from './rule-fields.ts'
import type { RuleTunnel } from './rule-tunnels.ts'

export function isOn({ rule }: Pick<RuleTunnel, 'rule'>): boolean {
  return !/^no$/i.test(textOf(rule, 'enabled'))
}

/** A rule that is not enabled: nothing is negotiated for it, and its packets go in clear. */
export function switchedOff({ rule, connection }: RuleTunnel): Obstacle[] {
  const enabled = rule.fields.get('enabled')
  if (enabled === undefined || isOn({ rule })) return []
  const name = rule.name.text
  const word = quotable(name)
  return [
    {
      kind: 'inactive',
      direction: 'both',
      packets: connection.children.flatMap(({ local, remote }) =>
        local.value.flatMap((mine) => remote.value.flatMap((other) => boxOf(mine, other))),
      ),
      packet: 'clear',
      connection: connection.name,
      say: `The rule "${name}" is not enabled, so that nothing is negotiated for it.`,
      spans: [enabled.span],
      steps: [
        {
          say: `Enable the rule "${name}".`,
          run: word === undefined ? null : `netsh advfirewall consec set rule name="${word}" new enable=yes`,
        },
      ],
    },
  ]
}

type Template = RuleTunnel['connection']['children'][number]['local']['value'][number]

function boxOf(mine: Template, other: Template): Box[] {
  if (mine.addresses === 'dynamic' || other.addresses === 'dynamic') return []
  const { protocol, ports } = mine
  return [{ ...trafficBetween(mine.addresses, other.addresses), protocol, localPort: ports, remotePort: other.ports }]
}
