import { describe, expect, it } from 'vitest'
import type { ChildConfig, IkeConnection } from '../../../../src/core/model/ike-policy.ts'
import { childrenBefore } from '../../../../src/core/negotiation/ike/earlier-children.ts'
import type { Ends, IkeSa } from '../../../../src/core/negotiation/ike/outcome.ts'
import { beginIke } from '../../../../src/core/negotiation/ike/phase1.ts'
import type { SelectorSides } from '../../../../src/core/selectors/traffic-selector.ts'
import { range } from '../../../support/boxes.ts'
import { only, set, sides } from './sides.ts'

const selector = (text: string) => ({
  addresses: range(text),
  protocol: { from: 0, to: 255 },
  ports: { from: 0, to: 65_535 },
  span: null,
})

/** Children of one connection, each by its two networks as A sees them; B has one child for each of its own list. */
function connections(ofA: readonly (readonly [string, string])[], ofB: readonly (readonly [string, string])[]) {
  const ends = sides()
  const named = (connection: IkeConnection, pairs: readonly (readonly [string, string])[], end: string) => {
    const model = only(connection.children)
    const children = pairs.map(
      ([local, remote], at): ChildConfig => ({
        ...model,
        name: `${end}${at + 1}`,
        local: set([selector(local)]),
        remote: set([selector(remote)]),
      }),
    )
    return { ...connection, children }
  }
  const [a, b] = [named(only(ends[0].policy.connections), ofA, 'a'), named(only(ends[1].policy.connections), ofB, 'b')]
  const placed: Ends = [
    { ...ends[0], policy: { ...ends[0].policy, connections: [a] } },
    { ...ends[1], policy: { ...ends[1].policy, connections: [b] } },
  ]
  const sa = beginIke(a, 2, placed)
  if ('reason' in sa) throw new Error(sa.reason)
  return { a, b, sa, ends: placed }
}

function upBefore({ a, sa, ends }: { a: IkeConnection; sa: IkeSa; ends: Ends }, at: number) {
  const child = a.children[at]
  if (child === undefined) throw new Error('There are fewer.')
  return childrenBefore(child, a, sa, ends)
}

/** The selectors of a child as B sees them. */
const agreed = (local: string, remote: string): SelectorSides => {
  const [mine, theirs] = [local, remote].map((text) => {
    const { span: _, ...rest } = selector(text)
    return [rest]
  })
  return { local: mine ?? [], remote: theirs ?? [] }
}

const [N1, N2, N3] = [
  ['10.1.1.0/24', '10.2.1.0/24'],
  ['10.1.2.0/24', '10.2.2.0/24'],
  ['10.1.3.0/24', '10.2.3.0/24'],
] as const
const turned = ([local, remote]: readonly [string, string]) => [remote, local] as const

describe('the children that are up before one, where all are brought up in their order', () => {
  const all = connections([N1, N2, N3], [turned(N1), turned(N2), turned(N3)])
  const seenBy = (at: number) => [N1, N2, N3].map((pair) => upBefore(all, at).have(agreed(...turned(pair))))

  it('are those that stand before it, whoever is asked for first', () => {
    expect(seenBy(2)).toEqual([true, true, false])
    expect(seenBy(0)).toEqual([false, false, false])
    expect(seenBy(1)).toEqual([true, false, false])
  })

  it('are told as the children of the responder that they came up as, in their order', () => {
    const names = (at: number, ...configs: readonly ChildConfig[]) =>
      upBefore(all, at)
        .as(configs)
        .map(({ config }) => config.name)
    expect(names(2, ...all.b.children.toReversed())).toEqual(['b1', 'b2'])
    expect(names(1, ...all.b.children)).toEqual(['b1'])
    expect(names(2, ...all.b.children.slice(1))).toEqual(['b2'])
    expect(names(0, ...all.b.children)).toEqual([])
  })

  it('are all of the connection for a child that is none of it', () => {
    const { a, sa, ends } = all
    const other = { ...only(a.children), name: 'other' }
    const earlier = childrenBefore(other, a, sa, ends)
    expect([N1, N2, N3].map((pair) => earlier.have(agreed(...turned(pair))))).toEqual([true, true, true])
  })
})

describe('a child before it', () => {
  it('that the responder refuses is not up', () => {
    const all = connections([N1, N2, N3], [turned(N2), turned(N3)])
    expect(upBefore(all, 2).have(agreed(...turned(N1)))).toBe(false)
    expect(upBefore(all, 2).have(agreed(...turned(N2)))).toBe(true)
  })

  it('that has the same networks counts as the first that has them', () => {
    const all = connections([N1, N2, N1], [turned(N1), turned(N2)])
    expect(upBefore(all, 1).have(agreed(...turned(N1)))).toBe(true)
    expect(upBefore(all, 2).have(agreed(...turned(N1)))).toBe(true)
    expect(
      upBefore(all, 2)
        .as(all.b.children)
        .map(({ config }) => config.name),
    ).toEqual(['b1', 'b2'])
  })

  it('is the first of the IKE SA, which needs no group of its own, or a further one, which does (RFC 7296 1.2, 1.3)', () => {
    const { a, b, sa, ends } = connections([N1, N2, N3], [turned(N1), turned(N2), turned(N3)])
    const proposals = only(a.children).proposals.value
    const withGroup = proposals.map((proposal) => ({ ...proposal, ke: ['MODP_2048'] }))
    const grouped = { ...a, children: a.children.map((child) => ({ ...child, proposals: set(withGroup) })) }
    const earlier = childrenBefore(grouped.children[2] ?? only(grouped.children), grouped, sa, ends)
    expect(earlier.as(b.children).map(({ config }) => config.name)).toEqual(['b1'])
  })
})
