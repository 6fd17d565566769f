import { describe, expect, it } from 'vitest'
import { formatHost } from '../../../../src/core/address/address-range.ts'
import { readAsa } from './read-asa.ts'

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at)

/** Hosts of 10.1.0.0/16 that are translated one by one, and networks behind the peer. */
function translating(hosts: number, networks: number) {
  const nat = numbers(hosts).map((at) => {
    const name = `object network H${at}\n`
    return `${name} host 10.1.${at >> 8}.${at & 255}\n${name} nat (inside,outside) dynamic interface\n`
  })
  const lines = numbers(networks).map(
    (at) => `access-list X extended permit ip 10.1.0.0 255.255.0.0 172.${16 + (at >> 8)}.${at & 255}.0 255.255.255.0\n`,
  )
  return readAsa(`interface GigabitEthernet0/0
 nameif outside
 ip address 203.0.113.1 255.255.255.0
interface GigabitEthernet0/1
 nameif inside
 ip address 10.1.0.1 255.255.0.0
${nat.join('')}${lines.join('')}crypto map M 1 match address X
crypto map M 1 set peer 198.51.100.7
crypto map M 1 set ikev1 transform-set S
crypto map M interface outside
`)
}

describe('rules of NAT that take packets out of tunnels', () => {
  it('are each told with what they take of every pair', () => {
    const { end, problems } = translating(3, 2)
    const told = end?.obstacles?.map(({ packets }) =>
      packets.map(({ local, remote }) => [local, remote].map(formatHost)),
    )
    const pairs = (host: string) => [
      [host, '172.16.0.0/24'],
      [host, '172.16.1.0/24'],
    ]
    expect(told).toEqual([pairs('10.1.0.0'), pairs('10.1.0.1'), pairs('10.1.0.2')])
    expect(problems).toEqual([])
  })

  it('are looked at up to 256 parts of a pair, and the next one is told once', () => {
    const { end, problems, roles } = translating(258, 3)
    expect(end?.obstacles).toHaveLength(256)
    expect(problems.map(({ kind, say }) => [kind, say])).toEqual([
      [
        'unsupported',
        'NAT translates more than 256 parts of what is to go from 10.1.0.0/16 to 172.16.0.0/24 into a tunnel; what this rule and those behind it take is not looked at.',
      ],
    ])
    // Six lines of interfaces, four of each rule.
    expect(problems[0]?.span.line).toBe(6 + 4 * 256 + 4)
    expect(roles.get(6 + 4 * 256 + 4)).toBe('unsupported')
  })

  it('are looked at up to 16,384 parts in all', () => {
    const { end, problems } = translating(200, 100)
    // 81 pairs with 200 parts each, and 184 of the next one.
    expect(end?.obstacles?.map(({ packets }) => packets.length)).toEqual(numbers(200).map((at) => (at < 184 ? 82 : 81)))
    expect(problems.map(({ span, say }) => [span.line, say])).toEqual([
      [
        6 + 4 * 184 + 4,
        'NAT translates more than 16384 parts of the networks that are to go into tunnels; what it takes of those from 10.1.0.0/16 to 172.16.81.0/24 on, with this rule, is not looked at.',
      ],
    ])
  })

  it('are read at once, however many there are', () => {
    expect(translating(4000, 4000).children).toHaveLength(4000)
  })
})
