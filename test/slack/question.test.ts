import { describe, expect, it } from 'vitest'
import { requestOf } from '../../src/slack/compose/question.ts'

function file(source: string, text: string) {
  return { source, bytes: new TextEncoder().encode(text) }
}

describe('files with many lines', () => {
  it('are read up to half a million lines of all of them, whatever ends a line', () => {
    const files = [
      file('long.txt', 'a\n'.repeat(500_001)),
      file('windows.txt', 'b\r\n'.repeat(300_000)),
      file('second.txt', 'c\r'.repeat(300_000)),
      file('short.txt', 'd\n'),
    ]
    const { pastes } = requestOf({ pastes: files })
    expect(pastes.map(({ text }) => text.length)).toEqual([0, 900_000, 0, 2])
    expect(pastes.map(({ unreadable }) => unreadable !== undefined)).toEqual([true, false, true, false])
    expect(pastes[0]?.unreadable).toMatch(/^It has more lines than are read at once, half a million/)
  })
})
