import { describe, expect, it } from 'vitest'
import { nameRange } from '../../../../src/core/address/address-range.ts'
import { parseAddress, parsePrefix } from '../../../../src/core/address/parse-address.ts'
import type { Change } from '../../../../src/core/model/change.ts'
import type { Endpoint } from '../../../../src/core/model/endpoint.ts'
import { policySpd } from '../../../../src/core/model/ends/number-entries.ts'
import type { Format } from '../../../../src/core/model/format.ts'
import type { Proposal, SelectorTemplate } from '../../../../src/core/model/ike-policy.ts'
import { applyChanges } from '../../../../src/core/remedy/apply.ts'
import { ANY_PORT, ANY_PROTOCOL } from '../../../../src/core/selectors/interval.ts'
import { splitLines } from '../../../../src/core/text/source-text.ts'
import { libreswanConf } from '../../../../src/core/vendors/libreswan/ipsec-conf.ts'
import { strongswanIpsecConf } from '../../../../src/core/vendors/strongswan/ipsec-conf/ipsec-conf.ts'
import { strongswanStarter } from '../../../../src/core/vendors/strongswan/vendor.ts'
import { applyTextEdits } from '../../../support/apply-edits.ts'
import { connectionInWords } from '../strongswan/read-settings.ts'

const LIBRESWAN = `config setup
\tlogtime=yes

conn net
\talso=peers
\tleftsubnet=10.1.0.0/24\t# the office
\trightsubnet=10.2.0.0/24
\tikev2=insist
\tauto=start

conn peers
\tleft=192.0.2.1
\tright=192.0.2.2
\tauthby=secret
\trightid=@gw-b.example

conn %default
\tsalifetime=2h
`
const STRONGSWAN = `# strongSwan
conn net
    also=peers
    leftsubnet=10.1.0.0/24 # the office
    rightsubnet=10.2.0.0/24
    auto=start

conn peers
    left=192.0.2.1
    right=192.0.2.2
    authby=secret
    rightid=@gw-b.example

conn %default
    keyexchange=ikev2
    lifetime=2h
`
const SECRETS = `192.0.2.1 @gw-b.example : PSK "‹secret 1›"
`

function endOf(format: Format, text: string, own: '192.0.2.1' | '192.0.2.2'): Endpoint {
  const [fragment] = format.read({ source: 'a.conf', lines: splitLines('a.conf', text) }).endpoints
  const address = parseAddress(own)
  if (fragment === undefined || 'problem' in address) throw new Error('Nothing was read.')
  const view = fragment.sides?.seenFrom([address])
  return {
    label: 'A',
    name: 'gw-a',
    vendor: fragment.vendor,
    addresses: [{ origin: 'default', value: address, authority: 'this test' }],
    peers: [],
    spd: [],
    site: undefined,
    settings: {},
    editor: fragment.editor,
    span: null,
    partlyRead: false,
    ...(view?.ike && { ike: { ...view.ike, keys: view.ike.keys ?? [] } }),
  }
}

const ike: Proposal = {
  protocol: 'ike',
  encryption: ['AES_CBC_256'],
  integrity: ['HMAC_SHA2_256_128'],
  prf: ['PRF_HMAC_SHA2_256'],
  ke: ['ECP_256'],
  esn: [],
}
const connection = 'net'
const child = 'net'

function selector(text: string): SelectorTemplate {
  const range = parsePrefix(text)
  const addresses = 'problem' in range ? nameRange(text) : range
  return { addresses, protocol: ANY_PROTOCOL, ports: ANY_PORT, span: null }
}

/** Changes of everything that a conn says; `esn` is how the product's own children have it. */
function changes(esn: readonly string[]): readonly Change[] {
  const esp: Proposal = { ...ike, protocol: 'esp', encryption: ['AES_GCM_16_256'], integrity: [], prf: [], esn }
  return [
    { kind: 'ike-proposals', connection, proposals: [ike] },
    { kind: 'child-proposals', connection, child, proposals: [esp] },
    { kind: 'child-selectors', connection, child, local: [selector('10.7.0.0/16')], remote: [selector('10.9.0.0/16')] },
    { kind: 'mode', connection, child, mode: 'transport' },
    { kind: 'compression', connection, child, compression: true },
    { kind: 'waits', connection, child, waits: true },
    { kind: 'own-identity', connection, identity: { kind: 'fqdn', text: 'gw-a.example' } },
    { kind: 'peer-identity', connection, identity: { kind: 'email', text: 'vpn@b.example' } },
    { kind: 'authentication', connection, side: 'local', method: 'pubkey' },
    { kind: 'version', connection, version: 1 },
    { kind: 'peer-addresses', connection, addresses: selector('192.0.2.9/32').addresses === 'dynamic' ? [] : hosts() },
    { kind: 'lifetime', connection, child: null, lifetime: { rekey: { from: 2520, to: 3060 }, end: 3600 } },
    { kind: 'lifetime', connection, child, lifetime: { rekey: { from: 2520, to: 3060 }, end: 3600 } },
  ]
}

function hosts() {
  const address = parseAddress('192.0.2.9')
  return 'problem' in address ? [] : [address]
}

describe.each([
  ['Libreswan', libreswanConf, `${LIBRESWAN}`.replace('logtime=yes', 'ikev1-policy=accept'), ['EXT_SEQ', 'NO_EXT_SEQ']],
  ['strongSwan', strongswanIpsecConf, STRONGSWAN, ['NO_EXT_SEQ']],
] as const)('a changed ipsec.conf of %s', (_, format, conf, esn) => {
  describe.each(['192.0.2.1', '192.0.2.2'] as const)('of %s', (own) => {
    it.each(changes(esn).map((change) => [change.kind, change] as const))(
      'is read as what it was changed to: %s',
      (__, change) => {
        const before = endOf(format, conf + SECRETS, own)
        const after = applyChanges(before, [change])
        if (after === undefined) throw new Error('The change does not apply.')
        const text = applyTextEdits(conf + SECRETS, before.editor?.(before, after) ?? [])
        expect(text).not.toBe(conf + SECRETS)
        const again = endOf(format, text, own).ike?.connections.map(connectionInWords)
        const wanted = after.ike?.connections.map(connectionInWords)
        // The version decides what a proposal that is not written stands for.
        const [first] = again ?? []
        if (change.kind === 'version') expect(first?.version).toEqual(wanted?.[0]?.version)
        else expect(again).toEqual(wanted)
        expect(text).toContain('# the office')
      },
    )
  })
})

describe('a child with AH in an ipsec.conf of strongSwan', () => {
  const conf = STRONGSWAN.replace('    auto=start', '    ah=sha256!\n    auto=start')

  it('loses it when it gets ESP, which counts for nothing beside it', () => {
    const before = endOf(strongswanIpsecConf, conf, '192.0.2.1')
    const proposals = changes(['NO_EXT_SEQ']).flatMap((change) => (change.kind === 'child-proposals' ? [change] : []))
    const after = applyChanges(before, proposals)
    const text = after === undefined ? '' : applyTextEdits(conf, before.editor?.(before, after) ?? [])
    expect(text).toMatch(/^ +esp=aes256gcm16-ecp256!$/m)
    expect(text).not.toMatch(/^ +ah=/m)
    const steps = proposals.flatMap((change) => strongswanStarter.dialect['child-proposals'](change, before, before))
    expect(steps.map(({ say }) => say)).toEqual([expect.stringContaining('delete ah and set esp=aes256gcm16-ecp256!')])
  })
})

describe('a changed key', () => {
  const own = { kind: 'fqdn', text: 'gw-a.example' } as const

  it.each([
    ['Libreswan', libreswanConf, LIBRESWAN],
    ['strongSwan', strongswanIpsecConf, STRONGSWAN],
  ] as const)('of %s goes in front of the old one, which becomes a remark', (_, format, conf) => {
    const before = endOf(format, conf + SECRETS, '192.0.2.1')
    const replaces = before.ike?.keys[0]?.span ?? null
    const after = applyChanges(before, [{ kind: 'new-key', owners: [], replaces }])
    const text = after === undefined ? '' : applyTextEdits(conf + SECRETS, before.editor?.(before, after) ?? [])
    expect(text.split('\n').slice(-3, -1)).toEqual([
      expect.stringMatching(/^192\.0\.2\.1 @?gw-b\.example : PSK "<the same new key on both ends>"$/),
      '# 192.0.2.1 @gw-b.example : PSK "‹secret 1›"',
    ])
  })

  it('can be for others', () => {
    const before = endOf(libreswanConf, LIBRESWAN + SECRETS, '192.0.2.1')
    const key = before.ike?.keys[0]?.span
    const after = key && applyChanges(before, [{ kind: 'key-owners', key, owners: [own] }])
    const text = after ? applyTextEdits(LIBRESWAN + SECRETS, before.editor?.(before, after) ?? []) : ''
    expect(text).toContain('\n@gw-a.example : PSK "‹secret 1›"\n')
  })
})

describe('perfect forward secrecy that is switched on in a conn of Libreswan', () => {
  it.each([
    ['no group', '', ['pfs=yes']],
    // A group that counted for nothing so far would be asked for in the place of that of the IKE SA.
    ['an idle group', '\tesp=aes256-sha2_256;modp2048\n', ['pfs=yes', 'esp=aes256-sha2_256']],
  ])('leaves %s of its own', (_, esp, expected) => {
    const conf = LIBRESWAN.replace('\tauto=start\n', `\tpfs=no\n${esp}\tauto=start\n`)
    const before = endOf(libreswanConf, conf, '192.0.2.1')
    const after = applyChanges(before, [{ kind: 'pfs', connection, child, pfs: 'ike-group' }])
    const text = after === undefined ? '' : applyTextEdits(conf, before.editor?.(before, after) ?? [])
    expect(text.match(/^\t(?:pfs|esp|phase2alg)=.*$/gm)?.map((line) => line.trim())).toEqual(expected)
  })
})

describe('children of a conn of Libreswan', () => {
  const conf = LIBRESWAN.replace(
    '\tleftsubnet=10.1.0.0/24\t# the office\n',
    '\tleftsubnets={10.1.0.0/24 10.3.0.0/24}\n',
  ).replace('\trightsubnet=10.2.0.0/24\n', '\trightsubnets={10.2.0.0/24 10.4.0.0/24}\n')

  /** The lists as they are written, after the entries with these names are taken away. */
  function lists(...names: readonly string[]): readonly string[] {
    const end = endOf(libreswanConf, conf, '192.0.2.1')
    const before = { ...end, spd: end.ike && policySpd(end, end.ike) }
    const gone = (before.spd ?? []).filter(({ name }) => names.includes(name))
    expect(gone).toHaveLength(names.length)
    const changes = gone.flatMap(({ id, selectors }) =>
      selectors.map((box): Change => ({ kind: 'remove', entry: id, box })),
    )
    const after = applyChanges(before, changes)
    const text = after === undefined ? '' : applyTextEdits(conf, before.editor?.(before, after) ?? [])
    return text.split('\n').filter((line) => line.includes('subnet'))
  }

  it('go from the lists, where what is left is each network of one with each of the other', () => {
    expect(lists('net/1x1', 'net/1x2')).toEqual([
      '\tleftsubnet=10.3.0.0/24',
      '\trightsubnets={10.2.0.0/24 10.4.0.0/24}',
    ])
    expect(lists('net/1x2', 'net/2x2')).toEqual([
      '\trightsubnet=10.2.0.0/24',
      '\tleftsubnets={10.1.0.0/24 10.3.0.0/24}',
    ])
  })

  it('stay in the lists, where lists cannot say what is left', () => {
    const written = ['\tleftsubnets={10.1.0.0/24 10.3.0.0/24}', '\trightsubnets={10.2.0.0/24 10.4.0.0/24}']
    expect(lists('net/1x2')).toEqual(written)
    expect(lists('net/1x2', 'net/2x1')).toEqual(written)
  })
})
