import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'

const A = '203.0.113.1'
const B = '198.51.100.7'

/** The site-to-site summary of an ISA Server. */
function isa(ikeGroup: string, pfsGroup: string | null): string {
  const group = (words: string) => `    Diffie-Hellman group: ${words}`
  return `Local Tunnel Endpoint: ${A}
Remote Tunnel Endpoint: ${B}

IKE Phase I Parameters:
    Mode: Main mode
    Encryption: 3DES
    Integrity: SHA1
${group(ikeGroup)}
    Authentication Method: Pre-shared secret (********)
    Security Association Lifetime: 28800 seconds

IKE Phase II Parameters:
    Mode: ESP tunnel mode
    Encryption: 3DES
    Integrity: SHA1
    Perfect Forward Secrecy: ${pfsGroup === null ? 'OFF' : `ON\n${group(pfsGroup)}`}
    Time Rekeying: ON
    Security Association Lifetime: 3600 seconds
    Kbyte Rekeying: OFF

Remote Network 'Branch' IP Subnets:
    Subnet: 10.2.0.0/255.255.255.0

Local Network 'Internal' IP Subnets:
    Subnet: 10.1.0.0/255.255.255.0
`
}

/** A connection of a swanctl.conf to this peer, for a network behind it and its own address. */
function connection(peer: string, ike: string, esp: string, version = 1): string {
  const child = (name: string, remote: string) =>
    `${name} {\n local_ts = 10.2.0.0/24\n remote_ts = ${remote}\n esp_proposals = ${esp}\n}`
  return `  to-${peer.replaceAll('.', '-')} {
    local_addrs = ${B}
    remote_addrs = ${peer}
    version = ${version}
    proposals = ${ike}
    local {
      auth = psk
    }
    remote {
      auth = psk
    }
    children {
      ${child('net', '10.1.0.0/24')}
      ${child('own', `${peer}/32`)}
    }
  }
`
}

function strongswan(ike: string, esp: string, ...more: readonly string[]): string {
  return `connections {\n${connection(A, ike, esp)}${more.join('')}}\n`
}

const FORTIGATE = `config system interface
    edit "wan1"
        set ip ${B} 255.255.255.0
    next
end
config vpn ipsec phase1-interface
    edit "HQ"
        set interface "wan1"
        set peertype any
        set proposal 3des-sha1
        set dhgrp 5
        set remote-gw ${A}
        set psksecret "an example, not a key"
    next
end
config vpn ipsec phase2-interface
    edit "HQ-1"
        set phase1name "HQ"
        set proposal 3des-sha1
        set dhgrp 2
        set src-subnet 10.2.0.0 255.255.255.0
        set dst-subnet 10.1.0.0 255.255.255.0
    next
    edit "HQ-2"
        set phase1name "HQ"
        set proposal 3des-sha1
        set dhgrp 2
        set src-subnet 10.2.0.0 255.255.255.0
        set dst-subnet ${A} 255.255.255.255
    next
end
`

const [GROUP_2, GROUP_14] = ['Group 2 (1024 bit)', 'Group 14 (2048 bit)']

function remedy(a: string, b: string) {
  const { remediation } = analyse({
    pastes: [
      { source: 'a.txt', text: a, end: 'A' },
      { source: 'b.txt', text: b, end: 'B' },
    ],
  })
  expect(remediation.after?.verdict).toBe('up')
  return remediation.steps.map(({ end, say, run, edit }) => `${end} ${edit?.insert ?? run ?? say}`)
}

describe('an ISA Server and an end with a whole policy that show different settings', () => {
  it('get a group that both have, since ISA Server has no group 5', () => {
    const steps = remedy(isa(GROUP_2, GROUP_2), FORTIGATE)
    expect(steps[0]).toMatch(/Phase I, set the IKE Diffie-Hellman group to 14,/)
    expect(steps[1]).toMatch(/set dhgrp 14\n/)
    expect(steps).toHaveLength(2)
  })

  it('get the group of perfect forward secrecy in each child that has none', () => {
    const steps = remedy(isa(GROUP_14, GROUP_14), strongswan('3des-sha1-modp2048', '3des-sha1'))
    expect(steps).toEqual(Array(2).fill('B esp_proposals = 3des-sha1-modp2048'))
  })

  it('get the group of the proposal that fits in all else, of a list', () => {
    const list = '3des-sha1-modp1024, aes256-sha256-modp2048'
    const policy = strongswan('3des-sha1-modp1024', list)
    const step = (end: string) => expect.stringMatching(`^${end} .*Phase II, set perfect forward secrecy to group 2,`)
    expect(remedy(isa(GROUP_2, null), policy)).toEqual([step('A')])
    expect(remedy(policy, isa(GROUP_2, null))).toEqual([step('B')])
  })

  it('get the group of a proposal of which the other end does not show all', () => {
    const part = isa(GROUP_2, null).replace('    Integrity: SHA1\n    Perfect', '    Perfect')
    const { remediation } = analyse({
      pastes: [
        { source: 'a.txt', text: part, end: 'A' },
        {
          source: 'b.txt',
          text: strongswan('3des-sha1-modp1024', '3des-md5-modp1024, aes256-sha256-modp2048'),
          end: 'B',
        },
      ],
    })
    expect(remediation.steps.map(({ say }) => say)).toEqual([
      expect.stringMatching(/Phase II, set perfect forward secrecy to group 2,/),
    ])
  })

  it('get the only cipher that ISA Server has, at the end that has a better one', () => {
    const steps = remedy(isa(GROUP_2, GROUP_2), strongswan('aes256-sha1-modp1024', '3des-sha1-modp1024'))
    expect(steps).toEqual(['B proposals = 3des-sha1-modp1024'])
  })

  it('get both the cipher and the hash that ISA Server has, in one proposal', () => {
    const steps = remedy(isa(GROUP_14, GROUP_14), strongswan('aes256-sha256-modp2048', 'aes256-sha256-modp2048'))
    expect(steps).toEqual([
      'B proposals = 3des-sha1-modp2048',
      ...Array(2).fill('B esp_proposals = 3des-sha1-modp2048'),
    ])
  })

  it('are told that the weaker one is taken for want of anything better', () => {
    const why = (ike: string, esp: string) =>
      analyse({
        pastes: [
          { source: 'a.txt', text: isa(GROUP_14, GROUP_14), end: 'A' },
          { source: 'b.txt', text: strongswan(ike, esp), end: 'B' },
        ],
      }).diagnostics.find(({ code }) => code === 'PR006')?.why
    expect(why('aes256-sha1-modp2048', '3des-sha1-modp2048')).toContain(
      'The steps let B (198.51.100.7) take 3DES for IKE encryption, which is weaker than what it has: A (203.0.113.1) (ISA Server) has nothing better',
    )
    expect(why('3des-md5-modp2048', '3des-sha1-modp2048')).not.toContain('weaker')
  })
})

describe('an end with a whole policy for several peers', () => {
  const other = connection('192.0.2.9', '3des-sha1-modp2048', 'aes256-sha256')

  it('is compared by the connection with this one alone, and only that is changed', () => {
    const several = strongswan('3des-sha1-modp1536', '3des-sha1-modp1024', other)
    const [first, second, ...more] = remedy(isa(GROUP_2, GROUP_2), several)
    // ISA Server has no group 5; that the other peer of B has group 14 does not help.
    expect(first).toMatch(/^A .*Phase I, set the IKE Diffie-Hellman group to 14,/)
    expect(second).toBe('B proposals = 3des-sha1-modp2048')
    expect(more).toEqual([])
  })

  it('is told once for each child of that connection', () => {
    const several = strongswan('3des-sha1-modp2048', '3des-sha1', other)
    expect(remedy(isa(GROUP_14, GROUP_14), several)).toEqual(Array(2).fill('B esp_proposals = 3des-sha1-modp2048'))
  })
})

describe('an ISA Server, which knows IKEv1 alone (docs/gateways/isa.md), and an end that begins with IKEv2', () => {
  const [ike, esp] = ['3des-sha1-modp2048', '3des-sha1-modp2048']
  const analysed = (version: number) =>
    analyse({
      pastes: [
        { source: 'a.txt', text: isa(GROUP_14, GROUP_14), end: 'A' },
        { source: 'b.txt', text: `connections {\n${connection(A, ike, esp, version)}}\n`, end: 'B' },
      ],
    })
  const outcomes = (version: number) => [
    ...new Set(analysed(version).flows.map(({ initiator, outcome }) => `${initiator} ${outcome}`)),
  ]
  const finding = (version: number) => analysed(version).diagnostics.find(({ code }) => code === 'PR006')

  it('have no tunnel, until that end begins with IKEv1', () => {
    expect(outcomes(2)).toEqual(['A refused', 'B refused'])
    expect(finding(2)?.what).toBe('For IKE version, A (203.0.113.1) has IKEv1 and B (198.51.100.7) has IKEv2.')
    const { remediation, negotiations } = analysed(2)
    expect(remediation.steps.map(({ end, edit }) => `${end} ${edit?.insert}`)).toEqual(['B version = 1'])
    expect(remediation.after?.verdict).toBe('up')
    // To a message of another version there is no answer.
    expect(new Set(negotiations.map((each) => each.ike.notify))).toEqual(new Set([null]))
  })

  it('have one from ISA Server alone where that end takes both versions', () => {
    expect(outcomes(0)).toEqual(['A established', 'B refused'])
    expect(analysed(0).verdict).toBe('partial')
    expect(finding(0)?.why).toContain('which B (198.51.100.7) takes when A (203.0.113.1) begins, not when it begins')
    expect(analysed(0).remediation.after?.verdict).toBe('up')
  })

  it('have nothing to be told of where that end begins with IKEv1', () => {
    expect(analysed(1).verdict).toBe('up')
    expect(finding(1)).toBeUndefined()
  })
})

describe('a Cisco whose entry has no `set pfs`', () => {
  const ios = (pfs = '') => `version 15.7
hostname R2
crypto isakmp policy 10
 encr 3des
 authentication pre-share
 group 2
crypto isakmp key ***** address ${A}
crypto ipsec transform-set TS esp-3des esp-sha-hmac
 mode tunnel
crypto map VPN 10 ipsec-isakmp
 set peer ${A}
 set transform-set TS
${pfs} match address VPN
interface GigabitEthernet0/0
 ip address ${B} 255.255.255.0
 crypto map VPN
ip route 0.0.0.0 0.0.0.0 198.51.100.254
ip access-list extended VPN
 permit ip 10.2.0.0 0.0.0.255 10.1.0.0 0.0.0.255
 permit ip 10.2.0.0 0.0.0.255 host ${A}
end
`
  const pasted = (b: string, pfsGroup: string | null) =>
    analyse({
      pastes: [
        { source: 'a.txt', text: isa(GROUP_2, pfsGroup), end: 'A' },
        { source: 'b.txt', text: b, end: 'B' },
      ],
    })

  it('takes the group of the other end when that begins; the other way nobody knows (Command Reference, "set pfs")', () => {
    const report = pasted(ios(), GROUP_2)
    expect(report.flows.map(({ initiator, outcome }) => `${initiator} ${outcome}`)).toEqual([
      'A established',
      'A established',
      'B unknown',
      'B unknown',
    ])
    const byInitiator = report.negotiations.map(({ initiator, child_sa }) => `${initiator} ${child_sa?.outcome}`)
    expect(byInitiator).toEqual(['A established', 'A established', 'B unknown', 'B unknown'])
    expect(report.summary).toMatch(
      /^The ends differ in perfect forward secrecy, .* follows when R2 begins, so .* then\.$/,
    )
    const finding = report.diagnostics.find(({ code }) => code === 'PR006')
    expect(finding).toMatchObject({
      severity: 'warning',
      what: 'For perfect forward secrecy, A (203.0.113.1) has group 2 and R2 has off.',
    })
    expect(finding?.why).toMatch(
      /R2 takes that when A \(203\.0\.113\.1\) begins; whether A .* does when R2 begins is not/,
    )
    expect(report.unchecked.map(({ code }) => code)).toEqual(['PR006', 'AU002'])
    expect(remedy(isa(GROUP_2, GROUP_2), ios())).toEqual([expect.stringContaining('set pfs group2'), 'B write memory'])
  })

  it('agrees with one that has none, and nothing more is asked for', () => {
    const { verdict, unchecked } = pasted(ios(), null)
    expect([verdict, unchecked.map(({ code }) => code)]).toEqual(['up', ['AU002']])
  })

  it('is known to take nothing where it has a group and the other end has none', () => {
    const { flows, diagnostics } = pasted(ios(' set pfs group2\n'), null)
    expect(new Set(flows.map(({ outcome }) => outcome))).toEqual(new Set(['unknown']))
    expect(diagnostics.find(({ code }) => code === 'PR006')?.why).not.toMatch(/takes that/)
  })
})
