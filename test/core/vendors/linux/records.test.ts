import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitLines } from '../../../../src/core/text/source-text.ts'
import { recordsOf } from '../../../../src/core/vendors/linux/records.ts'

/** Lines as they are printed, and some that were cut or spoilt. */
const LINES: readonly (readonly string[])[] = [
  ['src', '10.1.0.0/24', 'dst', '10.2.0.0/24'],
  ['src', '10.1.0.0/24', 'dst', '10.2.0.0/24', 'proto', 'tcp', 'dport', '443'],
  ['dir', 'out', 'priority', '375423', 'ptype', 'main'],
  ['tmpl', 'src', '203.0.113.1', 'dst', '198.51.100.7'],
  ['proto', 'esp', 'reqid', '1', 'mode', 'tunnel'],
  ['proto', 'esp', 'spi', '0xc0000001', 'reqid', '1', 'mode', 'tunnel'],
  ['auth-trunc', 'hmac(sha256)', '‹secret 1›', '128'],
  ['lifetime', 'config:'],
  ['limit:', 'soft', '(INF)(bytes),', 'hard', '(INF)(bytes)'],
  ['0(bytes),', '0(packets)'],
  ['add', '2024-01-01', '10:00:00', 'use', '-'],
  ['stats:'],
  ['replay-window', '0', 'replay', '0', 'failed', '0'],
  ['sel', 'src', '10.1.0.0/24', 'dst', '10.2.0.0/24'],
  ['flag', 'localok', '(0x00000000)'],
  ['src', '10.1.0.0/24'],
  ['dst', '10.2.0.0/24'],
  ['tmpl'],
  ['mark', '0x1/0xff', 'colour', 'blue'],
  ['src', 'src', 'dst', '10.2.0.0/24'],
  ['dev', 'src'],
]

function saidBy(text: string) {
  return [...recordsOf(splitLines('paste', text))].map(({ clauses, unknown }) => ({
    clauses: clauses.map(({ kind, values }) => ({ kind, values })),
    unknown: unknown.map((word) => word.text),
  }))
}

describe('the records of a dump', () => {
  it('are the same whatever the line breaks', () => {
    const line = fc.constantFrom(...LINES)
    const likely = fc.array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...LINES.slice(0, 5)) }, line), {
      maxLength: 14,
    })
    fc.assert(
      fc.property(likely, fc.infiniteStream(fc.constantFrom(' ', ' ', '  ', '\n', ' \\\t')), (lines, blanks) => {
        const words = saidBy(lines.flat().join('\n'))
        expect(saidBy(lines.map((own) => `\t${own.join(' ')}`).join('\n'))).toEqual(words)
        expect(saidBy(`> ${lines.map((own) => own.join(' ')).join(' \n> ')}`)).toEqual(words)
        expect(saidBy(lines.flatMap((own) => own.flatMap((word) => [word, blanks.next().value])).join(''))).toEqual(
          words,
        )
      }),
      { numRuns: 1000 },
    )
  })

  it('have each clause where it stands', () => {
    const [record] = recordsOf(splitLines('paste', '  src 10.1.0.0/24 dst 10.2.0.0/24 \n \tdir out priority 7\n'))
    expect(record?.clauses.map(({ kind, span: { line, column, length } }) => [kind, line, column, length])).toEqual([
      ['pair', 1, 3, 31],
      ['direction', 2, 3, 7],
      ['priority', 2, 11, 10],
    ])
  })
})
