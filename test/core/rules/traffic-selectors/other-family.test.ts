import { expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'

function gateway([own, peer]: readonly [string, string], selectors: string, key: string): string {
  return `connections {
  vti {
    local_addrs = ${own}
    remote_addrs = ${peer}
    local { auth = psk }
    remote { auth = psk }
    children {
      vti {
        local_ts = ${selectors}
        remote_ts = ${selectors}
      }
    }
  }
}
secrets { ike-1 { secret = "${key}" } }
`
}

const HOSTS = ['192.0.2.1', '192.0.2.2'] as const

function codesOf(a: string, b: string): string[] {
  const pastes = [
    { source: 'a.conf', text: a },
    { source: 'b.conf', text: b },
  ]
  return analyse({ pastes }).diagnostics.flatMap(({ severity, code }) => (severity === 'error' ? [code] : []))
}

it('a tunnel interface for both families lacks nothing at one for a single family, whatever else fails', () => {
  const both = gateway(HOSTS, '0.0.0.0/0, ::/0', 'one')
  const ipv4 = (key: string) => gateway([HOSTS[1], HOSTS[0]], '0.0.0.0/0', key)
  expect(codesOf(both, ipv4('two'))).toEqual(['AU002'])
  expect(codesOf(both, ipv4('one'))).toEqual([])
})

it('another network of the other family does', () => {
  const both = gateway(HOSTS, '0.0.0.0/0, 2001:db8:1::/48', 'one')
  expect(codesOf(both, gateway([HOSTS[1], HOSTS[0]], '0.0.0.0/0', 'two'))).toContain('TS003')
})
