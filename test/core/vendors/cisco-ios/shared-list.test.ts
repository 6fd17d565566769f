import { describe, expect, it } from 'vitest'
import { cryptoMap, readIos } from './ios-text.ts'

/** So many entries more that name the list of the first one. */
function sharing(entries: number, lines: number): string {
  const numbers = Array.from({ length: entries }, (_, at) => at)
  const list = Array.from(
    { length: lines },
    (_, at) => ` permit ip host 10.1.${at >> 8}.${at & 255} 10.2.0.0 0.0.255.255`,
  )
  const maps = numbers.map(
    (at) =>
      `crypto map VPN ${at + 11} ipsec-isakmp\n set peer 198.51.${at >> 8}.${at & 255}\n set transform-set TS\n match address VPN\n`,
  )
  return cryptoMap(list.join('\n'), maps.join(''))
}

describe('an access list that many entries name', () => {
  it('makes children of each entry, each its own with the places of the list', () => {
    const [first, second] = readIos(sharing(1, 2)).connections.map(({ children }) => children)
    expect(second).toEqual(first?.map((child) => ({ ...child, proposals: second?.[0]?.proposals })))
    expect(second?.[0]).not.toBe(first?.[0])
    // Where the group of PFS would stand is the entry's own.
    expect(second?.[0]?.proposals).toMatchObject({ beside: [{ line: 17 + 2 }] })
  })

  it('is taken out of transport mode for the entries to whose peers it is not', () => {
    const list = ' permit ip host 203.0.113.1 host 198.51.100.7'
    const more = 'crypto map VPN 20 ipsec-isakmp\n set peer 198.51.100.8\n set transform-set TS\n match address VPN'
    const { connections } = readIos(cryptoMap(list, more).replace('mode tunnel', 'mode transport'))
    expect(connections.map(({ children }) => children[0]?.mode.value)).toEqual(['transport', 'tunnel'])
  })

  it('has 16384 pairs beside those of the first entry, and tells of each entry beyond', () => {
    const { connections, problems, end, roles } = readIos(sharing(3, 8192))
    expect(connections.map(({ children }) => children.length)).toEqual([8192, 8192, 8192, 0])
    const place = 17 + 8192 + 2 * 4 + 3
    expect(problems).toMatchObject([
      {
        kind: 'unsupported',
        span: { line: place },
        say: 'Many entries name the access list "VPN" with its 8192 pairs of networks, and no more than 16384 pairs of such lists are looked at again; those of this entry are not.',
        instead: 'Paste only the entries of the crypto map that are about this tunnel.',
      },
    ])
    expect(roles.get(place)).toBe('unsupported')
    expect(end?.missing).toEqual([
      {
        code: 'TS003',
        topic: 'pairs of the access list VPN for each entry that names it',
        command: '`show running-config` and paste only the entries of the crypto map that are about this tunnel',
      },
    ])
  })

  it('is read at once, however many lines and entries there are', () => {
    const { connections } = readIos(sharing(10_000, 10_000))
    expect(connections.flatMap(({ children }) => children)).toHaveLength(2 * 10_000)
  })
})
