import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'
import { direction } from '../../../../src/core/rules/spd/sp005-direction.ts'

interface Tunnel {
  readonly name: string
  readonly own: string
  readonly peer: string
  readonly networks: readonly [string, string]
}

const TUNNELS: readonly [Tunnel, Tunnel] = [
  { name: 'branch', own: '203.0.113.1', peer: '198.51.100.7', networks: ['10.1.0.0', '10.2.0.0'] },
  { name: 'hq', own: '198.51.100.7', peer: '203.0.113.1', networks: ['10.2.0.0', '10.1.0.0'] },
]

function fortigate({ name, own, peer, networks: [source, destination] }: Tunnel, tells: boolean) {
  const net = (key: string, network: string) => `        set ${key}-subnet ${network} 255.255.255.0\n`
  return [
    `config vpn ipsec phase1-interface\n    edit "${name}"\n        set interface "wan1"\n`,
    tells ? `        set local-gw ${own}\n` : '',
    `        set remote-gw ${peer}\n    next\nend\n`,
    `config vpn ipsec phase2-interface\n    edit "${name}"\n        set phase1name "${name}"\n`,
    `${net('src', source)}${net('dst', destination)}    next\nend\n`,
  ].join('')
}

function ios({ own, peer, networks: [source, destination] }: Tunnel) {
  return [
    'crypto map CM 10 ipsec-isakmp',
    ` set peer ${peer}`,
    ' set transform-set TS',
    ' match address VPN',
    'interface GigabitEthernet0/0',
    ` ip address ${own} 255.255.255.0`,
    ' crypto map CM',
    'ip access-list extended VPN',
    ` permit ip ${source} 0.0.0.255 ${destination} 0.0.0.255`,
    '',
  ].join('\n')
}

const told = (...texts: readonly string[]) =>
  analyse({ pastes: texts.map((text, at) => ({ source: `text ${at + 1}`, text })) })

describe('two gateways in one text without a heading', () => {
  const [hq, branch] = TUNNELS

  it.each([
    ['FortiGate', fortigate(hq, true), fortigate(branch, true)],
    ['IOS router', ios(hq), ios(branch)],
  ])('are told, where the text goes to its own address: %s', (_, first, second) => {
    const { diagnostics, summary } = told(first + second)
    const [found] = diagnostics.filter(({ code }) => code === 'PA013')
    expect(found?.evidence.map(({ line }) => line).toSorted((a, b) => a - b)).toHaveLength(2)
    expect(found?.why).toContain('such as `HQ:` and `Branch:`')
    expect(summary).toContain('text 1 was read as one gateway')
  })

  it.each([
    ['FortiGate', fortigate(hq, true), fortigate(branch, true)],
    ['IOS router', ios(hq), ios(branch)],
  ])('are two with headings or in texts of their own, of which nothing is told: %s', (_, first, second) => {
    for (const report of [told(`HQ:\n${first}\nBranch:\n${second}`), told(first, second)]) {
      expect(report.diagnostics.map(({ code }) => code)).not.toContain('PA013')
      expect(report.ends.filter(({ entries }) => entries.length > 0)).toHaveLength(2)
    }
  })

  it('are none where one filter of a list has the wrong direction, which is told by itself', () => {
    const { fires } = direction.page
    expect(analyse(fires).diagnostics.map(({ code }) => code)).toContain('SP005')
    expect(analyse(fires).diagnostics.map(({ code }) => code)).not.toContain('PA013')
  })

  it('may be one that stands between the two, where no own address tells: both are said', () => {
    const [found] = told(fortigate(hq, false) + fortigate(branch, false)).diagnostics
    expect(found?.code).toBe('PA007')
    expect(found?.why).toContain('if they are two gateways in one text')
    const other = fortigate({ ...branch, networks: ['10.1.0.0', '10.3.0.0'] }, false)
    expect(told(fortigate(hq, false) + other).diagnostics[0]?.why).not.toContain('two gateways')
  })
})
