import { expect, it } from 'vitest'
import { splitLines } from '../../../../src/core/text/source-text.ts'
import { nextRouters } from '../../../../src/core/vendors/vyos/next-router.ts'

const OF_A = [
  "set interfaces ethernet eth0 address '203.0.113.1/24'",
  "set vpn ipsec site-to-site peer B local-address '203.0.113.1'",
  "set vpn ipsec site-to-site peer B remote-address '198.51.100.7'",
]
const OF_B = [
  "set interfaces ethernet eth0 address '198.51.100.7/24'",
  "set vpn ipsec site-to-site peer A local-address '198.51.100.7'",
  "set vpn ipsec site-to-site peer A remote-address '203.0.113.1'",
]
const host = (name: string) => `set system host-name '${name}'`
const at = (...lines: readonly string[]) => [...nextRouters(splitLines('text', lines.join('\n')))]

it.each([
  ['they speak from where those above have their peer', [...OF_A, ...OF_B], [3]],
  ['the peer is called by its address', ['set vpn ipsec site-to-site peer 198.51.100.7 ike-group G', ...OF_B], [1]],
  ['they name another host', [OF_A[0] ?? '', host('gw-a'), OF_A[0] ?? '', host('gw-b')], [2]],
])('commands are of another router where %s', (_, lines, found) => {
  expect(at(...lines)).toEqual(found)
})

it.each([
  ['they are typed in any order', [...OF_A.toReversed(), 'set protocols static route 10.2.0.0/24 interface vti0']],
  ['all of it stands there twice', [...OF_A, ...OF_A]],
  [
    'another peer is added',
    [...OF_A, 'set interfaces vti vti0', "set vpn ipsec site-to-site peer C remote-address '192.0.2.9'"],
  ],
  ['the host is named again', [host('gw-a'), ...OF_A, host('gw-a')]],
  ['there are none', ['interfaces {', '}']],
])('commands are of one router where %s', (_, lines) => {
  expect(at(...lines)).toEqual([])
})
