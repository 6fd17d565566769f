import { describe, expect, it } from 'vitest'
import { analyse } from '../../../src/core/index.ts'
import { planned, stated } from '../../../src/core/model/setting.ts'
import { simulate } from '../../../src/core/negotiation/simulate.ts'
import { lifetimesDiffer } from '../../../src/core/rules/lifetimes/lt001-differ.ts'
import { endsFirst } from '../../../src/core/rules/lifetimes/lt002-ends-first.ts'
import { type Gateway, libreswanPair, pair } from '../../../src/core/rules/negotiation/examples.ts'
import { gateway, POLICIES, SAS, sa } from '../../../src/core/rules/observed/installed-examples.ts'
import type { Example } from '../../../src/core/rules/rule.ts'
import { description } from '../../../src/core/rules/traffic-selectors/examples.ts'
import * as made from '../negotiation/made-ends.ts'
import { factsBetween, factsOf, gistOf, placesOf } from './facts-of.ts'

/** What one rule says, without its reasons, and the lines that it shows. */
function said(code: string, { pastes }: Example) {
  return analyse({ pastes })
    .diagnostics.filter((found) => found.code === code)
    .map(({ severity, what }) => `${severity}: ${what}`)
}

const child = (rekey: string, life: string): Gateway => ({
  child: `rekey_time = ${rekey}\n        life_time = ${life}`,
})
describe('LT002: an SA that ends before it is renewed', () => {
  it('is told of the end that gives it up, once for both directions', () => {
    expect(said('LT002', pair(child('4h', '1h'), child('4h', '5h')))).toEqual([
      'warning: A (192.0.2.1) gives the child SA net up after 3,600 s, and the first renewal comes after 14,400 s.',
    ])
    expect(said('LT002', pair(child('0', '5h'), child('0', '1h')))).toEqual([
      'warning: B (192.0.2.2) gives the child SA net up after 3,600 s, and neither end renews it.',
    ])
  })

  it('is renewed a fifth to a tenth before it ends', () => {
    const [found] = factsOf(endsFirst, pair(child('4h', '1h'), child('4h', '5h')))
    expect(found?.plans.flatMap(({ changes }) => changes)).toEqual([
      {
        end: 'A',
        change: {
          kind: 'lifetime',
          connection: 'to-b',
          child: 'net',
          lifetime: { rekey: { from: 2880, to: 3240 }, end: 3600 },
        },
      },
    ])
  })

  it('is shown by the line of that end', () => {
    const lines = (of: Example) =>
      analyse(of)
        .diagnostics.filter(({ code }) => code === 'LT002')
        .flatMap(({ evidence }) => evidence.map(({ source, label, text }) => `${source} ${label}: ${text.trim()}`))
    expect(lines(pair(child('4h', '1h'), child('4h', '5h')))).toEqual(['a.conf A (192.0.2.1): net: net {'])
    expect(lines(pair(child('0', '5h'), child('0', '1h')))).toEqual(['b.conf B (192.0.2.2): net: net {'])
    const never = (life: string) => ({ keys: ['rekey=no', `ikelifetime=${life}`, 'salifetime=8h'] })
    expect(lines(libreswanPair(never('2h'), never('1h')))).toContain('b.conf B (192.0.2.2): to-a: conn to-a')
  })

  it('is told of the IKE SA by its connection', () => {
    const never = (life: string) => ({ keys: ['rekey=no', `ikelifetime=${life}`, 'salifetime=8h'] })
    expect(said('LT002', libreswanPair(never('2h'), never('1h')))).toContainEqual(
      expect.stringMatching(/^warning: B \S+ gives the IKE SA of to-a up after 3,600 s, and neither end renews it\.$/),
    )
  })

  it('is none where either end renews it in time, or nobody gives it up', () => {
    expect(said('LT002', pair())).toEqual([])
    expect(said('LT002', pair(child('4h', '1h'), child('30m', '5h')))).toEqual([])
    expect(said('LT002', pair({ child: 'rekey_time = 0' }, { child: 'rekey_time = 0' }))).toEqual([])
  })
})

describe('LT001: lifetimes in words', () => {
  const end = (lifetime: number | undefined, own: string, peer: string) => ({
    vendor: 'other',
    locals: [own],
    remotes: [peer],
    ...(lifetime !== undefined && { lifetime }),
  })
  const both = (a: number | undefined, b: number | undefined) =>
    description(end(a, '10.1.0.0/24', '10.2.0.0/24'), end(b, '10.2.0.0/24', '10.1.0.0/24'))

  it('that differ are told of, each with its end', () => {
    const { diagnostics } = analyse(both(3600, 28_800))
    const found = diagnostics.find(({ code }) => code === 'LT001')
    expect(found?.what).toMatch(/^The IKE lifetime is 3600 s.* on Gateway-A and 28800 s.* on Gateway-B\.$/)
    expect(found?.evidence.map(({ label }) => label)).toEqual(['Gateway-A', 'Gateway-B'])
  })

  it('are shown where they are written, and by nobody else', () => {
    const own = { 'IKE lifetime': planned('1 h') }
    const written = { 'IKE lifetime': stated('8 h', { source: 'b.txt', line: 3, column: 1, length: 3 }) }
    const back = made.entry('B1', 'in', {
      selectors: [made.box(made.REMOTE, made.LOCAL)],
      tunnel: made.tunnel(made.OWN, made.PEER),
    })
    const found = factsBetween(
      lifetimesDiffer,
      simulate(
        made.end('A', [made.entry('A1', 'out')], { settings: own }),
        made.end('B', [back], { settings: written }),
      ),
    )
    expect(found.map((each) => [gistOf(each), ...placesOf(each), each.explain().what])).toEqual([
      ['info stated, no packet', 'b.txt 3 B', 'The IKE lifetime is 1 h on A and 8 h on B.'],
    ])
  })

  it('are nothing to tell where they are equal, or one is not known', () => {
    const cipher = (encryption: string, own: string, peer: string) => ({ ...end(undefined, own, peer), encryption })
    const ciphers = description(
      cipher('3DES', '10.1.0.0/24', '10.2.0.0/24'),
      cipher('AES256', '10.2.0.0/24', '10.1.0.0/24'),
    )
    expect(said('LT001', ciphers)).toEqual([])
    for (const [a, b] of [
      [3600, 3600],
      [3600, undefined],
      [undefined, 3600],
    ]) {
      expect(said('LT001', both(a, b))).toEqual([])
    }
  })
})

describe('SA007: packets that an SA has dropped', () => {
  const inbound = (late: number, twice: number, forged: number) =>
    gateway(POLICIES, sa('out') + sa('in', { stats: `replay-window ${late} replay ${twice} failed ${forged}` }))

  it('are counted by what was wrong with them', () => {
    expect(said('SA007', inbound(3, 0, 0))).toEqual([
      expect.stringMatching(
        /^warning: \S+ has dropped packets of .*: 3 that came too late for its replay window of 32\.$/,
      ),
    ])
    expect(said('SA007', inbound(1, 2, 4))).toEqual([
      expect.stringMatching(
        /: 4 whose integrity check failed, 2 that came twice, 1 that came too late for its replay window of 32\.$/,
      ),
    ])
  })

  it('are nothing to tell where there are none, or nobody counts', () => {
    expect(said('SA007', inbound(0, 0, 0))).toEqual([])
    expect(said('SA007', gateway(POLICIES, SAS))).toEqual([])
  })
})
