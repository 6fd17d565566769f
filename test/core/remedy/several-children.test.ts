import { describe, expect, it } from 'vitest'
import { analyse } from '../../../src/core/index.ts'

const SWANCTL = (id: string, [own, peer]: readonly [string, string], children: Readonly<Record<string, string>>) => `
connections {
  ${id} {
    local_addrs = ${own}
    remote_addrs = ${peer}
    version = 2
    local { auth = psk }
    remote { auth = psk }
    children {
${Object.entries(children)
  .map(([name, settings]) => `      ${name} { ${settings} }`)
  .join('\n')}
    }
  }
}
`

const CONF = (version: string, [own, peer]: readonly [string, string], conns: Readonly<Record<string, string>>) =>
  Object.entries(conns)
    .map(([name, lines]) =>
      [
        `conn ${name}`,
        `left=${own}`,
        `right=${peer}`,
        'authby=secret',
        version,
        ...lines.split('; '),
        'auto=start',
      ].join('\n    '),
    )
    .join('\n\n')

const A = ['192.0.2.1', '198.51.100.1'] as const
const B = ['198.51.100.1', '192.0.2.1'] as const
const REMOTE = ['10.2.0.0/24', '10.3.0.0/24', '10.9.0.0/24']

/** A has three children with the same network of its own; B has another network than A expects for the second one. */
const PRODUCTS: readonly (readonly [string, string, string, string])[] = [
  [
    'swanctl.conf',
    'connections.to-b.children.two of swanctl.conf',
    SWANCTL('to-b', A, {
      one: `local_ts = 10.1.0.0/24\n        remote_ts = ${REMOTE[0]}`,
      two: `local_ts = 10.1.0.0/24\n        remote_ts = 10.4.0.0/24`,
      three: `local_ts = 10.1.0.0/24\n        remote_ts = ${REMOTE[2]}`,
    }),
    SWANCTL('to-a', B, {
      one: `local_ts = ${REMOTE[0]}\n        remote_ts = 10.1.0.0/24`,
      two: `local_ts = ${REMOTE[1]}\n        remote_ts = 10.1.0.0/24`,
      three: `local_ts = ${REMOTE[2]}\n        remote_ts = 10.1.0.0/24`,
    }),
  ],
  ...(['keyexchange=ikev2', 'ikev2=insist'] as const).map(
    (version) =>
      [
        `ipsec.conf with ${version}`,
        '"conn two" of ipsec.conf',
        CONF(version, A, {
          one: `leftsubnet=10.1.0.0/24; rightsubnet=${REMOTE[0]}`,
          two: 'leftsubnet=10.1.0.0/24; rightsubnet=10.4.0.0/24',
          three: `leftsubnet=10.1.0.0/24; rightsubnet=${REMOTE[2]}`,
        }),
        CONF(version, B, {
          one: `leftsubnet=${REMOTE[0]}; rightsubnet=10.1.0.0/24`,
          two: `leftsubnet=${REMOTE[1]}; rightsubnet=10.1.0.0/24`,
          three: `leftsubnet=${REMOTE[2]}; rightsubnet=10.1.0.0/24`,
        }),
      ] as const,
  ),
]

describe('one of several children that does not agree', () => {
  it.each(PRODUCTS)('is named in the step, and is the only one that changes: %s', (_title, place, a, b) => {
    const report = analyse({
      pastes: [
        { source: 'a', text: a },
        { source: 'b', text: b },
      ],
    })
    const { steps, alternatives } = report.remediation
    const onA = [...steps, ...alternatives.flatMap((other) => other.steps)].filter(({ end }) => end === 'A')
    expect(onA[0]?.say).toContain(`in ${place}`)
    const line = a.split('\n').findIndex((text) => text.includes('10.4.0.0/24')) + 1
    expect(onA.map(({ edit }) => edit?.line)).toEqual([line])
  })
})
