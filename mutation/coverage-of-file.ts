import type { MutantCoverage } from '@stryker-mutator/api/core'
import { beforeAll } from 'vitest'

declare module 'vitest' {
  interface TaskMeta {
    mutantCoverage?: MutantCoverage
  }
}

/**
 * Stryker's runner hands on, with each file of tests, which changes its tests came by. Files that share one load of the sources
 * share that record too, so that each would bring those of all before it once more: gigabytes, of the rules. So each brings its own.
 */
// biome-ignore lint/correctness/noEmptyPattern: Vitest looks at what is taken apart here, and allows no other word for nothing.
beforeAll(({}, file) => () => {
  const { meta } = file
  if (meta.mutantCoverage === undefined) return
  const record = meta.mutantCoverage
  meta.mutantCoverage = { ...record }
  record.static = {}
  record.perTest = {}
})
