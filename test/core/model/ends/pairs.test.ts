import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'

/** One connection for each list of settings. */
function gateway(...connections: string[]): string {
  const texts = connections.map(
    (settings, at) => `  c${at} {\n    ${settings}\n    children {\n      n {\n      }\n    }\n  }\n`,
  )
  return `connections {\n${texts.join('')}}\n`
}

function tunnels(...texts: string[]): string[] {
  const pastes = texts.map((text, at) => ({ source: `${at}.conf`, text, end: 'ABCDE'.charAt(at) }))
  return analyse({ pastes }).tunnels.map(({ id, verdict }) => `${id} ${verdict}`)
}

describe('a gateway with an address for each connection', () => {
  const hub = gateway('local_addrs = 192.0.2.1', 'local_addrs = 198.51.100.1')
  const outside = gateway('local_addrs = 192.0.2.7\n    remote_addrs = 192.0.2.1')
  const inside = gateway('local_addrs = 198.51.100.7\n    remote_addrs = 198.51.100.1')

  it('is asked at the address that its peer goes to', () => {
    expect(tunnels(hub, outside, inside)).toEqual(['A-B up', 'A-C up'])
  })
})

describe('which ends belong together', () => {
  it('is told by where the others go, for an end that says no address', () => {
    const hub = gateway('version = 2', 'version = 2')
    const one = gateway('local_addrs = 192.0.2.7\n    remote_addrs = 192.0.2.1')
    const other = gateway('local_addrs = 192.0.2.8\n    remote_addrs = 192.0.2.1')
    expect(tunnels(hub, one, other)).toEqual(['A-B up', 'A-C up'])
  })

  it('is told by identities where peers are named by host names', () => {
    const named = (own: string) =>
      gateway(
        `remote_addrs = gw.example\n    local {\n      id = ${own}\n    }\n    remote {\n      id = gw.example\n    }`,
      )
    const hub = gateway('local {\n      id = gw.example\n    }')
    expect(tunnels(named('one.example'), named('two.example'), hub).map((row) => row.slice(0, 3))).toEqual([
      'A-C',
      'B-C',
    ])
  })
})

describe('connections for whoever comes', () => {
  const hub = gateway(
    'local_addrs = 192.0.2.1\n    remote {\n      id = one.example\n    }',
    'local_addrs = 192.0.2.1\n    remote {\n      id = two.example\n    }',
  )
  const caller = (name: string, own: string) =>
    gateway(`local_addrs = ${own}\n    remote_addrs = 192.0.2.1\n    local {\n      id = ${name}.example\n    }`)
  const { diagnostics, tunnels: rows } = analyse({
    pastes: [hub, caller('one', '192.0.2.7'), caller('two', '192.0.2.8')].map((text, at) => ({
      source: `${at}.conf`,
      text,
      end: 'ABC'.charAt(at),
    })),
    tunnel: 'A-C',
  })

  it('are each for the identity that it wants, and shadow none of the others', () => {
    expect(rows.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual(['A-B up', 'A-C up'])
    expect(diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([])
  })

  it('may hold more than the peer that comes asks for', () => {
    const network = (settings: string, local: string, remote: string) =>
      gateway(settings).replace('      n {', `      n {\n        local_ts = ${local}\n        remote_ts = ${remote}`)
    const report = analyse({
      pastes: [
        { source: 'hub.conf', text: network('local_addrs = 192.0.2.1', '10.1.0.0/24', '10.2.0.0/16'), end: 'A' },
        {
          source: 'caller.conf',
          text: network('local_addrs = 192.0.2.7\n    remote_addrs = 192.0.2.1', '10.2.3.0/24', '10.1.0.0/24'),
          end: 'B',
        },
      ],
    })
    expect(report.verdict).toBe('up')
    expect(report.diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([])
  })
})

describe('the connections of an end that are meant for another', () => {
  const caller = gateway('local_addrs = 192.0.2.7\n    remote_addrs = 192.0.2.1')
  const errors = (hub: string) =>
    analyse({
      pastes: [
        { source: 'hub.conf', text: hub, end: 'A' },
        { source: 'caller.conf', text: caller, end: 'B' },
      ],
    }).diagnostics.flatMap(({ code, severity }) => (severity === 'error' ? [code] : []))

  it('are those for whoever comes, and none that goes to quite another place', () => {
    expect(
      errors(gateway('local_addrs = 192.0.2.1', 'local_addrs = 192.0.2.1\n    remote_addrs = 203.0.113.9')),
    ).toEqual([])
  })

  it('are the only one, whatever its address: that is the fault', () => {
    expect(errors(gateway('local_addrs = 192.0.2.1\n    remote_addrs = 203.0.113.9'))).toContain('AD001')
  })
})
