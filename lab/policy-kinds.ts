import { otherEnd } from './case.ts'
import { drawNets, ESP_PROPOSALS, IKE_PROPOSALS } from './draw-pair.ts'
import {
  anyEnd,
  editBoth,
  editChildren,
  editMain,
  type Kind,
  type PairDraft,
  selectorOf,
  writtenSelector,
} from './pair-draft.ts'
import type { Random } from './random.ts'
import { randomSubnet } from './subnet.ts'
import { hostPrefix } from './world.ts'

/** The IKE proposals of one end are others, or only partly the same, or in another order. */
export function ikeProp(pair: PairDraft, random: Random): PairDraft {
  return editMain(pair, anyEnd(random), (main) => ({ ...main, ike: otherProposals(main.ike, IKE_PROPOSALS, random) }))
}

export function espProp(pair: PairDraft, random: Random): PairDraft {
  return editChildren(pair, anyEnd(random), (child) => ({
    ...child,
    esp: otherProposals(child.esp, ESP_PROPOSALS, random),
  }))
}

/** One end, or both, rely on the proposals strongSwan has by default. */
export function defaultProp(pair: PairDraft, random: Random): PairDraft {
  const ends = random.chance(0.3) ? (['a', 'b'] as const) : ([anyEnd(random)] as const)
  const what = random.pick(['ike', 'esp', 'both', 'word'])
  return ends.reduce<PairDraft>((edited, end) => {
    const main = editMain(edited, end, (one) =>
      what === 'esp' ? one : { ...one, ike: what === 'word' ? withDefault(one.ike) : undefined },
    )
    return editChildren(main, end, (child) =>
      what === 'ike' || what === 'word' ? child : { ...child, esp: undefined },
    )
  }, pair)
}

/** PFS at one end only, or with other groups: IKEv2 shows it only when it rekeys or adds a child. */
export function pfs(pair: PairDraft, random: Random): PairDraft {
  const base = random.pick(['aes256-sha256', 'aes128gcm16', 'aes128-sha1'])
  const [one, other] = random.pick([
    ['-modp2048', ''],
    ['-modp2048', '-ecp256'],
    ['-ecp256', '-ecp256'],
    ['-curve25519', '-modp2048-curve25519'],
    ['-modp2048-ecp256', '-ecp256-modp2048'],
  ] as const)
  const end = anyEnd(random)
  const withGroup = editChildren(pair, end, (child) => ({ ...child, esp: [base + one] }))
  const both = editChildren(withGroup, otherEnd(end), (child) => ({ ...child, esp: [base + other] }))
  return { ...both, rekey: random.pick([true, 'a', 'b'] as const) }
}

/** Transport mode: for the two hosts, at one end only, or, wrongly, with subnets. */
export function transport(pair: PairDraft, random: Random): PairDraft {
  const selectors = random.pick(['none', 'none', 'hosts', 'subnets'])
  const ends = random.chance(0.7) ? (['a', 'b'] as const) : ([anyEnd(random)] as const)
  const hosts = (['a', 'b'] as const).reduce<PairDraft>((edited, end) => {
    if (selectors === 'subnets') return edited
    const local = selectors === 'none' ? undefined : [writtenSelector(hostPrefix(pair[end].address))]
    const remote = selectors === 'none' ? undefined : [writtenSelector(hostPrefix(pair[otherEnd(end)].address))]
    return editChildren(edited, end, (child) => ({ ...child, local, remote }))
  }, pair)
  return ends.reduce<PairDraft>((edited, end) => addChildLine(edited, end, 'mode = transport'), hosts)
}

/** AH at both ends or only at one. */
export function ah(pair: PairDraft, random: Random): PairDraft {
  const ends = random.chance(0.5) ? (['a', 'b'] as const) : ([anyEnd(random)] as const)
  return ends.reduce<PairDraft>((edited, end) => {
    const line = `ah_proposals = ${random.pick(['sha256', 'sha256', 'sha1-sha256', 'sha512-modp2048'])}`
    return editChildren(edited, end, (child) => ({ ...child, esp: undefined, lines: [...child.lines, line] }))
  }, pair)
}

/** A line of one child that people copy without its counterpart at the peer. */
export function childSetting(line: string): Kind {
  return (pair, random) => {
    const once = addChildLine(pair, anyEnd(random), line)
    return random.chance(0.3) ? addChildLine(addChildLine(pair, 'a', line), 'b', line) : once
  }
}

export function connectionSetting(lines: readonly string[]): Kind {
  return (pair, random) =>
    editMain(pair, anyEnd(random), (main) => ({ ...main, lines: [...main.lines, random.pick(lines)] }))
}

/** The initiator asks for a virtual IP, and nobody has a pool. */
export function vip(pair: PairDraft): PairDraft {
  return editMain(pair, pair.initiator, (main) => ({ ...main, lines: [...main.lines, 'vips = 0.0.0.0'] }))
}

/** Several children that both ends have, perhaps in another order; any of them is initiated. */
export function moreChildren(pair: PairDraft, random: Random): PairDraft {
  const names = random.sample(['voice', 'backup', 'lab'], random.integer(1, 2))
  const further = names.map((name) => ({
    name,
    left: drawNets(random, pair.family).slice(0, 2),
    right: drawNets(random, pair.family).slice(0, 2),
  }))
  const reversed = random.chance(0.4)
  const grown = (['a', 'b'] as const).reduce<PairDraft>(
    (edited, end) =>
      editMain(edited, end, (main) => {
        const [first] = main.children
        if (first === undefined) return main
        const added = further.map(({ name, left, right }) => ({
          ...first,
          name,
          local: end === 'a' ? left : right,
          remote: end === 'a' ? right : left,
        }))
        const all = [...main.children, ...added]
        return { ...main, children: reversed && end === 'b' ? all.reverse() : all }
      }),
    pair,
  )
  return { ...grown, initiate: random.pick(['net', ...names]) }
}

/** A child of one end that the other knows nothing of comes first in the file, and is sometimes what is initiated. */
export function childrenNoname(pair: PairDraft, random: Random): PairDraft {
  const end = anyEnd(random)
  const grown = editMain(pair, end, (main) => {
    const [first] = main.children
    if (first === undefined) return main
    const local = [selectorOf(randomSubnet(random, pair.family))]
    const remote = random.chance(0.3) ? first.remote : [selectorOf(randomSubnet(random, pair.family))]
    return { ...main, children: [{ ...first, name: 'first', local, remote }, ...main.children] }
  })
  return end === pair.initiator && random.chance(0.5) ? { ...grown, initiate: 'first' } : grown
}

/** A text that does not load, or not wholly. */
export function badText(pair: PairDraft, random: Random): PairDraft {
  const [find, replace] = random.pick([
    [/esp_proposals = (\w+)/, 'esp_proposals = $1x'],
    [/proposals = aes/, 'proposals = eas'],
    [/local_ts = ([^\n,/]+)\/\d+/, 'local_ts = $1/333'],
    [/remote_ts = \S+/, 'remote_ts = branch-office'],
    [/version = \d/, 'version = 3'],
    [/auth = psk/, 'auth = secret'],
    [/local_addrs =/, 'local_address ='],
    [/\}\n$/, ''],
  ] as const)
  const end = anyEnd(random)
  const spoil = (text: string): string => text.replace(find, replace)
  return end === 'a' ? { ...pair, a: { ...pair.a, spoil } } : { ...pair, b: { ...pair.b, spoil } }
}

/** Aggressive mode (RFC 2409, section 5.4), which strongSwan refuses with a key unless it is told to accept it. */
export function aggressive(pair: PairDraft, random: Random): PairDraft {
  const ends = random.chance(0.6) ? (['a', 'b'] as const) : ([anyEnd(random)] as const)
  const allowed = random.chance(0.6)
  const setting = 'i_dont_care_about_security_and_use_aggressive_mode_psk = yes'
  const settings = allowed ? editBoth(pair, (draft) => ({ ...draft, charon: setting })) : pair
  const version1 = (['a', 'b'] as const).reduce<PairDraft>(
    (edited, end) => editMain(edited, end, (main) => ({ ...main, version: 1, ike: main.ike?.filter(notCombined) })),
    settings,
  )
  return ends.reduce<PairDraft>(
    (edited, end) => editMain(edited, end, (main) => ({ ...main, lines: [...main.lines, 'aggressive = yes'] })),
    version1,
  )
}

function notCombined(proposal: string): boolean {
  return !proposal.includes('gcm')
}

function addChildLine(pair: PairDraft, end: 'a' | 'b', line: string): PairDraft {
  return editChildren(pair, end, (child) => ({ ...child, lines: [...child.lines, line] }))
}

function withDefault(proposals: readonly string[] | undefined): readonly string[] {
  return [...(proposals ?? []), 'default']
}

function otherProposals(
  mine: readonly string[] | undefined,
  all: readonly string[],
  random: Random,
): readonly string[] {
  const own = mine ?? []
  const others = all.filter((proposal) => !own.includes(proposal))
  const drawn = random.sample(others, random.integer(1, 2))
  return random.weighted([
    [drawn, 5],
    [[...drawn.slice(0, 1), ...own.slice(0, 1)], 3],
    [[...own, ...drawn.slice(0, 1)], 2],
  ])
}
