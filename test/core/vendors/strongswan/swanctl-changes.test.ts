import { describe, expect, it } from 'vitest'
import { point } from '../../../../src/core/address/address-range.ts'
import type { Change } from '../../../../src/core/model/change.ts'
import type { Endpoint } from '../../../../src/core/model/endpoint.ts'
import type { Proposal } from '../../../../src/core/model/ike-policy.ts'
import { applyChanges } from '../../../../src/core/remedy/apply.ts'
import { splitLines } from '../../../../src/core/text/source-text.ts'
import { swanctlConf } from '../../../../src/core/vendors/strongswan/swanctl/swanctl-conf.ts'
import { strongswan } from '../../../../src/core/vendors/strongswan/vendor.ts'
import { applyTextEdits } from '../../../support/apply-edits.ts'

const TEXT = `connections {
  to-b : conn-defaults {
    local_addrs = 192.0.2.1
    remote_addrs = 192.0.2.2
    vips = 0.0.0.0
    local {
      auth = psk
    }
    remote {
      id = gw-b.example   # the branch
    }
    children {
      net { esp_proposals = aes256-sha256 }
    }
  }
}
conn-defaults {
  version = 1
  aggressive = yes
}
secrets {
  ike-b {
    id-1 = gw-b.example
    secret = "‹secret 1›"
  }
}
`

const ike: Proposal = {
  protocol: 'ike',
  encryption: ['AES_CBC_256'],
  integrity: ['HMAC_SHA2_256_128'],
  prf: ['PRF_HMAC_SHA2_256'],
  ke: ['MODP_2048'],
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
const ah: Proposal = { ...esp, protocol: 'ah', encryption: [], integrity: ['HMAC_SHA2_256_128'], ke: [] }
const connection = 'to-b'
const child = 'net'
const key = { source: 'a.conf', line: 24, column: 15, length: 10 }

function endOf(text: string): Endpoint {
  const [fragment] = swanctlConf.read({ source: 'a.conf', lines: splitLines('a.conf', text) }).endpoints
  return {
    label: 'A',
    name: 'gw-a',
    vendor: strongswan,
    addresses: fragment?.addresses ?? [],
    peers: fragment?.peers ?? [],
    spd: [],
    site: undefined,
    settings: {},
    editor: fragment?.editor ?? null,
    span: null,
    partlyRead: false,
    ...(fragment?.ike && { ike: { ...fragment.ike, keys: fragment.ike.keys ?? [] } }),
  }
}

/** What a change makes of the text: lines that go, and lines that come. */
function changed(change: Change): readonly string[] {
  const before = endOf(TEXT)
  const after = applyChanges(before, [change])
  const text = after === undefined ? TEXT : applyTextEdits(TEXT, before.editor?.(before, after) ?? [])
  const [old, fresh] = [TEXT.split('\n'), text.split('\n')]
  return [
    ...old.filter((line) => !fresh.includes(line)).map((line) => `-${line}`),
    ...fresh.filter((line) => !old.includes(line)).map((line) => `+${line}`),
  ]
}

describe('a change of a swanctl.conf', () => {
  it.each<readonly [string, Change, readonly string[]]>([
    [
      'adds what is not written',
      { kind: 'ike-proposals', connection, proposals: [ike] },
      ['+    proposals = aes256-sha256-modp2048'],
    ],
    [
      'writes over what stands on a line with more',
      { kind: 'child-proposals', connection, child, proposals: [esp] },
      ['-      net { esp_proposals = aes256-sha256 }', '+      net { esp_proposals = aes256gcm16-modp2048 }'],
    ],
    [
      'puts AH in the place of ESP',
      { kind: 'child-proposals', connection, child, proposals: [ah] },
      ['-      net { esp_proposals = aes256-sha256 }', '+      net {', '+        ah_proposals = sha256', '+         }'],
    ],
    ['overrides a template that others share', { kind: 'version', connection, version: 2 }, ['+    version = 2']],
    ['sets the exchange', { kind: 'exchange', connection, exchange: 'main' }, ['+    aggressive = no']],
    [
      'keeps a remark behind an identity',
      { kind: 'peer-identity', connection, identity: { kind: 'email', text: 'vpn@b.example' } },
      ['-      id = gw-b.example   # the branch', '+      id = vpn@b.example   # the branch'],
    ],
    [
      'adds an identity to the section of the round',
      { kind: 'own-identity', connection, identity: { kind: 'keyid', text: 'branch' } },
      ['+      id = keyid:branch'],
    ],
    [
      'sets the method, which in IKEv1 is one for both sides',
      { kind: 'authentication', connection, side: 'remote', method: 'pubkey' },
      ['-      auth = psk', '+      auth = pubkey', '+      auth = pubkey'],
    ],
    [
      'puts a new key below the old one, which is never repeated',
      { kind: 'new-key', owners: [], replaces: key },
      ['+    secret = "<the same new key on both ends>"'],
    ],
    [
      'adds a key for two identities',
      {
        kind: 'new-key',
        owners: [
          { kind: 'fqdn', text: 'gw-a.example' },
          { kind: 'address', text: '192.0.2.2' },
        ],
        replaces: null,
      },
      [
        '+  ike-new {',
        '+    id-1 = gw-a.example',
        '+    id-2 = 192.0.2.2',
        '+    secret = "<the same new key on both ends>"',
      ],
    ],
    [
      'adds an owner of a key',
      {
        kind: 'key-owners',
        key,
        owners: [
          { kind: 'fqdn', text: 'gw-b.example' },
          { kind: 'fqdn', text: 'gw-a.example' },
        ],
      },
      ['+    id-2 = gw-a.example'],
    ],
    ['takes the owners of a key away', { kind: 'key-owners', key, owners: [] }, ['-    id-1 = gw-b.example', '+    ']],
    [
      'changes the address of the peer',
      { kind: 'peer-addresses', connection, addresses: [point('ipv4', 0xc0000209n)] },
      ['-    remote_addrs = 192.0.2.2', '+    remote_addrs = 192.0.2.9'],
    ],
    [
      'does without a virtual address',
      { kind: 'virtual-addresses', connection, addresses: [] },
      ['-    vips = 0.0.0.0', '+    '],
    ],
    [
      'sets the mode',
      { kind: 'mode', connection, child, mode: 'transport' },
      [
        '-      net { esp_proposals = aes256-sha256 }',
        '+      net {',
        '+        mode = transport',
        '+        esp_proposals = aes256-sha256 }',
      ],
    ],
    [
      'sets compression',
      { kind: 'compression', connection, child, compression: false },
      [
        '-      net { esp_proposals = aes256-sha256 }',
        '+      net {',
        '+        ipcomp = no',
        '+        esp_proposals = aes256-sha256 }',
      ],
    ],
    [
      'sets the lifetime of the IKE SA',
      { kind: 'lifetime', connection, child: null, lifetime: { rekey: { from: 3240, to: 3600 }, end: 4200 } },
      ['+    over_time = 10m', '+    rekey_time = 1h'],
    ],
  ])('%s', (_name, change, lines) => {
    expect(changed(change).toSorted()).toEqual(lines.toSorted())
  })
})
