import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatRange } from '../../../../src/core/address/address-range.ts'
import { isProblem, parsePrefix } from '../../../../src/core/address/parse-address.ts'
import type { Obstacle } from '../../../../src/core/model/obstacle.ts'
import { trafficBetween } from '../../../../src/core/selectors/box.ts'
import { fortigateConfig } from '../../../../src/core/vendors/fortigate/fortigate-config.ts'
import { onlyEnd, readText } from '../strongswan/read-settings.ts'

const TUNNEL = `config system interface
    edit "wan1"
        set ip 192.0.2.1 255.255.255.0
    next
    edit "lan"
        set ip 10.1.0.1 255.255.255.0
    next
    edit "to-b"
        set type tunnel
    next
end
config vpn ipsec phase1-interface
    edit "to-b"
        set interface "wan1"
        set ike-version 2
        set remote-gw 198.51.100.7
    next
end
config vpn ipsec phase2-interface
    edit "to-b"
        set phase1name "to-b"
        set src-subnet 10.1.0.0 255.255.255.0
        set dst-subnet 10.2.0.0 255.255.255.0
    next
end
`

function table(path: string, ...objects: readonly (readonly string[])[]): string {
  return `config ${path}\n${objects.map(([name, ...lines]) => `edit ${name}\n${lines.join('\n')}\nnext\n`).join('')}end\n`
}

const DEFAULT_ROUTE = ['1', 'set gateway 192.0.2.254', 'set device wan1']
const INTO_TUNNEL = ['2', 'set dst 10.2.0.0 255.255.0.0', 'set device to-b']

function policy(name: string, from: string, to: string, ...lines: readonly string[]): readonly string[] {
  const accept = ['set srcaddr all', 'set dstaddr all', 'set action accept', 'set schedule always', 'set service ALL']
  return [name, `set srcintf ${from}`, `set dstintf ${to}`, ...accept, ...lines]
}

const OUT = policy('1', 'lan', 'to-b')
const IN = policy('2', 'to-b', 'lan')

function range(text: string) {
  const read = parsePrefix(text)
  if (isProblem(read)) throw new Error(read.problem)
  return read
}

function obstacles(...tables: readonly string[]): readonly Obstacle[] {
  return onlyEnd(readText(fortigateConfig, TUNNEL + tables.join('')))?.obstacles ?? []
}

function kinds(...tables: readonly string[]): string[] {
  return obstacles(...tables).map(({ kind, direction, packet }) => `${kind} ${direction} ${packet}`)
}

/** Its commands, typed into the same configuration, take the obstacle away. */
function afterSteps(...tables: readonly string[]): string[] {
  const steps = obstacles(...tables).flatMap((obstacle) => obstacle.steps)
  return kinds(...tables, ...steps.map(({ run }) => `${run}\n`))
}

describe('routes', () => {
  it('are missed for the addresses whose best one leads elsewhere', () => {
    // Networks of 1, 2, 4 or 8 addresses of the sixteen at the beginning of 10.2.0.0/24.
    const network = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 15 })).map(([bits, at]) => {
      const size = 2 ** bits
      return { from: at - (at % size), size }
    })
    const route = fc.record({
      to: network,
      device: fc.constantFrom('to-b', 'wan1'),
      distance: fc.integer({ min: 1, max: 2 }),
    })
    fc.assert(
      fc.property(fc.array(route, { maxLength: 12 }), (routes) => {
        const objects = routes.map(({ to, device, distance }, at) => [
          String(at + 1),
          `set dst 10.2.0.${to.from} 255.255.255.${256 - to.size}`,
          `set device ${device}`,
          `set distance ${distance}`,
        ])
        const missed = obstacles(table('router static', ...objects)).flatMap(({ packets }) => packets)
        for (let last = 0; last < 16; last++) {
          const address = 0x0a_02_00_00n + BigInt(last)
          const leading = routes.filter(({ to }) => to.from <= last && last < to.from + to.size)
          const [best] = leading.toSorted((a, b) => a.to.size - b.to.size || a.distance - b.distance)
          const equal = leading.filter(({ to, distance }) => to.size === best?.to.size && distance === best.distance)
          expect(missed.some(({ remote }) => remote.from <= address && address <= remote.to)).toBe(
            !equal.some(({ device }) => device === 'to-b'),
          )
        }
      }),
      { numRuns: 100 },
    )
  })

  it('are not missed where none were pasted', () => {
    expect(kinds()).toEqual([])
  })

  it('are missed where none of them leads into the tunnel', () => {
    const routes = table('router static', DEFAULT_ROUTE)
    expect(kinds(routes)).toEqual(['no-route both clear'])
    expect(obstacles(routes)[0]?.say).toBe(
      'No static route leads packets for 10.2.0.0/24 into the tunnel "to-b": they go out of "wan1".',
    )
    expect(afterSteps(routes)).toEqual([])
  })

  it('drop packets where none leads there at all, or only a black hole', () => {
    const none = table('router static')
    expect(kinds(none)).toEqual(['no-route both dropped'])
    expect(obstacles(none)[0]?.say).toBe(
      'No static route leads packets for 10.2.0.0/24 into the tunnel "to-b": no pasted route leads there at all.',
    )
    const hole = ['1', 'set dst 10.2.0.0 255.255.255.0', 'set blackhole enable', 'set distance 254']
    expect(kinds(table('router static', hole))).toEqual(['no-route both dropped'])
  })

  it('into the tunnel are enough, also beside a black hole of a greater distance', () => {
    const hole = ['3', 'set dst 10.2.0.0 255.255.0.0', 'set blackhole enable', 'set distance 254']
    expect(kinds(table('router static', DEFAULT_ROUTE, INTO_TUNNEL, hole))).toEqual([])
  })

  it('with a longer prefix lead elsewhere', () => {
    const other = ['3', 'set dst 10.2.0.128 255.255.255.128', 'set device wan1']
    const [first, ...more] = obstacles(table('router static', DEFAULT_ROUTE, INTO_TUNNEL, other))
    expect(more).toEqual([])
    expect(first?.packets.map(({ remote }) => formatRange(remote))).toEqual(['10.2.0.128/25'])
  })

  it('that come before the one into the tunnel are put behind it', () => {
    const to = (name: string, mask: string, ...more: readonly string[]) => [name, `set dst 10.2.0.0 ${mask}`, ...more]
    const steps = (...others: readonly (readonly string[])[]) => {
      const routes = table('router static', DEFAULT_ROUTE, to('2', '255.255.255.0', 'set device to-b'), ...others)
      return [
        obstacles(routes)[0]?.steps.map(({ run }) =>
          run
            ?.split('\n')
            .slice(1, -2)
            .map((line) => line.trim()),
        ),
        afterSteps(routes),
      ]
    }
    const hole = to('3', '255.255.255.0', 'set blackhole enable', 'set distance 5')
    expect(steps(hole)).toEqual([[['edit 3', 'set distance 254']], []])
    expect(steps(to('3', '255.255.255.0', 'set device wan1', 'set distance 5'))).toEqual([
      [['edit 2', 'set distance 4']],
      [],
    ])
    const part = ['edit 0', 'set dst 10.2.0.0 255.255.255.128', 'set device "to-b"']
    expect(steps(to('3', '255.255.255.128', 'set device wan1'))).toEqual([[[...part, 'set distance 9']], []])
    expect(steps(to('3', '255.255.255.128', 'set device wan1', 'set distance 20'))).toEqual([[part], []])
    // Nothing comes before the smallest distance.
    expect(steps(to('3', '255.255.255.0', 'set device wan1', 'set distance 1'))[0]).toEqual([undefined])
  })

  it('that are switched off do not count', () => {
    const off = [...INTO_TUNNEL, 'set status disable']
    expect(kinds(table('router static', DEFAULT_ROUTE, off))).toEqual(['no-route both clear'])
  })

  it('may come from a neighbour, which no static route shows', () => {
    const bgp =
      'config router bgp\nset as 65001\nconfig neighbor\nedit "169.254.0.1"\nset remote-as 65002\nnext\nend\nend\n'
    expect(kinds(table('router static', DEFAULT_ROUTE), bgp)).toEqual([])
  })

  it('to dial-up peers are made when they come', () => {
    const routes = table('router static', DEFAULT_ROUTE)
    const dialup = table('vpn ipsec phase1-interface', ['"to-b"', 'set type dynamic'])
    expect(kinds(dialup, routes)).toEqual([])
  })

  it('may give way to policy routes', () => {
    const policyRoute = table('router policy', ['1', 'set dst 10.2.0.0/255.255.255.0', 'set output-device to-b'])
    expect(kinds(table('router static', DEFAULT_ROUTE), policyRoute)).toEqual([])
  })

  it('may name an address object', () => {
    const named = ['2', 'set dstaddr "net-b"', 'set device to-b']
    const book = table('firewall address', ['"net-b"', 'set subnet 10.2.0.0 255.255.255.0'])
    expect(kinds(book, table('router static', named))).toEqual([])
    expect(kinds(table('router static', named))).toEqual([])
  })
})

describe('policies', () => {
  it('are not missed where none were pasted', () => {
    expect(kinds(table('router static', INTO_TUNNEL))).toEqual([])
  })

  it('of another mode decide in their place', () => {
    const other = table('firewall security-policy', ['1', 'set action accept'])
    expect(kinds(table('firewall policy'), other)).toEqual([])
  })

  it('are wanted for each direction', () => {
    expect(kinds(table('firewall policy', OUT, IN))).toEqual([])
    expect(kinds(table('firewall policy', OUT))).toEqual(['not-admitted in dropped'])
    expect(kinds(table('firewall policy'))).toEqual(['not-admitted out dropped', 'not-admitted in dropped'])
    expect(afterSteps(table('firewall policy'))).toEqual([])
    expect(obstacles(table('firewall policy', IN))[0]?.say).toBe(
      'No firewall policy accepts packets from 10.1.0.0/24 to 10.2.0.0/24 into "to-b": the implicit policy drops them.',
    )
  })

  it('that are disabled are pointed at and enabled', () => {
    const policies = table('firewall policy', [...OUT, 'set name "to b"', 'set status disable'], IN)
    expect(obstacles(policies)[0]?.say).toContain('the policy 1 ("to b") that would is disabled')
    expect(obstacles(policies)[0]?.steps[0]?.run).toContain('set status enable')
    expect(afterSteps(policies)).toEqual([])
  })

  it('deny what comes first, and the new one goes in front', () => {
    const deny = policy('7', 'any', 'to-b').map((line) => line.replace('accept', 'deny'))
    const policies = table('firewall policy', deny, OUT, IN)
    expect(kinds(policies)).toEqual(['not-admitted out dropped'])
    expect(obstacles(policies)[0]?.steps[0]?.run).toContain('move 8 before 7')
    expect(afterSteps(policies)).toEqual([])
    expect(kinds(table('firewall policy', OUT, IN, deny))).toEqual([])
  })

  it('may name a zone or any interface', () => {
    const zone = table('system zone', ['"vpn"', 'set interface to-b to-c'])
    const policies = table('firewall policy', policy('1', 'lan', 'vpn'), policy('2', 'any', 'any'))
    expect(kinds(zone, policies)).toEqual([])
    expect(kinds(table('firewall policy', policy('1', 'lan', 'vpn'), IN))).toEqual(['not-admitted out dropped'])
  })

  it('may hold for anything where they name what was not pasted', () => {
    const named = policy('1', 'lan', 'to-b', 'set srcaddr "LAN A"')
    expect(kinds(table('firewall policy', named, IN))).toEqual([])
    const other = table('firewall address', ['"LAN A"', 'set subnet 10.9.0.0 255.255.255.0'])
    expect(kinds(other, table('firewall policy', named, IN))).toEqual(['not-admitted out dropped'])
  })

  it('use the objects that are there', () => {
    const book = table('firewall address', ['"LAN A"', 'set subnet 10.1.0.0 255.255.255.0'])
    const run = obstacles(book, table('firewall policy', IN))[0]?.steps[0]?.run ?? ''
    expect(run).toContain('set srcaddr "LAN A"')
    expect(run).toContain('set dstaddr "net_10.2.0.0_24"')
    expect(run).toContain('set srcintf "lan"')
  })
})

describe('NAT in a policy', () => {
  it('takes packets away from the phase 2', () => {
    const policies = table('firewall policy', [...OUT, 'set nat enable'], IN)
    expect(kinds(policies)).toEqual(['translated out dropped'])
    expect(afterSteps(policies)).toEqual([])
  })

  it('to an address that a phase 2 protects does no harm', () => {
    const own = table('system interface', ['"to-b"', 'set ip 10.1.0.9 255.255.255.255'])
    expect(kinds(own, table('firewall policy', [...OUT, 'set nat enable'], IN))).toEqual([])
    const pooled = table('firewall policy', [...OUT, 'set nat enable', 'set ippool enable', 'set poolname "P"'], IN)
    const pool = (from: string, to: string) =>
      table('firewall ippool', ['"P"', `set startip ${from}`, `set endip ${to}`])
    expect(kinds(pooled, pool('10.9.0.1', '10.9.0.2'))).toEqual(['translated out dropped'])
    expect(kinds(pooled, pool('10.1.0.200', '10.1.0.210'))).toEqual([])
    expect(kinds(pooled)).toEqual([])
  })
})

describe('an interface that is down', () => {
  it.each(['to-b', 'wan1'])('%s brings no tunnel up', (name) => {
    const down = table('system interface', [name, 'set status down'])
    expect(kinds(down)).toEqual(['inactive both dropped'])
    expect(afterSteps(down)).toEqual([])
  })
})

describe('an interface of a unit with vdoms', () => {
  it('is switched on in the global part', () => {
    const down = table('system interface', ['"wan1"', 'set status down'])
    const text = `config global\n${down}end\nconfig vdom\nedit root\n${TUNNEL.slice(TUNNEL.indexOf('config vpn'))}end\n`
    const [obstacle] = onlyEnd(readText(fortigateConfig, text))?.obstacles ?? []
    expect(obstacle?.steps[0]?.run).toBe(
      [
        'config global',
        'config system interface',
        '    edit "wan1"',
        '        set status up',
        '    next',
        'end',
        'end',
      ].join('\n'),
    )
  })
})

describe('a vdom', () => {
  it('gets a policy for the interface that is its own', () => {
    const lan = (name: string, vdom: string) => [name, `set vdom ${vdom}`, 'set ip 10.1.0.1 255.255.255.0']
    const interfaces = table('system interface', lan('lan-b', 'B'), lan('lan-a', 'A'))
    const inside = TUNNEL.slice(TUNNEL.indexOf('config vpn'))
    const text = `config global\n${interfaces}end\nconfig vdom\nedit A\n${inside}${table('firewall policy', policy('1', 'lan-a', 'to-b'))}end\n`
    const found = onlyEnd(readText(fortigateConfig, text))?.obstacles ?? []
    expect(found.flatMap(({ steps }) => steps.map(({ run }) => run)).join()).toContain('set dstintf "lan-a"')
  })
})

describe('a tunnel by policy', () => {
  const POLICY_BASED = TUNNEL.replace('phase1-interface', 'phase1').replace('phase2-interface', 'phase2')
  const ipsec = policy(
    '1',
    'lan',
    'wan1',
    'set action ipsec',
    'set vpntunnel to-b',
    'set inbound enable',
    'set outbound enable',
  )

  function policyKinds(...tables: readonly string[]): string[] {
    const read = onlyEnd(readText(fortigateConfig, POLICY_BASED + tables.join('')))
    return (read?.obstacles ?? []).map(({ kind, direction }) => `${kind} ${direction}`)
  }

  it('needs one policy and no route', () => {
    expect(policyKinds(table('router static', DEFAULT_ROUTE), table('firewall policy', ipsec))).toEqual([])
    expect(policyKinds(table('firewall policy', OUT, IN))).toEqual(['not-admitted out', 'not-admitted in'])
    expect(policyKinds(table('firewall policy', [...ipsec, 'set inbound disable']))).toEqual(['not-admitted in'])
  })

  const behind = ipsec.with(0, '9')

  function told(...tables: readonly string[]): string[] {
    const read = onlyEnd(readText(fortigateConfig, POLICY_BASED + tables.join('')))
    return (read?.obstacles ?? []).map(({ packet, say, steps }) => `${packet}: ${say} ${steps[0]?.say}`)
  }

  it('gets nothing of what a policy in front of its own takes, until that is moved', () => {
    const internet = policy('1', 'lan', 'wan1', 'set nat enable')
    const policies = table('firewall policy', internet, behind)
    expect(told(policies)).toEqual([
      'clear: The firewall policy 1 stands in front of 9, which has "action ipsec", takes packets from 10.1.0.0/24 to 10.2.0.0/24, and accepts them, so that they leave without protection. Move the firewall policy 9 in front of 1.',
    ])
    expect(policyKinds(policies, 'config firewall policy\n    move 9 before 1\nend\n')).toEqual([])
  })

  it('is moved in front of the first of those, of which each is told what it takes', () => {
    const part = policy('2', 'any', 'any', 'set srcaddr half', 'set action deny')
    const half = table('firewall address', ['half', 'set subnet 10.1.0.128 255.255.255.128'])
    const rest = policy('3', 'lan', 'wan1')
    expect(told(half, table('firewall policy', part, rest, behind))).toEqual([
      'dropped: The firewall policy 2 stands in front of 9, which has "action ipsec", takes packets from 10.1.0.128/25 to 10.2.0.0/24, and denies them. Move the firewall policy 9 in front of 2.',
      'clear: The firewall policy 3 stands in front of 9, which has "action ipsec", takes packets from 10.1.0.0/25 to 10.2.0.0/24, and accepts them, so that they leave without protection. Move the firewall policy 9 in front of 2.',
    ])
  })

  it('is not kept from packets by what is behind it, elsewhere, switched off, for some services, or not told', () => {
    const unknown = policy('7', 'lan', 'wan1', 'set dstaddr somewhere')
    const quiet = [
      policy('2', 'dmz', 'wan1'),
      policy('3', 'lan', 'wan2'),
      policy('4', 'lan', 'wan1', 'set status disable'),
      policy('5', 'lan', 'wan1', 'set service HTTP'),
      policy('6', 'lan', 'wan1', 'set schedule nights'),
      unknown,
    ]
    expect(told(table('firewall policy', ...quiet, behind, policy('10', 'lan', 'wan1')))).toEqual([])
  })
})

it('a policy for all but some addresses accepts no packets of these', () => {
  const lan = table('firewall address', ['"LAN"', 'set subnet 10.1.0.0 255.255.255.128'])
  const out = policy('1', 'lan', 'to-b').map((line) => line.replace('srcaddr all', 'srcaddr LAN'))
  const [found, ...more] = obstacles(lan, table('firewall policy', [...out, 'set srcaddr-negate enable'], IN))
  expect(more).toEqual([])
  expect(found?.say).toContain(
    'No firewall policy accepts packets from 10.1.0.0, 10.1.0.2-10.1.0.127 to 10.2.0.0/24 into "to-b"',
  )
})

it('what is in the way of any traffic is told of a part of it as well', () => {
  const any = (text: string) => text.replace(/^ +set (?:src|dst)-subnet .*\n/gm, '')
  const asked = [trafficBetween(range('10.1.0.0/24'), range('10.3.0.0/24'))]
  const tables = [
    table('router static', DEFAULT_ROUTE, INTO_TUNNEL),
    table(
      'firewall policy',
      OUT,
      policy('2', 'to-b', 'lan').map((line) => line.replace('srcaddr all', 'srcaddr NONE')),
    ),
    table('firewall address', ['"NONE"', 'set subnet 192.0.2.0 255.255.255.255']),
  ]
  const found = onlyEnd(readText(fortigateConfig, any(TUNNEL) + tables.join('')))?.obstacles ?? []
  expect(found.map(({ narrowed }) => narrowed?.(asked)?.say)).toEqual([
    'No static route leads packets for 10.3.0.0/24 into the tunnel "to-b": they go out of "wan1".',
    'No firewall policy accepts packets from 10.3.0.0/24 to 10.1.0.0/24 out of "to-b": the implicit policy drops them.',
  ])
})
