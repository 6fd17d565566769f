/** What a worker thread of `analysis-pool.ts` runs: the two doors of core, chosen by name. */
export { analyse, survey } from './core/index.ts'
