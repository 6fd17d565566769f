import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'
import { ipsecConf, ipsecSecrets } from './ends.ts'

const SIDE = 15
const networks = (net: number) => Array.from({ length: SIDE }, (_, at) => `10.${net}.${at}.0/24`)
const [ofA, ofB] = [networks(1), networks(2)]

/** What becomes of the children of A, one for each of its pairs of networks, when all are brought up; `up` or the reason. */
function outcomes(
  a: { readonly local: readonly string[]; readonly remote: readonly string[] },
  b: { readonly local: readonly string[]; readonly remote: readonly string[] },
): Map<string, string> {
  const text = ({ local, remote }: typeof a) => ({ local: local.join(' '), remote: remote.join(' ') })
  const { negotiations } = analyse({
    pastes: [
      { source: 'a.conf', text: ipsecConf('a', text(a)), end: 'A' },
      { source: 'a.secrets', text: ipsecSecrets(), end: 'A' },
      { source: 'b.conf', text: ipsecConf('b', text(b)), end: 'B' },
      { source: 'b.secrets', text: ipsecSecrets(), end: 'B' },
    ],
  })
  return new Map(
    negotiations
      .filter(({ initiator }) => initiator === 'A')
      .map(({ child, child_sa: first }) => {
        const further = first?.asFurtherChild ?? first
        return [child, further?.outcome === 'established' ? 'up' : String(further?.reason)] as const
      }),
  )
}

/** The names of those that ended in one way. */
function named(found: ReadonlyMap<string, string>, wanted: string): string[] {
  return [...found].flatMap(([child, outcome]) => (outcome === wanted ? [child] : []))
}

describe('lists of networks on both sides of a connection', () => {
  it('are a child for each pair, and a network that the other end lacks is refused with each', () => {
    const found = outcomes({ local: ofA, remote: ofB }, { local: ofB.toSpliced(4, 1), remote: ofA })
    expect(named(found, 'up')).toHaveLength(SIDE * SIDE - SIDE)
    expect(named(found, 'selectors')).toEqual(ofA.map((_, at) => `gw/${at + 1}x5`))
  })

  it('have no place for a network that stands in the list again', () => {
    const found = outcomes({ local: [...ofA, '10.1.3.0/24'], remote: ofB }, { local: ofB, remote: ofA })
    expect(named(found, 'up')).toHaveLength(SIDE * SIDE)
    expect(named(found, 'same-networks')).toEqual(ofB.map((_, at) => `gw/16x${at + 1}`))
  })
})
