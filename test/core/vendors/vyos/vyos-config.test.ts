import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { formatHost } from '../../../../src/core/address/address-range.ts'
import { analyse } from '../../../../src/core/index.ts'
import { vyosConfig } from '../../../../src/core/vendors/vyos/vyos-config.ts'
import {
  anchorsOf,
  connectionInWords,
  connectionsOf,
  linesWith,
  onlyEnd,
  readText,
} from '../strongswan/read-settings.ts'

const COMMANDS = fixture('gw-a-commands.txt')
const TREE = fixture('gw-b-config.boot')

function fixture(name: string): string {
  return readFileSync(new URL(`../../../fixtures/vyos/${name}`, import.meta.url), 'utf8')
}

function first(text: string) {
  return connectionInWords(connectionsOf(readText(vyosConfig, text))[0])
}

function networks(text: string) {
  return first(text)?.children.map(({ local, remote }) => [...local, ...remote].map((each) => each.split(' ')[0]))
}

function said(text: string): string[] {
  return readText(vyosConfig, text).problems.map(({ say }) => say)
}

const PEER = `peer b {
    authentication {
        local-id a.example
        mode pre-shared-secret
    }
    ike-group I
    local-address 192.0.2.1
    remote-address 192.0.2.2
    tunnel 1 {
        esp-group E
        local {
            prefix 10.1.0.0/24
        }
        remote {
            prefix 10.2.0.0/24
        }
    }
}`
const NETWORKS = [['10.1.0.0/24', '10.2.0.0/24']]

function indented(text: string): string {
  return text.replaceAll(/^/gm, '    ')
}

describe('the configuration of VyOS', () => {
  it.each([
    ['commands', COMMANDS, 'gw-a', '203.0.113.1'],
    ['a saved file', TREE, 'gw-b', '198.51.100.7'],
  ])('is read as %s, each line of it', (_, text, name, address) => {
    const reading = readText(vyosConfig, text)
    expect(linesWith('unrecognised', text, reading)).toEqual([])
    expect(linesWith('unsupported', text, reading)).toEqual([])
    expect(reading.problems).toEqual([])
    expect(onlyEnd(reading)?.name).toBe(name)
    expect(onlyEnd(reading)?.addresses.map(({ value }) => formatHost(value))).toEqual([address])
  })

  it('means the same in both notations, and the two fixtures are the ends of one tunnel', () => {
    const { verdict, diagnostics } = analyse({
      pastes: [
        { source: 'a.txt', text: COMMANDS },
        { source: 'b.txt', text: TREE },
      ],
    })
    expect(verdict).toBe('up')
    expect(diagnostics.map(({ code }) => code)).toEqual(['PA003'])
  })

  it.each([
    ['from "vpn" on', `vpn {\n    ipsec {\n        site-to-site {\n${PEER}\n        }\n    }\n}`],
    ['from "ipsec" on', `ipsec {\n    site-to-site {\n${PEER}\n    }\n}`],
    ['from "site-to-site" on', `site-to-site {\n${indented(PEER)}\n}`],
    ['from "peer" on', PEER],
    ['of the inside of a peer', PEER.split('\n').slice(1, -1).join('\n')],
    ['of the inside of a peer without its last braces', PEER.split('\n').slice(1, -3).join('\n')],
    ['in the tree and shown at a prompt', `vyos@gw-a# show vpn ipsec site-to-site\n${indented(PEER)}\n[edit]`],
    ['below the level that is edited', `[edit vpn ipsec site-to-site peer b]\n${commandsBelow('')}`],
    [
      'as commands below "edit"',
      `edit vpn ipsec site-to-site\nedit peer b\n${commandsBelow('')}\ntop\nset system host-name x`,
    ],
    [
      'as commands with prompts',
      commandsBelow('vyos@gw-a# set vpn ipsec site-to-site peer b ').replaceAll('# set vpn', '# set vpn'),
    ],
    [
      'quoted, and with the page that a terminal leaves',
      `${commandsBelow("set vpn ipsec site-to-site peer 'b' ")}\n--More--`,
    ],
  ])('is read %s', (_, text) => {
    expect(networks(text)).toEqual(NETWORKS)
    expect(linesWith('unrecognised', text, readText(vyosConfig, text))).toEqual([])
  })

  it.each([
    ['vpn ipsec profile NHRP bind tunnel tun0', 'DMVPN (a profile) is not looked at.'],
    ['vpn ipsec remote-access connection r ike-group I', 'Remote access is not looked at.'],
    ['vpn l2tp remote-access outside-address 192.0.2.1', 'L2TP is not looked at.'],
  ])('tells that another kind of tunnel is not looked at: %s', (line, say) => {
    const text = `set vpn ipsec interface eth0\nset ${line}`
    expect(said(text)).toEqual([say])
    expect(linesWith('unsupported', text, readText(vyosConfig, text))).toEqual([2])
  })

  it('tells a paste that is cut at either end', () => {
    const inner = PEER.split('\n').slice(1, -3).join('\n')
    const cuts = readText(vyosConfig, inner).problems.filter(({ kind }) => kind === 'cut')
    expect(cuts.map(({ span }) => span.line)).toEqual([1, 14])
  })

  it('takes what is deleted and set again as the last command leaves it', () => {
    const peer = 'set vpn ipsec site-to-site peer b'
    const text = [
      commandsBelow(`${peer} `),
      `delete ${peer.slice(4)} tunnel 1`,
      `${peer} tunnel 2 esp-group E`,
      `${peer} tunnel 2 local prefix 10.9.0.0/24`,
      `${peer} tunnel 2 remote prefix 10.2.0.0/24`,
      `${peer} local-address 192.0.2.9`,
      'commit',
      'save',
    ].join('\n')
    expect(networks(text)).toEqual([['10.9.0.0/24', '10.2.0.0/24']])
    expect(first(text)?.addresses[0]).toEqual(['192.0.2.9'])
  })

  it('keeps words such as those that every object has apart from its own', () => {
    const text = `${PEER}\nconstructor {\n}\nset vpn ipsec __proto__ x`
    expect(networks(text)).toEqual(NETWORKS)
    expect(linesWith('unrecognised', text, readText(vyosConfig, text))).toEqual([19, 21])
  })

  it('tells a word that it does not know, with the one that is meant', () => {
    const text = `${PEER.replace('remote-address', 'remote-adress')}`
    expect(said(text)).toContain('There is no "remote-adress" below "vpn ipsec site-to-site peer b".')
    expect(linesWith('unrecognised', text, readText(vyosConfig, text))).toEqual([8])
  })

  it.each([
    ['an ike-group', 'ike-group I', 'The peer "b" has no ike-group.'],
    ['a mode of authentication', 'mode pre-shared-secret', 'The peer "b" has no authentication mode.'],
    ['a local address', 'local-address 192.0.2.1', 'The peer "b" has no local-address.'],
  ])('loads no peer without %s, which a commit refuses', (_, line, say) => {
    const reading = readText(vyosConfig, PEER.replace(line, ''))
    expect(connectionsOf(reading)).toEqual([])
    expect(onlyEnd(reading)?.ike?.notLoaded.map(({ name }) => name)).toEqual(['b'])
    expect(reading.problems[0]?.say).toContain(say)
  })

  it('loads no peer whose tunnel has networks in transport mode', () => {
    const text = `${PEER}\nesp-group E {\n    mode transport\n}`
    expect(connectionsOf(readText(vyosConfig, text))).toEqual([])
  })

  it('asks for groups that were not pasted, and takes their proposals to be those of the peer', () => {
    const end = onlyEnd(readText(vyosConfig, PEER))
    expect(end?.missing?.map(({ topic }) => topic)).toEqual(['ike-group I', 'esp-group E'])
    expect(end?.ike?.connections[0]?.proposalsUntold).toBe(true)
  })

  it.each([
    ['a network', 'prefix 10.1.0.0/24', 'prefix 10.1.0.300/24', /10\.1\.0\.300/],
    ['a lifetime', 'ike-group I\n', 'ike-group I\n', /"lifetime" takes 0 to 86400 seconds, and "9x" is none/],
    ['a group', 'ike-group I\n', 'ike-group I\n', /"3" is no Diffie-Hellman group that VyOS has/],
    ['a cipher', 'ike-group I\n', 'ike-group I\n', /"aes257" is no encryption that VyOS has/],
  ])('tells %s that cannot be', (_, from, to, say) => {
    const groups =
      'ike-group I {\n    lifetime 9x\n    proposal 1 {\n        dh-group 3\n        encryption aes257\n    }\n}'
    expect(said(`${PEER.replace(from, to)}\n${groups}`).join('\n')).toMatch(say)
  })

  it.each([
    ['the trailer of a saved file', `${PEER}\n// vyos-config-version: "ipsec@5:nat@5"`, 'VyOS', 1],
    [
      'a peer that is called by its address',
      PEER.replace('peer b', 'peer 192.0.2.2')
        .replace(/.*remote-address.*\n/, '')
        .replace('local-id', 'id'),
      'VyOS',
      1,
    ],
    ['a word of EdgeOS alone', `auto-firewall-nat-exclude enable\n${PEER}`, 'EdgeOS', 1],
    ['the release that EdgeOS names', `${PEER}\n/* Release version: v2.0.9-hotfix.7.5622762 */`, 'EdgeOS', 1],
    ['nothing at all, from 1.4 on', PEER, 'VyOS', 2],
  ])('knows the generation by %s', (_, text, title, version) => {
    const end = onlyEnd(readText(vyosConfig, text))
    expect(end?.vendor.title).toBe(title)
    expect(end?.ike?.connections[0]?.initiates.value).toBe(version)
  })

  it('begins anew at another prompt, a heading, a top section that was there, and behind a trailer', () => {
    const one = 'vpn {\n    ipsec {\n        site-to-site {\n        }\n    }\n}'
    expect(anchorsOf(vyosConfig, `${one}\n${one}`)).toEqual([1, 7])
    expect(anchorsOf(vyosConfig, `A:\n${one}\nB:\n${one}`)).toEqual([2, 9])
    expect(anchorsOf(vyosConfig, `${one}\n// vyos-config-version: "ipsec@13"\nset vpn ipsec interface eth0`)).toEqual([
      1, 8,
    ])
    const shown = (host: string) => `vyos@${host}:~$ show configuration commands\nset vpn ipsec interface eth0`
    expect(anchorsOf(vyosConfig, `${shown('gw-a')}\n${shown('gw-b')}`)).toEqual([1, 3])
  })

  it.each([
    ['a FortiGate', 'config vpn ipsec phase1-interface\n    edit "b"\n        set interface "wan1"\n    next\nend'],
    ['Junos', 'set security ike gateway b address 192.0.2.2\nset interfaces ge-0/0/0 unit 0 family inet'],
    ['strongSwan', 'connections {\n    b {\n        children {\n            net {\n            }\n        }\n    }\n}'],
    ['a sentence', 'Please set vpn ipsec up for me, and delete the old peer.'],
  ])('is not found in what is of %s', (_, text) => {
    expect(anchorsOf(vyosConfig, text)).toEqual([])
  })
})

/** The peer above as commands. */
function commandsBelow(stem: string): string {
  const start = stem === '' ? 'set ' : stem
  return [
    'authentication local-id a.example',
    'authentication mode pre-shared-secret',
    'ike-group I',
    'local-address 192.0.2.1',
    'remote-address 192.0.2.2',
    'tunnel 1 esp-group E',
    'tunnel 1 local prefix 10.1.0.0/24',
    'tunnel 1 remote prefix 10.2.0.0/24',
  ]
    .map((line) => `${start}${line}`)
    .join('\n')
}
