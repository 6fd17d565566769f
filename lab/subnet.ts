import type { Random } from './random.ts'

/** A subnet; `first` has no host bits set. */
export interface Subnet {
  readonly family: 4 | 6
  readonly first: bigint
  readonly length: number
}

const BITS = { 4: 32, 6: 128 } as const

export function subnetText({ family, first, length }: Subnet): string {
  return `${addressText(family, first)}/${length}`
}

/** RFC 5952 for IPv6: lower case, the longest run of zeros shortened. */
export function addressText(family: 4 | 6, address: bigint): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => ((address >> shift) & 255n).toString()).join('.')
  const groups = Array.from({ length: 8 }, (_, index) => (address >> BigInt(112 - 16 * index)) & 0xffffn)
  const text = groups.map((group) => group.toString(16)).join(':')
  const runs = text.match(/(?:^|(?<=:))0(?::0)+(?=:|$)/g) ?? []
  const longest = runs.reduce((best, found) => (found.length > best.length ? found : best), '')
  if (longest === '') return text
  const at = runStart(text, longest)
  return `${text.slice(0, at).replace(/:$/, '')}::${text.slice(at + longest.length).replace(/^:/, '')}`
}

function runStart(text: string, run: string): number {
  return text.search(new RegExp(`(?:^|(?<=:))${run}(?=:|$)`))
}

/** A private or documentation subnet of a size that people use. */
export function randomSubnet(random: Random, family: 4 | 6): Subnet {
  if (family === 6) {
    const length = random.weighted([
      [64, 6],
      [56, 2],
      [48, 1],
      [128, 1],
    ])
    const host = length === 128 ? BigInt(random.integer(1, 250)) : 0n
    const site = (BigInt(random.integer(1, 0xfffe)) << 80n) | (BigInt(random.integer(1, 0xffff)) << 64n)
    return align({ family, first: (0x20010db8n << 96n) | site | host, length })
  }
  const length = random.weighted([
    [24, 10],
    [23, 2],
    [22, 2],
    [25, 2],
    [26, 2],
    [28, 1],
    [16, 1],
    [32, 2],
  ])
  const block = random.pick([
    { first: 0x0a000000n, free: 24 },
    { first: 0xac100000n, free: 20 },
    { first: 0xc0a80000n, free: 16 },
  ])
  return align({ family, first: block.first | BigInt(random.integer(1 << 9, 2 ** block.free - 300)), length })
}

/** The subnet that many bits larger; at least the whole family. */
export function widen(subnet: Subnet, bits: number): Subnet {
  return align({ ...subnet, length: Math.max(0, subnet.length - bits) })
}

/** One of the subnets that many bits smaller; a host stays a host. */
export function narrow(subnet: Subnet, bits: number, random: Random): Subnet {
  const size = BITS[subnet.family]
  const length = Math.min(size, subnet.length + bits)
  const inside = random.integer(0, 2 ** Math.min(24, length - subnet.length) - 1)
  return { ...subnet, first: subnet.first | (BigInt(inside) << BigInt(size - length)), length }
}

/** An address inside, by its number; a host has only itself. */
export function addressInside({ family, first, length }: Subnet, number: bigint): string {
  return addressText(family, first + (number & ((1n << BigInt(BITS[family] - length)) - 1n)))
}

function align(subnet: Subnet): Subnet {
  const free = BigInt(BITS[subnet.family] - subnet.length)
  return { ...subnet, first: (subnet.first >> free) << free }
}
