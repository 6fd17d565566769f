import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Belongings } from './cleanup.ts'
import { type DaemonProcess, startDaemon } from './daemon-process.ts'
import type { Host } from './host.ts'
import { type CommandResult, pause, runCommand } from './run-command.ts'
import { viciAnswers } from './security-associations.ts'
import type { Site } from './world.ts'

const PLUGINS =
  'random nonce aes sha1 sha2 md5 hmac kdf pem pkcs1 pkcs8 pkcs12 x509 pubkey constraints revocation gmp curve25519 ' +
  'openssl gcm ccm ctr chapoly cmac xcbc fips-prf kernel-netlink socket-default vici counters xauth-generic ' +
  'eap-identity eap-md5 updown'
const SWANCTL_PLUGINS = 'random nonce aes sha1 sha2 md5 hmac pem pkcs1 pkcs8 pkcs12 x509 pubkey gmp curve25519 openssl'

/** Seconds until the one retransmission: a silent peer costs twice this. A default install waits minutes. */
const RETRANSMIT_SECONDS = 0.5

/** A fresh strongSwan daemon at one site. */
export interface Charon {
  readonly site: Site
  readonly viciSocket: string
  readonly logFile: string
  /** Resolves when it answers; throws when it does not come up. */
  ready(): Promise<void>
  swanctl(args: readonly string[], timeoutMs?: number): Promise<CommandResult>
  stop(): Promise<void>
}

/** Starts charon with the swanctl.conf text beside it; `settings` are further lines of its `charon` section. */
export function startCharon(site: Site, conf: string, settings: string, host: Host, own: Belongings): Charon {
  if (host.strongswan === undefined) throw new Error('The lab was opened without strongSwan.')
  const viciSocket = join(site.folder, 'vici')
  const logFile = join(site.folder, 'charon.log')
  const outputFile = join(site.folder, 'charon.out')
  const settingsFile = join(site.folder, 'strongswan.conf')
  for (const file of [viciSocket, logFile]) rmSync(file, { force: true })
  writeFileSync(join(site.folder, 'swanctl.conf'), conf)
  writeFileSync(settingsFile, strongswanConf(logFile, viciSocket, settings))
  const env: NodeJS.ProcessEnv = { ...process.env, STRONGSWAN_CONF: settingsFile }
  const daemonEnv = host.shim === undefined ? env : { ...env, LD_PRELOAD: host.shim }
  // charon's pid file is /run/charon.pid, whoever starts it: each daemon gets a private /run.
  const setUp = 'mount -t tmpfs tmpfs /run'
  const daemon: DaemonProcess = startDaemon(
    site.namespace,
    setUp,
    [host.strongswan?.charon ?? 'charon'],
    daemonEnv,
    outputFile,
    own,
  )

  async function ready(): Promise<void> {
    const deadline = Date.now() + 10_000
    while (Date.now() < deadline && daemon.running()) {
      if (await viciAnswers(viciSocket)) return
      await pause(5)
    }
    throw new Error(`charon of ${site.end} did not start: ${readFileSync(outputFile, 'utf8').slice(-800)}`)
  }

  return {
    site,
    viciSocket,
    logFile,
    ready,
    swanctl: (args, timeoutMs = 20_000) =>
      runCommand('swanctl', [...args, '--uri', `unix://${viciSocket}`], { timeoutMs, env }),
    stop: () => daemon.stop(700),
  }
}

/** Loads the swanctl.conf beside the daemon. Returns what swanctl complains about, or undefined. */
export async function loadConf(charon: Charon): Promise<string | undefined> {
  const file = join(charon.site.folder, 'swanctl.conf')
  const loaded = await charon.swanctl(['--load-all', '--noprompt', '--file', file])
  if (loaded.code === 0) return undefined
  return `${loaded.stderr.trim()}\n${loaded.stdout.trim()}`.trim().slice(-1500)
}

/** `secretsFile` is the ipsec.secrets, which only an ipsec.conf goes with. */
export function strongswanConf(logFile: string, viciSocket: string, settings: string, secretsFile?: string): string {
  return `charon {
  load_modular = no
  load = ${PLUGINS}${secretsFile === undefined ? '' : ' stroke'}
  retransmit_tries = 1
  retransmit_timeout = ${RETRANSMIT_SECONDS}
  retransmit_base = 1
  half_open_timeout = 5
  make_before_break = no
  install_virtual_ip_on = lo
  filelog { log { path = ${logFile}
    time_format = %Y-%m-%dT%H:%M:%S
    time_add_ms = yes
    default = 1
    ike = 2
    cfg = 2
    chd = 1
    flush_line = yes
    append = no } }
  plugins { vici { socket = unix://${viciSocket} }${secretsFile === undefined ? '' : `\n    stroke { secrets_file = ${secretsFile} }`} }
  ${settings}
}
swanctl { load = ${SWANCTL_PLUGINS} }
`
}
