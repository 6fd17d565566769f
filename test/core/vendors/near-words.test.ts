import { describe, expect, it } from 'vitest'
import { nearWords } from '../../../src/core/vendors/near-words.ts'

describe('the words that may have been meant', () => {
  it.each([
    ['eas256', ['aes256', 'aes128', 'des'], ['aes256']],
    ['local_address', ['local_addrs', 'remote_addrs'], ['local_addrs']],
    ['aes256x', ['aes256', 'aes256gcm'], ['aes256']],
    ['never', ['never', 'force'], []],
    ['prefer', ['allow', 'never', 'force'], []],
    ['', ['yes', 'no'], []],
  ])('of "%s" in %j are %j', (written, words, near) => {
    expect(nearWords(written, words)).toEqual(near)
  })

  it('come nearest first', () => {
    expect(nearWords('modp204', ['modp1024', 'modp2048'])).toEqual(['modp2048', 'modp1024'])
  })
})
