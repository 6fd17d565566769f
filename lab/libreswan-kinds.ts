import { otherEnd } from './case.ts'
import { withLine } from './draw-libreswan-pair.ts'
import {
  anyEnd,
  editChildren,
  editEnd,
  editMain,
  type Kind,
  type PairDraft,
  selectorOf,
  writtenSelector,
} from './pair-draft.ts'
import type { Random } from './random.ts'
import { randomSubnet } from './subnet.ts'
import { hostPrefix } from './world.ts'

/** An end that is libreswan, of which there is at least one. */
function libreswanEnd(pair: PairDraft, random: Random): 'a' | 'b' {
  const end = anyEnd(random)
  return pair[end].daemon === 'libreswan' ? end : otherEnd(end)
}

/** One of these lines in a conn of one libreswan end, or of each. */
export function connSetting(lines: readonly string[]): Kind {
  return (pair, random) => {
    const line = random.pick(lines)
    const end = libreswanEnd(pair, random)
    const once = editEnd(pair, end, (draft) => withLine(draft, line))
    return random.chance(0.35) ? editEnd(once, otherEnd(end), (draft) => withLine(draft, line)) : once
  }
}

/** What happens to a conn when libreswan starts. Only the initiator begins by itself, or two would begin at once. */
export function auto(pair: PairDraft, random: Random): PairDraft {
  const end = libreswanEnd(pair, random)
  const ways = ['auto=ondemand', 'auto=route', 'auto=ignore', ...(end === pair.initiator ? ['auto=start'] : [])]
  return editEnd(pair, end, (draft) => withLine(draft, random.pick(ways)))
}

/** PFS said in a line of its own, which a rekey shows. */
export function pfsLine(pair: PairDraft, random: Random): PairDraft {
  const said = connSetting(['pfs=no', 'pfs=yes'])(pair, random)
  // libreswan's whack cannot rekey what IKEv1 made.
  return pair.a.main.version === 1 ? said : { ...said, rekey: random.pick([true, 'a', 'b'] as const) }
}

/** `narrowing=yes`, with networks that are wider at one end. */
export function narrowing(pair: PairDraft, random: Random): PairDraft {
  const end = libreswanEnd(pair, random)
  const once = editEnd(pair, end, (draft) => withLine(draft, 'narrowing=yes'))
  return random.chance(0.5) ? editEnd(once, otherEnd(end), (draft) => withLine(draft, 'narrowing=yes')) : once
}

/** A line that a conn cannot do without, forgotten: libreswan then asks for an RSA key, loads nothing, or drops IKEv1. */
export function forgotten(pair: PairDraft, random: Random): PairDraft {
  const end = libreswanEnd(pair, random)
  return editEnd(pair, end, (draft) =>
    random.pick([
      { ...draft, conn: (draft.conn ?? []).filter((line) => line !== 'authby=secret') },
      { ...draft, conn: [...(draft.conn ?? []), 'auto='] },
      { ...draft, setup: [] },
    ]),
  )
}

/** Names of gateways without the `@` that keeps libreswan from looking them up. */
export function bareId(pair: PairDraft, random: Random): PairDraft {
  const end = libreswanEnd(pair, random)
  const bare = (id: string | undefined): string | undefined =>
    id === undefined || /[@:=]/.test(id) || /^[\d.]+$/.test(id) ? id : `=${id}`
  return editMain(pair, end, (main) =>
    random.chance(0.5) ? { ...main, id: bare(main.id) } : { ...main, peerId: bare(main.peerId) },
  )
}

/** A road warrior's counterpart: the peer's address is not known, or is known as any. */
export function anyPeer(pair: PairDraft, random: Random): PairDraft {
  const end = otherEnd(pair.initiator)
  return editMain(pair, end, (main) => ({
    ...main,
    remoteAddrs: '%any',
    peerId: random.chance(0.5) ? main.peerId : undefined,
  }))
}

/** No networks at one end or at both: libreswan means the gateways themselves. */
export function hostToHost(pair: PairDraft, random: Random): PairDraft {
  const ends = random.chance(0.6) ? (['a', 'b'] as const) : ([anyEnd(random)] as const)
  return ends.reduce<PairDraft>(
    (edited, end) =>
      editChildren(edited, end, (child) => ({
        ...child,
        local: random.chance(0.7) ? undefined : [writtenSelector(hostPrefix(pair[end].address))],
        remote: random.chance(0.7) ? undefined : [writtenSelector(hostPrefix(pair[otherEnd(end)].address))],
      })),
    pair,
  )
}

/** A second conn to the same peer with other networks, before or after the one that is meant. */
export function secondConn(pair: PairDraft, random: Random): PairDraft {
  return editMain(pair, libreswanEnd(pair, random), (main) => {
    const [child] = main.children
    if (child === undefined) return main
    const other = {
      ...child,
      name: random.pick(['alpha', 'other']),
      remote: random.chance(0.7) ? [selectorOf(randomSubnet(random, pair.family))] : child.remote,
      local: random.chance(0.5) ? [selectorOf(randomSubnet(random, pair.family))] : child.local,
    }
    return { ...main, children: random.chance(0.5) ? [other, ...main.children] : [...main.children, other] }
  })
}

/** A text that libreswan does not load, or not wholly. */
export function badConf(pair: PairDraft, random: Random): PairDraft {
  const [find, replace] = random.pick([
    [/esp=(\w+)/, 'esp=$1x'],
    [/ike=aes/, 'ike=eas'],
    [/subnet=([^\n/]+)\/\d+/, 'subnet=$1/333'],
    [/subnet=\S+/, 'subnet=branch-office'],
    [/authby=secret/, 'authby=psk'],
    [/authby=/, 'auth='],
    [/\t(left|right)=/, '\t$1addr='],
    [/\tesp=/, '\tesp_proposals='],
    [/auto=add/, 'auto=yes'],
    [/^\tauto/m, 'auto'],
    [/conn net/, 'conn nett'],
  ] as const)
  const end = libreswanEnd(pair, random)
  return editEnd(pair, end, (draft) => ({ ...draft, spoil: (text) => text.replace(find, replace) }))
}
