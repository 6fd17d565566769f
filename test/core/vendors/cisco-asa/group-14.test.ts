import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'

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
 set pfs group14
 match address HQ
interface GigabitEthernet0/0
 ip address 203.0.113.1 255.255.255.0
 crypto map VPN
ip access-list extended HQ
 permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.255.255
`

function asa(version: string, group: number): string {
  return `${version}
interface GigabitEthernet0/0
 nameif outside
 ip address 198.51.100.7 255.255.255.0
access-list VPN extended permit ip 10.2.0.0 255.255.0.0 10.1.0.0 255.255.255.0
crypto ipsec ikev1 transform-set TS esp-aes-256 esp-sha-hmac
crypto map M 10 match address VPN
crypto map M 10 set pfs group5
crypto map M 10 set peer 203.0.113.1
crypto map M 10 set ikev1 transform-set TS
crypto map M interface outside
crypto ikev1 enable outside
crypto ikev1 policy 10
 authentication pre-share
 encryption aes-256
 hash sha
 group ${group}
tunnel-group 203.0.113.1 type ipsec-l2l
tunnel-group 203.0.113.1 ipsec-attributes
 ikev1 pre-shared-key Example-key-1
`
}

function stepsAtAsa(version: string, group: number) {
  const { remediation } = analyse({
    pastes: [
      { source: 'a.txt', text: ROUTER, end: 'A' },
      { source: 'b.txt', text: asa(version, group), end: 'B' },
    ],
  })
  expect(remediation.after?.verdict).toBe('up')
  return remediation.steps.filter(({ end, run }) => end === 'B' && run !== 'write memory')
}

describe('group 14 for IKEv1 on an ASA', () => {
  it.each([
    ['before 9.13', 'ASA Version 9.8(4)', 5, true],
    ['without a release', '! no version', 5, true],
    ['from 9.13 on', 'ASA Version 9.16(4)', 5, false],
    ['where a policy has it', '! no version', 14, false],
  ])('comes with its release: %s', (_, version, group, noted) => {
    const steps = stepsAtAsa(version, group)
    expect(steps).not.toEqual([])
    expect(steps.map(({ say }) => say.includes('from release 9.13 on'))).toEqual(steps.map(() => noted))
  })

  it('takes the place of another for perfect forward secrecy, and the transform sets stay', () => {
    const [step, ...more] = stepsAtAsa('ASA Version 9.16(4)', 14)
    expect(more).toEqual([])
    expect(step?.run).toBe('configure terminal\ncrypto map M 10 set pfs group14\nend')
  })
})
