import { families } from '../families.ts'
import { hubAndSpokes, kinds } from '../hub.ts'
import { randomFrom } from '../random.ts'

/** The largest file that is read, in characters. */
const LARGEST = 10 * 1024 * 1024

/** What is pasted to keep a program busy, as files of one message below others of a thread. */
export interface Nasty {
  readonly what: string
  readonly files: readonly string[]
  /** Messages that stand before it in the thread. */
  readonly messages?: readonly string[]
  /** What of the answer Slack refuses: its blocks, and then every message, so that it becomes a file. */
  readonly refused?: boolean
}

/** Large pastes, and small ones with a large report. */
export function nastyPastes(): readonly Nasty[] {
  const lines = randomLines()
  return [
    { what: '10 MB of random lines', files: [lines] },
    { what: '10 MB in one line', files: ['x'.repeat(LARGEST)] },
    { what: 'a million opening parentheses', files: ['('.repeat(1_000_000)] },
    { what: '10 MB of short lines', files: ['a\n'.repeat(LARGEST / 2)] },
    { what: '10 MB of keys', files: [secrets()] },
    { what: '5 MB of bytes of every kind', files: [anyBytes()] },
    { what: '30 files of 1 MB in a thread', files: Array.from({ length: 30 }, () => lines.slice(0, LARGEST / 10)) },
    { what: '30 files of 10 MB in a thread', files: Array.from({ length: 30 }, () => lines) },
    { what: 'a thread of 998 messages with 12 kB each', files: [], messages: longThread(lines) },
    { what: '500 filters a side without counterparts', files: [unmatched(500)] },
    { what: '2,000 filters a side without counterparts', files: [unmatched(2_000)] },
    { what: '2,000 filters a side without counterparts, as a file', files: [unmatched(2_000)], refused: true },
    { what: '5,000 filters a side without counterparts', files: [unmatched(5_000)] },
    { what: '20,000 filters a side, 1 % broken', files: ofFamily('mirrored', 20_000) },
    { what: '3,000 filters a side that all cross', files: ofFamily('crossing', 3_000) },
    { what: '500 tunnels at once', files: tunnels(500) },
  ]
}

function randomLines(): string {
  const { below } = randomFrom(6)
  const lines: string[] = []
  for (let length = 0; length < LARGEST - 100; length += 81) {
    lines.push(String.fromCharCode(...Array.from({ length: 80 }, () => 32 + below(95))))
  }
  return lines.join('\n')
}

/** As much as Slack takes of a person. */
function longThread(lines: string): string[] {
  return Array.from({ length: 998 }, (_, at) => lines.slice(at * 10_000, at * 10_000 + 12_000))
}

/** Two ends of which no filter of one has its counterpart at the other. */
export function unmatched(filters: number): string {
  const list = (end: string, first: number) =>
    Array.from(
      { length: filters },
      (_, at) => `${end}${at} 10.${first + (at >> 8)}.${at & 255}.0/24 > 172.16.${at & 255}.0/24`,
    ).join('\n')
  return `ISA-A:\n${list('A', 0)}\n\nISA-B:\n${list('B', 100)}\n`
}

function ofFamily(id: string, filters: number): string[] {
  const pastes = families.find((family) => family.id === id)?.make(filters, 6) ?? []
  return pastes.map(({ end, text }) => `ISA-${end}:\n${text}`)
}

/** A hub with its spokes, as many to a file as it takes to keep within the files that are read of a thread. */
function tunnels(count: number): string[] {
  const [kind] = kinds
  if (kind === undefined) return []
  const [hub, ...spokes] = hubAndSpokes(kind, count)
  const files = Array.from({ length: 25 }, (_, file) => spokes.filter((__, at) => at % 25 === file))
  return [hub?.text ?? '', ...files.map((some) => some.map(({ source, text }) => `${source}:\n${text}`).join('\n\n'))]
}

/** As Latin-1 none of it is text in UTF-8. */
function anyBytes(): string {
  const { below } = randomFrom(7)
  return Array.from({ length: LARGEST / 4 }, () => String.fromCharCode(161 + below(94))).join('')
}

function secrets(): string {
  const lines: string[] = []
  for (let length = 0; length < LARGEST - 100; length += 60) {
    lines.push(`  pre-shared-key ascii "key of peer ${lines.length} that nobody else has"`)
  }
  return lines.join('\n').slice(0, LARGEST)
}
