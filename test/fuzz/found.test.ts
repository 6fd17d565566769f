import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Complaint } from '../../fuzz/complaint.ts'
import { examine } from '../../fuzz/examine.ts'
import type { Paste } from '../../src/core/index.ts'

/** What the fuzzer found, made small; each was wrong once. A time is that of the processor and far above what is needed. */
interface Found {
  readonly what: string
  readonly texts: readonly string[]
  readonly secrets?: readonly string[]
  readonly source?: string
  readonly probe?: string
}

const asa = golden('cisco-asa-agrees', 'a.txt')
const swanctl = golden('strongswan-agrees', 'b.conf')

/** Networks in groups of a crypto ACL and of NAT's rules, entered again and again. */
const THIRTY = Array(30)
  .fill(`hostname asa
object-group network DC
 network-object 172.16.10.0 255.255.255.0
 network-object 172.16.20.0 255.255.255.0
object-group network SITE
 network-object 192.168.50.0 255.255.255.0
 network-object 192.168.51.0 255.255.255.0
access-list S2S extended permit ip object-group DC object-group SITE
nat (inside,outside) source static DC DC destination static SITE SITE no-proxy-arp route-lookup
nat (any,outside) after-auto source dynamic any interface
crypto map outside_map 1 match address S2S
crypto map outside_map 1 set peer 198.51.100.99
crypto map outside_map interface outside
`)
  .join('')

const found: readonly Found[] = [
  { what: 'a blank line above a description', texts: ['\n \nends:\n  A:\n    vendor: isa\n'] },
  {
    what: 'a blank line at the end of a text with a secret',
    texts: ['A1 SubnetA > SubnetB\npsk: Zebra7Quince\n\n'],
    secrets: ['Zebra7Quince'],
  },
  { what: 'a last line of which a screen shows nothing', texts: ['A1 SubnetA > SubnetB\n\u200b\u200b'] },
  { what: 'a text of which a screen shows nothing', texts: ['\u202e\n'] },
  { what: 'a last line of which a screen shows nothing, with a line break', texts: ['A1 SubnetA > SubnetB\n\u200f\n'] },
  {
    what: 'a line break in what a terminal takes for its title',
    texts: ['A1 SubnetA > SubnetB\n\x1b]\n\x07A2 SubnetB > SubnetA\n'],
  },
  {
    what: 'a key that looks like a word below its name',
    texts: ['A1 SubnetA > SubnetB\nPre-shared key\nRUrscjzEFdnumzigutcj\n'],
    secrets: ['RUrscjzEFdnumzigutcj'],
  },
  { what: 'a code fence that is the last line', texts: ['A1 SubnetA > SubnetB\n```'] },
  {
    what: 'a code fence behind a line that ends as those of old Macs do',
    texts: ['A1 SubnetA > SubnetB\r```\nhelp\n'],
  },
  { what: 'half a character in an address', texts: ['remote_addrs=\udc00'] },
  { what: 'half a character in a packet to follow', texts: [''], probe: '2001:db8::1 -> 203.0.113.1 \ud874' },
  { what: 'a control character in the name of a file', texts: ['help'], source: 'a\x1cb' },
  { what: 'a mark of direction in the name of a file', texts: ['help'], source: '\u200fa' },
  { what: 'a line separator in the name of a file', texts: ['help'], source: 'a\u2028b' },
  {
    what: 'a child of strongSwan that refers to the section that it is in',
    texts: [golden('strongswan-agrees', 'a.conf').replace('      net {', '      net : connections.to-b.children {')],
  },
]

const slow: readonly Found[] = [
  {
    what: 'a configuration of an ASA that stands there thirty times, with its groups',
    texts: [THIRTY],
  },
  {
    what: 'a host name of 100,000 characters',
    texts: [swanctl.replace(/(local_addrs = ).*/, `$1gw.${'('.repeat(100_000)}`), asa],
  },
  {
    what: 'a crypto map of an IOS router that sets the same peer 1,000 times',
    texts: ['a.txt', 'b.txt'].map((file) =>
      golden('cisco-ios-agrees', file).replace(/^ set peer .*$/m, (line) => Array(1_000).fill(line).join('\n')),
    ),
  },
  {
    what: 'a proposal of an IOS router with 40,000 words that name no cipher',
    texts: [
      golden('cisco-ios-vti-strongswan', 'a.txt').replace(
        /^ encryption .*$/m,
        (line) => `${line}${' eas'.repeat(40_000)}`,
      ),
    ],
  },
  {
    what: 'a Remote Site that lists the same network 5,000 times',
    texts: [
      golden('isa-and-strongswan-agree', 'a.txt').replace(/^ *Subnet: .*$/m, (line) => `${line}\n`.repeat(5_000)),
    ],
  },
  {
    what: 'policies of Linux on one line of 38,000 characters, which many findings quote',
    texts: [golden('linux-up', 'a.txt').replaceAll('\n', '\\').repeat(60)],
  },
  {
    what: 'a swanctl.conf a hundred times over, in which each copy is to be changed',
    texts: [
      golden('strongswan-other-ike-proposal', 'a.conf'),
      golden('strongswan-other-ike-proposal', 'b.conf').repeat(100),
    ],
  },
  { what: 'a configuration of an ASA a hundred times over', texts: [asa.repeat(100), swanctl] },
  {
    what: 'object groups of an IOS router a hundred times over, in an access list that repeats as often',
    texts: [
      [
        'version 15.7\ncrypto map VPN 10 ipsec-isakmp\n set peer 198.51.100.7\n match address VPN',
        'interface GigabitEthernet0/0\n ip address 203.0.113.1 255.255.255.0\n crypto map VPN',
        'object-group network HERE\n 10.1.0.0 255.255.255.0\n host 203.0.113.1\nobject-group network THERE\n 10.2.0.0 255.255.255.0',
        'ip access-list extended VPN\n permit ip object-group HERE object-group THERE\n',
      ]
        .join('\n')
        .repeat(100),
    ],
  },
  {
    what: 'an access list of an IOS router with 17,000 lines that 100 entries of its crypto map name',
    texts: [
      [
        'version 15.7\ncrypto ipsec transform-set T esp-aes 256 esp-sha256-hmac',
        ...numbered(
          100,
          (at) =>
            `crypto map M ${at + 1} ipsec-isakmp\n set peer 198.51.100.${at + 1}\n set transform-set T\n match address X`,
        ),
        'interface GigabitEthernet0/0\n ip address 203.0.113.1 255.255.255.0\n crypto map M\nip access-list extended X',
        ...numbered(17_000, (at) => ` permit ip host 10.1.${at >> 8}.${at & 255} 10.2.0.0 0.0.255.255`),
      ].join('\n'),
    ],
  },
  {
    what: 'a crypto map of an IOS router with 1,500 entries for one peer that name one list',
    texts: [
      golden('cisco-ios-agrees', 'a.txt').replace(/^crypto map VPN 10 .*\n(?: .*\n)+/m, (entry) =>
        numbered(1_500, (at) => entry.replace(' 10 ', ` ${at + 1} `)).join(''),
      ),
      golden('cisco-ios-agrees', 'b.txt'),
    ],
  },
  {
    what: 'thousands of values that cannot be, which may be put right',
    texts: [
      swanctl.replace('auth = psk\n', 'auth = psk\n      auth psk\n'.repeat(2_000)),
      golden('strongswan-agrees', 'a.conf'),
    ],
  },
  {
    what: 'texts behind each other that are refused, beside two gateways',
    texts: [
      golden('cisco-ios-agrees', 'a.txt'),
      asa,
      swanctl.replace('version = 2', 'version = 1').replace('remote_ts = ', "remote_ts = '''").repeat(200),
    ],
  },
]

function numbered(count: number, line: (at: number) => string): string[] {
  return Array.from({ length: count }, (_, at) => line(at))
}

function golden(name: string, file: string): string {
  return readFileSync(new URL(`../golden/cases/${name}/${file}`, import.meta.url), 'utf8')
}

function complaintsAbout({ texts, source, probe, secrets = [] }: Found): Complaint[] {
  const pastes = texts.map((text, at): Paste => ({ source: source ?? `${'abc'[at]}.txt`, text }))
  return examine({ request: { pastes, ...(probe !== undefined && { probe }) }, secrets })
}

describe('what the fuzzer found', () => {
  it.each(found.map((each) => [each.what, each] as const))('%s', (_, each) => {
    expect(complaintsAbout(each)).toEqual([])
  })

  it.each(slow.map((each) => [each.what, each] as const))(
    '%s, in a few seconds',
    (_, each) => {
      const start = process.cpuUsage()
      expect(complaintsAbout(each)).toEqual([])
      const { user, system } = process.cpuUsage(start)
      expect((user + system) / 1e6).toBeLessThan(8)
    },
    60_000,
  )
})
