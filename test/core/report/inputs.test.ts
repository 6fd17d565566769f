import { expect, it } from 'vitest'
import { analyse } from '../../../src/core/index.ts'

/** A configuration with one connection for each peer. */
function configuration(own: string, ...peers: string[]): string {
  const connections = peers.map(
    (peer) => `  to-${peer.replaceAll('.', '-')} {\n    local_addrs = ${own}\n    remote_addrs = ${peer}\n`,
  )
  return `connections {\n${connections.map((text) => `${text}    children {\n      lan {\n      }\n    }\n  }\n`).join('')}}\n`
}

it.each([['A-C'], [undefined]])('accounts for the texts of all ends, when the tunnel %s is chosen', (tunnel) => {
  const { ends, otherInputs } = analyse({
    pastes: [
      { source: 'a.conf', text: configuration('192.0.2.1', '192.0.2.2', '192.0.2.3'), end: 'A' },
      { source: 'b.conf', text: configuration('192.0.2.2', '192.0.2.1'), end: 'B' },
      { source: 'c.conf', text: configuration('192.0.2.3', '192.0.2.1'), end: 'C' },
    ],
    ...(tunnel !== undefined && { tunnel }),
  })
  expect(ends.map(({ label }) => label)).toEqual(tunnel === undefined ? [] : ['A', 'C'])
  const sources = [...ends.flatMap(({ inputs }) => inputs), ...otherInputs].map(({ source }) => source)
  expect(sources.toSorted()).toEqual(['a.conf', 'b.conf', 'c.conf'])
})
