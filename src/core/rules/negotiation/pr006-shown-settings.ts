import type { Change } from '../../model/change.ts'
import type { Endpoint, Topic } from '../../model/endpoint.ts'
import { linesOf, ONE_OF, type Setting } from '../../model/setting.ts'
import type { PolicyDifference } from '../../negotiation/compare-policies.ts'
import type { Simulation } from '../../negotiation/simulate.ts'
import { diagnostic } from '../rule.ts'
import { description } from '../traffic-selectors/examples.ts'
import { joinWords } from '../wording.ts'

interface Differing {
  readonly ends: readonly [Endpoint, Endpoint]
  readonly differences: readonly PolicyDifference[]
  readonly refused: boolean
  /** Those for which neither product can be set to what the other has, where that is at least as strong. */
  readonly stuck: readonly PolicyDifference[]
}

/** A change of one end that makes the two equal. */
interface Way {
  readonly end: Endpoint
  readonly change: Change<'shown-setting' | 'new-key'>
}

/** What both ends show in words and cannot agree on, where one of them shows no more of its policy than words. */
export const shownSettings = diagnostic<Differing>({
  code: 'PR006',
  title: 'The ends show different settings',
  reads: ['both spds'],
  *check({ simulation }) {
    if (simulation === undefined) return
    const { a, b, flows } = simulation
    const decisive = simulation.differences.filter((difference) => difference.decisive)
    for (const refused of [true, false]) {
      const differences = decisive.filter((difference) => difference.refused === refused)
      if (differences.length === 0) continue
      const ways = differences.map((difference) => waysOut(simulation, difference))
      const outcome = decisive.some((difference) => difference.refused) ? 'refused' : 'unknown'
      yield {
        severity: refused ? 'error' : 'warning',
        certainty: 'stated',
        evidence: differences.flatMap(({ topic, a: mine, b: theirs }) => [
          ...linesOf(mine).map((span) => ({ span, label: `${a.name}: ${topic}` })),
          ...linesOf(theirs).map((span) => ({ span, label: `${b.name}: ${topic}` })),
        ]),
        witness: null,
        flows: flows.filter((flow) => flow.outcome === outcome && flow.out !== null && flow.inbound !== null),
        plans: [{ changes: ways.flat().map(({ end, change }) => ({ end: end.label, change })) }],
        data: { ends: [a, b], differences, refused, stuck: differences.filter((_, at) => ways[at]?.length === 0) },
      }
    }
  },
  explain: ({ differences, refused, stuck, ends: [first, second] }) => ({
    what: `${differences.map((difference) => sayDifference(difference, first, second)).join('; ')}.`,
    why: [
      refused
        ? 'Both ends must have one in common: whoever is asked refuses everything else, and no traffic flows.'
        : 'Some products take a group that they are offered though they have none set, others refuse. Make both ends equal.',
      ...(stuck.length === 0
        ? []
        : [
            `Of ${joinWords(stuck.map(({ topic }) => topic))} no step can set one end to what the other one has: that would be weaker, or its product has no such single setting. Give both ends something that both products have.`,
          ]),
    ].join(' '),
  }),
  page: {
    text: `ISA Server and descriptions show their settings one by one: one cipher, one hash, one group for each phase. Where they have nothing
in common with what the other end shows, IKE fails (RFC 2408 5.4, RFC 2409 5.4). The weaker end is changed to what the other one has, as
far as its product can; where it cannot, the other end must take something that both have.`,
    fires: description(
      { vendor: 'other', locals: ['10.1.0.0/24'], remotes: ['10.2.0.0/24'], encryption: '3DES' },
      { vendor: 'other', locals: ['10.2.0.0/24'], remotes: ['10.1.0.0/24'], encryption: 'AES256' },
    ),
    quiet: description(
      { vendor: 'other', locals: ['10.1.0.0/24'], remotes: ['10.2.0.0/24'], encryption: 'AES256' },
      { vendor: 'other', locals: ['10.2.0.0/24'], remotes: ['10.1.0.0/24'], encryption: 'AES256' },
    ),
  },
})

function sayDifference({ topic, a, b }: PolicyDifference, first: Endpoint, second: Endpoint): string {
  if (topic === 'pre-shared key') return `${first.name} and ${second.name} have different pre-shared keys`
  return `For ${topic}, ${first.name} has ${a.value} and ${second.name} has ${b.value}`
}

/** A new key on both ends, since no text tells which is right; else the weaker end gets what the other one has. */
function waysOut({ a, b }: Simulation, { topic, a: mine, b: theirs }: PolicyDifference): Way[] {
  if (topic === 'pre-shared key') return [newKey(a, mine), newKey(b, theirs)]
  const ways = [...towards(a, topic, mine.value, theirs.value), ...towards(b, topic, theirs.value, mine.value)]
  return ways
    .toSorted((one, other) => strength(topic, other.change.value) - strength(topic, one.change.value))
    .slice(0, 1)
}

function newKey(end: Endpoint, key: Setting<string>): Way {
  const [replaces = null] = linesOf(key)
  return { end, change: { kind: 'new-key', owners: [], replaces } }
}

interface Towards extends Way {
  readonly change: Change<'shown-setting'>
}

/** An end with a whole policy is told in other terms than words. */
function towards(end: Endpoint, topic: Topic, own: string, others: string): Towards[] {
  if (end.ike !== undefined) return []
  const least = Math.min(...own.split(ONE_OF).map((word) => strength(topic, word)))
  return others
    .split(ONE_OF)
    .filter((value) => strength(topic, value) >= least)
    .map((value) => ({ end, change: { kind: 'shown-setting', topic, value } as const }))
    .filter(({ change }) => end.vendor.lacksWordsFor?.(change, end) !== true)
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
