import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { formatHost } from '../../../../src/core/address/address-range.ts'
import { fortigateConfig } from '../../../../src/core/vendors/fortigate/fortigate-config.ts'
import {
  anchorsOf,
  connectionInWords,
  connectionsOf,
  linesWith,
  onlyEnd,
  readText,
} from '../strongswan/read-settings.ts'

const GATEWAY = readFileSync(new URL('../../../fixtures/fortigate/gw-a.txt', import.meta.url), 'utf8')

/** A phase 1 and a phase 2 with some more settings. */
function tunnel(phase1: readonly string[] = [], phase2: readonly string[] = []): string {
  return [
    'config vpn ipsec phase1-interface',
    'edit "to-b"',
    'set remote-gw 198.51.100.7',
    ...phase1,
    'next',
    'end',
    'config vpn ipsec phase2-interface',
    'edit "to-b"',
    'set phase1name "to-b"',
    ...phase2,
    'next',
    'end',
  ].join('\n')
}

function first(text: string) {
  return connectionInWords(connectionsOf(readText(fortigateConfig, text))[0])
}

function selectors(text: string) {
  return first(text)?.children.map(({ local, remote }) => [local, remote])
}

function problems(text: string): string[] {
  return readText(fortigateConfig, text).problems.map(({ say }) => say)
}

describe('the configuration of a FortiGate', () => {
  const reading = readText(fortigateConfig, GATEWAY)

  it('begins at its prompt and is one block', () => {
    expect(anchorsOf(fortigateConfig, GATEWAY)).toEqual([1])
  })

  it('begins anew at the prompt of another unit, also as people write it and where "end" is in capitals', () => {
    const unit = (prompt: string) => `${prompt} show\n${tunnel().replaceAll('end', 'End')}\n`
    expect(anchorsOf(fortigateConfig, unit('FGT-A#') + unit('FGT-B#'))).toEqual([1, 12])
    expect(linesWith('unrecognised', unit('FGT-A#'), readText(fortigateConfig, unit('FGT-A#')))).toEqual([])
  })

  it('is read with its interfaces, address groups and lifetimes', () => {
    expect(first(GATEWAY)).toEqual({
      name: 'to-b',
      version: [2, [2]],
      exchange: 'main',
      addresses: [['192.0.2.1'], ['198.51.100.7']],
      proposals: [
        'ike: AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/ECP_384/MODP_2048',
        'ike: AES_GCM_16_256/PRF_HMAC_SHA2_384/ECP_384/MODP_2048',
      ],
      local: ['psk fqdn gw-a.example.net'],
      remote: ['psk fqdn gw-b.example.net'],
      vips: [],
      pools: [],
      lifetime: { rekey: { from: 28_500, to: 28_770 }, end: 28_800 },
      children: [
        {
          name: 'to-b',
          local: ['10.1.0.0/24 any any'],
          remote: ['10.2.0.0/24 any any', '10.3.0.10-10.3.0.20 any any'],
          proposals: [
            'esp: AES_CBC_256/HMAC_SHA2_256_128/ECP_384/NO_EXT_SEQ',
            'esp: AES_GCM_16_256/ECP_384/NO_EXT_SEQ',
          ],
          mode: 'tunnel',
          compression: false,
          waits: false,
          lifetime: { rekey: { from: 3300, to: 3570 }, end: 3600 },
        },
        {
          name: 'to-b-web',
          local: ['10.1.0.0/24 tcp any'],
          remote: ['10.4.0.0/24 tcp 443'],
          proposals: ['esp: AES_CBC_256/HMAC_SHA2_256_128/NO_EXT_SEQ'],
          mode: 'tunnel',
          compression: false,
          waits: false,
          lifetime: { rekey: { from: 42_900, to: 43_170 }, end: 43_200 },
        },
      ],
    })
  })

  it('tells its name, its own address and that of the peer', () => {
    const end = onlyEnd(reading)
    expect(end?.name).toBe('FGT-A')
    expect(end?.addresses.map(({ value }) => formatHost(value))).toEqual(['192.0.2.1'])
    expect(end?.peers.map(({ value }) => formatHost(value))).toEqual(['198.51.100.7'])
  })

  it('is read where lines are joined, with the place of each value and of what is not known', () => {
    const joined = tunnel(['set ike-version 2', 'set strange 1'], ['set dhgrp 14']).replaceAll('\n', ' ')
    const { roles } = readText(fortigateConfig, joined)
    expect(first(joined)).toEqual(first(tunnel(['set ike-version 2'], ['set dhgrp 14'])))
    expect(roles.get(1)).toBe('unrecognised')
    expect(connectionsOf(readText(fortigateConfig, joined))[0]?.initiates).toMatchObject({
      span: { line: 1, column: joined.indexOf('set ike') + 1, length: 'set ike-version 2'.length },
    })
  })

  it('has a place for every line', () => {
    expect(linesWith('unrecognised', GATEWAY, reading)).toEqual([])
    expect(linesWith('unsupported', GATEWAY, reading)).toEqual([])
    expect(reading.problems).toEqual([])
  })
})

describe('a tunnel without a word about it', () => {
  it('has the defaults of FortiOS', () => {
    const read = first(tunnel())
    expect(read).toMatchObject({
      version: [1, [1]],
      exchange: 'main',
      local: ['psk -'],
      remote: ['psk any %any'],
      lifetime: { end: 86_400 },
    })
    expect(read?.proposals.slice(0, 2)).toEqual([
      'ike: AES_CBC_128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048',
      'ike: AES_CBC_128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_1536',
    ])
    expect(read?.children[0]?.proposals[0]).toBe('esp: AES_CBC_128/HMAC_SHA1_96/MODP_2048/MODP_1536/NO_EXT_SEQ')
    expect(selectors(tunnel())).toEqual([[['0.0.0.0/0 any any'], ['0.0.0.0/0 any any']]])
  })

  it('has those of FortiOS 5 where the header tells that', () => {
    const header = '#config-version=FGT60D-5.06-FW-build1449-170330:opmode=0:vdom=0:user=admin\n'
    expect(first(header + tunnel())?.proposals.at(-1)).toBe('ike: 3DES_CBC/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1536')
  })
})

describe('settings of a phase 1', () => {
  it.each([
    [[], ['NO_EXT_SEQ']],
    [['set esn allow'], ['EXT_SEQ', 'NO_EXT_SEQ']],
    [['set esn require'], ['EXT_SEQ']],
  ])('%j decide the sequence numbers of its children', (lines, esn) => {
    const read = connectionsOf(readText(fortigateConfig, tunnel(lines)))[0]
    expect(read?.children[0]?.proposals.value.map((proposal) => proposal.esn)).toEqual(
      read?.children[0]?.proposals.value.map(() => esn),
    )
  })

  it('tell a post-quantum key and its identity', () => {
    const text = tunnel(['set ike-version 2', 'set ppk require', 'set ppk-identity "k1"', 'set ppk-secret ‹secret 1›'])
    const ike = onlyEnd(readText(fortigateConfig, text))?.ike
    expect(ike?.connections[0]?.postQuantum?.value).toBe('insist')
    expect(ike?.connections[0]?.postQuantumIds).toEqual(['k1'])
    expect(ike?.postQuantumKeys?.map(({ ids, mark }) => [ids, mark])).toEqual([[['k1'], '‹secret 1›']])
  })

  it.each([
    [['set type dynamic'], []],
    [
      ['set type dynamic', 'set remote-gw-match ipmask', 'set remote-gw-subnet 198.51.100.0 255.255.255.0'],
      ['198.51.100.0/24'],
    ],
    [['set type ddns', 'set remotegw-ddns "b.example.net"'], ['b.example.net']],
  ])('%j tell who the peer may be', (lines, expected) => {
    expect(first(tunnel(lines))?.addresses[1]).toEqual(expected)
  })

  it('have a proposal with a group once, however often the two are named', () => {
    const often = (word: string) => Array.from({ length: 500 }, () => word).join(' ')
    const read = first(tunnel([`set proposal ${often('aes256-sha256')}`, `set dhgrp ${often('14')}`]))
    expect(read?.proposals).toEqual(['ike: AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048'])
  })

  it('are told where a word stands, also one that was added to others', () => {
    const lines = ['set dhgrp 14 5 97', 'append dhgrp 98', 'unselect dhgrp 5', 'append dhgrp "99"']
    const { problems } = readText(fortigateConfig, tunnel(lines))
    expect(problems.map(({ span: { line, column, length } }) => [line, column, length])).toEqual([
      [4, 16, 2],
      [5, 14, 2],
      [7, 14, 4],
    ])
  })

  it('are told where they cannot be', () => {
    expect(
      problems(tunnel(['set ike-version 3', 'set proposal aes256-sha255', 'set dhgrp 99', 'set keylife 5'])),
    ).toEqual([
      '"ike-version" is 1 or 2, and "3" is neither.',
      '"aes256-sha255" is no proposal that FortiOS has in phase 1 of IKEv1; it is left out.',
      '"99" is no Diffie-Hellman group that FortiOS has.',
      '"keylife" takes a number from 120 to 172800, and "5" is none.',
    ])
    expect(problems(tunnel(['set proposall aes256-sha256']))).toEqual([
      'FortiOS has no "proposall" in "config vpn ipsec phase1-interface".',
    ])
    expect(problems(tunnel([], ['set src-subnet 10.1.0.0 255.0.255.0']))[0]).toContain('The mask 255.0.255.0 has a gap')
  })
})

describe('a part of a configuration', () => {
  it('of a phase 2 alone tells what is protected, and asks for the phase 1', () => {
    const end = onlyEnd(
      readText(
        fortigateConfig,
        'edit "to-b"\nset phase1name "to-b"\nset src-subnet 10.1.0.0/24\nset dst-subnet 10.2.0.0/24\nnext',
      ),
    )
    expect(end?.filters?.map(({ direction }) => direction)).toEqual(['out', 'in'])
    expect(end?.missing?.map(({ command }) => command)).toEqual(['`show vpn ipsec phase1-interface to-b`'])
  })

  it('of a phase 1 alone asks for its phases 2', () => {
    const end = onlyEnd(readText(fortigateConfig, 'edit "to-b"\nset remote-gw 198.51.100.7\nset psksecret x\nnext'))
    expect(end?.missing?.map(({ command }) => command)).toEqual(['`show vpn ipsec phase2-interface`'])
  })

  it('that is whole but for a phase 2 is at fault', () => {
    expect(
      problems(
        'config vpn ipsec phase1-interface\nedit "to-b"\nset remote-gw 198.51.100.7\nnext\nend\nconfig vpn ipsec phase2-interface\nend',
      ),
    ).toEqual(['No phase 2 names "to-b", so that FortiOS negotiates nothing for it.'])
  })

  it('that other products write too is left alone', () => {
    for (const text of [
      'config setup\n  ikev1-policy=accept',
      "config interface 'lan'\n\toption proto static",
      'set pfs group14',
      'edit 1',
    ])
      expect(anchorsOf(fortigateConfig, text)).toEqual([])
  })

  it('begins anew at another unit', () => {
    const one = 'FGT-A # show\nconfig vpn ipsec phase1-interface\nedit "x"\nnext\nend\n'
    expect(anchorsOf(fortigateConfig, one + one.replace('FGT-A', 'FGT-B'))).toEqual([1, 6])
    expect(anchorsOf(fortigateConfig, `Site A:\n${tunnel()}\nSite B:\n${tunnel()}`)).toEqual([2, 13])
  })
})

describe('a second address of an interface', () => {
  const SECOND = `set secondary-IP enable
config secondaryip
edit 1
set ip 192.0.2.5 255.255.255.0
set allowaccess ping
next
edit 2
set ip 192.0.2.6 255.255.255.0
next
end`
  const addresses = (own: string, phase1: readonly string[] = []) => {
    const text = `config system interface\nedit "wan1"\n${own}\n${SECOND}\nnext\nend\n${tunnel(['set interface wan1', ...phase1])}`
    const [end] = readText(fortigateConfig, text).endpoints
    return [end?.addresses, end?.spareAddresses].map((known) => known?.map(({ value }) => formatHost(value)))
  }

  it('is where a tunnel begins that names it, and could begin otherwise', () => {
    expect(addresses('set ip 192.0.2.1 255.255.255.0')).toEqual([['192.0.2.1'], ['192.0.2.5', '192.0.2.6']])
    expect(addresses('set ip 192.0.2.1 255.255.255.0', ['set local-gw 192.0.2.6'])[0]).toEqual(['192.0.2.6'])
  })

  it('is not that of an interface whose own one is leased', () => {
    expect(addresses('set mode dhcp')).toEqual([[], ['192.0.2.5', '192.0.2.6']])
  })
})

describe('vdoms', () => {
  const vdom = (name: string, address: string) =>
    ['config vdom', `edit ${name}`, tunnel([`set local-gw ${address}`]), 'end'].join('\n')

  it('have tunnels of one name, told apart by theirs', () => {
    const reading = readText(fortigateConfig, `${vdom('root', '192.0.2.1')}\n${vdom('B', '192.0.2.2')}`)
    expect(connectionsOf(reading).map(({ name }) => name)).toEqual(['root/to-b', 'B/to-b'])
    expect(connectionsOf(reading).map(({ children }) => children.length)).toEqual([1, 1])
  })
})

describe('the networks of a phase 2', () => {
  it.each([
    [['set src-subnet 10.1.0.0/16'], '10.1.0.0/16'],
    [['set src-addr-type range', 'set src-start-ip 10.1.0.1', 'set src-end-ip 10.1.0.9'], '10.1.0.1-10.1.0.9'],
    [['set src-addr-type ip', 'set src-start-ip 10.1.0.1'], '10.1.0.1'],
    [['set src-addr-type subnet6', 'set src-subnet6 2001:db8:1::/48'], '2001:db8:1::/48'],
  ])('are read from %j', (lines, expected) => {
    expect(selectors(tunnel(['set ike-version 2'], lines))?.[0]?.[0]).toEqual([`${expected} any any`])
  })

  it('are pairs in IKEv1, which is told', () => {
    const objects = ['A1 10.1.0.0', 'A2 10.2.0.0', 'B1 10.8.0.0'].map((text) => text.split(' '))
    const book = [
      'config firewall address',
      ...objects.flatMap(([name, net]) => [`edit ${name}`, `set subnet ${net} 255.255.255.0`, 'next']),
      'end',
      'config firewall addrgrp',
      'edit A',
      'set member A1 A2',
      'next',
      'end',
      '',
    ].join('\n')
    const names = ['set src-addr-type name', 'set dst-addr-type name', 'set src-name A', 'set dst-name B1']
    expect(selectors(book + tunnel([], names))).toEqual([
      [['10.1.0.0/24 any any'], ['10.8.0.0/24 any any']],
      [['10.2.0.0/24 any any'], ['10.8.0.0/24 any any']],
    ])
    expect(problems(book + tunnel([], names))).toEqual([
      '"to-b" has several networks in one phase 2, of which IKEv1 can offer one pair at a time; it is taken to offer each pair.',
    ])
    expect(selectors(book + tunnel(['set ike-version 2'], names))).toEqual([
      [['10.1.0.0/24 any any', '10.2.0.0/24 any any'], ['10.8.0.0/24 any any']],
    ])
  })

  it.each(['1', '2'])('are 4096 pairs of large groups at most, which is told (IKEv%s)', (version) => {
    const networks = (group: string, net: string, count: number) =>
      Array.from({ length: count }, (_, at) => ({ name: `${group}${at}`, net: `${net}.${at}.0` }))
    const read = (here: number) => {
      const [mine, theirs] = [networks('A', '10.1', here), networks('B', '10.2', 64)]
      const book = [
        'config firewall address',
        ...[...mine, ...theirs].flatMap(({ name, net }) => [`edit ${name}`, `set subnet ${net} 255.255.255.0`, 'next']),
        'end',
        'config firewall addrgrp',
        ...[mine, theirs].flatMap((all, at) => [
          `edit ${at === 0 ? 'A' : 'B'}`,
          `set member ${all.map(({ name }) => name).join(' ')}`,
          'next',
        ]),
        'end',
        '',
      ].join('\n')
      const names = ['set src-addr-type name', 'set dst-addr-type name', 'set src-name A', 'set dst-name B']
      return readText(fortigateConfig, book + tunnel([`set ike-version ${version}`], names))
    }
    const whole = connectionsOf(read(64))[0]?.children ?? []
    const pairs = whole.map(({ local, remote }) => local.value.length * remote.value.length)
    expect(pairs.reduce((sum, each) => sum + each, 0)).toBe(4096)
    const beyond = read(65)
    expect(connectionsOf(beyond)[0]?.children).toEqual([])
    expect(beyond.problems.map(({ kind, say }) => [kind, say])).toEqual([
      [
        'unsupported',
        'The groups of "to-b" make 4160 pairs of networks, and no more than 4096 are made of one phase 2; this phase 2 is not looked at.',
      ],
    ])
    expect(onlyEnd(beyond)?.missing?.map(({ topic }) => topic)).toEqual(['pairs of the large groups in "to-b"'])
  })

  it('are asked for where their object was not pasted', () => {
    const end = onlyEnd(readText(fortigateConfig, tunnel([], ['set src-addr-type name', 'set src-name "LAN A"'])))
    expect(end?.missing?.map(({ topic, command }) => [topic, command])).toEqual([
      ['address "LAN A"', '`show firewall address "LAN A"`'],
    ])
  })
})
