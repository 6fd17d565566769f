import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { runCommand } from './run-command.ts'

/** Namespaces and folders of the lab are named PREFIX-<process id>-..., so that each run knows its own. */
export const LAB_PREFIX = 'ipsec-lab'

const DAEMONS: readonly string[] = ['charon', 'pluto']

/** What one run has made and must take away again, also when it is interrupted. */
export interface Belongings {
  readonly processes: Set<number>
  readonly namespaces: Set<string>
  readonly folders: Set<string>
}

/** Starts keeping account; what is still there when the process ends, or is asked to, is removed. */
export function keepAccount(): Belongings {
  const own: Belongings = { processes: new Set(), namespaces: new Set(), folders: new Set() }
  process.once('exit', () => removeNow(own))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))
  return own
}

/** Synchronous, because nothing else runs while a process exits. */
export function removeNow(own: Belongings): void {
  for (const pid of own.processes) endProcess(pid)
  for (const name of own.namespaces) spawnSync('ip', ['netns', 'del', name])
  for (const folder of own.folders) rmSync(folder, { recursive: true, force: true })
  own.processes.clear()
  own.namespaces.clear()
  own.folders.clear()
}

/**
 * Removes what a run left whose process is gone (killed with SIGKILL, say). In its namespaces only the daemons the lab
 * starts are ended, and nothing outside them is looked at.
 */
export async function sweepStale(): Promise<void> {
  const listed = await runCommand('ip', ['netns', 'list'])
  for (const line of listed.stdout.split('\n')) {
    const name = line.split(' ')[0] ?? ''
    if (!isStale(name)) continue
    const pids = await runCommand('ip', ['netns', 'pids', name])
    for (const pid of pids.stdout.split('\n').filter((text) => text !== '')) {
      if (DAEMONS.includes(executableOf(pid))) endProcess(Number(pid))
    }
    await runCommand('ip', ['netns', 'del', name])
  }
  for (const name of readdirSync(tmpdir())) {
    if (isStale(name)) rmSync(join(tmpdir(), name), { recursive: true, force: true })
  }
}

function isStale(name: string): boolean {
  const match = /^ipsec-lab-(\d+)-/.exec(name)
  return match !== null && !existsSync(`/proc/${match[1]}`)
}

function executableOf(pid: string): string {
  try {
    return basename(readlinkSync(`/proc/${pid}/exe`))
  } catch {
    return ''
  }
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}
