import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'

interface Conn {
  readonly name: string
  readonly keys?: readonly string[]
}

/** Connections of Libreswan between 10.1.0.0/24 and 10.2.0.0/24. */
function libreswan(label: 'A' | 'B', ...conns: readonly Conn[]): string {
  const [own, peer] = label === 'A' ? [1, 2] : [2, 1]
  const sections = conns.map(({ name, keys = [] }) =>
    [
      `conn ${name}`,
      `  left=192.0.2.${own}`,
      `  leftsubnet=10.${own}.0.0/24`,
      `  right=192.0.2.${peer}`,
      `  rightsubnet=10.${peer}.0.0/24`,
      '  authby=secret',
      '  ikev2=insist',
      ...keys.map((key) => `  ${key}`),
    ].join('\n'),
  )
  return `${sections.join('\n')}\n`
}

function report(a: string, b: string) {
  const secrets = `192.0.2.1 192.0.2.2 : PSK "a test, not a key"\n`
  return analyse({
    pastes: [
      { source: 'a.conf', text: a, end: 'A' },
      ...(a.startsWith('conn ') ? [{ source: 'a.secrets', text: secrets, end: 'A' }] : []),
      { source: 'b.conf', text: b, end: 'B' },
      { source: 'b.secrets', text: secrets, end: 'B' },
    ],
  })
}

describe('a child that is refused for its selectors', () => {
  const dns = { name: 'dns', keys: ['leftprotoport=udp/53', 'rightprotoport=udp/53'] }

  it('is told of where another connection of the other end carries its packets', () => {
    const { verdict, diagnostics } = report(
      libreswan('A', dns, { name: 'all' }),
      libreswan('B', { name: 'dns' }, { name: 'all' }),
    )
    expect(verdict).toBe('partial')
    expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual(['TS012'])
  })

  it('leaves lines alone that are right', () => {
    const { remediation } = report(
      libreswan('A', dns, { name: 'all' }),
      libreswan('B', { name: 'dns' }, { name: 'all' }),
    )
    expect(remediation.after?.verdict).toBe('up')
    for (const { edit } of remediation.steps) expect(edit?.insert).not.toBe(edit?.remove)
  })
})

describe('a group that is not the first', () => {
  it('is refused by who does not ask for another one, when the child comes after the IKE SA', () => {
    const strongswan = `connections {
  to-b {
    version = 2
    local_addrs = 192.0.2.1
    remote_addrs = 192.0.2.2
    childless = force
    local {
      auth = psk
    }
    remote {
      auth = psk
    }
    children {
      net {
        local_ts = 10.1.0.0/24
        remote_ts = 10.2.0.0/24
        esp_proposals = aes256-sha256-modp3072-modp2048
      }
    }
  }
}
secrets {
  ike-b {
    secret = "a test, not a key"
  }
}
`
    const { negotiations, diagnostics } = report(
      strongswan,
      libreswan('B', { name: 'to-a', keys: ['esp=aes256-sha2_256-modp2048'] }),
    )
    expect(negotiations.find(({ initiator }) => initiator === 'A')?.child_sa).toMatchObject({
      notify: 'INVALID_SYNTAX',
      reason: 'first-group',
    })
    const told = diagnostics.find(({ code }) => code === 'PR003')
    expect(told?.what).toContain('not the one that A (192.0.2.1) names first')
  })
})
