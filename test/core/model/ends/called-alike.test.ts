import { expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'

const gateway = (own: string, peer: string, local: string, remote: string) => `connections {
  net {
    local_addrs = ${own}
    remote_addrs = ${peer}
    version = 2
    local { auth = psk }
    remote { auth = psk }
    children { net { local_ts = ${local}
      remote_ts = ${remote} } }
  }
}
`
const here = gateway('203.0.113.1', '198.51.100.7', '10.1.0.0/24', '10.2.0.0/24')
const there = gateway('198.51.100.7', '203.0.113.1', '10.2.0.0/24', '10.9.0.0/24')

it.each([
  ['by a heading', [{ source: 'thread.txt', text: `A:\n${here}\nA:\n${there}` }]],
  [
    'by who pastes',
    [
      { source: 'a.txt', text: here, end: 'A' },
      { source: 'b.txt', text: there, end: 'A' },
    ],
  ],
])('two ends of one tunnel that are called alike %s are two', (_, pastes) => {
  const { ends, diagnostics } = analyse({ pastes })
  expect(ends.map(({ label, tunnelAddresses }) => [label, tunnelAddresses])).toEqual([
    ['A', ['203.0.113.1']],
    ['B', ['198.51.100.7']],
  ])
  expect(diagnostics.map(({ code }) => code)).toContain('TS005')
})

it('two texts of one end are one, whatever their tunnels', () => {
  const more = gateway('203.0.113.1', '192.0.2.9', '10.1.0.0/24', '10.3.0.0/24')
  const { ends } = analyse({
    pastes: [
      { source: 'a.txt', text: here, end: 'A' },
      { source: 'more.txt', text: more, end: 'A' },
      { source: 'b.txt', text: there, end: 'B' },
    ],
  })
  expect(ends.map(({ label, tunnelAddresses }) => [label, tunnelAddresses])).toEqual([
    ['A', ['203.0.113.1']],
    ['B', ['198.51.100.7']],
  ])
})
