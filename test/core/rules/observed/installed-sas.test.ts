import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'
import { gateway, POLICIES, policy, SAS, sa } from '../../../../src/core/rules/observed/installed-examples.ts'
import type { Example } from '../../../../src/core/rules/rule.ts'

/** What one rule says of the pastes: its severity, and its two sentences. */
function said(code: string, { pastes }: Example): string[] {
  return analyse({ pastes })
    .diagnostics.filter((found) => found.code === code)
    .map(({ severity, what, why }) => `${severity}: ${what} ${why}`)
}

describe('SA005: SAs of which one way alone has carried packets', () => {
  it('is told of who sends and gets nothing, or gets and sends nothing', () => {
    expect(said('SA005', gateway(POLICIES, sa('out', { count: 9 }) + sa('in', { count: 0 })))).toEqual([
      expect.stringMatching(/^warning: \S+ has sent 9 packets through its SAs with .+ and received none\. /),
    ])
    expect(said('SA005', gateway(POLICIES, sa('out', { count: 0 }) + sa('in', { count: 1 })))).toEqual([
      expect.stringMatching(
        / has sent nothing through its SAs with .+ and received 1 packet, e\.g\. through .*0xc0000002/,
      ),
    ])
  })

  it('says what follows, and shows the counters of both ways', () => {
    const why = (out: number, inbound: number) =>
      said('SA005', gateway(POLICIES, sa('out', { count: out }) + sa('in', { count: inbound })))[0]
    expect(why(9, 0)).toMatch(/ received none\. Either they do not reach .+, or nothing comes back from there\. Run /)
    expect(why(0, 4)).toMatch(/The answers do not go into the tunnel: look on /)
    const { diagnostics } = analyse(gateway(POLICIES, sa('out', { count: 9 }) + sa('in', { count: 0 })))
    const [found] = diagnostics.filter(({ code }) => code === 'SA005')
    expect(new Set(found?.evidence.map(({ line }) => line)).size).toBe(2)
  })

  it('is not where both ways have carried some, or none', () => {
    expect(said('SA005', gateway(POLICIES, SAS))).toEqual([])
    expect(said('SA005', gateway(POLICIES, sa('out', { count: 0 }) + sa('in', { count: 0 })))).toEqual([])
  })

  it('is not of one direction alone, whose other one is not shown', () => {
    expect(said('SA005', gateway(POLICIES, sa('out', { count: 9 })))).toEqual([])
    expect(said('SA005', gateway(POLICIES, sa('in', { count: 9 })))).toEqual([])
  })

  it('counts the SAs of a rekey together, and those of another child apart', () => {
    const rekeyed = sa('in', { count: 0 }) + sa('in', { count: 4, spi: '0xc0000004' })
    expect(said('SA005', gateway(POLICIES, sa('out', { count: 9 }) + rekeyed))).toEqual([])
    const other =
      sa('out', { count: 3, spi: '0xc0000005', reqid: 2 }) + sa('in', { count: 3, spi: '0xc0000006', reqid: 2 })
    expect(said('SA005', gateway(POLICIES, sa('out', { count: 9 }) + sa('in', { count: 0 }) + other))).toHaveLength(1)
  })
})

describe('SA006: several SAs for the same packets', () => {
  const outs = (count: number, more: Parameters<typeof sa>[1] = {}) =>
    Array.from({ length: count }, (_, at) => sa('out', { spi: `0xc000010${at}`, ...more })).join('')

  it('are two for the moments of a rekey, and more than that worth a look', () => {
    expect(said('SA006', gateway(POLICIES, SAS))).toEqual([])
    expect(said('SA006', gateway(POLICIES, SAS + outs(1)))).toEqual([
      expect.stringMatching(
        /^info: \S+ has 2 SAs for the same packets: .*0xc0000001.* and .*0xc0000100.*\. Two are normal/,
      ),
    ])
    expect(said('SA006', gateway(POLICIES, SAS + outs(2)))).toEqual([
      expect.stringMatching(/^warning: \S+ has 3 SAs for the same packets: .* The kernel sends through one of them/),
    ])
  })

  it('are named up to four', () => {
    expect(said('SA006', gateway(POLICIES, SAS + outs(3)))[0]).not.toMatch(/ more\./)
    expect(said('SA006', gateway(POLICIES, SAS + outs(5)))[0]).toMatch(
      / has 6 SAs .*0xc0000001.*0xc0000100.*0xc0000101.*0xc0000102[^,]* and 2 more\. /,
    )
  })

  it('are not those of another reqid, nor those that nothing ties together', () => {
    expect(said('SA006', gateway(POLICIES, SAS + outs(1, { reqid: 2 })))).toEqual([])
    expect(said('SA006', gateway(POLICIES, outs(3, { reqid: 0 })))).toEqual([])
  })

  it('are not those that wait for their keys, nor those that compress', () => {
    const waiting = outs(2).replaceAll(/\t(?:auth-trunc|enc) .*\n/g, '')
    expect(said('SA006', gateway(POLICIES, SAS + waiting))).toEqual([])
    const compressing = outs(2)
      .replaceAll('proto esp', 'proto comp')
      .replaceAll(/\t(?:auth-trunc|enc) .*\n/g, '\tcomp deflate\n')
    expect(said('SA006', gateway(POLICIES, SAS + compressing))).toEqual([])
  })
})

describe('SP006: what is let in and not on', () => {
  it('is told of inbound policies of a tunnel without one for what is routed on', () => {
    expect(said('SP006', gateway(policy('out') + policy('in'), SAS))).toHaveLength(1)
    expect(said('SP006', gateway(POLICIES, SAS))).toEqual([])
    const host = { source: '10.2.0.0/24', destination: '203.0.113.1' }
    expect(said('SP006', gateway(policy('out') + policy('in', host), SAS))).toEqual([])
    const part = { source: '10.2.0.0/25' }
    expect(said('SP006', gateway(policy('out') + policy('in') + policy('fwd', part), SAS))).toHaveLength(1)
  })
})
