import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Identity, Proposal } from '../../../../src/core/model/ike-policy.ts'
import { parseIdentity } from '../../../../src/core/vendors/strongswan/identities.ts'
import { parseProposal, writtenDefault } from '../../../../src/core/vendors/strongswan/proposals.ts'
import { formatIdentity, formatProposals, formatTime } from '../../../../src/core/vendors/strongswan/words.ts'

function proposal(text: string, protocol: Proposal['protocol']): Proposal {
  const read = parseProposal(text, protocol)
  if ('problem' in read) throw new Error(read.problem)
  return read
}

describe('what is written into a swanctl.conf', () => {
  it.each([
    ['aes256-sha256-modp2048', 'ike'],
    ['aes256gcm16-prfsha384-ecp384', 'ike'],
    ['aes128-aes256-sha256-sha512-modp2048-ecp256', 'ike'],
    ['aes128-sha256', 'esp'],
    ['aes256gcm16-ecp384-esn-noesn', 'esp'],
    ['chacha20poly1305', 'esp'],
    ['sha256-modp2048', 'ah'],
  ] as const)('says %s of %s with the keywords that a person would use', (text, protocol) => {
    expect(formatProposals([proposal(text, protocol)])).toBe(text)
  })

  it('keeps the word for what the product has by default', () => {
    expect(formatProposals([proposal('aes256-sha256-modp2048', 'ike'), ...writtenDefault('ike')])).toBe(
      'aes256-sha256-modp2048, default',
    )
  })

  it.each<readonly [Identity, string]>([
    [{ kind: 'fqdn', text: 'gw-a.example' }, 'gw-a.example'],
    [{ kind: 'email', text: 'vpn@a.example' }, 'vpn@a.example'],
    [{ kind: 'keyid', text: 'branch' }, 'keyid:branch'],
    [{ kind: 'fqdn', text: '192.0.2.1' }, '@192.0.2.1'],
    [{ kind: 'address', text: '192.0.2.1' }, '192.0.2.1'],
    [{ kind: 'dn', text: 'c=de, o=example, cn=gw' }, 'c=de, o=example, cn=gw'],
    [{ kind: 'any', text: '%any' }, '%any'],
  ])('spells the identity %j as %s', (identity, text) => {
    expect(formatIdentity(identity)).toBe(text)
  })

  it('is read as the same identity again', () => {
    const kinds = fc.constantFrom('fqdn' as const, 'email' as const, 'keyid' as const)
    fc.assert(
      fc.property(kinds, fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,20}$/), (kind, text) => {
        expect(parseIdentity(formatIdentity({ kind, text }))).toEqual({ kind, text })
      }),
    )
  })

  it.each([
    [3600, '1h'],
    [5400, '90m'],
    [100, '100s'],
    [0, '0s'],
  ])('writes %i seconds as %s', (seconds, text) => {
    expect(formatTime(seconds)).toBe(text)
  })
})
