#!/usr/bin/env node
import { once } from 'node:events'
import { run } from './cli/run.ts'
import { failurePlace } from './failure-place.ts'

/** A reader that has seen enough (`| head`) closes the pipe; that is no fault and needs no words. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit()
  throw error
}

for (const fault of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(fault, (error: unknown) => process.exit(giveUp(error)))
}
process.stdout.on('error', endQuietly)
process.stderr.on('error', endQuietly)

/** What nobody foresaw is told without its message, which may quote what was pasted. */
function giveUp(error: unknown): number {
  process.stderr.write(
    `ipsec-diagnose: stopped on a fault of its own (at ${failurePlace(error) ?? 'an unknown place'})\n`,
  )
  return 2
}

process.exitCode = await run(process.argv.slice(2), {
  stdin: process.stdin,
  async write(text) {
    if (!process.stdout.write(text)) await once(process.stdout, 'drain')
  },
  complain: (sentence) => void process.stderr.write(`ipsec-diagnose: ${sentence}\n`),
  colour: Boolean(process.stdout.isTTY) && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb',
}).catch(giveUp)
