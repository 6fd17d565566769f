import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'

interface Connection {
  readonly local?: string
  readonly remote?: string
  readonly id?: string
  readonly peerId?: string
  readonly version?: number
  readonly proposals?: string
  readonly networks?: readonly [string, string]
}

function swanctl(connections: Readonly<Record<string, Connection>>): string {
  const texts = Object.entries(connections).map(
    ([name, each]) => `  ${name} {
    version = ${each.version ?? 2}
    local_addrs = ${each.local ?? '192.0.2.2'}
    remote_addrs = ${each.remote ?? '203.0.113.9'}
    proposals = ${each.proposals ?? 'aes256-sha256-modp2048'}
    local {
      auth = psk
      id = ${each.id ?? 'gw-b.example'}
    }
    remote {
      auth = psk
      id = ${each.peerId ?? 'gw-a.example'}
    }
    children {
      net {
        local_ts = ${each.networks?.[0] ?? '10.2.0.0/24'}
        remote_ts = ${each.networks?.[1] ?? '10.1.0.0/24'}
      }
    }
  }
`,
  )
  return `connections {\n${texts.join('')}}\nsecrets {\n  ike-1 {\n    secret = "the same"\n  }\n}\n`
}

const A = swanctl({
  'to-b': {
    local: '192.0.2.1',
    remote: '192.0.2.2',
    id: 'gw-a.example',
    peerId: 'gw-b.example',
    networks: ['10.1.0.0/24', '10.2.0.0/24'],
  },
})

/** Which of two connections of B, neither for the address of A, is quoted where A finds none. */
function quoted(first: Connection, second: Connection): string | undefined {
  const { diagnostics } = analyse({
    pastes: [
      { source: 'a.conf', text: A, end: 'A' },
      { source: 'b.conf', text: swanctl({ first, second: { remote: '198.51.100.9', ...second } }), end: 'B' },
    ],
  })
  const [failure] = diagnostics.filter(({ code, witness }) => code === 'AD003' && witness?.startsWith('10.1.0.1 '))
  const line = failure?.evidence.find(({ source }) => source === 'b.conf')?.text
  return /198\.51\.100\.9|%any/.test(line ?? '') ? 'second' : line?.includes('203.0.113.9') ? 'first' : undefined
}

describe('the connection that is meant, where none has the address of the peer', () => {
  it.each<[string, Connection]>([
    ['the identity that it expects', { peerId: 'nobody.example' }],
    ['its own identity', { id: 'nobody.example' }],
    ['its networks', { networks: ['10.8.0.0/24', '10.9.0.0/24'] }],
    ['a part of its networks', { networks: ['10.2.0.0/25', '10.1.0.0/25'] }],
    ['the version', { version: 1 }],
    ['its proposals', { proposals: 'aes128-sha256-modp2048' }],
  ])('is told by %s, wherever it stands', (_, other) => {
    expect(quoted({}, other)).toBe('first')
    expect(quoted(other, {})).toBe('second')
  })

  it('is one for any peer rather than for another one', () => {
    expect(quoted({}, { remote: '%any', local: '192.0.2.8' })).toBe('second')
    expect(quoted({ local: '192.0.2.8' }, {})).toBe('second')
  })

  it('is the first where nothing tells them apart', () => {
    expect(quoted({}, {})).toBe('first')
  })
})
