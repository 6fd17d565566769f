import type { LabCase } from './case.ts'
import { type Charon, loadConf, startCharon } from './charon.ts'
import { readLog } from './charon-log.ts'
import type { Belongings } from './cleanup.ts'
import type { Gateway } from './gateway.ts'
import type { Host } from './host.ts'
import { readSas } from './security-associations.ts'
import { starterGateway } from './starter-gateway.ts'
import type { Site } from './world.ts'

/** A fresh strongSwan at one site, with the swanctl.conf that the case has for it. */
export function charonGateway(site: Site, labCase: LabCase, host: Host, own: Belongings): Gateway {
  const settings = (site.end === 'a' ? labCase.charon_a : labCase.charon_b) ?? ''
  const secrets = site.end === 'a' ? labCase.secrets_a : labCase.secrets_b
  if (secrets !== undefined) return starterGateway(site, labCase, settings, secrets, host, own)
  const charon = startCharon(site, labCase[site.end], settings, host, own)
  return {
    site,
    ready: charon.ready,
    load: () => loadConf(charon),
    initiate: (seconds) => initiate(charon, labCase, seconds),
    sas: () => readSas(charon.viciSocket),
    shows: async () => (await charon.swanctl(['--list-conns'])).stdout,
    rekey: async (child, ikeSa) => {
      const what = ikeSa === undefined ? ['--child', child] : ['--ike', ikeSa]
      return (await charon.swanctl(['--rekey', ...what])).code
    },
    log: () => readLog(charon.logFile, site.end),
    stop: charon.stop,
  }
}

async function initiate(charon: Charon, labCase: LabCase, seconds: number): Promise<string> {
  const ike = labCase.ike === undefined ? [] : ['--ike', labCase.ike]
  const args = ['--initiate', '--child', labCase.initiate, '--timeout', String(Math.ceil(seconds)), ...ike]
  const { stdout, stderr } = await charon.swanctl(args, (seconds + 10) * 1000)
  return (stdout + stderr).trim().split('\n').at(-1) ?? ''
}
