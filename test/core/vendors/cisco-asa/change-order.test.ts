import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/analyse.ts'

interface Asa {
  readonly peer?: string
  readonly set?: string
  readonly more?: string
  readonly key?: string
}

/** The ASA at 198.51.100.7, for 10.2.0.0/24. */
function asa({
  peer = '203.0.113.1',
  set = 'esp-aes-256 esp-sha-hmac',
  more = '',
  key = 'Example-key-1',
}: Asa): string {
  return `interface GigabitEthernet0/0
 nameif outside
 ip address 198.51.100.7 255.255.255.0
access-list VPN extended permit ip 10.2.0.0 255.255.255.0 10.1.0.0 255.255.255.0
crypto ipsec ikev1 transform-set TS ${set}
crypto map M 10 match address VPN
crypto map M 10 set peer ${peer}
crypto map M 10 set ikev1 transform-set TS
${more}crypto map M interface outside
crypto ikev1 enable outside
crypto ikev1 policy 10
 authentication pre-share
 encryption aes-256
 hash sha
 group 14
group-policy SITE internal
group-policy SITE attributes
 vpn-tunnel-protocol ikev1
tunnel-group ${peer} type ipsec-l2l
tunnel-group ${peer} general-attributes
 default-group-policy SITE
tunnel-group ${peer} ipsec-attributes
 ikev1 pre-shared-key ${key}
`
}

/** Its peer, a router at 203.0.113.1 that cannot be changed by what is asked of the ASA. */
const ROUTER = `hostname BRANCH
crypto isakmp policy 10
 encr aes 256
 hash sha
 authentication pre-share
 group 14
crypto isakmp key Example-key-1 address 198.51.100.7
crypto ipsec transform-set TS esp-aes 256 esp-sha-hmac
crypto map VPN 10 ipsec-isakmp
 set peer 198.51.100.7
 set transform-set TS
 match address HQ
interface GigabitEthernet0/0
 ip address 203.0.113.1 255.255.255.0
 crypto map VPN
ip access-list extended HQ
 permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.255
`

/** The commands of each step at the ASA, in whichever of the ways out changes it. */
function commandsAtAsa(config: string, router = ROUTER): readonly (readonly string[])[] {
  const { remediation } = analyse({
    pastes: [
      { source: 'a.txt', text: router, end: 'A' },
      { source: 'b.txt', text: config, end: 'B' },
    ],
  })
  const ways = [remediation, ...remediation.alternatives]
  expect(remediation.after?.verdict).toBe('up')
  const way = ways.find(({ steps }) => steps.some(({ end }) => end === 'B'))
  return (way?.steps ?? []).flatMap(({ end, run }) =>
    end === 'B' && run !== null && run !== 'write memory' ? [run.split('\n')] : [],
  )
}

describe('another peer of an entry', () => {
  it('is entered before the old one goes, with a tunnel group that has its key and its policy', () => {
    expect(commandsAtAsa(asa({ peer: '203.0.113.9' }))).toEqual([
      [
        'configure terminal',
        'tunnel-group 203.0.113.1 type ipsec-l2l',
        'tunnel-group 203.0.113.1 general-attributes',
        ' default-group-policy SITE',
        'tunnel-group 203.0.113.1 ipsec-attributes',
        ' ikev1 pre-shared-key <the key of line 23>',
        'crypto map M 10 set peer 203.0.113.1',
        'no crypto map M 10 set peer 203.0.113.9',
        'end',
      ],
    ])
  })

  it('needs no new key, be it masked or not', () => {
    expect(commandsAtAsa(asa({ peer: '203.0.113.9', key: '*****' }))).toHaveLength(1)
  })

  it('keeps a tunnel group that is there, and has another key told', () => {
    const group = `tunnel-group 203.0.113.1 type ipsec-l2l
tunnel-group 203.0.113.1 ipsec-attributes
 ikev1 pre-shared-key Another-key-2
`
    const [change, ...more] = commandsAtAsa(asa({ peer: '203.0.113.9', more: group }))
    expect(change).toEqual([
      'configure terminal',
      'crypto map M 10 set peer 203.0.113.1',
      'no crypto map M 10 set peer 203.0.113.9',
      'end',
    ])
    // The key of the old peer stays as it is.
    expect(more).toEqual([
      [
        'configure terminal',
        'tunnel-group 203.0.113.1 ipsec-attributes',
        ' ikev1 pre-shared-key <the same new key on both ends>',
        'end',
      ],
    ])
  })
})

describe('another version', () => {
  it('is entered before the sets of the old one go, which are named', () => {
    const ikev2 = ROUTER.replace(/crypto isakmp policy 10\n(?: .*\n)+/, '')
      .replace(
        /crypto isakmp key .*\n/,
        `crypto ikev2 keyring KR
 peer HQ
  address 198.51.100.7
  pre-shared-key Example-key-1
crypto ikev2 profile PROF
 match identity remote address 198.51.100.7 255.255.255.255
 authentication remote pre-share
 authentication local pre-share
 keyring local KR
`,
      )
      .replace(' set transform-set TS\n', ' set transform-set TS\n set ikev2-profile PROF\n')
    const commands = commandsAtAsa(asa({}), ikev2).flat()
    // The group policy takes the new version as well.
    expect(commands).toContain(' vpn-tunnel-protocol ikev1 ikev2')
    const entered = commands.filter((line) => line.includes('crypto map M 10'))
    expect(entered).toEqual([
      'crypto map M 10 set ikev2 ipsec-proposal ESP-AES-256-SHA',
      'no crypto map M 10 set ikev1 transform-set TS',
    ])
  })
})

describe('another transform set', () => {
  it('is entered before one goes', () => {
    const [commands] = commandsAtAsa(asa({ set: 'esp-3des esp-md5-hmac' }))
    const entered = commands?.filter((line) => line.includes('set ikev1 transform-set'))
    expect(entered?.[0]).toMatch(/^crypto map M 10 set ikev1 transform-set /)
    expect(entered).not.toContain('no crypto map M 10 set ikev1 transform-set')
  })

  it('for another mode leaves that of other tunnels alone, and the SAs of this one are taken down', () => {
    const other = `access-list OTHER extended permit ip 10.2.0.0 255.255.255.0 10.9.0.0 255.255.255.0
crypto ipsec ikev1 transform-set TS mode transport
crypto map M 20 match address OTHER
crypto map M 20 set peer 192.0.2.9
crypto map M 20 set ikev1 transform-set TS
`
    expect(commandsAtAsa(asa({ more: other }))).toEqual([
      [
        'configure terminal',
        'crypto ipsec ikev1 transform-set TS-TUNNEL esp-aes-256 esp-sha-hmac',
        'crypto map M 10 set ikev1 transform-set TS-TUNNEL',
        'no crypto map M 10 set ikev1 transform-set TS',
        'end',
        'clear crypto ipsec sa peer 203.0.113.1',
      ],
    ])
  })
})
