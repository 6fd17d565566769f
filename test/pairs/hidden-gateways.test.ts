import { describe, expect, it } from 'vitest'
import { analyse } from '../../src/core/index.ts'
import { pastesOf } from '../support/products.ts'
import { tunnelBetween } from '../support/tunnel.ts'
import type { Breakage, Pair } from './breakage.ts'
import { everyPair, isItsTurn, titleOf } from './expect-mended.ts'
import { otherKey } from './identity-breakages.ts'
import { ikeProposals } from './policy-breakages.ts'

/** What people write in the place of the addresses of both gateways; `not`: where that means something else. */
const WORDS: readonly { readonly own: string; readonly peer: string; readonly not?: string }[] = [
  { own: 'A.A.A.A', peer: 'B.B.B.B' },
  { own: 'x.x.x.x', peer: 'y.y.y.y' },
  { own: '203.0.113.xxx', peer: '198.51.100.xxx' },
  { own: '<hq-wan>', peer: '<Branch-WAN>' },
  { own: 'HQ-PUBLIC-IP', peer: 'BRANCH-PUBLIC-IP' },
  { own: 'HQ_IP', peer: 'BRANCH_IP' },
  // A list of YAML.
  { own: '[removed-a]', peer: '[removed-b]', not: 'generic/description' },
  { own: '$HQ_IP', peer: '$BRANCH_IP' },
]
const ADDRESSES = [/203\.0\.113\.1(?!\d)/g, /198\.51\.100\.7(?!\d)/g] as const

describe.each(WORDS.map((words, at) => ({ ...words, at })))(
  'gateways that are called $own and $peer',
  ({ own, peer, not, at }) => {
    // An ISA Server has its own address in its lists of networks, where words are not read by every product.
    const pairs = everyPair.filter(
      (pair) =>
        isItsTurn(pair, at) &&
        [pair.a, pair.b].every((end) => end.format !== not && (own.includes('.') || !end.coversOwnAddress)),
    )

    it('are those of a tunnel that comes up', () => {
      expect(pairs.map((pair) => told(pair, (tunnel) => tunnel))).toEqual(pairs.map((pair) => `${titleOf(pair)}: up`))
    })

    it.each([...ikeProposals.slice(0, 1), otherKey])(
      'are told of apart from what is wrong: $name',
      ({ spoil, among, code }) => {
        const telling = pairs.filter(among)
        expect(telling.map((pair) => told(pair, spoil))).toEqual(
          telling.map((pair) => `${titleOf(pair)}: down ${code(pair)}`),
        )
      },
    )

    function told(pair: Pair, spoil: Breakage['spoil']): string {
      const { a, b } = spoil(tunnelBetween(pair.a, pair.b, pair.version))
      const texts = [pastesOf(pair.a, a), pastesOf(pair.b, b)].map((pastes) =>
        pastes
          .map(({ text }) => text)
          .join('\n')
          .replaceAll(ADDRESSES[0], own)
          .replaceAll(ADDRESSES[1], peer),
      )
      const text = `Site A:\n\n${texts[0]}\n\nSite B:\n\n${texts[1]}`
      const { verdict, diagnostics } = analyse({ pastes: [{ source: 'message', text }] })
      const errors = diagnostics.flatMap(({ severity, code }) => (severity === 'error' ? [` ${code}`] : []))
      return `${titleOf(pair)}: ${verdict}${[...new Set(errors)].join('')}`
    }
  },
)
