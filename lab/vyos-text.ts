/** One end as a person has it on a VyOS: one peer, with what is left out where it is undefined. */
export interface VyosDraft {
  readonly address: string
  /** Of the peer, which is called `other`; none: whoever comes. */
  readonly remote: readonly string[] | undefined
  readonly keyExchange: 'ikev1' | 'ikev2' | undefined
  readonly aggressive: boolean
  readonly ike: readonly VyosProposal[]
  readonly esp: readonly VyosProposal[]
  readonly pfs: string | undefined
  readonly mode: 'tunnel' | 'transport' | undefined
  readonly compression: boolean
  readonly mobike: boolean
  readonly encapsulates: boolean
  readonly localId: string | undefined
  readonly remoteId: string | undefined
  readonly connectionType: 'initiate' | 'respond' | 'none' | undefined
  readonly virtualAddress: boolean
  /** The tunnel interface that it is bound to; with tunnels it has their networks. */
  readonly vti: string | undefined
  readonly tunnels: readonly VyosTunnel[]
  readonly key: { readonly ids: readonly string[]; readonly secret: string }
}

export interface VyosProposal {
  readonly encryption?: string
  readonly hash?: string
  readonly prf?: string
  readonly dh?: string
}

export interface VyosTunnel {
  readonly number: number
  readonly local: readonly string[]
  readonly remote: readonly string[]
  readonly protocol?: string
  readonly localPort?: number
  readonly remotePort?: number
  readonly disable?: boolean
}

/** `show configuration commands`. */
export function vyosCommands(end: VyosDraft): string {
  return `${pathsOf(end)
    .map((path) => `set ${path.map(quoted).join(' ')}`)
    .join('\n')}\n`
}

/** `config.boot`. */
export function vyosTree(end: VyosDraft): string {
  return `${sections(pathsOf(end), 0).join('\n')}\n`
}

type Path = readonly string[]

function quoted(word: string, at: number, path: Path): string {
  return at === path.length - 1 && !/^[\w-]+$/.test(word) ? `'${word}'` : word
}

/** Words that have names below them, so that the two stand on one line. */
const NAMED = /^(?:ethernet|psk|esp-group|ike-group|proposal|peer|tunnel)$/

function sections(paths: readonly Path[], depth: number): string[] {
  const indent = '    '.repeat(depth)
  const heads = [...new Set(paths.map(headOf))]
  return heads.flatMap((head) => {
    const length = head.split(' ').length
    const own = paths.filter((path) => headOf(path) === head).map((path) => path.slice(length))
    const inner = own.some((path) => path.length > 0) ? own.filter((path) => path.length > 0) : own
    if (inner.every((path) => path.length === 0))
      return /^(?:proposal|tunnel) /.test(head) ? [`${indent}${head} {`, `${indent}}`] : [`${indent}${head}`]
    if (inner.every((path) => path.length === 1) && isLeaf(head))
      return inner.map(([value]) => `${indent}${head} "${value}"`)
    return [`${indent}${head} {`, ...sections(inner, depth + 1), `${indent}}`]
  })
}

function headOf([word = '', name]: Path): string {
  return NAMED.test(word) && name !== undefined ? `${word} ${name}` : word
}

function isLeaf(head: string): boolean {
  return !/^(?:vti|remote|local|ipsec|vpn|interfaces|site-to-site)$/.test(head)
}

function pathsOf(end: VyosDraft): readonly Path[] {
  const esp = ['vpn', 'ipsec', 'esp-group', 'ESP']
  const ike = ['vpn', 'ipsec', 'ike-group', 'IKE']
  const key = ['vpn', 'ipsec', 'authentication', 'psk', 'other']
  const peer = ['vpn', 'ipsec', 'site-to-site', 'peer', 'other']
  return [
    ['interfaces', 'ethernet', 'eth0', 'address', `${end.address}/${end.address.includes(':') ? 64 : 24}`],
    ...end.key.ids.map((id) => [...key, 'id', id]),
    [...key, 'secret', end.key.secret],
    ...when(end.compression, [...esp, 'compression']),
    ...valued(end.mode, [...esp, 'mode']),
    ...valued(end.pfs, [...esp, 'pfs']),
    ...end.esp.flatMap((proposal, at) => proposalPaths([...esp, 'proposal', String(at + 1)], proposal)),
    ...when(!end.mobike, [...ike, 'disable-mobike']),
    ...valued(end.keyExchange, [...ike, 'key-exchange']),
    [...ike, 'lifetime', '28800'],
    ...when(end.aggressive, [...ike, 'mode', 'aggressive']),
    ...end.ike.flatMap((proposal, at) => proposalPaths([...ike, 'proposal', String(10 * (at + 1))], proposal)),
    ['vpn', 'ipsec', 'interface', 'eth0'],
    ...valued(end.localId, [...peer, 'authentication', 'local-id']),
    [...peer, 'authentication', 'mode', 'pre-shared-secret'],
    ...valued(end.remoteId, [...peer, 'authentication', 'remote-id']),
    ...valued(end.connectionType, [...peer, 'connection-type']),
    [...peer, 'default-esp-group', 'ESP'],
    ...when(end.encapsulates, [...peer, 'force-udp-encapsulation']),
    [...peer, 'ike-group', 'IKE'],
    [...peer, 'local-address', end.address],
    ...(end.remote ?? []).map((address) => [...peer, 'remote-address', address]),
    ...end.tunnels.flatMap((tunnel) => tunnelPaths([...peer, 'tunnel', String(tunnel.number)], tunnel)),
    ...when(end.virtualAddress, [...peer, 'virtual-address', '0.0.0.0']),
    ...valued(end.vti, [...peer, 'vti', 'bind']),
  ]
}

function when(is: boolean, path: Path): readonly Path[] {
  return is ? [path] : []
}

function valued(value: string | undefined, path: Path): readonly Path[] {
  return value === undefined ? [] : [[...path, value]]
}

function proposalPaths(path: Path, { encryption, hash, prf, dh }: VyosProposal): readonly Path[] {
  if (encryption === undefined && hash === undefined && dh === undefined) return [path]
  return [
    ...valued(dh, [...path, 'dh-group']),
    ...valued(encryption, [...path, 'encryption']),
    ...valued(hash, [...path, 'hash']),
    ...valued(prf, [...path, 'prf']),
  ]
}

function tunnelPaths(path: Path, tunnel: VyosTunnel): readonly Path[] {
  return [
    path,
    ...when(tunnel.disable === true, [...path, 'disable']),
    ...tunnel.local.map((prefix) => [...path, 'local', 'prefix', prefix]),
    ...valued(tunnel.localPort?.toString(), [...path, 'local', 'port']),
    ...valued(tunnel.protocol, [...path, 'protocol']),
    ...tunnel.remote.map((prefix) => [...path, 'remote', 'prefix', prefix]),
    ...valued(tunnel.remotePort?.toString(), [...path, 'remote', 'port']),
  ]
}
