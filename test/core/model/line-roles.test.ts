import { describe, expect, it } from 'vitest'
import type { LineRole } from '../../../src/core/model/format.ts'
import { LineRoles } from '../../../src/core/model/line-roles.ts'
import { splitLines } from '../../../src/core/text/source-text.ts'

const LINES = splitLines('text', 'one\ntwo\nthree\nfour\nfive\nsix')

describe('what became of the lines of a block', () => {
  it('is told of each line by its number in the text', () => {
    const roles = new LineRoles(LINES.slice(1))
    const told: readonly LineRole[] = ['read', 'irrelevant', 'unsupported', 'unrecognised']
    for (const [at, role] of told.entries()) roles.set(2 + at, role)
    expect([1, 2, 3, 4, 5, 6].map((line) => roles.get(line))).toEqual([undefined, ...told, undefined])
  })

  it('is not told of a line outside of it', () => {
    const roles = new LineRoles(LINES.slice(2, 4))
    for (const line of [-1, 0, 2, 5, 7]) roles.set(line, 'read')
    expect([-1, 0, 2, 3, 4, 5, 7].map((line) => roles.get(line))).toEqual(new Array(7).fill(undefined))
  })

  it('is at its end what became of the lines that were looked at by themselves', () => {
    const [whole, end] = [new LineRoles(LINES), new LineRoles(LINES.slice(4))]
    whole.set(4, 'irrelevant')
    end.set(5, 'read')
    end.set(6, 'unsupported')
    whole.putEnd(end)
    expect([3, 4, 5, 6].map((line) => whole.get(line))).toEqual([undefined, 'irrelevant', 'read', 'unsupported'])
  })
})
