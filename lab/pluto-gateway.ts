import { addressesOf, type LabCase, otherEnd } from './case.ts'
import type { Belongings } from './cleanup.ts'
import type { Gateway } from './gateway.ts'
import type { Host } from './host.ts'
import { startPluto } from './pluto.ts'
import { readPlutoLog } from './pluto-log.ts'
import { plutoSas } from './pluto-status.ts'
import { runCommand } from './run-command.ts'
import { ipBatch, type Site } from './world.ts'

/** A fresh libreswan at one site, with the ipsec.conf and ipsec.secrets that the case has for it. */
export async function plutoGateway(site: Site, labCase: LabCase, host: Host, own: Belongings): Promise<Gateway> {
  const { end, namespace, device } = site
  const secrets = (end === 'a' ? labCase.secrets_a : labCase.secrets_b) ?? ''
  // pluto orients itself by the routes, and asks for the one to the peer's networks.
  const peer = addressesOf(labCase, otherEnd(end))[0] ?? ''
  await ipBatch(namespace, [`route replace default via ${peer} dev ${device} onlink`])
  const pluto = await startPluto(site, labCase[end], secrets, host, own)
  let refused: string | undefined
  return {
    site,
    ready: async () => {
      refused = await pluto.ready()
    },
    load: async () => {
      if (refused !== undefined) return refused
      const { code, stdout, stderr } = await pluto.addconn()
      return code === 0 ? undefined : `${stderr.trim()}\n${stdout.trim()}`.trim().slice(-1500)
    },
    initiate: async (seconds) => {
      const { stdout } = await pluto.whack(['--name', labCase.initiate, '--initiate'], seconds * 1000)
      return stdout.trim().split('\n').at(-1) ?? ''
    },
    sas: async () => {
      const [status, policies] = await Promise.all([
        pluto.whack(['--status']),
        runCommand('ip', ['-n', namespace, 'xfrm', 'policy']),
      ])
      return plutoSas(status.stdout, policies.stdout)
    },
    rekey: async (child, ikeSa) => {
      const what = ikeSa === undefined ? ['--rekey-ipsec', '--name', child] : ['--rekey-ike', '--name', ikeSa]
      const { code, stdout } = await pluto.whack([...what, '--asynchronous'])
      return stdout.includes('cannot force rekey of IKEv1') ? undefined : code
    },
    log: () => readPlutoLog(pluto.logFile, end),
    stop: pluto.stop,
  }
}
