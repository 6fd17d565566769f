import { expect, it } from 'vitest'

/**
 * A change in what is worked out when a file is loaded may keep it from being loaded. Stryker counts failed tests, and a test
 * file that cannot load what it tests has none. So this one says it, and loads nothing before.
 */
const failure = await import('../src/core/index.ts').then(
  () => null,
  (error: unknown) => error,
)

it('the sources can be loaded', () => {
  expect(failure).toBeNull()
})
