import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'
import { dump, filter, PAIR } from '../../../../src/core/rules/spd/examples.ts'
import { otherTunnel } from '../../../../src/core/rules/spd/sp012-other-tunnel.ts'

/** What one rule says of a dump of filters. */
function said(code: string, filters: string): string[] {
  return analyse(dump(filters))
    .diagnostics.filter((found) => found.code === code)
    .map(({ severity, what }) => `${severity}: ${what}`)
}

const HOST = { mask: '255.255.255.255', tunnel: 'none' }
const host = (action: string, direction: 'outbound' | 'inbound' = 'outbound') =>
  direction === 'outbound'
    ? filter(direction, '10.1.0.9', '10.2.0.9', { ...HOST, action })
    : filter(direction, '10.2.0.9', '10.1.0.9', { ...HOST, action })

describe('SP003: a filter in front of the tunnel', () => {
  it('lets through in clear, or drops, what the tunnel should protect', () => {
    expect(said('SP003', PAIR + host('Permit'))).toEqual([
      expect.stringMatching(
        /^error: .* lets through in clear packets that .* should protect, and is looked up first\.$/,
      ),
    ])
    expect(said('SP003', PAIR + host('Block', 'inbound'))).toEqual([expect.stringMatching(/ drops packets that /)])
    expect(said('SP003', PAIR + host('Permit') + host('Block', 'inbound'))).toHaveLength(2)
  })

  it('is none where it is behind, is for other packets, or protects them as well', () => {
    const other = filter('outbound', '10.9.0.9', '10.2.0.9', { ...HOST, action: 'Permit' })
    const wider = filter('outbound', '10.1.0.0', '10.2.0.0', { mask: '255.255.0.0', action: 'Permit', tunnel: 'none' })
    const narrower = filter('outbound', '10.1.0.9', '10.2.0.9', { mask: '255.255.255.255' })
    for (const beside of [other, wider, narrower]) expect(said('SP003', PAIR + beside)).toEqual([])
    // Of two that protect nothing neither takes anything away.
    expect(said('SP003', host('Permit') + wider)).toEqual([])
  })
})

describe('SP001: a filter without its counterpart', () => {
  it('is an assumption where the dump was cut', () => {
    const { pastes } = dump(PAIR + filter('outbound', '10.1.0.0', '10.3.0.0'))
    const certainty = (more: string) =>
      analyse({ pastes: pastes.map(({ source, text }) => ({ source, text: text.replace(/3 Specific.*/, more) })) })
        .diagnostics.filter(({ code }) => code === 'SP001')
        .map((found) => found.certainty)
    expect(certainty('3 Specific Filter(s)')).toEqual(['stated'])
    expect(certainty('4 Specific Filter(s)')).toEqual(['assumed'])
    expect(certainty('Filter name           : inb')).toEqual(['assumed'])
  })
})

describe('SP002: a filter that no packet reaches', () => {
  it('is told with the one that takes all of its packets', () => {
    const again = filter('outbound', '10.1.0.0', '10.2.0.0')
    expect(said('SP002', PAIR + again)).toEqual([
      expect.stringMatching(/^warning: No packet reaches .*: .* takes all of them first\.$/),
    ])
    expect(said('SP002', PAIR + filter('outbound', '10.1.0.0', '10.3.0.0'))).toEqual([])
  })

  it('is none where what takes them protects nothing, which is told by SP003', () => {
    const permit = filter('outbound', '10.1.0.0', '10.2.0.0', { action: 'Permit', tunnel: 'none' })
    expect(said('SP002', permit + PAIR)).toEqual([])
    expect(said('SP003', permit + PAIR)).toHaveLength(1)
  })
})

describe('SP002: two filters for the same packets', () => {
  const certainty = (filters: string) =>
    analyse(dump(filters)).diagnostics.flatMap((found) => (found.code === 'SP002' ? [found.certainty] : []))
  const again = (weight?: number) => filter('outbound', '10.1.0.0', '10.2.0.0', weight === undefined ? {} : { weight })

  it('are an assumption where nothing tells which one weighs more', () => {
    expect(certainty(PAIR + again())).toEqual(['assumed'])
    const heavier = PAIR.replace('Direction             : outbound', 'Direction : outbound\nWeight : 9')
    expect(certainty(heavier + again(3))).toEqual(['stated'])
  })
})

describe('SP012: a network that two branches have', () => {
  const analysed = () => analyse(otherTunnel.page.fires)

  it('is told with the filter by which its packets go to the other one, and with one of them', () => {
    const [found, ...more] = analysed().diagnostics.filter(({ code }) => code === 'SP012')
    expect(more).toEqual([])
    expect(found?.severity).toBe('warning')
    expect(found?.what).toMatch(/ sends packets that .* expects by .* into another tunnel, by .* to 192\.0\.2\.33\.$/)
    expect(found?.witness).toBe('10.1.0.1 -> 10.2.8.1 icmp')
  })

  it('is left to SP002 where it leaves an own filter no packet', () => {
    const [hub, ...branch] = otherTunnel.page.fires.pastes
    const own = filter('outbound', '10.1.0.0', '10.2.8.0', { weight: 1 })
    const text = (hub?.text ?? '').replace(/(192\.0\.2\.33\n.*\n)/, '$1Weight : 9\n').replace('4 Spec', `${own}5 Spec`)
    const report = analyse({ pastes: [{ source: 'a.txt', text }, ...branch] })
    const codes = report.diagnostics.map(({ code }) => code)
    expect(codes).toContain('SP002')
    expect(codes).not.toContain('SP012')
  })

  it('is not said to go in clear', () => {
    const unsent = analysed().flows.filter(({ outcome }) => outcome === 'no-policy')
    expect(unsent.map(({ packet, destination }) => [destination, packet])).toEqual([['10.2.8.0/24', 'unknown']])
  })
})

describe('SP002: an entry of a crypto map', () => {
  const router = (...peers: readonly string[]) => {
    const entries = peers.map(
      (peer, at) =>
        `crypto map M ${at + 1}0 ipsec-isakmp\n set peer ${peer}\n set transform-set T\n match address 101\n`,
    )
    return `hostname r1
crypto isakmp policy 10
 authentication pre-share
crypto isakmp key ‹secret 1› address 0.0.0.0
crypto ipsec transform-set T esp-aes esp-sha-hmac
${entries.join('')}interface GigabitEthernet0/0
 ip address 203.0.113.1 255.255.255.0
 crypto map M
access-list 101 permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.255
`
  }
  const far = `ends:
  B: {vendor: other, external_address: 198.51.100.7, peer_address: 203.0.113.1, local_networks: [10.2.0.0/24], remote_networks: [10.1.0.0/24]}
`
  const told = (...peers: readonly string[]) =>
    analyse({
      pastes: [
        { source: 'a', text: router(...peers), end: 'A' },
        { source: 'b', text: far },
      ],
    })
      .diagnostics.filter(({ code }) => code === 'SP002')
      .map(({ what }) => what)

  it('that one for another peer stands in front of gets no packet', () => {
    expect(told('198.51.100.9', '198.51.100.7')[0]).toMatch(
      /^No packet reaches A2 .* of M 20 of r1: A1 .* of M 10 takes all of them first\.$/,
    )
  })

  it('is the tunnel all the same where the one in front is for the same peer, or behind it', () => {
    expect(told('198.51.100.7', '198.51.100.7')).toEqual([])
    expect(told('198.51.100.7', '198.51.100.9')).toEqual([])
  })
})

describe('SP001: the other direction', () => {
  it('is missing where a tunnel has one filter of its two', () => {
    expect(said('SP001', PAIR)).toEqual([])
    expect(said('SP001', filter('outbound', '10.1.0.0', '10.2.0.0'))).toHaveLength(1)
    expect(said('SP001', filter('inbound', '10.2.0.0', '10.1.0.0'))).toHaveLength(1)
    expect(
      said('SP001', filter('outbound', '10.1.0.0', '10.2.0.0') + filter('inbound', '10.3.0.0', '10.1.0.0')),
    ).toHaveLength(2)
  })
})
