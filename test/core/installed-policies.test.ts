import { describe, expect, it } from 'vitest'
import { analyse } from '../../src/core/index.ts'
import {
  gateway,
  POLICIES,
  type PolicyWords,
  policy,
  SAS,
  sa,
} from '../../src/core/rules/observed/installed-examples.ts'

const [OWN, PEER] = ['203.0.113.1', '198.51.100.7']

/** The same gateway's output as its peer would have it. */
function mirrored(policies: string): string {
  const turned = { out: 'in', in: 'out', fwd: 'out' } as const
  return policies
    .split(/^(?=src )/m)
    .filter((record) => !record.includes('dir fwd'))
    .map((record) => record.replace(/dir (out|in)/, (_, way: 'out' | 'in') => `dir ${turned[way]}`))
    .flatMap((record) => (record.includes('dir in') ? [record, record.replace('dir in', 'dir fwd')] : [record]))
    .join('')
}

function findings(text: string, other?: string) {
  const pastes = [{ source: 'a.txt', text }, ...(other === undefined ? [] : [{ source: 'b.txt', text: other }])]
  return analyse({ pastes }).diagnostics.filter(({ code }) => !code.startsWith('PA'))
}

function screen(policies: string, sas: string): string {
  return gateway(policies, sas).pastes[0]?.text ?? ''
}

describe('an SA and the policy for its packets', () => {
  it.each<[string, string, string]>([
    ['reqid', sa('out', { reqid: 2 }), 'it asks for the reqid 1, the SA has 2'],
    ['mode', sa('out').replace('mode tunnel', 'mode transport'), 'it asks for the mode tunnel, the SA has transport'],
    ['interface number', `${sa('out')}\tif_id 0x7\n`, 'it asks for the interface number 0x0, the SA has 0x7'],
    [
      'address of the peer',
      sa('out').replace('198.51.100.7', '198.51.100.9'),
      'it asks for the addresses 203.0.113.1 > 198.51.100.7, the SA has 203.0.113.1 > 198.51.100.9',
    ],
    ['mark', `${sa('out')}\tmark 0x10/0xff \n`, 'it asks for the mark none, the SA has 0x10'],
  ])('do not fit where the %s differs', (_, out, words) => {
    const found = findings(screen(POLICIES, out + sa('in')))
    expect(found.map(({ code, severity }) => [code, severity])).toEqual([['SA004', 'error']])
    expect(found[0]?.what).toContain(words)
  })

  it('fit where a template that is not outbound names no reqid', () => {
    const policies = policy('out') + policy('in', { reqid: 0 }) + policy('fwd', { reqid: 0 })
    expect(findings(screen(policies, SAS))).toEqual([])
  })

  it.each([
    ['nothing was asked for', '', 'no packet has asked for it yet'],
    [
      'the kernel has asked',
      `src ${OWN} dst ${PEER}\n\tproto esp spi 0x00000000 reqid 1 mode tunnel\n\treplay-window 0 \n`,
      'A negotiation has begun',
    ],
    [
      'the daemon has reserved an SPI',
      `src ${PEER} dst ${OWN}\n\tproto esp spi 0xca60241a reqid 0 mode tunnel\n\treplay-window 0 \n`,
      'A negotiation has begun',
    ],
  ])('are missed where %s', (_, sas, why) => {
    const found = findings(screen(POLICIES, sas))
    expect(found.map(({ code }) => code)).toEqual(['SA003'])
    expect(found[0]?.why).toContain(why)
  })

  it('are not missed where the SAs were not pasted', () => {
    expect(findings(POLICIES)).toEqual([])
  })
})

describe('counters', () => {
  const quiet = sa('out', { count: 9 }) + sa('in', { count: 0 })

  it.each([
    ['nothing of the other end', undefined, 'counters tell which'],
    ['that nothing arrived there', sa('in', { count: 0 }) + sa('out', { count: 0 }), 'lost between the two'],
    ['that nothing was sent back', sa('in', { count: 0 }) + sa('out', { count: 9 }), 'nothing was sent back'],
    [
      'that the answers were sent',
      sa('in', { count: 5 }) + sa('out', { count: 9 }),
      'has sent 5 packets back, which did not arrive',
    ],
  ])('show one way, and %s', (_, there, why) => {
    // At the other end the SA from here to there counts what was received.
    const turned = there?.replaceAll(/seq (0x\w+), oseq (0x\w+)/g, 'seq $2, oseq $1')
    const other = turned === undefined ? undefined : screen(mirrored(POLICIES), turned)
    const found = findings(screen(POLICIES, quiet), other).filter(({ what }) => what.includes('sent 9 packets'))
    expect(found.map(({ code }) => code)).toEqual(['SA005'])
    expect(found[0]?.why).toContain(why)
  })

  it('of an SA and its successor are taken together', () => {
    const rekeyed = quiet + sa('in', { spi: '0xc0000004', count: 3 })
    expect(findings(screen(POLICIES, rekeyed)).map(({ code }) => code)).toEqual(['SA006'])
  })

  it('show what answers nobody', () => {
    const found = findings(screen(POLICIES, sa('out', { count: 0 }) + sa('in', { count: 4 })))
    expect(found[0]?.what).toContain('has sent nothing through its SAs')
    expect(found[0]?.why).toContain('The answers do not go into the tunnel')
  })

  it.each([
    ['replay-window 3 replay 0 failed 0', '3 that came too late for its replay window of 32'],
    ['replay-window 0 replay 2 failed 0', '2 that came twice'],
    ['replay-window 0 replay 0 failed 1', '1 whose integrity check failed'],
  ])('of dropped packets are told: %s', (stats, words) => {
    const found = findings(screen(POLICIES, sa('out') + sa('in', { stats })))
    expect(found.map(({ code }) => code)).toEqual(['SA007'])
    expect(found[0]?.what).toContain(words)
  })
})

describe('several SAs for the same packets', () => {
  it('are normal for two of them, and worth a warning for three', () => {
    const two = SAS + sa('out', { spi: '0xc0000003' })
    const three = two + sa('out', { spi: '0xc0000004' })
    expect(findings(screen(POLICIES, two)).map(({ severity }) => severity)).toEqual(['info'])
    expect(findings(screen(POLICIES, three)).map(({ severity }) => severity)).toEqual(['warning'])
  })

  it('are not those of another child, nor one SA in two outputs', () => {
    const other = { source: '10.3.0.0/24', reqid: 2 } satisfies PolicyWords
    const back = { destination: '10.3.0.0/24', reqid: 2 } satisfies PolicyWords
    const policies = POLICIES + policy('out', other) + policy('fwd', back) + policy('in', back)
    const sas = SAS + sa('out', { spi: '0xc0000003', reqid: 2 }) + sa('in', { spi: '0xc0000004', reqid: 2 })
    expect(findings(screen(policies, sas))).toEqual([])
    const pastes = ['state.txt', 'again.txt'].map((source) => ({ source, text: screen('', SAS), end: 'A' }))
    expect(analyse({ pastes }).diagnostics.map(({ code }) => code)).not.toContain('SA006')
  })
})

describe('policies of several interfaces', () => {
  const any = (id: string, words: PolicyWords = {}) =>
    (['out', 'fwd', 'in'] as const)
      .map((way) => `${policy(way, { source: '0.0.0.0/0', destination: '0.0.0.0/0', ...words })}\tif_id ${id}\n`)
      .join('')

  it('do not shadow each other', () => {
    expect(findings(any('0x1') + any('0x2', { reqid: 2 })).map(({ code }) => code)).toEqual([])
  })

  it('shadow each other where they are for one', () => {
    expect(findings(any('0x1') + any('0x1', { reqid: 2 })).map(({ code }) => code)).toContain('SP002')
  })
})

describe('a daemon that has installed nothing', () => {
  const sockets = ['in', 'out']
    .map((way) => `src 0.0.0.0/0 dst 0.0.0.0/0 \n\tsocket ${way} priority 0 ptype main \n`)
    .join('')

  it('does not tell what it would negotiate', () => {
    const report = analyse({
      pastes: [
        { source: 'a.txt', text: sockets, end: 'A' },
        { source: 'b.txt', text: POLICIES, end: 'B' },
      ],
    })
    expect(report.verdict).toBe('unknown')
    expect(report.diagnostics.find(({ code }) => code === 'SA009')?.what).toBe(
      'No policy of a tunnel is installed on A (198.51.100.7).',
    )
    expect(report.unchecked[0]?.ask).toContain('cat /etc/swanctl/swanctl.conf')
  })
})

describe('the texts of one machine', () => {
  const state = (sas: string) => `root@vpn:~# ip xfrm state\n${sas}root@vpn:~# \n`
  const policies = (text: string) => `root@vpn:~# ip xfrm policy\n${text}root@vpn:~# \n`
  const ends = (...texts: readonly string[]) =>
    analyse({ pastes: texts.map((text, at) => ({ source: `${at}.txt`, text })) }).ends.map(
      ({ tunnelAddresses }) => tunnelAddresses,
    )

  it('are told by the own address', () => {
    expect(ends(policies(POLICIES), state(SAS))).toEqual([[OWN], [PEER]])
    expect(
      analyse({ pastes: [policies(POLICIES), state(SAS)].map((text, at) => ({ source: `${at}.txt`, text })) }).ends[0]
        ?.inputs,
    ).toHaveLength(2)
  })

  it('are told by the name of the machine, where nothing else tells', () => {
    const report = analyse({
      pastes: [policies(POLICIES), state('')].map((text, at) => ({ source: `${at}.txt`, text })),
    })
    expect(report.ends[0]?.inputs).toHaveLength(2)
    expect(report.diagnostics.map(({ code }) => code)).toContain('SA003')
  })

  it('are not told by a name that two machines have', () => {
    const turned = SAS.replaceAll(OWN, 'there').replaceAll(PEER, OWN).replaceAll('there', PEER)
    expect(ends(policies(POLICIES), state(turned))).toEqual([[OWN], [PEER]])
    const report = analyse({
      pastes: [policies(POLICIES), state(turned)].map((text, at) => ({ source: `${at}.txt`, text })),
    })
    expect(report.ends.map(({ inputs }) => inputs.length)).toEqual([1, 1])
  })
})
