import { describe, expect, it } from 'vitest'
import { analyse } from '../../../src/core/index.ts'
import { unreadText } from '../../../src/core/vendors/unread-texts.ts'

const FIREWALL = 'what Windows Firewall or PowerShell shows of IPsec (`netsh advfirewall mainmode`, `Get-NetIPsecRule`)'

const CONNECTION = 'what PowerShell shows of a VPN connection (`Get-VpnS2SInterface`, `Get-VpnConnection`)'

/** One line of each as its product prints it, with documentation addresses. */
const TEXTS: readonly (readonly [string, string])[] = [
  ['a configuration of racoon', 'sainfo address 10.1.0.0/24 any address 10.2.0.0/24 any {'],
  ['a configuration of Junos', 'set security ike gateway GW address 198.51.100.7'],
  ['an output of Junos', '  Total active tunnels: 1     Total Ipsec sas: 1'],
  ['a configuration of PAN-OS (Palo Alto)', 'set network ike gateway GW-B peer-address ip 198.51.100.7'],
  ['an output of PAN-OS (Palo Alto)', 'admin@fw> show vpn ike-sa gateway GW-B'],
  ['a configuration of RouterOS (MikroTik)', '/ip ipsec peer add address=198.51.100.7/32 name=branch'],
  ['a configuration of RouterOS (MikroTik)', '/ip/ipsec/peer/add address=198.51.100.7/32 name=branch'],
  ['an output of VyOS or EdgeOS', 'vyos@gw-a:~$ show vpn ike sa'],
  [
    'an output of VyOS or EdgeOS',
    'Connection                     State    Uptime    Bytes In/Out    Packets In/Out    Remote address    Remote ID    Proposal',
  ],
  ['a configuration of OpenWrt (UCI)', 'config ipsec_conn laptop'],
  ['a configuration of OpenWrt (UCI)', "\toption remote_subnet '10.2.0.0/24'"],
  ['a backup of pfSense or OPNsense', '<phase1><ikeid>1</ikeid><iketype>ikev2</iketype></phase1>'],
  ['a configuration of Junos', '        bind-interface st0.1;'],
  ['a configuration of PAN-OS (Palo Alto)', '          <ike-crypto-profiles>'],
  ['a script of setkey', 'spdadd 10.1.0.0/24 10.2.0.0/24 any -P out ipsec esp/tunnel/192.0.2.1-198.51.100.7/require;'],
  [
    'a configuration of iked or isakmpd (OpenBSD)',
    "ikev2 'hq' active esp from 10.1.0.0/24 to 10.2.0.0/24 peer 198.51.100.7",
  ],
  [
    'the download that AWS has for a customer gateway',
    'Your VPN Connection ID                  : vpn-0123456789abcdef0',
  ],
  ['what Azure prints of a connection', '      "saLifeTimeSeconds": 3600'],
  [FIREWALL, 'KeyLifetime:                          480min,0sess'],
  [FIREWALL, 'C:\\>netsh advfirewall mainmode show rule name=all'],
  ['SAs of Windows (`netsh ipsec dynamic show mmsas`, `qmsas`)', 'Cookie Pair                     : 3dd5d9a3:9c2a1b74'],
  ['SAs of Windows (`netsh ipsec dynamic show mmsas`, `qmsas`)', 'C:\\>netsh ipsec dynamic show qmsas all'],
  ['an output of `netsh ipsec` in which no label is known', 'C:\\>netsh ipsec dynamic show qmfilter all type=specific'],
  [FIREWALL, 'PS C:\\> Get-NetIPsecQuickModeSA'],
  [CONNECTION, 'PS C:\\> Get-VpnS2SInterface -Name B'],
  [CONNECTION, 'IPv4Subnet                  : {10.2.0.0/24:100}'],
  ['a configuration of WireGuard', 'AllowedIPs = 10.2.0.0/24'],
  [
    'counters of `show crypto ipsec sa` without the lines that tell of which tunnel',
    '    #pkts encaps: 1284, #pkts encrypt: 1284, #pkts digest: 1284',
  ],
  ['an output of `show dmvpn`', ' # Ent  Peer NBMA Addr Peer Tunnel Add State  UpDn Tm Attrb'],
  ['an output of `packet-tracer` of an ASA', 'Type: VPN'],
  ['a trace of packets (tcpdump)', '03:01:11.1 IP 203.0.113.1.500 > 198.51.100.7.500: isakmp: parent_sa ikev2_init[I]'],
]

const RACOON = 'sainfo anonymous {'
const JUNOS = 'set security ike gateway GW address 198.51.100.7'

function linesOf(...texts: string[]) {
  return texts.map((text, at) => ({ number: at + 1, text }))
}

describe('a text that is known and not read', () => {
  it.each(TEXTS)('%s is named: %s', (title, line) => {
    expect(unreadText(linesOf('something before', line, 'something behind'))?.title).toBe(title)
  })

  it('is named by most of its lines', () => {
    expect(unreadText(linesOf(RACOON, JUNOS, JUNOS))?.title).toBe('a configuration of Junos')
  })

  it('is no talk about such things, and none that is read', () => {
    for (const line of [
      'The tunnel is down, charon says NO_PROPOSAL_CHOSEN',
      'IKEv2: does it not work with the branch?',
      'IPSEC (phase 2) is missing',
      'show me the security of it',
      'crypto isakmp policy 10',
      'ike is not the problem, I think',
      'Your VPN connection is down',
      'What does `show security ike security-associations` say? Or netsh advfirewall consec show rule?',
    ]) {
      expect(unreadText(linesOf(line))).toBeUndefined()
    }
  })

  it.each([
    ['vyos@gw-a:~$ show vpn ipsec sa', 'sudo swanctl --list-sas'],
    ['<phase1><ikeid>1</ikeid></phase1>', '/var/etc/ipsec/swanctl.conf'],
  ])('is told where the configuration of the strongSwan in it is: %s', (line, file) => {
    expect(unreadText(linesOf(line))?.instead).toContain(file)
  })

  it('comes with what to paste instead, and is told beside what was read', () => {
    const [alone] = analyse({ pastes: [{ source: 'output', text: JUNOS }] }).diagnostics
    expect(alone).toMatchObject({ code: 'PA002', severity: 'error' })
    expect(alone?.what).toBe('output is a configuration of Junos, which is not read.')
    expect(alone?.why).toContain('Describe that end in YAML')
    const lists = 'A1 SubnetA > SubnetB\nA2 SubnetA < SubnetB\n\nB1 SubnetB > SubnetA\nB2 SubnetB < SubnetA\n'
    const both = analyse({
      pastes: [
        { source: 'lists', text: lists },
        { source: 'output', text: JUNOS },
      ],
    })
    expect(both.diagnostics.find(({ code }) => code === 'PA002')).toMatchObject({
      severity: 'info',
      why: 'The answer rests on the other texts.',
      evidence: [],
    })
    const behind = analyse({ pastes: [{ source: 'lists', text: `${lists}\n${JUNOS}` }] })
    const [mixed] = behind.diagnostics.filter(({ code }) => code === 'PA001')
    expect(mixed?.what).toContain('There is a configuration of Junos among them, which is not read.')
    expect(mixed?.why).toContain('Describe that end in YAML')
  })

  it('is no talk in a conversation', () => {
    const pastes = [
      { source: 'message 1', text: JUNOS, talk: true },
      { source: 'message 2', text: 'any idea?', talk: true },
    ]
    const { setAside, diagnostics } = analyse({ pastes })
    expect(setAside.map(({ source }) => source)).toEqual(['message 2'])
    expect(diagnostics.map(({ what }) => what).join()).toContain('message 1 is a configuration of Junos')
  })
})

describe('what is asked for next', () => {
  const described = (vendor: string) =>
    analyse({
      pastes: [
        {
          source: 'a.yaml',
          text: `ends:\n  A:\n    vendor: ${vendor}\n    external_address: 198.51.100.7\n    local_networks: [10.2.0.0/24]\n    remote_networks: [10.1.0.0/24]\n`,
        },
      ],
    })

  it.each([
    ['libreswan', '(`cat /etc/ipsec.conf /etc/ipsec.d/*.conf`, if it is the same product;'],
    ['juniper', 'as well (`formats` lists what is read)'],
    ['paloalto', 'as well (`formats` lists what is read)'],
    ['other', 'as well (`formats` lists what is read)'],
  ])('beside a description of a %s is what can be read', (vendor, expected) => {
    const { diagnostics, unchecked } = described(vendor)
    expect(diagnostics.map(({ why }) => why).join('\n')).toContain(expected)
    expect(JSON.stringify([diagnostics, unchecked])).not.toMatch(/show security|show vpn|ipsec status|what shows/)
  })

  it('is asked of an end of which nothing was pasted once', () => {
    const asa = [
      'crypto map outside_map 1 match address VPN',
      'crypto map outside_map 1 set peer 198.51.100.7',
      'crypto map outside_map 1 set ikev1 transform-set TS',
      'crypto map outside_map interface outside',
      'access-list VPN extended permit ip 10.1.0.0 255.255.255.0 10.2.0.0 255.255.255.0',
      '',
    ].join('\n')
    const { unchecked } = analyse({ pastes: [{ source: 'asa.txt', text: asa }] })
    const asks = new Set(
      unchecked.filter(({ missing }) => missing.some((each) => each.startsWith('b.'))).map(({ ask }) => ask),
    )
    expect([...asks]).toEqual([expect.stringContaining('Paste the configuration of B (198.51.100.7)')])
  })
})
