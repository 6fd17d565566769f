import { defineConfig } from 'vitest/config'

/** A busy machine is slow to start threads and servers. */
const patient = { hookTimeout: 60_000, expect: { poll: { timeout: 10_000 } } }

/** System tests that wait or calculate for minutes and share nothing: three at a time, of which one mostly waits. */
const long = ['faults/*', 'every-broken-pair', 'fuzz', 'regular-expressions', 'remedied', 'two-processes'].map(
  (name) => `test/system/${name}.test.ts`,
)

/** What the system tests have in common: built programs, a real browser, real daemons. */
const system = { testTimeout: 120_000, hookTimeout: 120_000, expect: patient.expect }

/** `unit` is what `npm test` runs; the others are the system tests. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/system/**'],
          // The sources are loaded once for each thread, not for each of hundreds of files, which takes a third less time.
          isolate: false,
          // By itself Vitest leaves one core idle, which of two is half.
          maxWorkers: '100%',
          testTimeout: 60_000,
          ...patient,
        },
      },
      {
        test: {
          name: 'system',
          include: ['test/system/**/*.test.ts'],
          exclude: long,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          ...system,
        },
      },
      {
        test: { name: 'system-long', include: long, maxWorkers: 3, sequence: { groupOrder: 2 }, ...system },
      },
    ],
  },
})
