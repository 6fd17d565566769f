import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { analyse, type Paste } from '../../src/core/index.ts'
import { outcomeOf } from './outcome.ts'

const CASES = join(import.meta.dirname, '../golden/cases')

/** The texts of the golden cases with both ends, as files. */
const PAIRS = readdirSync(CASES).flatMap((name): [string, Paste[]][] => {
  const files = readdirSync(join(CASES, name)).filter((file) => file !== 'expected.txt')
  if (files.length !== 2 || files.includes('probe')) return []
  return [[name, files.map((source) => ({ source, text: readFileSync(join(CASES, name, source), 'utf8') }))]]
})

const eachText =
  (change: (text: string) => string) =>
  (pastes: readonly Paste[]): Paste[] =>
    pastes.map((paste) => ({ ...paste, text: change(paste.text) }))
const eachLine = (change: (line: string) => string) => eachText((text) => text.split('\n').map(change).join('\n'))

/** `b` in `fw-b.txt`, by which that is end B. */
function labelOf(source: string): string | undefined {
  return /(?:^|-)([ab])\./.exec(source)?.[1]?.toUpperCase()
}

/** What chats, mails, editors and terminals do to a text on its way. */
const WAYS: readonly (readonly [string, (pastes: readonly Paste[]) => Paste[]])[] = [
  ['in a code block', eachText((text) => `\`\`\`\n${text.trimEnd()}\n\`\`\``)],
  ['quoted in a mail', eachLine((line) => `> ${line}`)],
  ['indented', eachLine((line) => (line === '' ? line : `    ${line}`))],
  ['with the line ends of Windows', eachText((text) => text.replaceAll('\n', '\r\n'))],
  ['with blanks that do not break', eachText((text) => text.replaceAll(' ', '\u00a0'))],
  ['with typographic quotes', eachText((text) => text.replace(/"([^"\n]*)"/g, '\u201c$1\u201d'))],
  [
    'twice, as a message and as a file',
    (pastes) => [...pastes, ...pastes.map((paste) => ({ ...paste, source: 'file' }))],
  ],
  [
    'in a thread, below a few words',
    (pastes) => [
      { source: 'message 1', text: 'Hi all, our tunnel does not come up, any ideas?', talk: true },
      ...pastes.map(({ source, text }) => ({
        source,
        text: `and this one\n\`\`\`${text.trimEnd()}\`\`\``,
        talk: true,
      })),
      { source: 'message 9', text: 'I have tried a reboot. Thanks!', talk: true },
    ],
  ],
  [
    'in one text, below headings',
    (pastes) => [
      {
        source: 'both',
        text: pastes
          .map(({ source, text }, at) => `Site ${labelOf(source) ?? 'AB'[at]}:\n\n${text.trimEnd()}\n`)
          .join('\n'),
      },
    ],
  ],
]

/** Without what is said of the texts themselves. */
function answer(pastes: readonly Paste[]) {
  const { findings, ...outcome } = outcomeOf(analyse({ pastes: [...pastes] }))
  return { ...outcome, findings: findings.filter((finding) => !finding.startsWith('PA')) }
}

const ANSWERS = PAIRS.map(([name, pastes]) => ({ name, pastes, plain: answer(pastes) }))

describe.each(WAYS)('a pair that is pasted %s', (_, change) => {
  it.each(ANSWERS)('has the same answer: $name', ({ pastes, plain }) => {
    expect(answer(change(pastes))).toEqual(plain)
  })
})
