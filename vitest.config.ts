import { defineConfig } from 'vitest/config'

/** A busy machine is slow to start threads and servers. */
const patient = { hookTimeout: 60_000, expect: { poll: { timeout: 10_000 } } }

/** `unit` is what `npm test` runs; `system` starts the built programs and a real browser. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/system/**'],
          testTimeout: 30_000,
          ...patient,
        },
      },
      {
        test: {
          name: 'system',
          include: ['test/system/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: patient.expect,
          fileParallelism: false,
        },
      },
    ],
  },
})
