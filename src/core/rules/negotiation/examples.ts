import type { Example } from '../rule.ts'

/** What an example changes of a gateway's swanctl.conf. */
export interface Gateway {
  readonly connection?: string
  readonly child?: string
  readonly localId?: string
  readonly remoteId?: string
  readonly secret?: string
  readonly keyOwner?: string
  readonly remoteMethod?: string
  readonly peer?: string
  /** Local and remote. */
  readonly nets?: readonly [string, string]
}

const ENDS = {
  A: {
    name: 'to-b',
    own: '192.0.2.1',
    peer: '192.0.2.2',
    id: 'gw-a.example',
    peerId: 'gw-b.example',
    nets: ['10.1.0.0/24', '10.2.0.0/24'],
  },
  B: {
    name: 'to-a',
    own: '192.0.2.2',
    peer: '192.0.2.1',
    id: 'gw-b.example',
    peerId: 'gw-a.example',
    nets: ['10.2.0.0/24', '10.1.0.0/24'],
  },
} as const

/** Two gateways that would agree if it were not for what is handed in. */
export function pair(a: Gateway = {}, b: Gateway = {}): Example {
  return {
    pastes: [
      { source: 'a.conf', text: swanctl('A', a), end: 'A' },
      { source: 'b.conf', text: swanctl('B', b), end: 'B' },
    ],
  }
}

function swanctl(label: 'A' | 'B', gateway: Gateway): string {
  const { name, own, peer, id, peerId } = ENDS[label]
  const nets = gateway.nets ?? ENDS[label].nets
  const lines = [
    'connections {',
    `  ${name} {`,
    `    ${gateway.connection ?? 'version = 2'}`,
    `    local_addrs = ${own}`,
    `    remote_addrs = ${gateway.peer ?? peer}`,
    '    local {',
    '      auth = psk',
    `      id = ${gateway.localId ?? id}`,
    '    }',
    '    remote {',
    `      auth = ${gateway.remoteMethod ?? 'psk'}`,
    `      id = ${gateway.remoteId ?? peerId}`,
    '    }',
    '    children {',
    '      net {',
    `        local_ts = ${nets[0]}`,
    `        remote_ts = ${nets[1]}`,
    ...(gateway.child === undefined ? [] : [`        ${gateway.child}`]),
    '      }',
    '    }',
    '  }',
    '}',
    'secrets {',
    '  ike-peer {',
    ...(gateway.keyOwner === undefined ? [] : [`    id-1 = ${gateway.keyOwner}`]),
    `    secret = "${gateway.secret ?? 'an example, not a key'}"`,
    '  }',
    '}',
    '',
  ]
  return lines.join('\n')
}

/** What an example changes of a gateway's ipsec.conf of Libreswan. */
interface LibreswanGateway {
  /** `null` for none. */
  readonly authby?: string | null
  readonly keys?: readonly string[]
}

/** Two gateways with Libreswan that would agree if it were not for what is handed in. */
export function libreswanPair(a: LibreswanGateway = {}, b: LibreswanGateway = {}): Example {
  return {
    pastes: [
      { source: 'a.conf', text: libreswanConf('A', a), end: 'A' },
      { source: 'a.secrets', text: LIBRESWAN_SECRETS, end: 'A' },
      { source: 'b.conf', text: libreswanConf('B', b), end: 'B' },
      { source: 'b.secrets', text: LIBRESWAN_SECRETS, end: 'B' },
    ],
  }
}

const LIBRESWAN_SECRETS = '@gw-a.example @gw-b.example : PSK "an example, not a key"\n'

function libreswanConf(label: 'A' | 'B', { authby = 'secret', keys = [] }: LibreswanGateway): string {
  const { name, own, peer, id, peerId, nets } = ENDS[label]
  const lines = [
    'config setup',
    '    ikev1-policy=accept',
    `conn ${name}`,
    `    left=${own}`,
    `    leftid=@${id}`,
    `    leftsubnet=${nets[0]}`,
    `    right=${peer}`,
    `    rightid=@${peerId}`,
    `    rightsubnet=${nets[1]}`,
    ...(authby === null ? [] : [`    authby=${authby}`]),
    ...keys.map((key) => `    ${key}`),
    '    auto=ondemand',
    '',
  ]
  return lines.join('\n')
}
