import { describe, expect, it } from 'vitest'
import type { Change, ChangeKind } from '../../../../src/core/model/change.ts'
import type { Endpoint } from '../../../../src/core/model/endpoint.ts'
import { policySpd } from '../../../../src/core/model/ends/number-entries.ts'
import type { Proposal, SelectorTemplate } from '../../../../src/core/model/ike-policy.ts'
import type { DialectStep } from '../../../../src/core/model/vendor.ts'
import { applyChanges } from '../../../../src/core/remedy/apply.ts'
import { ANY_PORT, ANY_PROTOCOL } from '../../../../src/core/selectors/interval.ts'
import { splitLines } from '../../../../src/core/text/source-text.ts'
import { fortigateConfig } from '../../../../src/core/vendors/fortigate/fortigate-config.ts'
import { fortigate } from '../../../../src/core/vendors/fortigate/vendor.ts'
import { box, range, TCP } from '../../../support/boxes.ts'
import { connectionInWords } from '../strongswan/read-settings.ts'

const TEXT = `config vpn ipsec phase1-interface
    edit "to-b"
        set local-gw 192.0.2.1
        set ike-version 2
        set peertype any
        set proposal aes128-sha256
        set remote-gw 198.51.100.7
        set psksecret ‹secret 1›
    next
end
config vpn ipsec phase2-interface
    edit "net"
        set phase1name "to-b"
        set proposal aes128-sha256
        set dhgrp 14
        set src-subnet 10.1.0.0 255.255.255.0
        set dst-subnet 10.2.0.0 255.255.255.0
        set protocol 6
    next
end
`

function endOf(text: string): Endpoint {
  const [fragment] = fortigateConfig.read({ source: 'a.txt', lines: splitLines('a.txt', text) }).endpoints
  const end = {
    label: 'A',
    name: 'gw-a',
    vendor: fortigate,
    addresses: fragment?.addresses ?? [],
    peers: fragment?.peers ?? [],
    site: undefined,
    settings: {},
    editor: null,
    span: null,
    partlyRead: false,
    ...(fragment?.dialect && { dialect: fragment.dialect }),
    ...(fragment?.ike && { ike: { ...fragment.ike, keys: fragment.ike.keys ?? [] } }),
  }
  return { ...end, spd: end.ike === undefined ? undefined : policySpd(end, end.ike) }
}

function stepsFor<K extends ChangeKind>(
  change: Change<K>,
  before: Endpoint,
  after: Endpoint = before,
): readonly DialectStep[] {
  return (before.dialect ?? fortigate.dialect)[change.kind](change, before, after)
}

function wordsOf(end: Endpoint) {
  return end.ike?.connections.map(connectionInWords)
}

function template(addresses: string, more: Partial<SelectorTemplate> = {}): SelectorTemplate {
  return { addresses: range(addresses), protocol: ANY_PROTOCOL, ports: ANY_PORT, span: null, ...more }
}

const ike: Proposal = {
  protocol: 'ike',
  encryption: ['AES_CBC_256'],
  integrity: ['HMAC_SHA2_512_256'],
  prf: ['PRF_HMAC_SHA2_512'],
  ke: ['ECP_256'],
  esn: [],
}
const esp: Proposal = {
  ...ike,
  protocol: 'esp',
  encryption: ['AES_GCM_16_256'],
  integrity: [],
  prf: [],
  esn: ['NO_EXT_SEQ'],
}
const at = { connection: 'to-b', child: 'net' }
const own = box('10.1.0.0/24', '10.2.0.0/24', { protocol: TCP })

/** Each comes out of the text with its commands as the model has it after the change. */
const CHANGES: readonly (readonly [string, Change])[] = [
  ['another network', { kind: 'cover', box: box('10.1.0.0/24', '203.0.113.1') }],
  ['a range', { kind: 'cover', box: box('10.1.0.1-10.1.0.9', '10.3.0.0/24') }],
  ['IPv6', { kind: 'cover', box: box('2001:db8:1::/48', '2001:db8:2::/48') }],
  [
    'a port',
    { kind: 'cover', box: box('10.1.0.0/24', '10.3.0.0/24', { protocol: TCP, remotePort: { from: 443, to: 443 } }) },
  ],
  ['other selectors', { kind: 'replace', from: own, to: box('10.1.0.0/16', '10.2.0.0/24') }],
  ['nothing more', { kind: 'remove', entry: 'A#1', box: own }],
  ['the address of the peer', { kind: 'retarget', from: range('198.51.100.7'), to: range('198.51.100.9') }],
  ['IKE proposals', { kind: 'ike-proposals', connection: 'to-b', proposals: [ike] }],
  ['ESP proposals', { kind: 'child-proposals', ...at, proposals: [esp] }],
  ['no perfect forward secrecy', { kind: 'child-proposals', ...at, proposals: [{ ...esp, ke: [] }] }],
  ['one pair', { kind: 'child-selectors', ...at, local: [template('10.1.0.0/16')], remote: [template('10.9.0.0/16')] }],
  [
    'lists',
    {
      kind: 'child-selectors',
      ...at,
      local: [template('10.1.0.0/24'), template('10.3.0.0/24')],
      remote: [template('10.2.0.0/24')],
    },
  ],
  ['transport mode', { kind: 'mode', ...at, mode: 'transport' }],
  ['an own identity', { kind: 'own-identity', connection: 'to-b', identity: { kind: 'fqdn', text: 'gw-a.example' } }],
  ['an own key id', { kind: 'own-identity', connection: 'to-b', identity: { kind: 'keyid', text: 'Site A' } }],
  [
    'the identity of the peer',
    { kind: 'peer-identity', connection: 'to-b', identity: { kind: 'email', text: 'b@example.net' } },
  ],
  ['anybody', { kind: 'peer-identity', connection: 'to-b', identity: { kind: 'any', text: '%any' } }],
  ['IKEv1', { kind: 'version', connection: 'to-b', version: 1 }],
  ['the own address', { kind: 'own-addresses', connection: 'to-b', addresses: [range('192.0.2.9')] }],
  ['addresses of the peer', { kind: 'peer-addresses', connection: 'to-b', addresses: [range('198.51.100.9')] }],
]

describe('the commands for a change', () => {
  it.each(CHANGES)('to %s make of the text what the change makes of the model', (_, change) => {
    const before = endOf(TEXT)
    const after = applyChanges(before, [change])
    if (after === undefined) expect.fail('The change cannot be made.')
    const steps = stepsFor(change, before, after)
    for (const { run } of steps) expect(run).not.toBeNull()
    const typed = endOf(TEXT + steps.map(({ run }) => `${run}\n`).join(''))
    if (change.kind === 'version') expect(typed.ike?.connections[0]?.accepts).toEqual([1])
    else expect(comparable(wordsOf(typed))).toEqual(comparable(wordsOf(after)))
  })

  it('set a lifetime in seconds', () => {
    const lifetime = { rekey: { from: 3000, to: 3300 }, end: 3600 }
    const ikeText = runOf({ kind: 'lifetime', connection: 'to-b', child: null, lifetime })
    expect(endOf(TEXT + ikeText).ike?.connections[0]?.lifetime.end).toBe(3600)
    const childText = runOf({ kind: 'lifetime', ...at, lifetime })
    expect(endOf(TEXT + childText).ike?.connections[0]?.children[0]?.lifetime.end).toBe(3600)
  })

  it('set the same new key where the old one stands', () => {
    const replaces = endOf(TEXT).ike?.keys[0]?.span ?? null
    expect(runOf({ kind: 'new-key', owners: [], replaces })).toContain(
      'edit "to-b"\n        set psksecret "<the same new key on both ends>"',
    )
  })

  it('insist on a post-quantum key, and set it where it is new', () => {
    const use = { kind: 'post-quantum-key', connection: 'to-b', id: 'one' } as const
    const named = 'set ppk require\n        set ppk-identity "one"'
    expect(runOf({ ...use, key: null })).toContain(`${named}\n    next`)
    expect(runOf({ ...use, key: { owners: [], replaces: null } })).toContain(
      `${named}\n        set ppk-secret "<the same new key on both ends>"`,
    )
  })

  it('enter the vdom and leave it again', () => {
    const text = `config vdom\nedit "branch office"\n${TEXT}end\n`
    const [step] = stepsFor({ kind: 'version', connection: 'to-b', version: 1 }, endOf(text))
    expect(step?.run).toBe(
      [
        'config vdom',
        'edit "branch office"',
        'config vpn ipsec phase1-interface',
        '    edit "to-b"',
        '        set ike-version 1',
        '    next',
        'end',
        'end',
      ].join('\n'),
    )
    expect(endOf(`${text}${step?.run}\n`).ike?.connections[0]?.accepts).toEqual([1])
  })

  it('name the tables of a tunnel by policy', () => {
    const text = TEXT.replaceAll('-interface', '')
    const [step] = stepsFor({ kind: 'cover', box: box('10.1.0.0/24', '10.3.0.0/24') }, endOf(text))
    expect(step?.run).toContain('config vpn ipsec phase2\n')
  })

  it('take a name that is free', () => {
    const text = `${TEXT}config vpn ipsec phase2-interface\n    edit "net-2"\n        set phase1name "to-b"\n    next\nend\n`
    const [step] = stepsFor({ kind: 'cover', box: box('10.1.0.0/24', '10.3.0.0/24') }, endOf(text))
    expect(step?.run).toContain('edit "net-3"')
  })

  it('remind of a route where none were pasted, and add what the pasted ones lack', () => {
    const change: Change = { kind: 'cover', box: box('10.1.0.0/24', '10.3.0.0/24') }
    expect(stepsFor(change, endOf(TEXT)).map(({ say }) => say)).toEqual([
      'On gw-a, add a phase 2 to "to-b" for 10.1.0.0/24 to 10.3.0.0/24.',
      'On gw-a, route 10.3.0.0/24 into "to-b", unless a route leads there already.',
    ])
    const routed = `${TEXT}config router static\n    edit 1\n        set dst 10.0.0.0 255.0.0.0\n        set device "to-b"\n    next\nend\n`
    expect(stepsFor(change, endOf(routed))).toHaveLength(1)
    const halves = ['10.3.0.0', '10.3.0.128'].map(
      (half, at) =>
        `    edit ${at + 1}\n        set dst ${half} 255.255.255.128\n        set device "to-b"\n    next\n`,
    )
    const inHalves = (routes: readonly string[]) => endOf(`${TEXT}config router static\n${routes.join('')}end\n`)
    expect(stepsFor(change, inHalves(halves))).toHaveLength(1)
    expect(stepsFor(change, inHalves(halves.slice(1)))).toHaveLength(2)
  })

  it('stand for an end of which only a description tells', () => {
    const end: Endpoint = {
      label: 'B',
      name: 'gw-b',
      vendor: fortigate,
      addresses: [],
      peers: [],
      spd: [],
      site: undefined,
      settings: {},
      editor: null,
      span: null,
      partlyRead: false,
    }
    const run = stepsFor({ kind: 'cover', box: box('10.2.0.0/24', '203.0.113.1') }, end).map((step) => step.run)
    expect(run.join('\n')).toContain('set phase1name "<the tunnel>"')
    expect(run.join('\n')).toContain('set device "<the tunnel>"')
  })
})

describe('a pair of a phase 2 whose groups make several', () => {
  const grouped =
    endOf(`${TEXT.replace('set dst-subnet 10.2.0.0 255.255.255.0', 'set dst-addr-type name\n        set dst-name "B"')}config firewall address
    edit "B-1"
        set subnet 10.2.0.0 255.255.255.0
    next
    edit "B-2"
        set subnet 10.3.0.0 255.255.255.0
    next
end
config firewall addrgrp
    edit "B"
        set member "B-1" "B-2"
    next
end
`)

  it.each<readonly [string, Change<'replace'> | Change<'remove'>]>([
    ['changed', { kind: 'replace', from: own, to: box('10.1.0.0/16', '10.2.0.0/24', { protocol: TCP }) }],
    ['taken out', { kind: 'remove', entry: 'A1', box: own }],
  ])('is %s by hand, so that the others stay', (_, change) => {
    const steps = stepsFor(change, grouped)
    expect(steps.map(({ run }) => run)).toEqual([null])
    expect(steps[0]?.say).toContain('in phase 2 "net", ')
    expect(stepsFor(change, endOf(TEXT))[0]?.run).not.toBeNull()
  })
})

describe('what FortiOS has no words for', () => {
  it.each<readonly [string, Change]>([
    [
      'a range of ports',
      { kind: 'cover', box: box('10.1.0.0/24', '10.3.0.0/24', { protocol: TCP, remotePort: { from: 1, to: 9 } }) },
    ],
    ['AH', { kind: 'child-proposals', ...at, proposals: [{ ...esp, protocol: 'ah' }] }],
    ['a group for one of several ciphers', { kind: 'child-proposals', ...at, proposals: [esp, { ...esp, ke: [] }] }],
    ['compression', { kind: 'compression', ...at, compression: true }],
    ['owners of a key', { kind: 'key-owners', key: { source: 'a.txt', line: 8, column: 1, length: 1 }, owners: [] }],
  ])('is not recommended: %s', (_, change) => {
    expect(fortigate.lacksWordsFor?.(change, endOf(TEXT))).toBe(true)
  })

  it('is a peer identity in main mode of IKEv1 (FortiOS 5.0 handbook)', () => {
    const change: Change = { kind: 'peer-identity', connection: 'to-b', identity: { kind: 'fqdn', text: 'b' } }
    expect(fortigate.lacksWordsFor?.(change, endOf(TEXT))).toBe(false)
    expect(fortigate.lacksWordsFor?.(change, endOf(TEXT.replace('ike-version 2', 'ike-version 1')))).toBe(true)
  })
})

function runOf(change: Change): string {
  return stepsFor(change, endOf(TEXT))
    .map(({ run }) => `${run}\n`)
    .join('')
}

/** Lifetimes and the order of a product's own lists are not what a change is about. */
function comparable(connections: ReturnType<typeof wordsOf>) {
  return connections?.map((connection) => connection && { ...connection, lifetime: null })
}
