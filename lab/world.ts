import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { addressesOf, type EndLetter, type LabCase, type Nat, natOf, otherEnd } from './case.ts'
import { type Belongings, LAB_PREFIX } from './cleanup.ts'
import { runCommand, runOrThrow } from './run-command.ts'

/** One gateway's place: a network namespace with one veth end, and a folder for its daemon's files. */
export interface Site {
  readonly end: EndLetter
  readonly namespace: string
  readonly device: string
  readonly folder: string
}

/** Two sites joined by a cable; one worker uses it for many cases. */
export interface World {
  readonly a: Site
  readonly b: Site
}

const HARDWARE: Readonly<Record<EndLetter, string>> = { a: '02:00:00:00:00:0a', b: '02:00:00:00:00:0b' }

const SWANCTL_FOLDERS: readonly string[] = (
  'x509 x509ca x509ocsp x509aa x509ac x509crl pubkey private ' + 'rsa ecdsa bliss pkcs8 pkcs12'
).split(' ')

/** Makes both namespaces and the cable. Only private names are used, so several labs run side by side. */
export async function openWorld(index: number, folder: string, own: Belongings): Promise<World> {
  const world = { a: site(index, 'a', folder), b: site(index, 'b', folder) }
  for (const { namespace, folder: place } of [world.a, world.b]) {
    for (const name of SWANCTL_FOLDERS) mkdirSync(join(place, name), { recursive: true })
    own.namespaces.add(namespace)
    await runOrThrow('ip', ['netns', 'add', namespace])
  }
  const { a, b } = world
  const cable = ['type', 'veth', 'peer', 'name', b.device, 'address', HARDWARE.b, 'netns', b.namespace]
  await runOrThrow('ip', ['link', 'add', a.device, 'address', HARDWARE.a, 'netns', a.namespace, ...cable])
  for (const { namespace, device } of [a, b]) {
    // Duplicate address detection would keep an IPv6 address unusable for a second.
    const quiet = ['all', 'default', device].map((name) => `net.ipv6.conf.${name}.accept_dad=0`)
    await runCommand('ip', ['netns', 'exec', namespace, 'sysctl', '-qw', ...quiet])
    await ipBatch(namespace, ['link set lo up', `link set ${device} up`])
  }
  return world
}

export async function closeWorld(world: World, own: Belongings): Promise<void> {
  for (const { namespace } of [world.a, world.b]) {
    await runCommand('ip', ['netns', 'del', namespace])
    own.namespaces.delete(namespace)
  }
}

/** Gives both sites the addresses of a case, with a route to each address of the other, and empties the kernel's SPD. */
export async function addressWorld(world: World, labCase: LabCase): Promise<void> {
  await Promise.all([addressSite(world.a, labCase), addressSite(world.b, labCase)])
}

async function addressSite({ end, namespace, device }: Site, labCase: LabCase): Promise<void> {
  const mine = addressesOf(labCase, end)
  const [nat, met] = [natOf(labCase, end), natOf(labCase, otherEnd(end))]
  const add: string[] = []
  for (const address of mine) add.push(`addr add ${hostPrefix(address)} dev ${device}${isV6(address) ? ' nodad' : ''}`)
  for (const address of met === undefined ? addressesOf(labCase, otherEnd(end)) : [met.address]) {
    const source = mine.find((own) => isV6(own) === isV6(address))
    const via = source === undefined ? '' : ` src ${source}`
    add.push(`route replace ${hostPrefix(address)} dev ${device}${via}`)
    // Between gateways there are routers. A trap for the two gateways themselves would hold back the discovery of neighbours.
    // The address of a NAT is on no device, so that nobody would answer for it.
    if (isV6(address) || met !== undefined) {
      add.push(`neigh replace ${address} lladdr ${HARDWARE[otherEnd(end)]} dev ${device} nud permanent`)
    }
  }
  // Packets that trigger and virtual IPs leave addresses on lo. A flush of nothing is an error for some versions of ip(8); the additions must succeed.
  await runCommand('ip', ['-n', namespace, '-force', '-batch', '-'], {
    input: `addr flush dev lo scope global\naddr flush dev ${device} scope global\nroute flush dev ${device}\nxfrm policy flush\nxfrm state flush\n`,
  })
  await ipBatch(namespace, add)
  const [own] = mine
  if (nat !== undefined && own !== undefined) await translate(namespace, own, nat)
}

/**
 * The router in front of an end is a table in its own namespace: what leaves has another source, and what comes back is known by the
 * flow. It shares its address with others, so that the source ports change, unless it passes on what comes from outside.
 */
async function translate(namespace: string, own: string, { address, forwards }: Nat): Promise<void> {
  const rules = [
    `table ${isV6(own) ? 'ip6' : 'ip'} nat {`,
    'chain post { type nat hook postrouting priority 100;',
    ...(forwards === true
      ? []
      : [`${isV6(own) ? 'ip6' : 'ip'} saddr ${own} udp sport 0-65535 snat to ${address}:20000-60000 random`]),
    `${isV6(own) ? 'ip6' : 'ip'} saddr ${own} snat to ${address}`,
    '}',
    ...(forwards === true
      ? [
          'chain pre { type nat hook prerouting priority -100;',
          `${isV6(own) ? 'ip6' : 'ip'} daddr ${address} udp dport { 500, 4500 } dnat to ${own}`,
          '}',
        ]
      : []),
    '}',
  ]
  await runOrThrow('ip', ['netns', 'exec', namespace, 'nft', '-f', '-'], { input: `${rules.join('\n')}\n` })
}

/** Runs lines of ip(8) in a namespace with one process. */
export async function ipBatch(namespace: string, lines: readonly string[]): Promise<void> {
  await runOrThrow('ip', ['-n', namespace, '-batch', '-'], { input: lines.map((line) => `${line}\n`).join('') })
}

export function isV6(address: string): boolean {
  return address.includes(':')
}

export function hostPrefix(address: string): string {
  return `${address}/${isV6(address) ? 128 : 32}`
}

function site(index: number, end: EndLetter, folder: string): Site {
  return {
    end,
    namespace: `${LAB_PREFIX}-${process.pid}-${index}${end}`,
    device: `lab${index}${end}`,
    folder: join(folder, `w${index}`, end),
  }
}
