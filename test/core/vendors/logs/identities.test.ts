import { describe, expect, it } from 'vitest'
import { addressesIn, identitiesIn, keyIn } from '../../../../src/core/vendors/logs/identities.ts'

// As strongSwan 5.9 and Libreswan 4.10 log it.
describe('what the lines of a log tell of the two ends', () => {
  it('is between which addresses a connection was looked for', () => {
    expect(
      addressesIn(['07[IKE] no IKE config found for 198.51.100.7...203.0.113.1, sending NO_PROPOSAL_CHOSEN']),
    ).toBe('It has none from its own address 198.51.100.7 to 203.0.113.1.')
    expect(
      addressesIn([
        'packet from 203.0.113.1:500: initial Main Mode message received on 198.51.100.7:500 but no connection has been authorized with policy PSK+IKEV1_ALLOW',
      ]),
    ).toBe('It has none from its own address 198.51.100.7 to 203.0.113.1.')
    expect(addressesIn(['no suitable connection found with IKEv2 policy'])).toBeNull()
  })

  it.each([
    [
      '07[CFG] looking for peer configs matching 198.51.100.7[gw-b.example.org]...203.0.113.1[gw-a.example.com]',
      'The other end (203.0.113.1) calls itself gw-a.example.com and asks for gw-b.example.org.',
    ],
    [
      '07[CFG] looking for pre-shared key peer configs matching 198.51.100.7...203.0.113.1[10.0.0.1]',
      'The other end (203.0.113.1) calls itself 10.0.0.1.',
    ],
    [
      '07[CFG] looking for peer configs matching 198.51.100.7[%any]...203.0.113.1[gw-a]',
      'The other end (203.0.113.1) calls itself gw-a.',
    ],
    [
      '"net" #1: Peer ID \'@gw-c.example.net\' mismatched on first found connection and no better connection found',
      'The other end calls itself @gw-c.example.net.',
    ],
  ])('is by which identities: %s', (line, says) => {
    expect(identitiesIn([line])).toBe(says)
  })

  it('is for which identities there is a key', () => {
    expect(keyIn(["tried 1 shared key for 'gw-b' - 'gw-a', but MAC mismatched"])).toBe(
      'It has a key for gw-a and itself, gw-b, and the other end has another one.',
    )
    expect(keyIn(["tried 1 shared key for '%any' - '203.0.113.1', but MAC mismatched"])).toBe(
      'It has a key for 203.0.113.1, and the other end has another one.',
    )
  })

  it('is nothing where an identity has blanks, as a distinguished name has', () => {
    expect(identitiesIn(['peer configs matching 198.51.100.7[%any]...203.0.113.1[C=CH, O=Example]'])).toBeNull()
    expect(keyIn(["tried 1 shared key for 'a b' - 'c d', but MAC mismatched"])).toBeNull()
    expect(keyIn([])).toBeNull()
  })
})
