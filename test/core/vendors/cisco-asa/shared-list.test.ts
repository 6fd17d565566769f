import { describe, expect, it } from 'vitest'
import { formatHost } from '../../../../src/core/address/address-range.ts'
import { readAsa } from './read-asa.ts'

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at)
const permit = (at: number) =>
  `access-list X extended permit ip host 10.1.${at >> 8}.${at & 255} 10.2.0.0 255.255.0.0\n`
const entry = (at: number) =>
  `crypto map M ${at + 1} match address X\ncrypto map M ${at + 1} set peer 198.51.${at >> 8}.${at & 255}\ncrypto map M ${at + 1} set ikev1 transform-set T\n`

/** So many entries that name one list of so many lines. */
function sharing(entries: number, lines: number): string {
  return `${numbers(lines).map(permit).join('')}${numbers(entries).map(entry).join('')}`
}

describe('an access list that many entries name', () => {
  it('makes children of each entry, each its own with the places of the list', () => {
    const [first, second] = readAsa(sharing(2, 2)).connections.map(({ children }) => children)
    expect(second).toEqual(first?.map((child) => ({ ...child, proposals: second?.[0]?.proposals })))
    expect(second?.[0]).not.toBe(first?.[0])
  })

  it('has 16384 pairs beside those of the first entry, and tells of each entry beyond', () => {
    const { connections, problems, end, roles } = readAsa(sharing(4, 8192))
    expect(connections.map(({ children }) => children.length)).toEqual([8192, 8192, 8192, 0])
    const place = 8192 + 3 * 3 + 1
    expect(problems.filter(({ kind }) => kind === 'unsupported')).toMatchObject([
      {
        span: { line: place },
        say: 'Many entries name the access list "X" with its 8192 pairs of networks, and no more than 16384 pairs of such lists are looked at again; those of this entry are not.',
      },
    ])
    expect(roles.get(place)).toBe('unsupported')
    expect(end?.missing).toContainEqual({
      code: 'TS001',
      topic: 'pairs of the access list X for each entry that names it',
      command: '`show running-config` and paste only the entries of the crypto map that are about this tunnel',
    })
  })

  it('is read at once, however many lines and entries there are', () => {
    expect(readAsa(sharing(10_000, 10_000)).children).toHaveLength(2 * 10_000)
  })
})

describe('deny lines of an access list', () => {
  const deny = (at: number) => `access-list X extended deny tcp any any eq ${at + 1}\n`

  it('count for the permit lines below them alone', () => {
    const { children } = readAsa(
      `${permit(0)}${numbers(150)
        .map((at) => deny(at) + permit(at + 1))
        .join('')}${entry(0)}`,
    )
    expect(children.map(({ except = [] }) => except.length)).toEqual(numbers(151))
    expect(children.at(-1)?.except?.map(({ remote }) => remote.ports.from)).toEqual(numbers(150).map((at) => at + 1))
  })

  it('that all meet all permit lines below are read at once', () => {
    const { children } = readAsa(
      `${numbers(20_000).map(deny).join('')}${numbers(20_000).map(permit).join('')}${entry(0)}`,
    )
    expect(children).toHaveLength(20_000)
    // 200 of each, and 16,384 in all: 81 times 200 and 184.
    const left = children.map(({ except }) => except?.length)
    expect([...new Set(left.slice(0, 81)), ...left.slice(81, 83)]).toEqual([200, 184, undefined])
    expect(children[80]?.except?.at(-1)?.remote.ports).toEqual({ from: 200, to: 200 })
  })
})

describe('peers of an entry', () => {
  it('are there once each, in their order, however many there are', () => {
    const peers = numbers(30_000).map((at) => `198.18.${at >> 8}.${at & 255}`)
    const said = [...peers.slice(0, 20_000), ...peers.slice(10_000)]
    const { connections } = readAsa(`${permit(0)}${entry(0).replace(/set peer \S+/, `set peer ${said.join(' ')}`)}`)
    expect(connections.flatMap(({ remoteAddresses }) => remoteAddresses.value.map(formatHost))).toEqual(peers)
  })
})
