import { defineConfig } from 'vitest/config'
import { FOLDERS } from './folders.ts'

/** What is run for each mutant of the folder that `mutation/main.ts` names. */
export default defineConfig({
  test: {
    include: ['mutation/loads.test.ts', ...(FOLDERS[process.env['MUTATED_FOLDER'] ?? ''] ?? [])],
    // One load of the sources serves all test files: a mutant is switched on while they are in memory.
    isolate: false,
    // Stryker ends what never ends.
    testTimeout: 600_000,
  },
})
