import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Belongings } from './cleanup.ts'
import { startDaemon } from './daemon-process.ts'
import type { Host } from './host.ts'
import { type CommandResult, pause, runCommand, runOrThrow } from './run-command.ts'
import type { Site } from './world.ts'

/** A fresh libreswan daemon at one site. */
export interface Pluto {
  readonly site: Site
  readonly logFile: string
  /** Resolves to what pluto refuses in the ipsec.conf, where it does not even start with it. */
  ready(): Promise<string | undefined>
  /** Loads all that shall be loaded, as `ipsec setup start` does, or one conn; the answer holds what it complains about. */
  addconn(conn?: string): Promise<CommandResult>
  whack(args: readonly string[], timeoutMs?: number): Promise<CommandResult>
  stop(): Promise<void>
}

/** One retransmission after half a second, as with the lab's strongSwan; a default install gives up after a minute. */
const DEFAULTS = '\nconn %default\n\tretransmit-interval=500\n\tretransmit-timeout=1s\n'

/**
 * pluto wants its addconn at this path, which is compiled in. Nothing is installed: the mounts are this process's own. A
 * name is looked up where nothing listens, which answers at once; else pluto would wait for a DNS that its namespace
 * does not reach.
 */
const SET_UP =
  'mount -t tmpfs tmpfs /usr/libexec && ln -s "$LAB_COMMANDS" /usr/libexec/ipsec && mount --bind "$LAB_RESOLVER" /etc/resolv.conf'

/** Starts pluto with the texts of ipsec.conf and ipsec.secrets beside it. */
export async function startPluto(
  site: Site,
  conf: string,
  secrets: string,
  host: Host,
  own: Belongings,
): Promise<Pluto> {
  const { libreswan, shim } = host
  if (libreswan === undefined) throw new Error('The lab was opened without libreswan.')
  const { folder, namespace } = site
  const at = (name: string): string => join(folder, name)
  const [control, logFile] = [at('run/pluto.ctl'), at('pluto.log')]
  for (const name of ['run', 'nss', 'ipsec.d/policies']) mkdirSync(at(name), { recursive: true })
  for (const file of [control, at('run/pluto.pid')]) rmSync(file, { force: true })
  writeFileSync(at('ipsec.conf'), conf + DEFAULTS)
  writeFileSync(at('ipsec.secrets'), secrets, { mode: 0o600 })
  writeFileSync(at('resolv.conf'), 'nameserver 127.0.0.1\noptions timeout:1 attempts:1\n')
  if (!existsSync(at('nss/cert9.db'))) {
    await runOrThrow('certutil', ['-N', '-d', `sql:${at('nss')}`, '--empty-password'])
  }
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PATH: `${libreswan.commands}:${process.env['PATH'] ?? ''}`,
    LAB_COMMANDS: libreswan.commands,
    LAB_RESOLVER: at('resolv.conf'),
    ...(shim === undefined ? {} : { LD_PRELOAD: shim }),
  }
  const places = ['--nssdir', at('nss'), '--rundir', at('run'), '--ipsecdir', at('ipsec.d')]
  const files = ['--config', at('ipsec.conf'), '--secretsfile', at('ipsec.secrets')]
  const quick = ['--nofork', '--stderrlog', '--no-dnssec', '--nhelpers', '1']
  const daemon = startDaemon(namespace, SET_UP, [libreswan.pluto, ...files, ...places, ...quick], env, logFile, own)

  async function ready(): Promise<string | undefined> {
    const deadline = Date.now() + 10_000
    while (Date.now() < deadline && daemon.running()) {
      if (existsSync(control)) return undefined
      await pause(5)
    }
    const said = readFileSync(logFile, 'utf8')
    const refused = /(?:option --config .* invalid|ERROR: \S*ipsec\.conf): (.*)/.exec(said)?.[1]
    if (refused === undefined) throw new Error(`pluto of ${site.end} did not start: ${said.slice(-800)}`)
    return refused
  }

  return {
    site,
    logFile,
    ready,
    // In the namespace, because it looks up routes.
    addconn: (conn = '--autoall') => {
      const load = [libreswan.addconn, '--config', at('ipsec.conf'), '--ctlsocket', control, conn]
      return runCommand('ip', ['netns', 'exec', namespace, ...load])
    },
    whack: (args, timeoutMs = 20_000) => runCommand(libreswan.whack, ['--ctlsocket', control, ...args], { timeoutMs }),
    // It would send its deletes and wait; nothing is read after that.
    stop: () => daemon.stop(0),
  }
}
