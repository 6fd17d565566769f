import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { analyse, type Report } from '../../src/core/index.ts'

/** One end of a tunnel as a product has it, with these addresses of gateways and networks, in whatever spelling. */
type Written = (own: string, peer: string, local: string, remote: string, cipher?: string) => string

const CONFIGURATIONS: Record<string, Written> = {
  'ipsec.conf of strongSwan': (own, peer, local, remote, cipher = 'aes256') => `conn site
  keyexchange=ikev2
  left=${own}
  right=${peer}
  leftsubnet=${local}/24
  rightsubnet=${remote}/24
  authby=secret
  ike=${cipher}-sha256-modp2048!
  esp=aes256-sha256!
  auto=start
`,
  'ipsec.conf of Libreswan': (own, peer, local, remote, cipher = 'aes256') => `conn site
  ikev2=insist
  left=${own}
  right=${peer}
  leftsubnet=${local}/24
  rightsubnet=${remote}/24
  authby=secret
  ike=${cipher}-sha2_256;modp2048
  esp=aes256-sha2_256
  pfs=no
  auto=start
`,
  'swanctl.conf': (own, peer, local, remote, cipher = 'aes256') => `connections {
  site {
    local_addrs = ${own}
    remote_addrs = ${peer}
    proposals = ${cipher}-sha256-modp2048
    local { auth = psk }
    remote { auth = psk }
    children {
      net {
        local_ts = ${local}/24
        remote_ts = ${remote}/24
        esp_proposals = aes256-sha256
        start_action = start
      }
    }
  }
}
`,
  IOS: (own, peer, local, remote, cipher = 'aes256') => `crypto ikev2 proposal P
 encryption aes-cbc-${cipher.slice(3)}
 integrity sha256
 group 14
crypto ikev2 policy P
 proposal P
crypto ikev2 keyring K
 peer P
  address ${peer}
  pre-shared-key *****
crypto ikev2 profile P
 match identity remote address ${peer} 255.255.255.255
 authentication remote pre-share
 authentication local pre-share
 keyring local K
crypto ipsec transform-set T esp-aes 256 esp-sha256-hmac
crypto map M 10 ipsec-isakmp
 set peer ${peer}
 set transform-set T
 set ikev2-profile P
 match address VPN
interface GigabitEthernet0/0
 ip address ${own} 255.255.255.0
 crypto map M
ip access-list extended VPN
 permit ip ${local} 0.0.0.255 ${remote} 0.0.0.255
`,
  ASA: (own, peer, local, remote, cipher = 'aes256') => `interface GigabitEthernet0/0
 nameif outside
 ip address ${own} 255.255.255.0
crypto ikev2 enable outside
crypto ikev2 policy 1
 encryption aes-${cipher.slice(3)}
 integrity sha256
 group 14
 prf sha256
access-list VPN extended permit ip ${local} 255.255.255.0 ${remote} 255.255.255.0
crypto ipsec ikev2 ipsec-proposal P
 protocol esp encryption aes-256
 protocol esp integrity sha-256
crypto map M 1 match address VPN
crypto map M 1 set peer ${peer}
crypto map M 1 set ikev2 ipsec-proposal P
crypto map M interface outside
tunnel-group ${peer} type ipsec-l2l
tunnel-group ${peer} ipsec-attributes
 ikev2 remote-authentication pre-shared-key *****
 ikev2 local-authentication pre-shared-key *****
`,
  FortiGate: (own, peer, local, remote, cipher = 'aes256') => `config system interface
    edit "wan1"
        set ip ${own} 255.255.255.0
    next
end
config vpn ipsec phase1-interface
    edit "site"
        set interface "wan1"
        set ike-version 2
        set peertype any
        set proposal ${cipher}-sha256
        set dhgrp 14
        set remote-gw ${peer}
        set psksecret ENC XXXXXXXXXXXX
    next
end
config vpn ipsec phase2-interface
    edit "site"
        set phase1name "site"
        set proposal aes256-sha256
        set pfs disable
        set src-subnet ${local} 255.255.255.0
        set dst-subnet ${remote} 255.255.255.0
    next
end
`,
}

const ALL = Object.entries(CONFIGURATIONS)

function between(a: string, b: string): Report {
  return analyse({ pastes: [a, b].map((text, at) => ({ source: `${'ab'[at]}.txt`, text })) })
}

const codes = ({ diagnostics }: Report) => [...new Set(diagnostics.map(({ code }) => code))].toSorted()

describe.each(ALL)('%s with hidden addresses', (_, written) => {
  it('is compared by how they are written: gateways and networks', () => {
    const report = between(
      written('203.0.113.x', 'y.y.y.y', '192.168.x.0', '10.x.x.0'),
      written('y.y.y.y', '203.0.113.x', '10.x.x.0', '192.168.x.0'),
    )
    expect([report.verdict, ...codes(report)]).toEqual(['up', 'PA014'])
    expect(new Set(report.flows.map(({ certainty }) => certainty))).toEqual(new Set(['assumed']))
    expect(new Set(report.flows.map(({ source }) => source))).toEqual(new Set(['192.168.x.0/24', '10.x.x.0/24']))
  })

  it('is called as it is written where it stands alone', () => {
    const alone = analyse({
      pastes: [{ source: 'a.txt', text: written('203.0.113.x', 'y.y.y.y', '10.1.0.0', '10.2.0.0') }],
    })
    expect(JSON.stringify(alone)).not.toMatch(/ #\d/)
  })

  it('is told what differs besides, and what to change', () => {
    const report = between(
      written('203.0.113.x', 'y.y.y.y', '192.168.x.0', '10.x.x.0'),
      written('y.y.y.y', '203.0.113.x', '10.x.x.0', '192.168.x.0', 'aes128'),
    )
    expect([report.verdict, ...codes(report)]).toEqual(['down', 'PA014', 'PR001'])
    expect(report.remediation.after?.verdict).toBe('up')
  })

  it('is two ends where all gateways are hidden alike', () => {
    const report = between(
      written('x.x.x.x', 'x.x.x.x', '10.1.0.0', '10.2.0.0'),
      written('x.x.x.x', 'x.x.x.x', '10.2.0.0', '10.1.0.0'),
    )
    expect([report.verdict, ...codes(report)]).toEqual(['up'])
  })

  it('is two ends where each hides its own gateway in the same way', () => {
    const report = between(
      written('x.x.x.x', 'y.y.y.y', '10.1.0.0', '10.2.0.0'),
      written('x.x.x.x', 'y.y.y.y', '10.2.0.0', '10.1.0.0'),
    )
    expect([report.verdict, ...codes(report)]).toEqual(['up'])
  })
})

describe.each(ALL)('%s with hidden addresses, beside a text that shows them', (_, written) => {
  const shown = written('198.51.100.7', '203.0.113.1', '10.2.3.0', '192.168.1.0')

  it('is taken for what may be the same there', () => {
    const report = between(written('203.0.113.x', '198.51.100.7', '192.168.x.0', '10.x.x.0'), shown)
    expect([report.verdict, ...codes(report)]).toEqual(['up', 'PA015'])
    expect(report.flows.map(({ source, certainty }) => `${source} ${certainty}`)).toEqual([
      '192.168.1.0/24 assumed',
      '10.2.3.0/24 assumed',
    ])
  })

  it('stays hidden where nothing there may be the same', () => {
    const report = between(written('203.0.113.1', '198.51.100.7', '192.168.x.0', '10.9.x.0'), shown)
    expect([report.verdict, ...codes(report)]).toEqual(['down', 'PA014', 'PA015', 'TS005'])
  })
})

describe('two FortiGates with hidden gateways and without networks', () => {
  const own = (host: string, name = host) => `${host} # show vpn ipsec phase1-interface
config vpn ipsec phase1-interface
    edit "to-${name}"
        set interface "wan1"
        set peertype any
        set proposal aes256-sha256
        set dhgrp 14
        set remote-gw x.x.x.x
        set psksecret ENC XXXXXXXXXXXX
    next
end
${host} # show vpn ipsec phase2-interface
config vpn ipsec phase2-interface
    edit "to-${name}"
        set phase1name "to-${name}"
        set proposal aes256-sha256
        set dhgrp 14
    next
end
`

  it('are two ends by the names that they show', () => {
    const told = analyse({ pastes: [{ source: 'question', text: `${own('HQ')}\n${own('BRANCH')}` }] })
    expect([told.verdict, told.ends.map(({ name }) => name)]).toEqual(['up', ['HQ', 'BRANCH']])
  })

  it('are one end where both show the same name', () => {
    const told = analyse({ pastes: [{ source: 'question', text: `${own('HQ')}\n${own('HQ', 'other')}` }] })
    expect([told.verdict, codes(told)]).toEqual(['unknown', ['PA004']])
  })
})

describe('hidden networks of two products', () => {
  it.each(ALL.flatMap(([one, a]) => ALL.map(([other, b]) => [one, other, a, b] as const)))(
    '%s and %s',
    (_one, _other, a, b) => {
      const report = between(
        a('203.0.113.1', '198.51.100.7', '192.168.x.0', '10.x.x.0'),
        b('198.51.100.7', '203.0.113.1', '10.x.x.0', '192.168.x.0'),
      )
      expect([report.verdict, ...codes(report)]).toEqual(['up', 'PA014'])
    },
  )
})

describe('two ISA Servers with hidden addresses', () => {
  const hidden = (folder: string, name: string) =>
    readFileSync(new URL(`../golden/cases/${folder}/${name}.txt`, import.meta.url), 'utf8')
      .replaceAll('10.1.0.', '10.x.x.')
      .replaceAll('10.2.0.', '10.y.y.')
      .replaceAll(/\b203\.0\.113\.1\b/g, '203.0.113.x')
      .replaceAll(/\b198\.51\.100\.7\b/g, 'y.y.y.y')

  it.each(['isa-isa-qmfilters', 'isa-isa-summaries'])('get the answer of the founding case: %s', (folder) => {
    const report = between(hidden(folder, 'isa-a'), hidden(folder, 'isa-b'))
    expect([report.verdict, ...codes(report)]).toEqual(['partial', 'PA014', 'TS001'])
    expect(report.remediation.after?.verdict).toBe('up')
  })
})

describe('one message with both ends, whose addresses are letters', () => {
  const conn = (lines: string) => `conn tun\n${lines.replaceAll(/^/gm, '    ')}\n    authby=secret\n    auto=start\n`
  const MESSAGE = `Site A (strongSwan 5.9)

${conn('left=%defaultroute\nleftid=A.A.A.A\nleftsubnet=172.16.0.0/24\nright=B.B.B.B\nrightsubnet=172.17.0.0/24\nkeyexchange=ikev1\nike=aes256-sha256-modp1024!\nesp=aes256-sha256!')}
Site B (Libreswan 4.6)

${conn('left=B.B.B.B\nleftsubnet=172.17.0.0/24\nright=A.A.A.A\nrightsubnet=172.16.0.0/24\nikev2=no\nike=aes256-sha2_256;modp2048\nesp=aes256-sha2_256\npfs=no')}`

  it('is two ends, and gets the answer that the shown addresses would get', () => {
    const report = analyse({ pastes: [{ source: 'mail.txt', text: MESSAGE }] })
    const shown = MESSAGE.replaceAll('A.A.A.A', '203.0.113.1').replaceAll('B.B.B.B', '198.51.100.7')
    const wanted = analyse({ pastes: [{ source: 'mail.txt', text: shown }] })
    const gist = (each: Report) => [each.verdict, codes(each), each.remediation.after?.verdict]
    expect(gist(report)).toEqual(gist(wanted))
    expect([report.verdict, ...codes(report)]).toEqual(['down', 'CR001', 'PR001'])
  })
})

describe('PA014: networks that are hidden', () => {
  const conf = CONFIGURATIONS['ipsec.conf of strongSwan']

  it('tells of both sides of a connection that are written alike', () => {
    const report = between(conf?.('203.0.113.1', '198.51.100.7', '10.x.x.x', '10.x.x.x') ?? '', '')
    expect(report.diagnostics.find(({ code }) => code === 'PA014')?.what).toBe(
      'The text of A (203.0.113.1) hides parts of a network: 10.x.x.x/24. Both sides of site are written alike, though they are two networks.',
    )
  })

  it('is not told of a host name, or of a word that stands for a network', () => {
    const report = between(conf?.('203.0.113.1', 'vpn.example.com', 'LAN_A', 'LAN_B') ?? '', '')
    expect(codes(report)).not.toContain('PA014')
  })
})
