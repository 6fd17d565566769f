/** What a worker thread of `worker-pool.ts` runs, chosen by name: the doors of core, and what is made of its reports for Slack. */
import { setPriority } from 'node:os'

export { analyse, survey } from './core/index.ts'
export * from './slack/compose/tasks.ts'

/** As `nice -n 10`: what is to be answered now goes before what is analysed. */
const LOWER = 10

// On Linux priorities are those of threads, and 0 stands for the one that asks; elsewhere it would be the whole process.
if (process.platform === 'linux') {
  try {
    setPriority(0, LOWER)
  } catch {
    // Where that is forbidden, all threads have the same priority.
  }
}
