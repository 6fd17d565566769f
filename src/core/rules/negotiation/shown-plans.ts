import type { Change } from '../../model/change.ts'
import type { Endpoint, Topic } from '../../model/endpoint.ts'
import { linesOf, ONE_OF, type Setting } from '../../model/setting.ts'
import { CHILD_TOPICS, IKE_TOPICS, withSetting, wordsOf } from '../../model/settings-of.ts'
import type { PolicyDifference } from '../../negotiation/compare-policies.ts'
import type { Simulation } from '../../negotiation/simulate.ts'
import type { Plan } from '../rule.ts'

type Way = Plan['changes']

/**
 * What makes the ends equal: a new key at both, since no text tells which is right; else the weaker end gets what the other one
 * has. Where its product has no such choice both get a good one that both have; and where there is none, the stronger end takes
 * the weaker one, without which nothing comes up.
 */
export function waysOut({ a, b }: Simulation, { topic, a: mine, b: theirs }: PolicyDifference): Way {
  if (topic === 'pre-shared key') return [newKey(a, mine), newKey(b, theirs)]
  const [stronger, weaker] = [true, false].map((upwards) =>
    [
      ...towards(a, topic, mine.value, fitting(b, a, topic) ?? theirs.value, upwards),
      ...towards(b, topic, theirs.value, fitting(a, b, topic) ?? mine.value, upwards),
    ]
      .toSorted((one, other) => strength(topic, other.value) - strength(topic, one.value))
      .map(({ way }) => way),
  )
  return stronger?.[0] ?? bothWith(a, b, topic) ?? weaker?.[0] ?? []
}

function newKey({ label }: Endpoint, key: Setting<string>): Way[number] {
  const [replaces = null] = linesOf(key)
  return { end: label, change: { kind: 'new-key', owners: [], replaces } }
}

/**
 * What the proposals of a whole policy say of a topic that go with all else the other end shows of that phase: with another
 * cipher, a group is of no use.
 */
function fitting({ ike, meant }: Endpoint, { settings }: Endpoint, topic: Topic): string | undefined {
  const connections = (ike?.connections ?? []).filter(({ name }) => meant?.has(name) !== false)
  const isIke = topic.startsWith('IKE')
  const proposals = connections.flatMap((connection) =>
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
function towards(end: Endpoint, topic: Topic, own: string, others: string, upwards: boolean) {
  const least = Math.min(...own.split(ONE_OF).map((word) => strength(topic, word)))
  return others.split(ONE_OF).flatMap((value) => {
    const way = strength(topic, value) >= least === upwards ? setting(end, topic, value) : []
    return way.length === 0 ? [] : [{ value, way }]
  })
}

/** A choice of today that both products have. */
function bothWith(a: Endpoint, b: Endpoint, topic: Topic): Way | undefined {
  const value = GOOD[topic]
  if (value === undefined) return undefined
  const ways = [a, b].map((end) => (end.settings[topic]?.value === value ? [] : setting(end, topic, value)))
  return ways.some((way, at) => way.length === 0 && [a, b][at]?.settings[topic]?.value !== value)
    ? undefined
    : ways.flat()
}

const GOOD: { readonly [topic in Topic]?: string } = {
  'IKE encryption': 'AES256',
  'ESP encryption': 'AES256',
  'IKE integrity': 'SHA256',
  'ESP integrity': 'SHA256',
  'IKE Diffie-Hellman group': '14',
}

/** That end set to one value; nothing where its product cannot be told that. An end with a whole policy is told its proposals. */
function setting(end: Endpoint, topic: Topic, value: string): Way {
  const changes =
    end.ike === undefined ? [{ kind: 'shown-setting', topic, value } as const] : ofPolicy(end, topic, value)
  return changes.some((change) => end.vendor.lacksWordsFor?.(change, end) === true)
    ? []
    : changes.map((change) => ({ end: end.label, change }))
}

function ofPolicy({ ike, meant }: Endpoint, topic: Topic, value: string): Change[] {
  const connections = (ike?.connections ?? []).filter(({ name }) => meant?.has(name) !== false)
  return connections.flatMap(({ name, proposals, children }): Change[] => {
    if (topic.startsWith('IKE')) {
      const changed = withSetting(proposals.value, topic, value)
      return changed === undefined ? [] : [{ kind: 'ike-proposals', connection: name, proposals: changed }]
    }
    return children.flatMap((child): Change[] => {
      // Its group is that of the IKE SA, whatever its proposals say.
      if (topic === 'perfect forward secrecy' && child.pfs.value === 'ike-group') return []
      const changed = withSetting(child.proposals.value, topic, value)
      return changed === undefined
        ? []
        : [{ kind: 'child-proposals', connection: name, child: child.name, proposals: changed }]
    })
  })
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
