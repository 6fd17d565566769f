import { randomFrom } from '../random.ts'

/** The largest file that is read, in characters. */
const LARGEST = 10 * 1024 * 1024
const FILTERS = 2_000

/** Pastes that are meant to keep a program busy: large ones, and small ones with a large report. */
export function nastyTexts(): readonly { readonly what: string; readonly text: string }[] {
  return [
    { what: '10 MB of random lines', text: randomLines() },
    { what: '10 MB in one line', text: 'x'.repeat(LARGEST) },
    { what: 'a million opening parentheses', text: '('.repeat(1_000_000) },
    { what: '10 MB of short lines', text: 'a\n'.repeat(LARGEST / 2) },
    { what: `${FILTERS} filters a side of which none has its counterpart`, text: unmatched() },
    { what: '10 MB of keys', text: secrets() },
    { what: '5 MB of bytes of every kind', text: anyBytes() },
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

function unmatched(): string {
  const list = (end: string, first: number) =>
    Array.from(
      { length: FILTERS },
      (_, at) => `${end}${at} 10.${first + (at >> 8)}.${at & 255}.0/24 > 172.16.${at & 255}.0/24`,
    ).join('\n')
  return `ISA-A:\n${list('A', 0)}\n\nISA-B:\n${list('B', 100)}\n`
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
