import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { LabCase } from './case.ts'
import { strongswanConf } from './charon.ts'
import { readLog } from './charon-log.ts'
import type { Belongings } from './cleanup.ts'
import { type DaemonProcess, startDaemon } from './daemon-process.ts'
import type { Gateway } from './gateway.ts'
import type { Host } from './host.ts'
import { pause, runCommand } from './run-command.ts'
import { readSas } from './security-associations.ts'
import type { Site } from './world.ts'

/** A conn behind all others, whose loading says that theirs is over. */
const LAST = '\nconn lab-last\n\tleft=127.0.0.2\n\tright=127.0.0.3\n\tauto=add\n'

/** A fresh strongSwan at one site that is begun by starter, with an ipsec.conf and an ipsec.secrets. */
export function starterGateway(
  site: Site,
  labCase: LabCase,
  settings: string,
  secrets: string,
  host: Host,
  own: Belongings,
): Gateway {
  const at = (name: string): string => join(site.folder, name)
  const [viciSocket, logFile, outputFile] = [at('vici'), at('charon.log'), at('starter.out')]
  for (const file of [viciSocket, logFile, outputFile]) rmSync(file, { force: true })
  mkdirSync(at('ipsec.d'), { recursive: true })
  writeFileSync(at('ipsec.conf'), labCase[site.end] + LAST)
  writeFileSync(at('ipsec.secrets'), secrets, { mode: 0o600 })
  writeFileSync(at('strongswan.conf'), strongswanConf(logFile, viciSocket, settings, at('ipsec.secrets')))
  const env: NodeJS.ProcessEnv = { ...process.env, STRONGSWAN_CONF: at('strongswan.conf') }
  const daemonEnv = host.shim === undefined ? env : { ...env, LD_PRELOAD: host.shim }
  const starter = join(dirname(host.strongswan?.charon ?? ''), 'starter')
  if (!existsSync(starter))
    throw new Error('The lab needs the starter of strongSwan, which Debian has in strongswan-starter.')
  let daemon: DaemonProcess | undefined

  /** Not before the peer is there, for it begins what has `auto=start`. */
  async function load(): Promise<string | undefined> {
    const kept = ['unshare', '--pid', '--fork', '--kill-child', starter, '--nofork', '--conf', at('ipsec.conf')]
    daemon = startDaemon(site.namespace, 'mount -t tmpfs tmpfs /run', kept, daemonEnv, outputFile, own)
    const deadline = Date.now() + 5000
    while (Date.now() < deadline && daemon.running() && !logged("added configuration 'lab-last'")) await pause(10)
    const said = readFileSync(outputFile, 'utf8')
    return logged("added configuration 'lab-last'") && !/# /.test(said) ? undefined : said.slice(-1500)
  }

  function logged(text: string): boolean {
    return existsSync(logFile) && readFileSync(logFile, 'utf8').includes(text)
  }

  function swanctl(args: readonly string[], timeoutMs = 20_000) {
    return runCommand('swanctl', [...args, '--uri', `unix://${viciSocket}`], { timeoutMs, env })
  }

  return {
    site,
    ready: () => Promise.resolve(),
    load,
    initiate: async (seconds) => {
      const ike = labCase.ike === undefined ? [] : ['--ike', labCase.ike]
      const args = ['--initiate', '--child', labCase.initiate, '--timeout', String(Math.ceil(seconds)), ...ike]
      const { stdout, stderr } = await swanctl(args, (seconds + 10) * 1000)
      return (stdout + stderr).trim().split('\n').at(-1) ?? ''
    },
    sas: () => readSas(viciSocket),
    // `ipsec statusall`, without the connection that tells the lab that all are loaded.
    shows: async () => {
      const said = await daemon?.beside([join(dirname(starter), 'stroke'), 'statusall'])
      return said?.replace(/^ *lab-last: .*\n/gm, '') ?? ''
    },
    rekey: async (child, ikeSa) => {
      const what = ikeSa === undefined ? ['--child', child] : ['--ike', ikeSa]
      return (await swanctl(['--rekey', ...what])).code
    },
    log: () => (existsSync(logFile) ? readLog(logFile, site.end) : []),
    stop: async () => daemon?.stop(0),
  }
}
