import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type EndLetter, otherEnd } from './case.ts'
import { loadConf, startCharon } from './charon.ts'
import { inWorlds, type Lab } from './daemons.ts'
import { type Obstacle, onPath } from './host.ts'
import { type KernelPolicy, kernelPolicies, type MixedCase, type MixedResult, tellingLines } from './libreswan-case.ts'
import { startPluto } from './pluto.ts'
import { pause, runCommand } from './run-command.ts'
import { addressWorld, ipBatch, type Site, type World } from './world.ts'

/** Names the folder into which Debian's libreswan package was unpacked with `dpkg -x`. */
export const LIBRESWAN_VARIABLE = 'LIBRESWAN_DIR'

/** The folder with libreswan, or one sentence why pairs with it cannot run here. */
export function findLibreswan(folder = process.env[LIBRESWAN_VARIABLE]): string | Obstacle {
  if (folder === undefined || folder === '') {
    return { obstacle: `Set ${LIBRESWAN_VARIABLE} to the folder into which libreswan was unpacked with \`dpkg -x\`.` }
  }
  if (!existsSync(join(folder, 'usr/libexec/ipsec/pluto'))) {
    return { obstacle: `There is no usr/libexec/ipsec/pluto in ${folder}, to which ${LIBRESWAN_VARIABLE} points.` }
  }
  if (onPath(['certutil']) === undefined) {
    return { obstacle: 'Pairs with libreswan need certutil, which Debian has in libnss3-tools.' }
  }
  return resolve(folder)
}

/** Runs pairs in which either end may be libreswan; the results are in the order of the cases. */
export function runMixedCases(
  lab: Lab,
  libreswan: string,
  cases: readonly MixedCase[],
): Promise<readonly MixedResult[]> {
  return inWorlds(lab, cases, async (world, mixedCase) => {
    const started = Date.now()
    const result = await runMixedCase(lab, libreswan, world, mixedCase)
    return { id: mixedCase.id, ...result, wall_s: (Date.now() - started) / 1000 }
  })
}

/** What the lab needs of a daemon, whichever it is. */
interface Gateway {
  readonly logFile: string
  ready(): Promise<void>
  load(): Promise<unknown>
  initiate(): Promise<unknown>
  stop(): Promise<void>
}

async function runMixedCase(
  lab: Lab,
  libreswan: string,
  world: World,
  mixedCase: MixedCase,
): Promise<Omit<MixedResult, 'id' | 'wall_s'>> {
  const gateways: Gateway[] = []
  const nothing = { up: false, policies_a: [], policies_b: [], errors_a: [], errors_b: [] }
  try {
    const { id, addr_a, addr_b, initiator } = mixedCase
    await addressWorld(world, { id, a: '', b: '', initiate: '', initiator, addr_a, addr_b })
    // pluto orients itself by the routes, and asks for the one to the peer's networks.
    for (const end of ['a', 'b'] as const) {
      const { namespace, device } = world[end]
      const peer = end === 'a' ? addr_b : addr_a
      await ipBatch(namespace, [`route replace default via ${peer} dev ${device} onlink`])
    }
    const a = await startGateway(lab, libreswan, world.a, mixedCase)
    gateways.push(a)
    const b = await startGateway(lab, libreswan, world.b, mixedCase)
    gateways.push(b)
    const ends = { a, b }
    await Promise.all(gateways.map((gateway) => gateway.ready()))
    await ends[otherEnd(initiator)].load()
    await ends[initiator].load()
    await ends[initiator].initiate()
    await pause(300)
    const policies = { a: await installedPolicies(world.a), b: await installedPolicies(world.b) }
    await Promise.all(gateways.map((gateway) => gateway.stop()))
    const told = (end: EndLetter) => tellingLines(readFileSync(ends[end].logFile, 'utf8'))
    return {
      up: policies.a.length > 0 && policies.b.length > 0,
      policies_a: policies.a,
      policies_b: policies.b,
      errors_a: told('a'),
      errors_b: told('b'),
    }
  } catch (error) {
    await Promise.all(gateways.map((gateway) => gateway.stop()))
    return { ...nothing, lab_error: error instanceof Error ? error.message : String(error) }
  }
}

async function startGateway(lab: Lab, libreswan: string, site: Site, mixedCase: MixedCase): Promise<Gateway> {
  const end = mixedCase[site.end]
  if (end.daemon === 'strongswan') {
    const charon = startCharon(site, end.conf, '', lab.host, lab.own)
    return {
      logFile: charon.logFile,
      ready: charon.ready,
      load: () => loadConf(charon),
      initiate: () => charon.swanctl(['--initiate', '--child', end.child, '--timeout', '8']),
      stop: charon.stop,
    }
  }
  const pluto = await startPluto(site, end, libreswan, lab.host, lab.own)
  return {
    logFile: pluto.logFile,
    ready: pluto.ready,
    load: () => Promise.resolve(),
    initiate: () => pluto.whack(['--name', end.conn, '--initiate'], 9000),
    stop: pluto.stop,
  }
}

async function installedPolicies({ namespace }: Site): Promise<readonly KernelPolicy[]> {
  return kernelPolicies((await runCommand('ip', ['-n', namespace, 'xfrm', 'policy'])).stdout)
}
