import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { containsCidr, excludeCidr, mergeCidr } from 'cidr-tools'
import { type AddressRange, formatPrefixes } from '../src/core/address/address-range.ts'
import { type AddressSet, contains, fromRanges, subtract } from '../src/core/address/address-set.ts'
import { isProblem, parsePrefix } from '../src/core/address/parse-address.ts'
import { atMost, type Figure, type Section, told } from './figure.ts'
import { mediansByTurns } from './measure.ts'
import { type Random, randomFrom } from './random.ts'

const SEED = 3
/** The whole process of iprange may be so many times quicker. */
const TIMES_IPRANGE = 6

type Operation = 'merge' | 'exclude' | 'contains'
const OPERATIONS: readonly Operation[] = ['merge', 'exclude', 'contains']

/** The same work by this project, by `cidr-tools`, and by Debian's `iprange`: from prefixes as text to prefixes as text. */
export function peers(sizes: readonly number[], progress: (line: string) => void): Section {
  const figures: Figure[] = []
  for (const family of ['IPv4', 'IPv6'] as const) {
    for (const size of sizes) {
      const random = randomFrom(SEED)
      const [a, b] = [prefixes(size, family, random), prefixes(size, family, random)]
      for (const operation of OPERATIONS) {
        const what = `${operation}, ${size} prefixes of ${family}`
        const [own, theirs] = mediansByTurns(
          () => ours(operation, a, b),
          () => cidrTools(operation, a, b),
        )
        progress(`${what}: ${Math.round(own)} ms, cidr-tools ${Math.round(theirs)} ms`)
        figures.push(atMost(`${what}: time of cidr-tools`, own / theirs, 1, ' times'))
        const process = family === 'IPv4' ? iprange(operation, a, b) : null
        if (process === null) continue
        progress(`${what}: iprange ${process} ms`)
        figures.push(atMost(`${what}: time of iprange`, own / process, TIMES_IPRANGE, ' times'))
      }
      figures.push(told(`prefixes left by merging ${size} of ${family}`, ours('merge', a, b).length, ''))
    }
  }
  return {
    title: 'Against others',
    about:
      "Sets of addresses in one dimension (`core/address`): random prefixes (seed 3) as text in, prefixes as text out (`contains`: yes or no), against cidr-tools 11, by turns in the same process, and the whole process of Debian's `iprange` 1.0.4, which reads files and has no IPv6.",
    figures,
  }
}

function ours(operation: Operation, a: readonly string[], b: readonly string[]): readonly string[] {
  if (operation === 'merge') return texts(setOf(a))
  if (operation === 'exclude') return texts(subtract(setOf(a), setOf(b)))
  const set = setOf(a)
  return [String(b.every((text) => contains(set, rangeOf(text))))]
}

function setOf(written: readonly string[]): AddressSet {
  return fromRanges(written.map(rangeOf))
}

function rangeOf(text: string): AddressRange {
  const range = parsePrefix(text)
  if (isProblem(range)) throw new Error(range.problem)
  return range
}

function texts({ ranges }: AddressSet): string[] {
  const found: string[] = []
  for (const range of ranges) for (const prefix of formatPrefixes(range)) found.push(prefix)
  return found
}

function cidrTools(operation: Operation, a: readonly string[], b: readonly string[]): readonly string[] {
  if (operation === 'merge') return mergeCidr([...a])
  if (operation === 'exclude') return excludeCidr([...a], [...b])
  return [String(containsCidr([...a], [...b]))]
}

/** Processor time of the whole process in milliseconds; `null` where it is not installed. */
function iprange(operation: Operation, a: readonly string[], b: readonly string[]): number | null {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  try {
    const [first, second] = [join(folder, 'a'), join(folder, 'b')]
    writeFileSync(first, `${a.join('\n')}\n`)
    writeFileSync(second, `${b.join('\n')}\n`)
    const work = { merge: '"$1"', exclude: '"$1" --except "$2"', contains: '"$2" --except "$1"' }[operation]
    const script = `TIMEFORMAT='%U %S'; time iprange ${work} > /dev/null`
    const { stderr, status } = spawnSync('bash', ['-c', script, 'bash', first, second], { encoding: 'utf8' })
    const times = /^([\d.]+) ([\d.]+)$/m.exec(stderr)
    if (status !== 0 || times === null) return null
    return Math.max(1, (Number(times[1]) + Number(times[2])) * 1000)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Prefixes that meet here and there: of IPv4 from /20 to /32 in all the space, of IPv6 from /36 to /64 in one /16. */
function prefixes(count: number, family: 'IPv4' | 'IPv6', random: Random): string[] {
  return Array.from({ length: count }, () => {
    if (family === 'IPv4') {
      const length = 20 + random.below(13)
      const start = ((random.below(2 ** 16) << 16) | random.below(2 ** 16)) >>> 0
      const network = length === 32 ? start : (start & (-1 << (32 - length))) >>> 0
      return `${[24, 16, 8, 0].map((shift) => (network >>> shift) & 255).join('.')}/${length}`
    }
    const length = 36 + random.below(29)
    const groups = [32, 48, 64].map((end) => {
      const hosts = Math.min(16, Math.max(0, end - length))
      return (random.below(2 ** 16) >> hosts) << hosts
    })
    return `${[0x2001, ...groups].map((group) => group.toString(16)).join(':')}::/${length}`
  })
}
