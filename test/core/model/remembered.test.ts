import { describe, expect, it } from 'vitest'
import { remembered, rememberedOf, rememberedTexts } from '../../../src/core/model/remembered.ts'

describe('what is remembered', () => {
  it('is worked out once for the same object, again for an equal one', () => {
    let runs = 0
    const size = rememberedOf((list: readonly number[]) => {
      runs += 1
      return list.length
    })
    const list = [1, 2]
    expect([size(list), size(list), size([1, 2]), runs]).toEqual([2, 2, 2, 2])
  })

  it('is told apart by both objects and their order, and may be undefined', () => {
    let runs = 0
    const both = remembered((a: { readonly name: string }, b: { readonly name: string }) => {
      runs += 1
      return a === b ? undefined : a.name + b.name
    })
    const [a, b] = [{ name: 'A' }, { name: 'B' }]
    expect([both(a, b), both(b, a), both(a, b), both(a, a), both(a, a)]).toEqual([
      'AB',
      'BA',
      'AB',
      undefined,
      undefined,
    ])
    expect(runs).toBe(3)
  })

  it('is worked out again of a text beyond those that are kept', () => {
    const asked: string[] = []
    const length = rememberedTexts((text) => asked.push(text) && text.length, 2)
    expect(['a', 'bb', 'ccc', 'a', 'bb', 'ccc'].map(length)).toEqual([1, 2, 3, 1, 2, 3])
    expect(asked).toEqual(['a', 'bb', 'ccc', 'ccc'])
  })
})
