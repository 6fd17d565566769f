import type { TunnelEnd } from '../tunnel.ts'

/**
 * What a person at the console of ISA Server does when told so in a sentence: only the place and the values that it names
 * count. The console has no commands and its output is not edited, so the end is changed and written anew.
 */
export function atConsole(end: TunnelEnd, say: string): TunnelEnd {
  const [, remoteSite] =
    /> Addresses, (.+?), press OK, then Apply\./.exec(say.includes('Remote Sites') ? say : '') ?? []
  if (remoteSite !== undefined) return changeList(end, 'remote', remoteSite)
  const [, network] = /Configuration > Networks > .* > Addresses, (.+?), press OK, then Apply\./.exec(say) ?? []
  if (network !== undefined) return changeList(end, 'local', network)
  const [, peer] = /> Connection, .*remote VPN gateway's address (?:from \S+ )?to ([\d.]+),/.exec(say) ?? []
  if (peer !== undefined) return { ...end, peer }
  const [, topic = '', value = ''] =
    /> (?:Connection > IPsec Settings > Phase I{1,2}), set the (.+) to (\S+), press OK/.exec(say) ?? []
  const set = SETTINGS[topic]
  if (set !== undefined) return set(end, value.toLowerCase())
  throw new Error(`Nothing can be done at the console of "${say}".`)
}

const SETTINGS: { readonly [topic: string]: (end: TunnelEnd, value: string) => TunnelEnd } = {
  'IKE integrity': (end, value) => ({ ...end, ike: { ...end.ike, integrity: hash(value) } }),
  'ESP integrity': (end, value) => ({ ...end, child: { ...end.child, integrity: hash(value) } }),
  'IKE Diffie-Hellman group': (end, value) => ({ ...end, ike: { ...end.ike, group: Number(value) } }),
}

function hash(value: string): 'md5' | 'sha1' {
  if (value === 'md5' || value === 'sha1') return value
  throw new Error(`ISA Server has no ${value}.`)
}

/** `add X, Y and Z`, `remove X and add Y`, `replace X by Y`; a list makes a pair with each network of the other side. */
function changeList(end: TunnelEnd, side: 'local' | 'remote', what: string): TunnelEnd {
  const taken = /(?:remove|replace) (\S+)/.exec(what)?.[1]
  const added = /(?:add|by) (.+)$/
    .exec(what)?.[1]
    ?.split(/, | and /)
    .map(prefix)
  if (added === undefined) throw new Error(`Nothing is said to be added in "${what}".`)
  const kept = end.pairs.filter((pair) => taken === undefined || pair[side] !== prefix(taken))
  const others = new Set(end.pairs.map((pair) => pair[side === 'local' ? 'remote' : 'local']))
  const pairs = [...others].flatMap((other) =>
    added.map((each) => (side === 'local' ? { local: each, remote: other } : { local: other, remote: each })),
  )
  return { ...end, pairs: [...kept, ...pairs] }
}

function prefix(written: string): string {
  return written.includes('/') ? written : `${written}/32`
}
