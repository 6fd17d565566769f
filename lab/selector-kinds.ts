import { otherEnd } from './case.ts'
import {
  anyEnd,
  anySide,
  editChildren,
  editEnd,
  editList,
  type Kind,
  opposite,
  type PairDraft,
  type SelectorDraft,
  type SelectorSide,
  selectorOf,
  writtenSelector,
} from './pair-draft.ts'
import type { Random } from './random.ts'
import { addressInside, addressText, narrow, randomSubnet, type Subnet, widen } from './subnet.ts'
import { hostPrefix } from './world.ts'

type List = readonly SelectorDraft[]

/** One end lacks a subnet that the other lists. */
export function missing(pair: PairDraft, random: Random): PairDraft {
  const end = anyEnd(random)
  const side = anySide(random)
  return editList(pair, end, side, (list) =>
    list.length > 1
      ? without(list, random.integer(0, list.length - 1))
      : [...list, selectorOf(randomSubnet(random, pair.family))],
  )
}

export function shuffle(pair: PairDraft, random: Random): PairDraft {
  const end = anyEnd(random)
  const mix = (list: List): List => random.sample(list, list.length)
  return editList(editList(pair, end, 'local', mix), end, 'remote', mix)
}

/** A range instead of a subnet: exactly the subnet, or a few addresses of it. */
export function range(pair: PairDraft, random: Random): PairDraft {
  return replaceSubnet(pair, anyEnd(random), random, (subnet) => {
    const [from, to] = random.pick([
      [0n, (1n << 128n) - 1n],
      [10n, 11n],
      [1n, 20n],
      [16n, 31n],
    ] as const)
    return writtenSelector(`${addressInside(subnet, from)}-${addressInside(subnet, to)}`)
  })
}

/** The same subnet, written with an address in it: swanctl takes the subnet. */
export function hostbits(pair: PairDraft, random: Random): PairDraft {
  const number = BigInt(random.integer(1, 200))
  return replaceSubnet(pair, anyEnd(random), random, (subnet) =>
    writtenSelector(`${addressInside(subnet, number)}/${subnet.length}`),
  )
}

export function typo(pair: PairDraft, random: Random): PairDraft {
  const shift = BigInt(random.pick([1, 2, 4, 10]))
  return replaceSubnet(pair, anyEnd(random), random, (subnet) => {
    const step = 1n << BigInt((subnet.family === 4 ? 32 : 128) - subnet.length)
    return selectorOf({ ...subnet, first: subnet.first ^ (shift * step) })
  })
}

/** One end writes a subnet wider or narrower than the other. */
export function resized(end: 'a' | 'b', direction: 'wider' | 'narrower'): Kind {
  return (pair, random) => {
    const bits = random.weighted([
      [1, 4],
      [2, 2],
      [4, 2],
      [8, 1],
    ])
    return replaceSubnet(pair, end, random, (subnet) =>
      selectorOf(direction === 'wider' ? widen(subnet, bits) : narrow(subnet, bits, random)),
    )
  }
}

export function any(pair: PairDraft, random: Random): PairDraft {
  return editList(pair, anyEnd(random), anySide(random), () => [everything(pair.family)])
}

export function anyBoth(pair: PairDraft, random: Random): PairDraft {
  const end = anyEnd(random)
  const all = (): List => [everything(pair.family)]
  return random.chance(0.5)
    ? editList(editList(pair, end, 'local', all), otherEnd(end), 'remote', all)
    : (['a', 'b'] as const).reduce(
        (edited, one) => editList(editList(edited, one, 'local', all), one, 'remote', all),
        pair,
      )
}

/** Both ends call the same networks local. */
export function unmirrored(pair: PairDraft, random: Random): PairDraft {
  return editChildren(pair, anyEnd(random), (child) => ({ ...child, local: child.remote, remote: child.local }))
}

/** One end adds its own address to its networks, the other does not: the founding case of the product. */
export function isa(pair: PairDraft, random: Random): PairDraft {
  return addOwnAddress(pair, random, false)
}

export function isaBoth(pair: PairDraft, random: Random): PairDraft {
  return addOwnAddress(pair, random, true)
}

/** One end's only selector is its own address. */
export function isaOnlyHost(pair: PairDraft, random: Random): PairDraft {
  const end = anyEnd(random)
  return editList(pair, end, 'local', () => [writtenSelector(hostPrefix(pair[end].address))])
}

/** `dynamic`, or no line at all, at one end or both. */
export function dynamic(pair: PairDraft, random: Random): PairDraft {
  const end = anyEnd(random)
  const edited = editList(pair, end, 'local', (list) =>
    random.weighted<List | undefined>([
      [[writtenSelector('dynamic')], 3],
      [undefined, 3],
      [[writtenSelector('dynamic'), ...list], 2],
      [[...list, writtenSelector('dynamic')], 1],
    ]),
  )
  if (random.chance(0.6)) return edited
  return editList(edited, otherEnd(end), 'remote', (list) =>
    random.pick([undefined, [writtenSelector('dynamic')], [writtenSelector(hostPrefix(pair[end].address)), ...list]]),
  )
}

/** A subnet of the other family besides the others, or instead of them. */
export function families(pair: PairDraft, random: Random): PairDraft {
  const other = selectorOf(randomSubnet(random, pair.family === 4 ? 6 : 4))
  const end = anyEnd(random)
  const side = anySide(random)
  const peerSees = random.chance(0.6)
  const both = random.chance(0.5)
  const add = (list: List): List => (random.chance(0.2) ? [other] : [...list, other])
  const once = editList(pair, end, side, add)
  const mirrored = peerSees ? editList(once, otherEnd(end), opposite(side), add) : once
  return both ? editList(mirrored, end, opposite(side), (list) => [...list, other]) : mirrored
}

const PROTOCOLS: readonly string[] = [
  '[tcp/80]',
  '[tcp/443]',
  '[udp/53]',
  '[tcp]',
  '[udp]',
  '[icmp]',
  '[gre]',
  '[tcp/1000-2000]',
]
const FAMILIES_OF_PROTOCOLS: readonly (readonly [string, string])[] = [
  ['[tcp]', '[tcp/443]'],
  ['[tcp/80]', '[tcp/443]'],
  ['[tcp/443]', '[udp/443]'],
  ['[tcp/1000-2000]', '[tcp/1500-3000]'],
  ['[tcp/1000-2000]', '[tcp/1500]'],
  ['[udp/500-600]', '[udp/500]'],
  ['[udp]', ''],
  ['[tcp/22]', ''],
  ['[icmp]', ''],
]

/** The same protocol and port at both ends. */
export function proto(pair: PairDraft, random: Random): PairDraft {
  const suffix = random.pick(PROTOCOLS)
  const sides = random.chance(0.4) ? (['local', 'remote'] as const) : ([anySide(random)] as const)
  return restrict(restrict(pair, 'a', sides, suffix), 'b', sides.map(opposite), suffix)
}

/** Protocols and ports that differ, or that only one end names. */
export function protoMixed(pair: PairDraft, random: Random): PairDraft {
  const [one, other] = random.pick(FAMILIES_OF_PROTOCOLS)
  const side = anySide(random)
  const end = anyEnd(random)
  return restrict(restrict(pair, end, [side], one), otherEnd(end), [opposite(side)], other)
}

function restrict(pair: PairDraft, end: 'a' | 'b', sides: readonly SelectorSide[], suffix: string): PairDraft {
  return sides.reduce(
    (edited, side) =>
      editList(edited, end, side, (list) =>
        list.map(({ text }) => writtenSelector(text.includes('[') ? text : text + suffix)),
      ),
    pair,
  )
}

/** Packets bring the tunnel up: from the first pair of selectors, another one, or outside of them. */
export function trap(pair: PairDraft, random: Random): PairDraft {
  const end = pair.initiator
  const child = pair[end].main.children[0]
  const from = subnets(child?.local, pair.family)
  const to = subnets(child?.remote, pair.family)
  if (from.length === 0 || to.length === 0) return pair
  const trigger = {
    src: addressInside(random.pick(from), BigInt(random.integer(3, 9))),
    dst: addressInside(random.pick(to), BigInt(random.integer(3, 9))),
    proto: 'udp' as const,
    dport: random.pick([9, 53, 4000]),
  }
  const trapped = editChildren(pair, end, (one) => ({ ...one, lines: [...one.lines, 'start_action = trap'] }))
  return { ...trapped, trigger }
}

function subnets(list: List | undefined, family: 4 | 6): readonly Subnet[] {
  return (list ?? []).flatMap(({ subnet }) => (subnet?.family === family ? [subnet] : []))
}

function addOwnAddress(pair: PairDraft, random: Random, both: boolean): PairDraft {
  const end = anyEnd(random)
  const own = writtenSelector(hostPrefix(pair[end].address))
  const add = (list: List): List => (random.chance(0.5) ? [own, ...list] : [...list, own])
  const once = editList(pair, end, 'local', add)
  return both ? editList(once, otherEnd(end), 'remote', add) : once
}

function everything(family: 4 | 6): SelectorDraft {
  return writtenSelector(`${addressText(family, 0n)}/0`)
}

function without(list: List, index: number): List {
  return list.filter((_, at) => at !== index)
}

function replaceSubnet(
  pair: PairDraft,
  end: 'a' | 'b',
  random: Random,
  replace: (subnet: Subnet) => SelectorDraft,
): PairDraft {
  return editList(pair, end, anySide(random), (list) => {
    const at = random.integer(0, list.length - 1)
    return list.map((selector, index) =>
      index === at && selector.subnet !== undefined ? replace(selector.subnet) : selector,
    )
  })
}

/** One end writes separate children where the other has a list, or has a further child of its own. */
export function children(pair: PairDraft, random: Random): PairDraft {
  const end = anyEnd(random)
  return editEnd(pair, end, (draft) => {
    const [first, ...rest] = draft.main.children
    if (first?.local === undefined) return draft
    const further = first.local.length > 1 ? first.local.slice(1) : [selectorOf(randomSubnet(random, pair.family))]
    const split = further.map((selector, index) => ({ ...first, name: `net${index + 1}`, local: [selector] }))
    const main = { ...draft.main, children: [{ ...first, local: first.local.slice(0, 1) }, ...split, ...rest] }
    return { ...draft, main }
  })
}
