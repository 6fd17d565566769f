import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import type { Belongings } from './cleanup.ts'
import { pause, runCommand } from './run-command.ts'

/** A daemon the lab has started, and the only kind of process it ever ends. */
export interface DaemonProcess {
  running(): boolean
  /** Runs another program where the daemon runs, and returns what it printed. */
  beside(command: readonly string[]): Promise<string>
  stop(patienceMs: number): Promise<void>
}

/**
 * Starts a program in a namespace, with its output in a file. Each daemon gets a mount namespace of its own, prepared
 * by `setUp` (shell text), because pid files and helper programs have paths that are compiled in. All programs of the
 * chain replace each other, so the id of the process is the daemon's.
 */
export function startDaemon(
  namespace: string,
  setUp: string,
  command: readonly string[],
  env: NodeJS.ProcessEnv,
  outputFile: string,
  own: Belongings,
): DaemonProcess {
  const output = openSync(outputFile, 'w')
  const shell = ['sh', '-c', `${setUp} && exec "$@"`, 'sh', ...command]
  const child = spawn('ip', ['netns', 'exec', namespace, 'unshare', '-m', '--propagation', 'private', ...shell], {
    env,
    stdio: ['ignore', output, output],
    detached: true,
  })
  closeSync(output)
  const pid = child.pid
  if (pid !== undefined) own.processes.add(pid)
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve())
    child.once('exit', () => resolve())
  }).then(() => {
    if (pid !== undefined) own.processes.delete(pid)
  })
  return {
    running: () => isRunning(child),
    beside: async (command) =>
      pid === undefined
        ? ''
        : (await runCommand('nsenter', ['--target', String(pid), '--mount', '--net', ...command])).stdout,
    stop: async (patienceMs) => {
      if (isRunning(child)) child.kill('SIGTERM')
      await Promise.race([ended, pause(patienceMs)])
      if (isRunning(child)) child.kill('SIGKILL')
      await ended
    },
  }
}

function isRunning(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null
}
