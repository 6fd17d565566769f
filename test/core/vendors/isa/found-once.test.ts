import { describe, expect, it } from 'vitest'
import { splitLines } from '../../../../src/core/text/source-text.ts'
import { foundOnce } from '../../../../src/core/vendors/found-once.ts'

describe('what was found when lines were recognised', () => {
  const looked: string[] = []
  const once = foundOnce(({ text }) => {
    looked.push(text)
    return text.length
  })
  const lines = splitLines('paste', 'one\ntwo\nthree')

  it('is what is read of the same lines, once', () => {
    once.recognising(lines)
    expect(once.reading(lines.slice()).found).toBe(13)
    expect(looked).toEqual(['one\ntwo\nthree'])
    expect(once.reading(lines).found).toBe(13)
    expect(looked).toHaveLength(2)
  })

  it.each([
    ['a part of them from the first on', lines.slice(0, 2), 7],
    ['a part of them to the last', lines.slice(1), 9],
    ['equal lines of another paste', splitLines('other', 'one\ntwo\nthree'), 13],
    ['no lines', [], 0],
  ])('is not what is read of %s', (_, others, length) => {
    once.recognising(lines)
    const before = looked.length
    expect(once.reading(others).found).toBe(length)
    expect(looked).toHaveLength(before + 1)
  })
})
