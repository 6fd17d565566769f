import { describe, expect, it } from 'vitest'
import { nameRange } from '../../../../src/core/address/address-range.ts'
import { isProblem, parseAddressText } from '../../../../src/core/address/parse-address.ts'
import type { ChildOffer } from '../../../../src/core/model/ike-daemon.ts'
import type { IkeVersion, Proposal } from '../../../../src/core/model/ike-policy.ts'
import { ANY_PORT, ANY_PROTOCOL } from '../../../../src/core/selectors/interval.ts'
import { formatSelectors } from '../../../../src/core/selectors/traffic-selector.ts'
import { asaIke } from '../../../../src/core/vendors/cisco-asa/ike-daemon.ts'
import { readAsa } from './read-asa.ts'

const HOSTS = { own: range('203.0.113.1'), peer: range('198.51.100.7') }

const entry = (version: IkeVersion, more = '') => `interface GigabitEthernet0/0
 nameif outside
 ip address 203.0.113.1 255.255.255.0
access-list X extended permit ip 10.1.0.0 255.255.255.0 10.2.0.0 255.255.255.0
access-list X extended permit ip 10.1.0.0 255.255.255.0 10.3.0.0 255.255.0.0
crypto ipsec ikev1 transform-set S esp-aes-256 esp-sha-hmac
crypto ipsec ikev2 ipsec-proposal P
 protocol esp encryption aes-256
 protocol esp integrity sha-1
crypto map M 10 match address X
crypto map M 10 set peer 198.51.100.7
crypto map M 10 set ${version === 1 ? 'ikev1 transform-set S' : 'ikev2 ipsec-proposal P'}
${more}crypto map M interface outside
`

/** The pair that an ASA agrees on, or `undefined` where it refuses. */
function answer(text: string, version: IkeVersion, local: readonly string[], remote: readonly string[]) {
  const policy = readAsa(text).end?.ike
  const [connection] = policy?.connections ?? []
  if (policy === undefined || connection === undefined) throw new Error('The text has no connection.')
  const offer: ChildOffer = {
    version,
    mode: 'tunnel',
    selectors: { local: local.map(selector), remote: remote.map(selector) },
  }
  const found = asaIke.findChild({ ...policy, keys: [] }, connection, offer, HOSTS)
  return found && [...formatSelectors(found.agreed.local), ...formatSelectors(found.agreed.remote)].join(' > ')
}

describe('which selectors an ASA agrees on', () => {
  it('are exactly those of a line in IKEv1', () => {
    expect(answer(entry(1), 1, ['10.1.0.0/24'], ['10.2.0.0/24'])).toBe('10.1.0.0/24 > 10.2.0.0/24')
    expect(answer(entry(1), 1, ['10.1.0.0/24'], ['10.3.1.0/24'])).toBeUndefined()
    expect(answer(entry(1), 1, ['10.0.0.0/8'], ['10.2.0.0/24'])).toBeUndefined()
  })

  it('are what lies within a line in IKEv2, the widest that is offered', () => {
    expect(answer(entry(2), 2, ['10.1.0.5', '10.1.0.0/24'], ['10.3.1.7', '10.3.1.0/24'])).toBe(
      '10.1.0.0/24 > 10.3.1.0/24',
    )
    expect(answer(entry(2), 2, ['0.0.0.0/0'], ['0.0.0.0/0'])).toBeUndefined()
  })

  it('are any of a peer that the dynamic map is for', () => {
    const dynamic = `crypto ipsec ikev1 transform-set S esp-aes-256 esp-sha-hmac
crypto dynamic-map D 1 set ikev1 transform-set S
crypto map M 65535 ipsec-isakmp dynamic D
`
    expect(answer(dynamic, 1, ['10.1.0.0/24'], ['10.77.0.0/24'])).toBe('10.1.0.0/24 > 10.77.0.0/24')
  })
})

describe('which group of perfect forward secrecy an ASA takes', () => {
  const exchange = { version: 1, purpose: 'further', ikeGroup: 'MODP_2048' } as const
  const groups = (more: string, offered: readonly string[]) => {
    const child = readAsa(entry(1, more)).children[0]
    const proposal: Proposal = { protocol: 'esp', encryption: [], integrity: [], prf: [], ke: offered, esn: [] }
    return child && asaIke.acceptChild(child, exchange, [proposal]).map(({ ke }) => ke)
  }

  it('is any without "set pfs", and none', () => {
    expect(groups('', ['MODP_3072'])).toEqual([['MODP_3072']])
    expect(groups('', [])).toEqual([[]])
  })

  it('is that of "set pfs"', () => {
    expect(groups('crypto map M 10 set pfs group14\n', ['MODP_3072'])).toEqual([['MODP_2048']])
  })
})

describe('the key of a peer', () => {
  const text = `${entry(1)}tunnel-group DefaultL2LGroup ipsec-attributes
 ikev1 pre-shared-key Example-key-9
tunnel-group 198.51.100.7 ipsec-attributes
 ikev1 pre-shared-key Example-key-1
tunnel-group branch.example ipsec-attributes
 ikev1 pre-shared-key Example-key-2
`
  const keys = readAsa(text).end?.ike?.keys ?? []
  const lines = (peer: string, shown?: string) =>
    asaIke
      .findKeys(keys, undefined, shown === undefined ? undefined : { kind: 'fqdn', text: shown }, {
        ...HOSTS,
        peer: range(peer),
      })
      .map(({ span }) => span.line)

  it('is that of the tunnel group of its address, then of its identity, then of the default group', () => {
    expect(lines('198.51.100.7', 'branch.example')).toEqual([17])
    expect(lines('192.0.2.9', 'branch.example')).toEqual([19])
    expect(lines('192.0.2.9')).toEqual([15])
  })
})

function range(text: string) {
  const parsed = parseAddressText(text)
  return isProblem(parsed) ? nameRange(text) : parsed
}

function selector(text: string) {
  return { addresses: range(text), protocol: ANY_PROTOCOL, ports: ANY_PORT }
}
