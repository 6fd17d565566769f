import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'

function summary(name: string, own: string, peer: string, remotes: readonly string[], local: string): string {
  return [
    `Local Tunnel Endpoint: ${own}`,
    `Remote Tunnel Endpoint: ${peer}`,
    '',
    `Remote Network '${name}' IP Subnets:`,
    ...remotes.map((remote) => `    Subnet: ${remote}`),
    '',
    "Local Network 'Internal' IP Subnets:",
    `    Subnet: ${local}`,
    '',
    'Routable Local IP Addresses:',
    `    Subnet: ${local}`,
    '',
  ].join('\n')
}

const [HQ, BRANCH] = ['192.168.10.0/255.255.255.0', '192.168.20.0/255.255.255.0']
const host = (address: string) => `${address}/255.255.255.255`
const hq = summary('Branch', '203.0.113.10', '198.51.100.20', [BRANCH, host('198.51.100.20')], HQ)

function stepsFor(listed: string) {
  const branch = summary('HQ', '198.51.100.20', '203.0.113.11', [HQ, host(listed)], BRANCH)
  const { remediation } = analyse({
    pastes: [
      { source: 'hq.txt', text: hq },
      { source: 'branch.txt', text: branch },
    ],
  })
  return {
    says: remediation.steps.map(({ say }) => say.split('\n')[0]?.replace(/^.*properties of /, '') ?? ''),
    entries: remediation.after?.ends.flatMap(({ entries }) => entries.flatMap(({ source }) => source)) ?? [],
    verdict: remediation.after?.verdict,
  }
}

describe('a Remote Site with the address that its peer had once', () => {
  it('as its gateway and in its list: is told to exchange it in both, and nobody protects the old one', () => {
    const { says, entries, verdict } = stepsFor('203.0.113.11')
    expect(says.map((say) => say.replace(/, press OK.*/, ''))).toEqual([
      'the Remote Site "HQ" > Connection, change the remote VPN gateway\'s address from 203.0.113.11 to 203.0.113.10, then Apply.',
      'the Remote Site "HQ" > Addresses, remove 203.0.113.11 and add 203.0.113.10',
    ])
    expect(verdict).toBe('up')
    expect(entries).toContain('203.0.113.10/32')
    expect(entries).not.toContain('203.0.113.11/32')
  })

  it('as its gateway alone: is told to change that', () => {
    const { says, verdict } = stepsFor('203.0.113.10')
    expect(says).toHaveLength(1)
    expect(says[0]).toContain('> Connection, ')
    expect(verdict).toBe('up')
  })
})
