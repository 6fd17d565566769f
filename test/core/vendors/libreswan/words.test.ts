import { describe, expect, it } from 'vitest'
import { block } from '../../../../src/core/address/address-range.ts'
import type { Change } from '../../../../src/core/model/change.ts'
import { STRONG_ESP } from '../../../../src/core/rules/cryptography/rfc-levels.ts'
import { trafficBetween } from '../../../../src/core/selectors/box.ts'
import { libreswan } from '../../../../src/core/vendors/libreswan/vendor.ts'

const box = trafficBetween(block('ipv4', 0x0a010000n, 24), block('ipv4', 0x0a020000n, 24))
const ports = (from: number, to: number): Change => ({
  kind: 'cover',
  box: { ...box, protocol: { from: 6, to: 6 }, remotePort: { from, to } },
})
const groups = (...lists: readonly (readonly string[])[]): Change => ({
  kind: 'child-proposals',
  connection: 'net',
  child: 'net',
  proposals: lists.map((ke) => ({ ...STRONG_ESP, ke })),
})

describe('what an ipsec.conf of Libreswan has no words for', () => {
  it.each<readonly [string, Change, boolean]>([
    ['any port', { kind: 'cover', box }, false],
    ['one port', ports(80, 80), false],
    ['a range of ports', ports(1500, 3000), true],
    ['proposals with the same group', groups(['MODP_2048'], ['MODP_2048']), false],
    ['proposals without a group', groups([], []), false],
    ['proposals of which one has a group', groups(['MODP_2048'], []), true],
    ['proposals with different groups', groups(['MODP_2048'], ['ECP_256']), true],
  ])('%s', (_name, change, lacks) => {
    expect(libreswan.lacksWordsFor?.(change)).toBe(lacks)
  })
})
