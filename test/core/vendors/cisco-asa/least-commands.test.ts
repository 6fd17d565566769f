import { expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'
import { ciscoAsaText } from '../../../support/products/cisco-asa.ts'
import { fortigateText } from '../../../support/products/fortigate.ts'
import { type TunnelEnd, tunnelBetween } from '../../../support/tunnel.ts'

const own = { coversOwnAddress: false }
const { a, b } = tunnelBetween(own, own, 2)

function steps(change: Partial<TunnelEnd>, text = ciscoAsaText) {
  const pastes = [
    { source: 'a.txt', text: text({ ...a, ...change }), end: 'A' },
    { source: 'b.txt', text: fortigateText(b), end: 'B' },
  ]
  const { remediation } = analyse({ pastes })
  return [...remediation.steps, ...remediation.alternatives.flatMap((each) => each.steps)]
}

it('an ASA is not told the group of PFS that it has', () => {
  const told = steps({ child: { ...a.child, encryption: '3des' } }).filter(({ end }) => end === 'A')
  expect(told.map(({ run }) => run).join()).toContain('crypto map OUTSIDE 10 set ikev2 ipsec-proposal')
  expect(told.map(({ run }) => run).join()).not.toContain('set pfs')
})

it('but one that it has not', () => {
  const told = steps({ pfs: 19 }).filter(({ end }) => end === 'A')
  expect(told.map(({ run }) => run).join()).toContain('crypto map OUTSIDE 10 set pfs group14')
})

it('a FortiGate is told its proposals in its own words', () => {
  const told = steps({ ike: { ...a.ike, encryption: 'aes128' } }).filter(({ end }) => end === 'B')
  expect(told.map(({ say }) => say).join('\n')).toMatch(/, set proposal aes\S+(?: aes\S+)*\.$/)
})
