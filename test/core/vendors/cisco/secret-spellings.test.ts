import { describe, expect, it } from 'vitest'
import { blanked } from '../../../support/blanked.ts'

const KEY = 'S3cr3t-7f1-part'
/** `S3cr3t-7f1-part` of type 7, with the pad from its second character on; worked out by hand from the pad. */
const TYPE_7 = type7(KEY, 1)

function type7(text: string, start: number): string {
  const pad = 'dsfd;kfoA,.iyewrkldJKDHSUBsgvca69834ncxv9873254k;fg87'
  const pairs = [...text].map((character, index) =>
    (character.charCodeAt(0) ^ pad.charCodeAt((start + index) % pad.length))
      .toString(16)
      .padStart(2, '0')
      .toUpperCase(),
  )
  return `${String(start).padStart(2, '0')}${pairs.join('')}`
}

describe('a secret in a command that is cut short', () => {
  it.each([
    [`R1(config)#cry isa key ${KEY} add 198.51.100.7`, 'R1(config)#cry isa key ‹secret 1› add 198.51.100.7'],
    [`cr is key 0 ${KEY} address 198.51.100.7`, 'cr is key 0 ‹secret 1› address 198.51.100.7'],
    [`crypto isak key 7 ${TYPE_7} host b.example`, 'crypto isak key 7 ‹secret 1› host b.example'],
    [`R1(config-keyring)#pre add 198.51.100.7 key ${KEY}`, 'R1(config-keyring)#pre add 198.51.100.7 key ‹secret 1›'],
    [`  pre-sh host b.example k ${KEY}`, '  pre-sh host b.example k ‹secret 1›'],
    [`R1(config-ikev2-keyring-peer)#pre loc ${KEY}`, 'R1(config-ikev2-keyring-peer)#pre loc ‹secret 1›'],
    [`  pre-shared rem 6 ${KEY}`, '  pre-shared rem 6 ‹secret ?›'],
    [` ikev1 pre ${KEY}`, ' ikev1 pre ‹secret 1›'],
    [` ikev2 remote-auth pre ${KEY}`, ' ikev2 remote-auth pre ‹secret 1›'],
    [`R1(config)#user ops priv 15 sec ${KEY}`, 'R1(config)#user ops priv 15 sec ‹secret 1›'],
    [`ena pass ${KEY}`, 'ena pass ‹secret 1›'],
    [`us ops pa ${KEY}`, 'us ops pa ‹secret 1›'],
    [`R1(config)#username ops pri 15 se 7 ${TYPE_7}`, 'R1(config)#username ops pri 15 se 7 ‹secret 1›'],
    [`R1(config-line)#pass ${KEY}`, 'R1(config-line)#pass ‹secret 1›'],
    [`R1(config-router)#nei 192.0.2.9 passw 7 ${TYPE_7}`, 'R1(config-router)#nei 192.0.2.9 passw 7 ‹secret 1›'],
    [`rad-s key ${KEY}`, 'rad-s key ‹secret 1›'],
    [
      `R1(config)#radius-s host 192.0.2.9 auth-port 1812 k ${KEY}`,
      'R1(config)#radius-s host 192.0.2.9 auth-port 1812 k ‹secret 1›',
    ],
    [`tacacs-serv ho 192.0.2.9 ke 7 ${TYPE_7}`, 'tacacs-serv ho 192.0.2.9 ke 7 ‹secret 1›'],
    [`R1(config-server-tacacs)#key ${KEY}`, 'R1(config-server-tacacs)#key ‹secret 1›'],
    [`server-p 192.0.2.9 key ${KEY}`, 'server-p 192.0.2.9 key ‹secret 1›'],
    [
      `asa(config)# aaa-s ISE (inside) host 192.0.2.9 ${KEY} timeout 5`,
      'asa(config)# aaa-s ISE (inside) host 192.0.2.9 ‹secret 1› timeout 5',
    ],
    [`snmp-s comm ${KEY}`, 'snmp-s comm ‹secret 1›'],
    [`R1(config)#snmp com ${KEY} ro 10`, 'R1(config)#snmp com ‹secret 1› ro 10'],
    [`snmp-s ho 192.0.2.9 tr ver 2c ${KEY}`, 'snmp-s ho 192.0.2.9 tr ver 2c ‹secret 1›'],
    [
      `snmp-s us ops G v3 au sha ${KEY} pri aes 128 ${KEY}-2`,
      'snmp-s us ops G v3 au sha ‹secret ?› pri aes 128 ‹secret ?›',
    ],
    [` ip ospf message-d 1 md5 ${KEY}`, ' ip ospf message-d 1 md5 ‹secret 1›'],
    [` ip ospf authentication-k 7 ${TYPE_7}`, ' ip ospf authentication-k 7 ‹secret 1›'],
    [` area 1 virt 192.0.2.9 authentication-k ${KEY}`, ' area 1 virt 192.0.2.9 authentication-k ‹secret 1›'],
    [`ntp authentication-k 1 md5 ${KEY}`, 'ntp authentication-k 1 md5 ‹secret 1›'],
    [` standby 1 auth ${KEY}`, ' standby 1 auth ‹secret 1›'],
    [` standby 1 authentication md5 key-string ${KEY}`, ' standby 1 authentication md5 key-string ‹secret 1›'],
    [` stan 1 au md5 key-s 7 ${TYPE_7}`, ' stan 1 au md5 key-s 7 ‹secret 1›'],
    [` ip nhrp auth ${KEY}`, ' ip nhrp auth ‹secret 1›'],
    [`us bob p ${KEY}`, 'us bob p ‹secret 1›'],
    [`us bob p 15 s 0 ${KEY}`, 'us bob p 15 s 0 ‹secret 1›'],
    [`cry ikev2 keyr K\n peer B\n  pre ${KEY}`, 'cry ikev2 keyr K\n peer B\n  pre ‹secret 1›'],
    [`crypto keyring K\nkey ${KEY}`, 'crypto keyring K\nkey ‹secret 1›'],
    [`  pre-shared ${KEY}`, '  pre-shared ‹secret 1›'],
    [` auth rem pre k ${KEY}`, ' auth rem pre k ‹secret 1›'],
    [`  key-s ${KEY}`, '  key-s ‹secret 1›'],
    [`R1(config-keychain-key)#key-str 7 ${TYPE_7}`, 'R1(config-keychain-key)#key-str 7 ‹secret 1›'],
  ])('is blanked: %s', (written, safe) => {
    expect(blanked(written)).toEqual([safe])
  })

  it.each([
    'R1(config-isakmp)#auth pre',
    ' auth pre-share',
    'cry map VPN 10 ipsec-isa',
    'R1(config)#cry isa pol 10',
    'pre change window: the key stays',
    'users pass through the tunnel',
    'R1(config)#key chain RIP',
    'R1(config-keychain)#key 1',
    'R1(config)#snmp-s contact operators',
    'snmp-s loc Branch office',
    'radius-s dead-criteria time 5 tries 3',
    'R1(config)#serv pass',
    'R1(config-crypto-map)#set pfs group14',
    'R1(config-crypto-map)#set peer 198.51.100.7',
    'aaa-s ISE prot radius',
    'key-size 2048 bits',
    ' ip ospf auth message-digest',
    ' ip ospf authentication key-chain OSPF',
    ' standby 1 authentication md5 key-chain HSRP',
    ' area 0 authentication message-digest',
    'key 1',
    'key chain OSPF',
    'us and them',
    'crypto map VPN 10 ipsec-isakmp\n pre change window',
  ])('is not seen where there is none: %s', (written) => {
    expect(blanked(written)).toEqual([written])
  })
})

describe('a pre-shared key of IOS or ASA', () => {
  it.each([
    [`crypto isakmp key ${KEY} address 198.51.100.7`, 'crypto isakmp key ‹secret 1› address 198.51.100.7'],
    [
      `crypto isakmp key 0 ${KEY} address 198.51.100.7 no-xauth`,
      'crypto isakmp key 0 ‹secret 1› address 198.51.100.7 no-xauth',
    ],
    [`crypto isakmp key 6 ${KEY} hostname b.example`, 'crypto isakmp key 6 ‹secret ?› hostname b.example'],
    [`R1(config)#crypto isakmp key ${KEY} address 0.0.0.0`, 'R1(config)#crypto isakmp key ‹secret 1› address 0.0.0.0'],
    [` pre-shared-key address 198.51.100.7 key ${KEY}`, ' pre-shared-key address 198.51.100.7 key ‹secret 1›'],
    [
      ` pre-shared-key address 198.51.100.0 255.255.255.0 key 6 ${KEY}`,
      ' pre-shared-key address 198.51.100.0 255.255.255.0 key 6 ‹secret ?›',
    ],
    [` pre-shared-key hostname b.example key ${KEY}`, ' pre-shared-key hostname b.example key ‹secret 1›'],
    [`  pre-shared-key ${KEY}`, '  pre-shared-key ‹secret 1›'],
    [`  pre-shared-key local ${KEY}`, '  pre-shared-key local ‹secret 1›'],
    [`  pre-shared-key remote 6 ${KEY}`, '  pre-shared-key remote 6 ‹secret ?›'],
    [`  pre-shared-key local 0 ${KEY} and more`, '  pre-shared-key local 0 ‹secret 1›'],
    [`  pre-shared-key hex 5333637233742d37`, '  pre-shared-key hex ‹secret 1›'],
    [` ikev1 pre-shared-key ${KEY}`, ' ikev1 pre-shared-key ‹secret 1›'],
    [
      ` ikev2 remote-authentication pre-shared-key 8 ${KEY}`,
      ' ikev2 remote-authentication pre-shared-key 8 ‹secret ?›',
    ],
    [` ikev2 local-authentication pre-shared-key ${KEY}`, ' ikev2 local-authentication pre-shared-key ‹secret 1›'],
    [` ikev1 pre-shared-key *****`, ' ikev1 pre-shared-key *****'],
    [` pre-shared-key <removed>`, ' pre-shared-key ‹secret ?›'],
    [
      `crypto isakmp client configuration group SITES key ${KEY}`,
      'crypto isakmp client configuration group SITES key ‹secret 1›',
    ],
    [
      `R1(config)#crypto isakmp client configuration group key key 6 ${KEY}`,
      'R1(config)#crypto isakmp client configuration group key key 6 ‹secret ?›',
    ],
    [
      ` pre-shared-key address ipv6 2001:db8::7/128 key ${KEY}`,
      ' pre-shared-key address ipv6 2001:db8::7/128 key ‹secret 1›',
    ],
    [` ppk manual id B key ${KEY} required`, ' ppk manual id B key ‹secret 1› required'],
    [` authentication local pre-share key 0 ${KEY}`, ' authentication local pre-share key 0 ‹secret 1›'],
  ])('is blanked in %s', (written, expected) => {
    expect(blanked(written)).toEqual([expected])
  })

  it('is the same with type 7, and in plain text at the other end', () => {
    expect(
      blanked(`crypto isakmp key 7 ${TYPE_7} address 192.0.2.1`, `tunnel-group x\n ikev1 pre-shared-key ${KEY}`),
    ).toEqual(['crypto isakmp key 7 ‹secret 1› address 192.0.2.1', 'tunnel-group x\n ikev1 pre-shared-key ‹secret 1›'])
  })

  it('is the same wherever in the pad type 7 begins, and cannot be compared where it is none', () => {
    expect(
      blanked(`password 7 ${type7(KEY, 0)}`, ` password 7 ${type7(KEY, 15)}`, ' password 7 010', ' password 7 99ABCD'),
    ).toEqual(['password 7 ‹secret 1›', ' password 7 ‹secret 1›', ' password 7 ‹secret ?›', ' password 7 ‹secret ?›'])
  })
})

describe('other secrets that happen to be in a configuration', () => {
  it.each([
    [`enable secret 5 ${KEY}`, 'enable secret 5 ‹secret ?›'],
    [`enable secret level 7 5 ${KEY}`, 'enable secret level 7 5 ‹secret ?›'],
    [`enable password ${KEY}`, 'enable password ‹secret 1›'],
    [`username admin privilege 15 secret 9 ${KEY}`, 'username admin privilege 15 secret 9 ‹secret ?›'],
    [`username admin password 7 ${TYPE_7}`, 'username admin password 7 ‹secret 1›'],
    [
      `username admin password ${KEY} encrypted privilege 15`,
      'username admin password ‹secret 1› encrypted privilege 15',
    ],
    [`passwd ${KEY} encrypted`, 'passwd ‹secret 1› encrypted'],
    [` password 7 ${TYPE_7}`, ' password 7 ‹secret 1›'],
    [` neighbor 192.0.2.9 password 7 ${TYPE_7}`, ' neighbor 192.0.2.9 password 7 ‹secret 1›'],
    [`tacacs-server host 192.0.2.9 key ${KEY}`, 'tacacs-server host 192.0.2.9 key ‹secret 1›'],
    [`radius-server key 7 ${TYPE_7}`, 'radius-server key 7 ‹secret 1›'],
    [` server-private 192.0.2.9 auth-port 1812 key ${KEY}`, ' server-private 192.0.2.9 auth-port 1812 key ‹secret 1›'],
    [` key ${KEY}`, ' key ‹secret 1›'],
    [`  key-string 7 ${TYPE_7}`, '  key-string 7 ‹secret 1›'],
    [` wpa-psk ascii 7 ${TYPE_7}`, ' wpa-psk ascii 7 ‹secret 1›'],
    [`mpls ldp neighbor 192.0.2.9 password ${KEY}`, 'mpls ldp neighbor 192.0.2.9 password ‹secret 1›'],
    [` l2tp tunnel password 0 ${KEY}`, ' l2tp tunnel password 0 ‹secret 1›'],
    [` ppp pap sent-username me password 0 ${KEY}`, ' ppp pap sent-username me password 0 ‹secret 1›'],
    [` domain-password ${KEY}`, ' domain-password ‹secret 1›'],
    [`failover key ${KEY}`, 'failover key ‹secret 1›'],
    [` ip ospf message-digest-key 1 md5 7 ${TYPE_7}`, ' ip ospf message-digest-key 1 md5 7 ‹secret 1›'],
    [` ip nhrp authentication ${KEY}`, ' ip nhrp authentication ‹secret 1›'],
    [`ntp authentication-key 1 md5 ${KEY} 7`, 'ntp authentication-key 1 md5 ‹secret 1› 7'],
    [` standby 1 authentication md5 key-string ${KEY}`, ' standby 1 authentication md5 key-string ‹secret 1›'],
    [`snmp-server community ${KEY} RO 10`, 'snmp-server community ‹secret 1› RO 10'],
    [`snmp-server host 192.0.2.9 version 2c ${KEY}`, 'snmp-server host 192.0.2.9 version 2c ‹secret 1›'],
    [`snmp-server host inside 192.0.2.9 community ${KEY}`, 'snmp-server host inside 192.0.2.9 community ‹secret 1›'],
    [
      `snmp-server user u g v3 auth sha ${KEY} priv aes 128 ${KEY}`,
      'snmp-server user u g v3 auth sha ‹secret ?› priv aes 128 ‹secret ?›',
    ],
    [` ldap-login-password ${KEY}`, ' ldap-login-password ‹secret 1›'],
    [`key config-key password-encrypt ${KEY}`, 'key config-key password-encrypt ‹secret 1›'],
  ])('are blanked in %s', (written, expected) => {
    expect(blanked(written)).toEqual([expected])
  })

  it.each(['SECRET', 'password', 'key'])('may be the word %s, which is none of the product then', (key) => {
    const text = `crypto isakmp key ${key} address 198.51.100.7\ncrypto isakmp key 0 ${key} hostname b.example`
    expect(blanked(text)).toEqual([
      'crypto isakmp key ‹secret 1› address 198.51.100.7\ncrypto isakmp key 0 ‹secret 1› hostname b.example',
    ])
  })

  it('are not seen in words that only look like it', () => {
    const text = [
      'service password-encryption',
      'password encryption aes',
      'key chain OSPF',
      ' key 1',
      'crypto key generate rsa',
      'crypto isakmp client configuration group key',
      'crypto isakmp client configuration group SITES key',
      'crypto isakmp client configuration group SITES',
      ' keyring local SITES',
      ' authentication pre-share',
      'aaa authentication login default local',
      ' match address 101',
      'snmp-server enable traps',
    ].join('\n')
    expect(blanked(text)).toEqual([text])
  })
})

describe('a key that a terminal has broken over two lines', () => {
  const LONG = 'a-sword-fish-'.repeat(5)

  it.each([
    [
      `crypto isakmp key ${LONG}`,
      'fish address 198.51.100.7',
      'crypto isakmp key ‹secret ?›',
      '‹secret ?› address 198.51.100.7',
    ],
    [
      `crypto isakmp key 6 ${LONG}`,
      'fish hostname b.example',
      'crypto isakmp key 6 ‹secret ?›',
      '‹secret ?› hostname b.example',
    ],
    [` ikev1 pre-shared-key ${LONG}`, 'fish', ' ikev1 pre-shared-key ‹secret ?›', '‹secret ?›'],
    [
      ` pre-shared-key address 198.51.100.7 key ${LONG}`,
      'fish',
      ' pre-shared-key address 198.51.100.7 key ‹secret ?›',
      '‹secret ?›',
    ],
  ])('is blanked in both: %s', (first, second, blankedFirst, blankedSecond) => {
    expect(blanked(`${first}\n${second}\n!`)).toEqual([`${blankedFirst}\n${blankedSecond}\n!`])
  })

  it.each([
    ['a command of one word', ` pre-shared-key ${LONG}`, 'exit'],
    ['a line below a short one', ' pre-shared-key swordfish', 'fish'],
    ['the peer whose key it is', `crypto isakmp key ${LONG}`, ' address 198.51.100.7'],
  ])('is not looked for in %s', (_, first, second) => {
    expect(blanked(`${first}\n${second}`)[0]?.split('\n')[1]).toBe(second)
  })
})
