import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Daemon, LabCase, LabResult } from './case.ts'
import { type Belongings, keepAccount, LAB_PREFIX, removeNow, sweepStale } from './cleanup.ts'
import { type Host, inspectHost } from './host.ts'
import type { Obstacle } from './obstacle.ts'
import { runCase } from './run-case.ts'
import { readServicePorts } from './service-ports.ts'
import { closeWorld, openWorld, type World } from './world.ts'

export interface LabOptions {
  /** How many pairs of daemons run at a time; twice the processors where it is not given, as they mostly wait. */
  readonly jobs?: number
  /** The products that the cases have at their ends; strongSwan alone where it is not given. */
  readonly daemons?: readonly Daemon[]
  /** Keep both logs of each case in its result. */
  readonly keepLog?: boolean
  /** Keep what both ends show of their connections in it. */
  readonly keepShown?: boolean
}

/** Two real daemons a case, in network namespaces of their own. */
export interface Lab {
  readonly host: Host
  readonly own: Belongings
  readonly options: LabOptions
  /** Holds everything the lab writes; it goes when the lab is closed. */
  readonly folder: string
}

/** Opens the lab, or says in one sentence why it cannot run here. */
export async function openLab(options: LabOptions = {}): Promise<Lab | Obstacle> {
  const own = keepAccount()
  const folder = mkdtempSync(join(tmpdir(), `${LAB_PREFIX}-${process.pid}-`))
  own.folders.add(folder)
  const host = await inspectHost(folder, own, options.daemons ?? ['strongswan'])
  if ('obstacle' in host) {
    removeNow(own)
    return host
  }
  await sweepStale()
  return { host, own, options, folder }
}

export function closeLab(lab: Lab): void {
  removeNow(lab.own)
}

/** Runs pairs, several at a time; the results are in the order of the cases. */
export function runCases(
  lab: Lab,
  cases: readonly LabCase[],
  onResult: (result: LabResult) => void = () => undefined,
): Promise<readonly LabResult[]> {
  const { host, own, options } = lab
  const { keepLog = false, keepShown = false } = options
  const caseOptions = { host, own, ports: readServicePorts(), keepLog, keepShown }
  return inWorlds(lab, cases, async (world, labCase) => {
    const result = await runCase(world, labCase, caseOptions)
    onResult(result)
    return result
  })
}

/** Does some work for each case, in as many worlds as the lab has jobs. */
async function inWorlds<Result>(
  { own, folder, options }: Lab,
  cases: readonly LabCase[],
  work: (world: World, labCase: LabCase) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: { readonly index: number; readonly result: Result }[] = []
  const waiting = [...cases.entries()]

  async function worker(number: number): Promise<void> {
    let world = await openWorld(number, folder, own)
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, labCase] = next
      results.push({ index, result: await work(world, labCase) })
      // A NAT remembers its flows, which would let in what comes from outside.
      if (labCase.nat_a === undefined && labCase.nat_b === undefined) continue
      await closeWorld(world, own)
      world = await openWorld(number, folder, own)
    }
    await closeWorld(world, own)
    rmSync(join(folder, `w${number}`), { recursive: true, force: true })
  }

  const workers = Math.max(1, Math.min(options.jobs ?? availableParallelism() * 2, cases.length))
  await Promise.all(Array.from({ length: workers }, (_, number) => worker(number)))
  return results.sort((one, other) => one.index - other.index).map(({ result }) => result)
}
