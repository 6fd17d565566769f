import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Daemon } from './case.ts'
import { type Belongings, LAB_PREFIX } from './cleanup.ts'
import { findLibreswan, type Libreswan } from './libreswan.ts'
import { type Obstacle, onPath } from './obstacle.ts'
import { runCommand } from './run-command.ts'

const CHARON_PLACES: readonly string[] = [
  '/usr/lib/ipsec/charon',
  '/usr/libexec/ipsec/charon',
  '/usr/lib/strongswan/charon',
  '/usr/libexec/strongswan/charon',
]

/** What this host offers the lab. */
export interface Host {
  /** A library to preload where the kernel has XFRM policies but no ESP. */
  readonly shim: string | undefined
  readonly strongswan: Strongswan | undefined
  readonly libreswan: Libreswan | undefined
}

export interface Strongswan {
  readonly charon: string
  readonly version: string
}

/** Looks whether the lab can run here, and builds the shim in `folder` where the kernel needs it. */
export async function inspectHost(
  folder: string,
  own: Belongings,
  daemons: readonly Daemon[],
): Promise<Host | Obstacle> {
  if (process.getuid?.() !== 0) {
    return {
      obstacle: 'The lab needs root, because it makes network namespaces and its daemons listen on UDP port 500.',
    }
  }
  if (onPath(['ip']) === undefined) {
    return { obstacle: 'The lab needs `ip netns`, which Debian has in the package iproute2.' }
  }
  const strongswan = daemons.includes('strongswan') ? await findStrongswan() : undefined
  if (strongswan !== undefined && 'obstacle' in strongswan) return strongswan
  const libreswan = daemons.includes('libreswan') ? await findLibreswan(folder) : undefined
  if (libreswan !== undefined && 'obstacle' in libreswan) return libreswan
  const kernel = await probeKernel(own)
  if (kernel.refusal !== undefined) {
    return { obstacle: `The lab cannot run here, because \`ip netns add\` is refused: ${kernel.refusal}` }
  }
  const shim = kernel.hasEsp ? undefined : await buildShim(folder)
  if (!kernel.hasEsp && shim === undefined) {
    return { obstacle: 'The lab needs a C compiler here (packages gcc and libc6-dev), because this kernel has no ESP.' }
  }
  return { shim, strongswan, libreswan }
}

async function findStrongswan(): Promise<Strongswan | Obstacle> {
  const charon = CHARON_PLACES.find((place) => existsSync(place))
  if (charon === undefined || onPath(['swanctl']) === undefined) {
    return {
      obstacle:
        'The lab needs the daemon charon and swanctl, which Debian has in strongswan-charon and strongswan-swanctl.',
    }
  }
  const said = await runCommand('swanctl', ['--version'])
  return { charon, version: /strongSwan (\S+) swanctl/.exec(said.stdout + said.stderr)?.[1] ?? 'unknown' }
}

interface Kernel {
  readonly refusal?: string
  readonly hasEsp: boolean
}

/** Tries to install an ESP SA in a namespace of its own: modules that are missing show only here. */
async function probeKernel(own: Belongings): Promise<Kernel> {
  const name = `${LAB_PREFIX}-${process.pid}-probe`
  own.namespaces.add(name)
  const added = await runCommand('ip', ['netns', 'add', name])
  if (added.code !== 0) {
    own.namespaces.delete(name)
    return { refusal: added.stderr.trim(), hasEsp: false }
  }
  const key = `0x${'00112233'.repeat(4)}`
  const state = 'xfrm state add src 192.0.2.1 dst 192.0.2.2 proto esp spi 0x1000 reqid 1 mode tunnel'.split(' ')
  const algorithms = ['enc', 'cbc(aes)', key, 'auth', 'hmac(sha1)', `${key}00112233`]
  const installed = await runCommand('ip', ['-n', name, ...state, ...algorithms])
  await runCommand('ip', ['netns', 'del', name])
  own.namespaces.delete(name)
  return { hasEsp: installed.code === 0 }
}

async function buildShim(folder: string): Promise<string | undefined> {
  const compiler = onPath(['cc', 'gcc', 'clang'])
  if (compiler === undefined) return undefined
  const source = join(dirname(fileURLToPath(import.meta.url)), 'xfrm-shim.c')
  const library = join(folder, 'xfrm-shim.so')
  const built = await runCommand(compiler, ['-O2', '-shared', '-fPIC', '-o', library, source, '-ldl', '-lpthread'])
  return built.code === 0 ? library : undefined
}
