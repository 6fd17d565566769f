/** What a worker thread of `analysis-pool.ts` runs: the doors of core, chosen by name. */
export { analyse, redact, survey } from './core/index.ts'
