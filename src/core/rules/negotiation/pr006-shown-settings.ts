import type { Endpoint } from '../../model/endpoint.ts'
import { linesOf } from '../../model/setting.ts'
import type { PolicyDifference } from '../../negotiation/compare-policies.ts'
import { diagnostic } from '../rule.ts'
import { description } from '../traffic-selectors/examples.ts'
import { joinWords } from '../wording.ts'
import { changesFor, type WayOut, wayOut } from './shown-plans.ts'
import { whoTakes } from './who-takes.ts'

interface Differing {
  readonly ends: readonly [Endpoint, Endpoint]
  readonly differences: readonly PolicyDifference[]
  readonly refused: boolean
  /** Those for which neither product can be set to what the other has, where that is at least as strong. */
  readonly stuck: readonly PolicyDifference[]
  /** Those for which the stronger end takes the weaker choice. */
  readonly weakened: WayOut['choices']
}

/** What both ends show in words and cannot agree on, where one of them shows no more of its policy than words. */
export const shownSettings = diagnostic<Differing>({
  code: 'PR006',
  title: 'The ends show different settings',
  *check({ simulation }) {
    if (simulation === undefined) return
    const { a, b, flows } = simulation
    const decisive = simulation.differences.filter((difference) => difference.decisive)
    for (const refused of [true, false]) {
      const differences = decisive.filter((difference) => difference.refused === refused)
      if (differences.length === 0) continue
      const ways = differences.map((difference) => wayOut(simulation, difference))
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
        plans: [{ changes: changesFor(ways.flatMap(({ choices }) => choices)) }],
        data: {
          ends: [a, b],
          differences,
          refused,
          stuck: differences.filter((_, at) => ways[at]?.choices.length === 0),
          weakened: ways.flatMap(({ weaker, choices }) => (weaker === true ? choices : [])),
        },
      }
    }
  },
  explain: ({ differences, refused, stuck, weakened, ends }) => ({
    what: `${differences.map((difference) => sayDifference(difference, ends)).join('; ')}.`,
    why: [
      ...(refused
        ? [
            'Both ends must have one in common: whoever is asked refuses everything else, and no traffic flows.',
            ...differences.filter(({ topic }) => topic === 'IKE version').map((each) => versionWords(each, ends)),
          ]
        : [
            'Some products take a group that they are offered though they have none set, others refuse.',
            ...differences.filter(({ takenBy }) => takenBy !== null).map((each) => `${whoTakes(each, ends)}.`),
            'Make both ends equal.',
          ]),
      ...(stuck.length === 0
        ? []
        : [
            `Of ${joinWords(stuck.map(({ topic }) => topic))} no step can set one end to what the other one has: its product has no such single setting. Give both ends something that both products have.`,
          ]),
      ...weakenedWords(weakened, ends),
    ].join(' '),
  }),
  page: {
    text: `ISA Server and descriptions show their settings one by one: one cipher, one hash, one group for each phase. Where they have nothing
in common with what the other end shows, IKE fails (RFC 2408 5.4, RFC 2409 5.4). The weaker end is changed to what the other one has, as
far as its product can; where it cannot, both get something that both have, or the other end takes the weaker one. ISA Server and the
IPsec policies of Windows know IKEv1 alone, and do not answer an end that begins with IKEv2.`,
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

/** Whoever gives something up is told why, and that it is no place to stay. */
function weakenedWords(weakened: Differing['weakened'], ends: Differing['ends']): string[] {
  const [first] = weakened
  const other = ends.find((end) => end !== first?.end)
  if (first === undefined || other === undefined) return []
  const values = weakened.filter(({ end }) => end === first.end).map(({ topic, value }) => `${value} for ${topic}`)
  return [
    `The steps let ${first.end.name} take ${joinWords(values)}, which is weaker than what it has: ${other.name} (${other.vendor.title}) has nothing better that both know, so that it is this or no tunnel. Such algorithms are outdated (RFC 8221, RFC 8247): keep it to this tunnel, and only until ${other.name} is replaced.`,
  ]
}

/** Of an end that knows IKEv1 alone. */
function versionWords({ takenBy }: PolicyDifference, [a, b]: Differing['ends']): string {
  const [old, other] = a.vendor.onlyIkev1 ? [a, b] : [b, a]
  const knows = `${old.name} (${old.vendor.title}) knows IKEv1 alone`
  return takenBy === null
    ? `${knows}.`
    : `${knows}, which ${other.name} takes when ${old.name} begins, not when it begins itself.`
}

function sayDifference({ topic, a, b }: PolicyDifference, [first, second]: Differing['ends']): string {
  if (topic === 'pre-shared key') return `${first.name} and ${second.name} have different pre-shared keys`
  return `For ${topic}, ${first.name} has ${a.value} and ${second.name} has ${b.value}`
}
