import { expect, it } from 'vitest'
import { analyse } from '../../../src/core/index.ts'
import { wrongPeer } from '../../../src/core/rules/addresses/ad001-wrong-peer.ts'

// A goes to an address that B has not. B goes to A, which has no tunnel to where that comes from.
it('a wrong peer address at one end keeps the tunnel down from both ends', () => {
  const { verdict, flows } = analyse(wrongPeer.page.fires)
  expect(verdict).toBe('down')
  const refused = flows.filter(({ outcome }) => outcome === 'refused')
  expect(new Set(refused.map(({ initiator }) => initiator))).toEqual(new Set(['A', 'B']))
  expect(refused.every(({ diagnostics }) => diagnostics.includes('AD001-1'))).toBe(true)
})
