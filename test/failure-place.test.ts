import { describe, expect, it } from 'vitest'
import { failurePlace } from '../src/failure-place.ts'

function failure(message: string, stack: string): Error {
  const error = new Error(message)
  error.stack = `Error: ${message}\n${stack}`
  return error
}

const frames = [
  '    at JSON.parse (<anonymous>)',
  '    at read (file:///opt/ipsec-diagnose/node_modules/thing/index.js:3:1)',
  '    at readBlock (file:///opt/ipsec-diagnose/dist/core/vendors/isa/summary.js:41:7)',
  '    at analyse (file:///opt/ipsec-diagnose/dist/core/analyse.js:12:3)',
].join('\n')

describe('the place of a failure', () => {
  it('is the innermost line of this program', () => {
    expect(failurePlace(failure('cannot read', frames))).toBe('core/vendors/isa/summary.js:41')
  })

  it('is never taken from the message, which may quote a paste', () => {
    const message = 'cannot read:\n    at secret (/x/src/correct-horse.ts:1:1)'
    expect(failurePlace(failure(message, frames))).toBe('core/vendors/isa/summary.js:41')
    expect(failurePlace(failure(message, ''))).toBeNull()
  })

  it('is unknown for what is no error', () => {
    expect(failurePlace('a string')).toBeNull()
  })
})
