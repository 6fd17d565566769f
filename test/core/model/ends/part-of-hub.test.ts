import { describe, expect, it } from 'vitest'
import { analyse, survey } from '../../../../src/core/index.ts'

const COUNT = 70

function connection(name: string, own: string, peer: string, local: string, remote: string): string {
  return `  ${name} {
    version = 2
    local_addrs = ${own}
    remote_addrs = ${peer}
    children {
      ${name} {
        local_ts = ${local}
        remote_ts = ${remote}
      }
    }
  }
`
}

const HUB = '203.0.113.1'
const LAN = '10.1.0.0/16'

function hub(more: readonly string[] = []): { source: string; text: string } {
  const spokes = Array.from({ length: COUNT }, (_, at) =>
    connection(`spoke-${at}`, HUB, `198.51.100.${at}`, LAN, `10.2.${at}.0/24`),
  )
  return { source: 'hub.conf', text: `connections {\n${[...spokes, ...more].join('')}}\n` }
}

function spoke(at: number, own = `198.51.100.${at}`, network = `10.2.${at}.0/24`): { source: string; text: string } {
  return { source: `spoke-${at}.conf`, text: `connections {\n${connection('hub', own, HUB, network, LAN)}}\n` }
}

function entriesOf(pastes: readonly { source: string; text: string }[]): string[] {
  const { ends } = analyse({ pastes: [...pastes] })
  return ends[0]?.entries.map(({ name }) => name) ?? []
}

describe('a hub with many connections', () => {
  it('shows a pair the connection to its spoke alone', () => {
    expect(entriesOf([hub(), spoke(3)])).toEqual(['spoke-3'])
  })

  it('shows those for whoever comes, and those that protect some of the same packets', () => {
    const road = connection('road', HUB, '%any', LAN, '10.3.0.0/16')
    const wide = connection('wide', HUB, '198.51.100.200', LAN, '10.2.0.0/20')
    const other = connection('other', HUB, '198.51.100.201', LAN, '10.9.0.0/20')
    expect(entriesOf([hub([road, wide, other]), spoke(3)]).toSorted()).toEqual(['road', 'spoke-3', 'wide'])
  })

  it('shows all where none goes to the address of the other end', () => {
    expect(entriesOf([hub(), spoke(3, '192.0.2.3')])).toHaveLength(COUNT)
  })

  it('is paired with each spoke', () => {
    const wrong = spoke(5, '198.51.100.5', '10.77.0.0/24')
    const rows = survey({
      pastes: [hub(), ...Array.from({ length: COUNT }, (_, at) => (at === 5 ? wrong : spoke(at)))],
    })
    expect(rows).toHaveLength(COUNT)
    expect(rows.filter(({ verdict }) => verdict !== 'up').map(({ peer }) => peer)).toEqual(['198.51.100.5'])
  })
})
