import { expect, it } from 'vitest'
import { readAsa } from './read-asa.ts'

const asa = (applied: string, more = '') => `ASA Version 9.12(4)
interface GigabitEthernet0/0
 nameif outside
 ip address 198.51.100.7 255.255.255.0
interface GigabitEthernet0/1
 nameif inside
 ip address 10.2.0.1 255.255.255.0
access-list VPN extended permit ip 10.2.0.0 255.255.255.0 10.1.0.0 255.255.255.0
route outside 0.0.0.0 0.0.0.0 198.51.100.254 1
crypto ipsec ikev1 transform-set TS esp-aes-256 esp-sha-hmac
crypto map VPN 10 match address VPN
crypto map VPN 10 set peer 203.0.113.1
crypto map VPN 10 set ikev1 transform-set TS
crypto map VPN interface ${applied}
${more}crypto ikev1 policy 10
 authentication pre-share
 encryption aes-256
 hash sha
 group 14
crypto ikev1 enable outside
tunnel-group 203.0.113.1 type ipsec-l2l
tunnel-group 203.0.113.1 ipsec-attributes
 ikev1 pre-shared-key Example-key-1
: end
`
const told = (text: string) =>
  (readAsa(text).end?.obstacles ?? []).map(({ say, steps }) => [say, steps.map(({ run }) => run)])

it('a crypto map belongs to the interface by which its peer is reached', () => {
  expect(told(asa('outside'))).toEqual([])
  expect(told(asa('inside'))).toEqual([
    [
      'The crypto map "VPN" is applied to "inside", and its peer 203.0.113.1 is reached by "outside".',
      ['configure terminal\nno crypto map VPN interface inside\ncrypto map VPN interface outside\nend'],
    ],
  ])
})

it('an interface has one crypto map, so that the entry goes into that', () => {
  expect(told(asa('inside', 'crypto map OTHER interface outside\n')).map(([, run]) => run)).toEqual([[null]])
})

it('nothing is told where routes come by a protocol', () => {
  expect(told(asa('inside', 'router ospf 1\n')).map(([say]) => say)).not.toContain(
    'The crypto map "VPN" is applied to "inside", and its peer 203.0.113.1 is reached by "outside".',
  )
})

it('a tunnel group for a gateway that is of another type is told', () => {
  const text = asa('outside')
  const problems = (type: string) =>
    readAsa(text.replace('type ipsec-l2l', `type ${type}`)).problems.map(({ say }) => say)
  expect(problems('ipsec-l2l')).toEqual([])
  expect(problems('remote-access')).toEqual([
    'The tunnel group 203.0.113.1 is of the type remote-access; that of a gateway at the other end is ipsec-l2l ("tunnel-group").',
  ])
})
