import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Belongings } from './cleanup.ts'
import { type DaemonProcess, startDaemon } from './daemon-process.ts'
import type { Host } from './host.ts'
import type { LibreswanEnd } from './libreswan-case.ts'
import { type CommandResult, pause, runCommand, runOrThrow } from './run-command.ts'
import type { Site } from './world.ts'

/** Where libreswan's programs look for each other; the path is compiled in. */
const PROGRAMS = '/usr/libexec/ipsec'

/** A fresh libreswan daemon at one site. */
export interface Pluto {
  readonly logFile: string
  ready(): Promise<void>
  whack(args: readonly string[], timeoutMs?: number): Promise<CommandResult>
  stop(): Promise<void>
}

/** Starts pluto from an unpacked package. Nothing is installed: its programs are mounted for this process alone. */
export async function startPluto(
  site: Site,
  { conf, secrets }: LibreswanEnd,
  unpacked: string,
  host: Host,
  own: Belongings,
): Promise<Pluto> {
  const { folder, namespace } = site
  const [control, logFile] = [join(folder, 'run', 'pluto.ctl'), join(folder, 'pluto.log')]
  const [confFile, secretsFile] = [join(folder, 'ipsec.conf'), join(folder, 'ipsec.secrets')]
  for (const name of ['run', 'nss', 'ipsec.d/policies']) mkdirSync(join(folder, name), { recursive: true })
  for (const file of [control, join(folder, 'run', 'pluto.pid')]) rmSync(file, { force: true })
  writeFileSync(confFile, conf)
  writeFileSync(secretsFile, secrets)
  chmodSync(secretsFile, 0o600)
  if (!existsSync(join(folder, 'nss', 'cert9.db'))) {
    await runOrThrow('certutil', ['-N', '-d', `sql:${join(folder, 'nss')}`, '--empty-password'])
  }
  const programs = join(unpacked, PROGRAMS)
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PATH: `${join(unpacked, 'usr/sbin')}:${process.env['PATH'] ?? ''}`,
    LAB_PROGRAMS: programs,
    ...(host.shim === undefined ? {} : { LD_PRELOAD: host.shim }),
  }
  const setUp = `{ [ -e ${PROGRAMS}/pluto ] || { mount -t tmpfs tmpfs /usr/libexec && ln -s "$LAB_PROGRAMS" ${PROGRAMS}; }; }`
  const places = [
    '--nssdir',
    join(folder, 'nss'),
    '--rundir',
    join(folder, 'run'),
    '--ipsecdir',
    join(folder, 'ipsec.d'),
  ]
  const daemon: DaemonProcess = startDaemon(
    namespace,
    setUp,
    [
      ...[join(programs, 'pluto'), '--config', confFile, '--secretsfile', secretsFile, ...places],
      ...['--nofork', '--stderrlog', '--no-dnssec', '--nhelpers', '1'],
    ],
    env,
    logFile,
    own,
  )

  function inside(program: string, args: readonly string[], timeoutMs: number): Promise<CommandResult> {
    const command = [join(programs, program), ...args]
    return runCommand('ip', ['netns', 'exec', namespace, ...command], { timeoutMs })
  }

  async function ready(): Promise<void> {
    const deadline = Date.now() + 30_000
    const listens = (): boolean => readFileSync(logFile, 'utf8').includes('listening for IKE messages')
    while (Date.now() < deadline && daemon.running() && !(existsSync(control) && listens())) await pause(20)
    if (!daemon.running()) {
      throw new Error(`pluto of ${site.end} did not start: ${readFileSync(logFile, 'utf8').slice(-800)}`)
    }
    // What addconn refuses shows in what happens next, and in the log; that is a finding, no failure of the lab.
    await inside('addconn', ['--config', confFile, '--ctlsocket', control, '--autoall'], 25_000)
  }

  return {
    logFile,
    ready,
    whack: (args, timeoutMs = 25_000) => inside('whack', ['--ctlsocket', control, ...args], timeoutMs),
    stop: () => daemon.stop(5000),
  }
}
