import { expect, it } from 'vitest'
import { splitLines } from '../../../../src/core/text/source-text.ts'
import { vyosConfig } from '../../../../src/core/vendors/vyos/vyos-config.ts'

const TUNNEL = `set vpn ipsec site-to-site peer B remote-address '198.51.100.7'`

// Found by fuzzing: each section kept the path of all that it stood in.
it.each([
  ['a million braces in a line', `${TUNNEL}\n${'{ '.repeat(1_000_000)}`],
  ['a hundred thousand sections in each other', `site-to-site {\n${'a {\n'.repeat(100_000)}`],
  ['a level that goes down with each line', `${TUNNEL}\n${'edit a\n'.repeat(100_000)}`],
  ['a path of half a million words', `set vpn ipsec ${'a '.repeat(500_000)}`],
])('%s are told as not supported, and no more than once a line', (_, text) => {
  const [reading] = vyosConfig.readTogether?.([{ source: 'text', lines: splitLines('text', text) }]) ?? []
  const lines = text.split('\n').length
  expect(reading?.roles.get(lines - (text.endsWith('\n') ? 1 : 0))).toBe('unsupported')
  expect(reading?.problems.length).toBeLessThanOrEqual(lines)
})
