import type { Change } from '../../model/change.ts'
import type { Endpoint, Topic } from '../../model/endpoint.ts'
import { grouped } from '../../model/grouped.ts'
import type { Proposal } from '../../model/ike-policy.ts'
import { meantOf } from '../../model/meant-connections.ts'
import { linesOf, ONE_OF } from '../../model/setting.ts'
import { CHILD_TOPICS, IKE_TOPICS, withSetting, wordsOf } from '../../model/settings-of.ts'
import type { PolicyDifference } from '../../negotiation/compare-policies.ts'
import type { Simulation } from '../../negotiation/simulate.ts'
import type { Plan } from '../rule.ts'

/** One setting that an end is told. */
interface Choice {
  readonly end: Endpoint
  readonly topic: PolicyDifference['topic']
  readonly value: string
}

type Setting = Pick<Change<'shown-setting'>, 'topic' | 'value'>

/** How the ends are made equal in one thing; without choices there is no way. */
export interface WayOut {
  readonly choices: readonly Choice[]
  /** It is less than what that end has: the other one has nothing better. */
  readonly weaker?: true
}

/**
 * What makes the ends equal: a new key at both, since no text tells which is right; else the weaker end gets what the other one
 * has. Where its product has no such choice both get a good one that both have; and where there is none, the stronger end takes
 * the weaker one, without which nothing comes up. An end that is not told its version knows no other.
 */
export function wayOut({ a, b }: Simulation, { topic, a: mine, b: theirs }: PolicyDifference): WayOut {
  if (topic === 'pre-shared key') return { choices: [choice(a, topic, mine.value), choice(b, topic, theirs.value)] }
  if (topic === 'IKE version') {
    return { choices: [choice(a, topic, theirs.value), choice(b, topic, mine.value)].filter(isPossible).slice(0, 1) }
  }
  const strongest = (upwards: boolean): Choice | undefined =>
    [
      ...towards(a, topic, mine.value, fitting(b, a, topic) ?? theirs.value, upwards),
      ...towards(b, topic, theirs.value, fitting(a, b, topic) ?? mine.value, upwards),
    ].toSorted((one, other) => strength(topic, other.value) - strength(topic, one.value))[0]
  const up = strongest(true)
  if (up !== undefined) return { choices: [up] }
  const both = bothWith(a, b, topic)
  if (both !== undefined) return { choices: both }
  const down = strongest(false)
  return down === undefined ? { choices: [] } : { choices: [down], weaker: true }
}

function choice(end: Endpoint, topic: Choice['topic'], value: string): Choice {
  return { end, topic, value }
}

/** What is changed for some choices; a proposal has all that its end is told for that phase. */
export function changesFor(choices: readonly Choice[]): Plan['changes'] {
  return [...grouped(choices, ({ end }) => end)].flatMap(([end, own]) => {
    const keys = own.filter(({ topic }) => topic === 'pre-shared key')
    const settings = own.flatMap(({ topic, value }) =>
      topic === 'pre-shared key' || topic === 'IKE version' ? [] : [{ topic, value }],
    )
    const changes = [
      ...keys.map(() => newKey(end)),
      ...(own.some(({ topic }) => topic === 'IKE version') ? toIkev1(end) : []),
      ...(end.ike === undefined
        ? settings.map(({ topic, value }) => ({ kind: 'shown-setting', topic, value }) as const)
        : [true, false].flatMap((isIke) =>
            ofPolicy(
              end,
              settings.filter(({ topic }) => isOfIke(topic) === isIke),
              isIke,
            ),
          )),
    ]
    return changes.map((change) => ({ end: end.label, change }))
  })
}

function newKey({ settings }: Endpoint): Change<'new-key'> {
  const key = settings['pre-shared key']
  const [replaces = null] = key === undefined ? [] : linesOf(key)
  return { kind: 'new-key', owners: [], replaces }
}

function toIkev1(end: Endpoint): Change<'version'>[] {
  return meantOf(end)
    .filter(({ initiates }) => initiates.value === 2)
    .map(({ name }) => ({ kind: 'version', connection: name, version: 1 }))
}

function isOfIke(topic: Topic): boolean {
  return topic.startsWith('IKE')
}

/**
 * What the proposals of a whole policy say of a topic that go with all else the other end shows of that phase: with another
 * cipher, a group is of no use.
 */
function fitting(end: Endpoint, { settings }: Endpoint, topic: Topic): string | undefined {
  const isIke = isOfIke(topic)
  const proposals = meantOf(end).flatMap((connection) =>
    isIke ? connection.proposals.value : connection.children.flatMap((child) => child.proposals.value),
  )
  const beside = (isIke ? IKE_TOPICS : CHILD_TOPICS).filter((each) => each !== topic)
  const words = proposals
    .filter((proposal) =>
      beside.every((each) => {
        const shown = settings[each]?.value.split(ONE_OF)
        return shown === undefined || wordsOf(each, proposal).some((word) => shown.includes(word))
      }),
    )
    .flatMap((proposal) => wordsOf(topic, proposal))
  return words.length === 0 ? undefined : [...new Set(words)].join(ONE_OF)
}

/** What the other end has, where that is at least as strong as the own one, or where it is weaker. */
function towards(end: Endpoint, topic: Topic, own: string, others: string, upwards: boolean): Choice[] {
  const least = Math.min(...own.split(ONE_OF).map((word) => strength(topic, word)))
  return others
    .split(ONE_OF)
    .map((value) => choice(end, topic, value))
    .filter((each) => strength(topic, each.value) >= least === upwards && isPossible(each))
}

/** A choice of today that both products have. */
function bothWith(a: Endpoint, b: Endpoint, topic: Topic): Choice[] | undefined {
  const value = GOOD[topic]
  if (value === undefined) return undefined
  const needed = [a, b].filter((end) => end.settings[topic]?.value !== value).map((end) => choice(end, topic, value))
  return needed.every(isPossible) ? needed : undefined
}

const GOOD: { readonly [topic in Topic]?: string } = {
  'IKE encryption': 'AES256',
  'ESP encryption': 'AES256',
  'IKE integrity': 'SHA256',
  'ESP integrity': 'SHA256',
  'IKE Diffie-Hellman group': '14',
}

/** Its product can be told that. */
function isPossible(each: Choice): boolean {
  const { end } = each
  const changes = changesFor([each])
  return changes.length > 0 && changes.every(({ change }) => end.vendor.lacksWordsFor?.(change, end) !== true)
}

/** An end with a whole policy is told its proposals, of each connection or child once. */
function ofPolicy(end: Endpoint, choices: readonly Setting[], isIke: boolean): Change[] {
  return meantOf(end).flatMap(({ name, proposals, children }): Change[] => {
    if (isIke) {
      const changed = withChoices(proposals.value, choices)
      return changed === undefined ? [] : [{ kind: 'ike-proposals', connection: name, proposals: changed }]
    }
    return children.flatMap((child): Change[] => {
      // Its group is that of the IKE SA, whatever its proposals say.
      const own = choices.filter(({ topic }) => topic !== 'perfect forward secrecy' || child.pfs.value !== 'ike-group')
      const changed = withChoices(child.proposals.value, own)
      return changed === undefined
        ? []
        : [{ kind: 'child-proposals', connection: name, child: child.name, proposals: changed }]
    })
  })
}

/** `undefined` where there is nothing to be told, or one of it is not known. */
function withChoices(proposals: readonly Proposal[], choices: readonly Setting[]): readonly Proposal[] | undefined {
  if (choices.length === 0) return undefined
  return choices.reduce<readonly Proposal[] | undefined>(
    (so, { topic, value }) => so && withSetting(so, topic, value),
    proposals,
  )
}

/** From the weakest on (RFC 8221, RFC 8247); what is not known here stands with the strongest. */
const CIPHERS = ['NULL', 'NONE', 'DES', '3DES', 'CAST', 'BLOWFISH', 'AES', 'AES128', 'AES192', 'AES256']
const HASHES = ['NONE', 'MD5', 'SHA1', 'SHA256', 'SHA384', 'SHA512']
const GROUPS = ['off', '1', '2', '5', '14', '15', '16', '17', '18']
const METHODS = ['pre-shared key', 'certificate']

const BY_STRENGTH: { readonly [topic in Topic]?: readonly string[] } = {
  'IKE encryption': CIPHERS,
  'ESP encryption': CIPHERS,
  'IKE integrity': HASHES,
  'ESP integrity': HASHES,
  'IKE Diffie-Hellman group': GROUPS,
  'perfect forward secrecy': GROUPS,
  'authentication method': METHODS,
}

function strength(topic: Topic, value: string): number {
  const known = BY_STRENGTH[topic] ?? []
  const at = known.indexOf(value.replace(/^group /, ''))
  return at === -1 ? known.length : at
}
