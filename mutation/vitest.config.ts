import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { FOLDERS } from './folders.ts'

/** The first test that fails ends a run, so what is quick and near comes before whole analyses. */
class NearFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const folder = `/test/core/${process.env['MUTATED_FOLDER']}/`
    const distance = ({ moduleId }: TestSpecification) =>
      moduleId.includes(folder) ? 0 : /\/test\/core\/[^/]+\//.test(moduleId) ? 1 : 2
    return files.toSorted((x, y) => distance(x) - distance(y))
  }
}

/** What is run for each mutant of the folder that `mutation/main.ts` names. */
export default defineConfig({
  test: {
    include: ['mutation/loads.test.ts', ...(FOLDERS[process.env['MUTATED_FOLDER'] ?? ''] ?? [])],
    setupFiles: ['mutation/coverage-of-file.ts'],
    sequence: { sequencer: NearFirst },
    // One load of the sources serves all test files: a mutant is switched on while they are in memory.
    isolate: false,
    // Stryker ends what never ends.
    testTimeout: 600_000,
  },
})
