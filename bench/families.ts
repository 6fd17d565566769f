import {
  dumpsOf,
  type FilterPair,
  listsOf,
  mirrored,
  type Network,
  network,
  type Pastes,
  pairBetween,
  type TwoEnds,
} from './filters.ts'
import { type Random, randomFrom } from './random.ts'

/** Two ends with `count` filters each (a pair of filters for each pair of networks); the same for the same seed. */
export interface Family {
  readonly id: string
  readonly title: string
  /** The largest exponent of n (or of n and what there is to report) with which the time may grow. */
  readonly exponent: number
  readonly make: (count: number, seed: number) => Pastes
}

export const families: readonly Family[] = [
  {
    id: 'mirrored',
    title: 'mirrored, 1 % broken',
    exponent: 1.15,
    make: (count, seed) => listsOf(mirroredEnds(count, seed, BREAKS)),
  },
  {
    id: 'mirrored-dumps',
    title: 'mirrored, 1 % broken, as dumps',
    exponent: 1.15,
    make: (count, seed) => dumpsOf(mirroredEnds(count, seed, [...BREAKS, ...BREAKS_OF_DUMPS])),
  },
  ...([2, 3, 4, 5] as const).map(
    (dimensions): Family => ({
      id: `random-${dimensions}`,
      title: `random overlapping prefixes, ${dimensions} dimensions`,
      exponent: 1.35,
      make: (count, seed) => {
        const ends = randomEnds(count, seed, dimensions)
        return dimensions === 2 ? listsOf(ends) : dumpsOf(ends)
      },
    }),
  ),
  ...Object.entries({ 'equal-sources': equalSources, nested, crossing }).map(
    ([id, make]): Family => ({
      id,
      title: `adversarial: all ${id.replace('equal-sources', 'sources equal')}`,
      exponent: 1.35,
      make: (count) => (id === 'crossing' ? listsOf : dumpsOf)(make(count)),
    }),
  ),
]

/** 10.0.0.0/24, 10.0.1.0/24, ... at the one end, 172.16.0.0/24, 172.16.1.0/24, ... at the other. */
function plainPair(index: number): FilterPair {
  return pairBetween(network(0x0a000000 + index * 256, 24), network(0xac100000 + index * 256, 24))
}

/**
 * What is broken in a pair of filters at the one end, by turns: every way that shows in such filters. A filter of the gateway's own
 * address (TS001) is none of them: it makes ISA Server of the end, whose filters are all pairs of its networks.
 */
const BREAKS: readonly ((pair: FilterPair, index: number) => readonly FilterPair[])[] = [
  // TS003: the other end lacks it.
  () => [],
  // TS004: wider at one end.
  (pair, index) => [{ ...pair, remote: network(0xac100000 + index * 256, 23) }],
  // TS005: another network on one side.
  (pair, index) => [{ ...pair, remote: network(0x64400000 + index * 256, 24) }],
  // TS007: one network here, its halves there.
  (pair, index) => [0, 128].map((half) => ({ ...pair, remote: network(0xac100000 + index * 256 + half, 25) })),
  // TS013: the two networks are turned round.
  (pair) => [{ ...pair, local: pair.remote, remote: pair.local }],
  // SP001: only one of the two directions.
  (pair) => [{ ...pair, directions: ['Outbound'] }],
]

/** Those for which the short notation has no words. */
const BREAKS_OF_DUMPS: typeof BREAKS = [
  // TS006: other ports.
  (pair) => [{ ...pair, protocol: 'TCP', remotePort: 443 }],
  // SP003: one end lets it pass in clear.
  (pair) => [{ ...pair, action: 'Permit' }],
]

function mirroredEnds(count: number, seed: number, breaks: typeof BREAKS): TwoEnds {
  const random = randomFrom(seed)
  const b = Array.from({ length: count / 2 }, (_, index) => plainPair(index))
  let broken = random.below(breaks.length)
  const a = b.flatMap((pair, index) => {
    if (index % 100 !== 50) return [pair]
    broken = (broken + 1) % breaks.length
    return breaks[broken]?.(pair, index) ?? [pair]
  })
  return { a, b: b.map(mirrored) }
}

/**
 * Prefixes of random lengths in a space that grows with their number, so that each overlaps some others, as many on average
 * whatever the number; in a third dimension the protocol, in the fourth and fifth the ports. Of one pair in ten the other end
 * has another prefix.
 */
function randomEnds(count: number, seed: number, dimensions: 2 | 3 | 4 | 5): TwoEnds {
  const random = randomFrom(seed)
  const slots = Math.ceil(8 * Math.sqrt(count))
  const pairs = Array.from({ length: count / 2 }, (): FilterPair => {
    const protocol = dimensions > 2 ? (['ANY', 'TCP', 'UDP'][random.below(3)] ?? 'ANY') : 'ANY'
    const port = () => (protocol !== 'ANY' && random.below(2) === 0 ? 1 + random.below(1000) : 0)
    return {
      ...pairBetween(randomNetwork(random, 0x0a000000, slots), randomNetwork(random, 0x64000000, slots)),
      protocol,
      remotePort: dimensions > 3 ? port() : 0,
      localPort: dimensions > 4 ? port() : 0,
    }
  })
  const others = pairs.map((pair) =>
    random.below(10) === 0 ? { ...pair, remote: randomNetwork(random, 0x64000000, slots) } : pair,
  )
  return { a: pairs, b: others.map(mirrored) }
}

/** A prefix of /24 to /19 around one of the first `slots` /24 from `start` on. */
function randomNetwork(random: Random, start: number, slots: number): Network {
  return network(start + random.below(slots) * 256, 24 - random.below(6))
}

function equalSources(count: number): TwoEnds {
  const a = Array.from({ length: count / 2 }, (_, index) =>
    pairBetween(network(0x0a000000, 8), network(0x64000000 + index * 16, 28)),
  )
  return { a: a.map((pair, index) => (index % 100 === 50 ? { ...pair, protocol: 'TCP' } : pair)), b: a.map(mirrored) }
}

/**
 * Every pair has a packet in common with every other: prefixes of all lengths around one address on both sides, and
 * once there are no more of them, of single ports.
 */
function nested(count: number): TwoEnds {
  const a = Array.from({ length: count / 2 }, (_, index): FilterPair => {
    const lengths = 30 * 30
    const [local, remote] = [2 + (index % 30), 2 + (Math.floor(index / 30) % 30)]
    const service = Math.floor(index / lengths)
    return {
      ...pairBetween(network(0x0a010203, local), network(0x64010203, remote)),
      protocol: service === 0 ? 'ANY' : 'TCP',
      remotePort: service < 2 ? 0 : service,
    }
  })
  return { a, b: a.map(mirrored) }
}

/** Half of the pairs are one network to all, half are all to one network: each of the former crosses each of the latter. */
function crossing(count: number): TwoEnds {
  const half = count / 4
  const wide = Array.from({ length: half }, (_, index) =>
    pairBetween(network(0x0a000000 + index * 256, 24), network(0x64000000, 8)),
  )
  const tall = Array.from({ length: half }, (_, index) =>
    pairBetween(network(0x0a000000, 8), network(0x64000000 + index * 256, 24)),
  )
  const a = [...wide, ...tall]
  return { a, b: a.map(mirrored) }
}
