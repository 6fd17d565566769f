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

// Which of the two is right, the NAT in front of B knows.
it('no end is told to go to a private address instead of a public one', () => {
  const { pastes } = wrongPeer.page.fires
  const behindNat = pastes.map(({ text, ...paste }) => ({
    ...paste,
    text: text.replaceAll('198.51.100.7', '192.168.7.2'),
  }))
  const mended = (request: typeof wrongPeer.page.fires) => {
    const { diagnostics, remediation } = analyse(request)
    expect(diagnostics.map(({ code }) => code)).toContain('AD001')
    return remediation.steps.flatMap((step) => step.for)
  }
  expect(mended(wrongPeer.page.fires)).toContain('AD001-1')
  expect(mended({ pastes: behindNat })).not.toContain('AD001-1')
})
