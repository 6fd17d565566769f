import { describe, expect, it } from 'vitest'
import { point } from '../../../../src/core/address/address-range.ts'
import { isProblem, parseAddress } from '../../../../src/core/address/parse-address.ts'
import { formatSelectors } from '../../../../src/core/selectors/traffic-selector.ts'
import { iosIke } from '../../../../src/core/vendors/cisco-ios/ike-daemon.ts'
import { cryptoMap, readIos } from './ios-text.ts'

function host(text: string) {
  const address = parseAddress(text)
  return isProblem(address) ? point('ipv4', 0n) : address
}

const HOSTS = { own: host('203.0.113.1'), peer: host('198.51.100.7') }
const REQUEST = { version: 1, exchange: 'main', method: 'psk', hosts: HOSTS, shown: undefined } as const

function policyOf(text: string) {
  const { end } = readIos(text)
  const ike = end?.ike
  return { connections: ike?.connections ?? [], keys: ike?.keys ?? [], daemon: ike?.daemon ?? {}, notLoaded: [] }
}

/** Which child answers an offer, as the responder sees it, and with what. */
function answer(list: string, [local, remote]: readonly [string, string]): string | null {
  const policy = policyOf(cryptoMap(list))
  const [connection] = iosIke.findConnections(policy, REQUEST)
  const [offered] = policyOf(cryptoMap(` permit ip ${local} ${remote}`)).connections[0]?.children ?? []
  if (connection === undefined || offered === undefined) return null
  const selectors = iosIke.offerSelectors(offered, { version: 1, hosts: HOSTS, packet: null })
  const found = iosIke.findChild(policy, connection, { version: 1, mode: 'tunnel', selectors }, HOSTS)
  if (found === undefined) return null
  return `${found.config.name}: ${formatSelectors([...found.agreed.local, ...found.agreed.remote]).join(' ')}`
}

describe('a responder', () => {
  const wide = ' permit ip 10.1.0.0 0.0.255.255 10.2.0.0 0.0.255.255'

  it('takes what lies within a permit line, and nothing wider', () => {
    expect(answer(wide, ['10.1.3.0 0.0.0.255', '10.2.0.0 0.0.255.255'])).toBe('VPN line 1: 10.1.3.0/24 10.2.0.0/16')
    expect(answer(wide, ['10.0.0.0 0.255.255.255', '10.2.0.0 0.0.255.255'])).toBeNull()
  })

  it('takes the line that is equal before one that is wider', () => {
    const lines = `${wide}\n permit ip 10.1.3.0 0.0.0.255 10.2.0.0 0.0.255.255`
    expect(answer(lines, ['10.1.3.0 0.0.0.255', '10.2.0.0 0.0.255.255'])).toMatch(/^VPN line 2:/)
  })

  it('takes nothing that an earlier line denies', () => {
    const lines = ` deny ip 10.1.3.0 0.0.0.255 any\n${wide}`
    expect(answer(lines, ['10.1.3.0 0.0.0.127', '10.2.0.0 0.0.255.255'])).toBeNull()
    expect(answer(lines, ['10.1.4.0 0.0.0.255', '10.2.0.0 0.0.255.255'])).toMatch(/^VPN line 2:/)
  })

  it('accepts any group where it has none, and its own alone where it has one', () => {
    const list = ' permit ip any any'
    const [without] = policyOf(cryptoMap(list)).connections[0]?.children ?? []
    const [withGroup] =
      policyOf(cryptoMap(list).replace(' match address', ' set pfs group14\n match address')).connections[0]
        ?.children ?? []
    const exchange = { version: 1, purpose: 'further', ikeGroup: 'MODP_2048' } as const
    const offered = (ke: string[]) => (without?.proposals.value ?? []).map((each) => ({ ...each, ke }))
    const accepts = (child: typeof without, ke: string[]) =>
      child === undefined ? [] : iosIke.acceptChild(child, exchange, offered(ke)).map((each) => each.ke)
    expect(accepts(without, ['ECP_256'])).toEqual([['ECP_256'], []])
    expect(accepts(without, [])).toEqual([[]])
    expect(accepts(withGroup, ['ECP_256'])).toEqual([['MODP_2048']])
  })

  it('asks for group 1, and accepts group 2 as well, where no group is named', () => {
    const text = cryptoMap(' permit ip any any').replace(' match address', ' set pfs\n match address')
    const [child] = policyOf(text).connections[0]?.children ?? []
    expect(child).toBeDefined()
    if (child === undefined) return
    const exchange = { version: 1, purpose: 'further', ikeGroup: 'MODP_2048' } as const
    expect(iosIke.offerChild(child, exchange).map(({ ke }) => ke)).toEqual([['MODP_768']])
    expect(iosIke.acceptChild(child, exchange, []).map(({ ke }) => ke)).toEqual([['MODP_768', 'MODP_1024']])
  })

  it('finds no entry for an address that no entry names', () => {
    const policy = policyOf(cryptoMap(wide))
    expect(iosIke.findConnections(policy, REQUEST)).toHaveLength(1)
    expect(iosIke.findConnections(policy, { ...REQUEST, hosts: { ...HOSTS, peer: host('198.51.100.8') } })).toEqual([])
    expect(iosIke.findConnections(policy, { ...REQUEST, version: 2 })).toEqual([])
    expect(iosIke.findConnections(policy, { ...REQUEST, method: 'pubkey' })).toEqual([])
  })

  it('answers aggressive mode as well, unless that is disabled', () => {
    const policy = policyOf(cryptoMap(wide))
    const shown = { kind: 'address', text: '198.51.100.7' } as const
    const request = { ...REQUEST, exchange: 'aggressive' } as const
    const found = iosIke.findByIdentity(policy, policy.connections, request, shown, undefined)
    expect(found.map(({ exchange }) => exchange.value)).toEqual(['aggressive'])
    expect(iosIke.allowsAggressivePsk(policy)).toBe(true)
    expect(iosIke.allowsAggressivePsk(policyOf(`crypto isakmp aggressive-mode disable\n${cryptoMap(wide)}`))).toBe(
      false,
    )
  })
})

describe('a key', () => {
  it('for the very address counts before one for its network, and that before one for anybody', () => {
    const keys = policyOf(
      `crypto isakmp key Key-for-all address 0.0.0.0\ncrypto isakmp key Key-for-some address 198.51.100.0 255.255.255.0\n${cryptoMap(' permit ip any any')}`,
    ).keys
    const found = iosIke.findKeys(keys, undefined, undefined, HOSTS)
    expect(found.map(({ owners }) => owners[0]?.text)).toEqual(['198.51.100.7', '198.51.100.0/24', undefined])
    const elsewhere = iosIke.findKeys(keys, undefined, undefined, { ...HOSTS, peer: host('192.0.2.9') })
    expect(elsewhere.map(({ owners }) => owners)).toEqual([[]])
  })
})

describe('transport mode', () => {
  it.each([
    ['host 203.0.113.1 host 198.51.100.7', 'transport'],
    ['10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.255', 'tunnel'],
  ])('for %s is %s', (pair, mode) => {
    const text = cryptoMap(` permit ip ${pair}`).replace(' mode tunnel', ' mode transport')
    expect(policyOf(text).connections[0]?.children.map((child) => child.mode.value)).toEqual([mode])
  })
})
