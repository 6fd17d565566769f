import { addressesOf, type LabCase, otherEnd } from './case.ts'
import type { Belongings } from './cleanup.ts'
import type { Gateway } from './gateway.ts'
import type { Host } from './host.ts'
import { startPluto } from './pluto.ts'
import { readPlutoLog } from './pluto-log.ts'
import { plutoSas } from './pluto-status.ts'
import { type CommandResult, runCommand } from './run-command.ts'
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
      const started = complaint(await pluto.addconn())
      if (started !== undefined) return started
      const said = readPlutoLog(pluto.logFile, end).map(({ text }) => text)
      const complaints: string[] = []
      for (const conn of leftToPeople(labCase[end], said)) {
        const refusal = complaint(await pluto.addconn(conn))
        if (refusal !== undefined) complaints.push(refusal)
      }
      return complaints.length === 0 ? undefined : complaints.join('\n')
    },
    // One after the other, each of them finished before the next begins, so that it does not depend on chance what they do to each other.
    initiate: async (seconds) => {
      let says = ''
      const known = (await pluto.whack(['--status'])).stdout
      for (const name of childrenOf(labCase.initiate, known)) {
        const { stdout } = await pluto.whack(['--name', name, '--initiate'], seconds * 1000)
        says = stdout.trim().split('\n').at(-1) ?? ''
      }
      return says
    },
    isEmpty: async () => !/^000 "[^"]+":/m.test((await pluto.whack(['--status'])).stdout),
    sas: async () => {
      const [status, policies] = await Promise.all([
        pluto.whack(['--status']),
        runCommand('ip', ['-n', namespace, 'xfrm', 'policy']),
      ])
      return plutoSas(status.stdout, policies.stdout)
    },
    shows: async () => (await pluto.whack(['--status'])).stdout,
    rekey: async (child, ikeSa) => {
      const what = ikeSa === undefined ? ['--rekey-ipsec', '--name', child] : ['--rekey-ike', '--name', ikeSa]
      const { code, stdout } = await pluto.whack([...what, '--asynchronous'])
      return stdout.includes('cannot force rekey of IKEv1') ? undefined : code
    },
    log: () => readPlutoLog(pluto.logFile, end),
    stop: pluto.stop,
  }
}

function complaint({ code, stdout, stderr }: CommandResult): string | undefined {
  return code === 0 ? undefined : `${stderr.trim()}\n${stdout.trim()}`.trim().slice(-1500)
}

/**
 * The conns that the start of libreswan has passed over, since they name no `auto` or `auto=ignore`, and that people load
 * with `ipsec auto --add`: those of which pluto said nothing, and that are not there for others to include.
 */
export function leftToPeople(conf: string, said: readonly string[]): readonly string[] {
  const conns = [...conf.matchAll(/^conn\s+(\S+)/gm)].map(([, name = '']) => name)
  const included = new Set([...conf.matchAll(/^\s+also\s*=\s*(\S+)/gm)].map(([, name = '']) => name))
  return conns.filter(
    (name) =>
      name !== '%default' &&
      !included.has(name) &&
      !said.some((text) => text.includes(`"${name}"`) || text.includes(`"${name}/`)),
  )
}

/** A conn with lists of networks is a connection for each pair of them, `NAME/1x2`; else it is one of its own name. */
export function childrenOf(conn: string, status: string): readonly string[] {
  const names = [...status.matchAll(/^000 "([^"]+)":/gm)].map(([, name = '']) => name)
  const children = new Set(
    names.filter((name) => name.startsWith(`${conn}/`) && /^\d+x\d+$/.test(name.slice(conn.length + 1))),
  )
  return children.size === 0 ? [conn] : [...children].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
}
