import type { EndLetter, LabCase } from './case.ts'
import { drawPair } from './draw-pair.ts'
import { connections, id, idSpelling, idType, mirrored, peer, psk, pskIds, ver } from './identity-kinds.ts'
import { LIBRESWAN_KINDS, libreswanPair } from './libreswan-pairs.ts'
import { ipsecConf, ipsecSecrets } from './libreswan-text.ts'
import type { Kind, PairDraft } from './pair-draft.ts'
import {
  aggressive,
  ah,
  badText,
  childrenNoname,
  childSetting,
  connectionSetting,
  defaultProp,
  espProp,
  ikeProp,
  moreChildren,
  pfs,
  transport,
  vip,
} from './policy-kinds.ts'
import { type Random, seededRandom } from './random.ts'
import {
  any,
  anyBoth,
  children,
  dynamic,
  families,
  hostbits,
  isa,
  isaBoth,
  isaOnlyHost,
  missing,
  proto,
  protoMixed,
  range,
  resized,
  shuffle,
  trap,
  typo,
  unmirrored,
} from './selector-kinds.ts'
import { strongswanConf } from './strongswan-conf-text.ts'
import { swanctlText } from './swanctl-text.ts'
import { vyosKinds, vyosPair } from './vyos-pairs.ts'

type Shares = readonly (readonly [readonly [string, Kind], number])[]

/** Each kind with its share. Selectors weigh most, because most tunnels fail at them. */
const KINDS: Shares = [
  [['mirrored', mirrored], 6],
  [['missing', missing], 10],
  [['isa', isa], 10],
  [['isa_both', isaBoth], 4],
  [['isa_only_host', isaOnlyHost], 4],
  [['b_wider', resized('b', 'wider')], 6],
  [['b_narrower', resized('b', 'narrower')], 6],
  [['a_wider', resized('a', 'wider')], 5],
  [['a_narrower', resized('a', 'narrower')], 5],
  [['shuffle', shuffle], 4],
  [['range', range], 4],
  [['hostbits', hostbits], 3],
  [['typo', typo], 5],
  [['any', any], 4],
  [['any_both', anyBoth], 3],
  [['unmirrored', unmirrored], 3],
  [['dynamic', dynamic], 5],
  [['families', families], 4],
  [['proto', proto], 5],
  [['proto_mixed', protoMixed], 5],
  [['children', children], 5],
  [['children_noname', childrenNoname], 3],
  [['children_more', moreChildren], 4],
  [['trap', trap], 3],
  [['ike_prop', ikeProp], 7],
  [['esp_prop', espProp], 8],
  [['default_prop', defaultProp], 5],
  [['pfs', pfs], 6],
  [['transport', transport], 5],
  [['ah', ah], 2],
  [['ipcomp', childSetting('ipcomp = yes')], 1],
  [['policies_off', childSetting('policies = no')], 1],
  [['encap', connectionSetting(['encap = yes'])], 1],
  [['childless', connectionSetting(['childless = prefer', 'childless = force', 'childless = never'])], 2],
  [['vip', vip], 2],
  [['id', id], 6],
  [['id_type', idType], 5],
  [['id_spelling', idSpelling], 4],
  [['psk', psk], 5],
  [['psk_ids', pskIds], 5],
  [['ver', ver], 5],
  [['aggressive', aggressive], 5],
  [['peer', peer], 5],
  [['connections', connections], 5],
  [['bad_text', badText], 2],
]

/**
 * The products at the two ends of the pairs: `mixed` has one of each, `starter` is strongSwan with an ipsec.conf at one end or both,
 * `all` draws from the three others in turn; `vyos` has strongSwan at both, whose files a VyOS makes.
 */
export const DAEMON_CHOICES = ['strongswan', 'starter', 'libreswan', 'mixed', 'all', 'vyos'] as const
export type DaemonChoice = (typeof DAEMON_CHOICES)[number]

export function kindNames(choice: DaemonChoice): readonly string[] {
  if (choice === 'vyos') return vyosKinds()
  return (isStrongswan(choice) ? KINDS : LIBRESWAN_KINDS).map(([[name]]) => name)
}

/** So many pairs of a seed. A pair depends on the seed and its number only, so a longer run begins as a shorter one. */
export function randomPairs(seed: number, count: number, choice: DaemonChoice = 'strongswan'): readonly LabCase[] {
  return Array.from({ length: count }, (_, index) => randomPair(seed, index, choice))
}

const TURNS = ['strongswan', 'mixed', 'libreswan', 'mixed'] as const

export function randomPair(seed: number, index: number, choice: DaemonChoice = 'strongswan'): LabCase {
  if (choice === 'vyos') return vyosPair(seed, index)
  const { id, kinds, pair } = randomDraft(seed, index, choice)
  const written = writePair(id, kinds, pair)
  return choice === 'starter' ? forStarter(written, pair, index) : written
}

function isStrongswan(choice: DaemonChoice): boolean {
  return choice === 'strongswan' || choice === 'starter'
}

/** Each end but every third of A's and of B's as an ipsec.conf, where it can be said in one. */
function forStarter(written: LabCase, pair: PairDraft, index: number): LabCase {
  const a = index % 3 === 1 ? null : strongswanConf(pair.a)
  const b = index % 3 === 2 ? null : strongswanConf(pair.b)
  // Each child is a conn, and a connection has the name of its first.
  const { ike: _, ...rest } = written
  const isInitiators = (pair.initiator === 'a' ? a : b) !== null
  return {
    ...(isInitiators ? rest : written),
    ...(a === null ? {} : { a: `${STARTER_REMARK}\n${a.conf}`, secrets_a: a.secrets }),
    ...(b === null ? {} : { b: `${STARTER_REMARK}\n${b.conf}`, secrets_b: b.secrets }),
  }
}

/** A package of strongSwan installs it above its ipsec.conf. */
const STARTER_REMARK = '# ipsec.conf - strongSwan IPsec configuration file'

/** A pair before it is written, for whoever writes it in another format. */
export interface RandomDraft {
  readonly id: string
  readonly kinds: readonly string[]
  readonly pair: PairDraft
}

export function randomDraft(
  seed: number,
  index: number,
  choice: Exclude<DaemonChoice, 'vyos'> = 'strongswan',
): RandomDraft {
  const random = seededRandom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b))
  const daemons = choice === 'all' ? (TURNS[index % TURNS.length] ?? 'mixed') : choice
  const strongswanOnly = isStrongswan(daemons)
  const kinds = drawKinds(random, strongswanOnly ? KINDS : LIBRESWAN_KINDS)
  let pair = strongswanOnly ? drawPair(random) : libreswanPair(random, daemons === 'mixed')
  for (const [, kind] of kinds) pair = kind(pair, random)
  return {
    id: `${daemons === 'starter' ? 'i' : daemons[0]}${seed}-${String(index).padStart(4, '0')}`,
    kinds: kinds.map(([name]) => name),
    pair,
  }
}

function drawKinds(random: Random, shares: Shares): readonly (readonly [string, Kind])[] {
  const count = random.weighted([
    [1, 70],
    [2, 25],
    [3, 5],
  ])
  const drawn = new Map<string, Kind>()
  for (let left = count; left > 0; left -= 1) {
    const [name, kind] = random.weighted(shares)
    drawn.set(name, kind)
  }
  return [...drawn]
}

function writePair(id: string, kinds: readonly string[], pair: PairDraft): LabCase {
  const initiator = pair[pair.initiator]
  const several = initiator.before.length + initiator.after.length > 0
  return {
    id,
    a: configuration(pair, 'a'),
    b: configuration(pair, 'b'),
    ...(pair.a.daemon === 'libreswan' ? { daemon_a: pair.a.daemon, secrets_a: ipsecSecrets(pair.a) } : {}),
    ...(pair.b.daemon === 'libreswan' ? { daemon_b: pair.b.daemon, secrets_b: ipsecSecrets(pair.b) } : {}),
    initiate: pair.initiate,
    initiator: pair.initiator,
    addr_a: pair.a.address,
    addr_b: pair.b.address,
    ...(several && initiator.daemon !== 'libreswan' ? { ike: initiator.main.name } : {}),
    ...(pair.rekey === undefined ? {} : { rekey: pair.rekey }),
    ...(pair.trigger === undefined ? {} : { trigger: pair.trigger }),
    ...(pair.a.charon === undefined ? {} : { charon_a: pair.a.charon }),
    ...(pair.b.charon === undefined ? {} : { charon_b: pair.b.charon }),
    kinds,
  }
}

function configuration(pair: PairDraft, end: EndLetter): string {
  return pair[end].daemon === 'libreswan' ? ipsecConf(pair[end]) : swanctlText(pair[end])
}
