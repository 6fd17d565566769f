import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'

const conf = (left: string, right: string) => `conn net
	authby=secret
	left=${left}
	leftsubnet=10.1.0.0/24
	right=${right}
	rightsubnet=10.2.0.0/24
	ikev2=insist
	auto=start
`
const CONF = { source: 'ipsec.conf', text: conf('203.0.113.1', '198.51.100.7') }
const SECRETS = { source: 'ipsec.secrets', text: ': PSK "an example"\n' }

/** The texts that each end was read from. */
const ends = (...pastes: Parameters<typeof analyse>[0]['pastes']) =>
  analyse({ pastes }).ends.map(({ inputs }) => inputs.map(({ source }) => source))

describe('keys in a file of their own', () => {
  it('are of the only end that has connections, whichever was pasted first', () => {
    expect(ends(CONF, SECRETS)).toEqual([['ipsec.conf', 'ipsec.secrets'], []])
    expect(ends(SECRETS, CONF)[0]).toEqual(['ipsec.secrets', 'ipsec.conf'])
  })

  it('are of the other end where they were pasted for it', () => {
    expect(ends({ ...CONF, end: 'A' }, { ...SECRETS, end: 'B' })).toEqual([['ipsec.conf'], ['ipsec.secrets']])
  })

  it('are not of a gateway of another product', () => {
    const ios = { source: 'router.txt', text: 'hostname r1\ncrypto isakmp policy 10\n group 14\n' }
    expect(ends(ios, SECRETS).some((sources) => sources.length > 1)).toBe(false)
  })
})
