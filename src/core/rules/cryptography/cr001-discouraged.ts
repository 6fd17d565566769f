import type { Endpoint } from '../../model/endpoint.ts'
import type { Proposal } from '../../model/ike-policy.ts'
import { meantOf } from '../../model/meant-connections.ts'
import type { Stated } from '../../model/setting.ts'
import { isFailure } from '../../negotiation/ike/outcome.ts'
import type { ChosenProposal } from '../../negotiation/ike/proposal.ts'
import type { Simulation } from '../../negotiation/simulate.ts'
import { pair } from '../negotiation/examples.ts'
import { diagnostic } from '../rule.ts'
import { joinWords } from '../wording.ts'
import { type Discouraged, discouraged } from './rfc-levels.ts'

interface Weak {
  readonly end: Endpoint
  readonly name: string
  readonly algorithms: readonly (readonly [string, Discouraged])[]
  /** It is what the two ends agree on. */
  readonly isChosen: boolean
}

/** What a person wrote into a list of proposals; a product's defaults are its maker's matter. */
export const discouragedAlgorithm = diagnostic<Weak>({
  code: 'CR001',
  title: 'An algorithm is used that the RFCs advise against',
  *check({ simulation }) {
    if (simulation === undefined) return
    const chosen = chosenBy(simulation)
    for (const end of [simulation.a, simulation.b]) {
      for (const { name, proposals } of listsOf(end)) {
        const algorithms = weakIn(proposals.value)
        if (algorithms.length === 0) continue
        const isChosen = algorithms.some(([algorithm]) => chosen.has(algorithm))
        yield {
          severity: isChosen ? 'warning' : 'info',
          certainty: 'stated',
          evidence: [{ span: proposals.span, label: `${end.name}: ${name}` }],
          witness: null,
          flows: [],
          plans: [],
          data: { end, name, algorithms, isChosen },
        }
      }
    }
  },
  explain: ({ end, name, algorithms, isChosen }) => {
    const words = algorithms.map(([algorithm, { level, authority }]) => `${algorithm} (${authority}: ${level})`)
    return {
      what: `${name} of ${end.name} names ${joinWords(words)}${isChosen ? ', and that is what the two ends agree on' : ''}.`,
      why: `Such an algorithm is broken, or too weak for what it protects. Give both ends a proposal that every product of today has, e.g. AES with 256 bits, SHA2-256 and a group of 2048 bits or an elliptic curve, and take the weak one away once both have it.`,
    }
  },
  page: {
    text: `RFC 8247 (IKE) and RFC 8221 (ESP and AH) say which algorithms must not and should not be used any more: DES, MD5, the
Diffie-Hellman groups 1, 2, 5, 22, 23 and 24, and 3DES in ESP; RFC 9395 deprecates more. A warning where the tunnel really uses one,
a remark where it is only offered.`,
    fires: pair(
      { connection: 'proposals = aes128-sha256-modp1024' },
      { connection: 'proposals = aes128-sha256-modp1024' },
    ),
    quiet: pair(
      { connection: 'proposals = aes128-sha256-modp2048' },
      { connection: 'proposals = aes128-sha256-modp2048' },
    ),
  },
})

interface NamedList {
  readonly name: string
  readonly proposals: Stated<readonly Proposal[]>
}

/** Of the connections to the peer, each list once: the children of a connection, and connections of one template, share theirs. */
function listsOf(end: Endpoint): NamedList[] {
  const lists = new Map<string, NamedList>()
  for (const { name, proposals, children } of meantOf(end)) {
    for (const list of [{ name, proposals }, ...children]) {
      if (list.proposals.origin !== 'stated') continue
      const { source, line, column } = list.proposals.span
      const key = `${source}\n${line}:${column}`
      lists.set(key, { name: lists.has(key) ? name : list.name, proposals: list.proposals })
    }
  }
  return [...lists.values()]
}

function weakIn(proposals: readonly Proposal[]): (readonly [string, Discouraged])[] {
  const found = new Map<string, Discouraged>()
  for (const { protocol, encryption, integrity, prf, ke } of proposals) {
    for (const algorithm of [...encryption, ...integrity, ...prf, ...ke]) {
      const level = discouraged(protocol, algorithm)
      if (level !== null) found.set(algorithm, level)
    }
  }
  return [...found]
}

/** All algorithms that a negotiation of the two ends comes to. */
function chosenBy({ quickModes }: Simulation): Set<string> {
  const names = quickModes.flatMap(({ outcome }) => {
    if (outcome === null || isFailure(outcome.ike)) return []
    const { ike, childSa, further } = outcome
    const children = [childSa, further].flatMap((sa) => (sa === null || isFailure(sa) ? [] : [sa.proposal]))
    return [ike.proposal, ...children].flatMap(algorithmsOf)
  })
  return new Set(names)
}

function algorithmsOf({ encryption, integrity, prf, ke }: ChosenProposal): string[] {
  return [encryption, integrity, prf, ke].filter((algorithm) => algorithm !== null)
}
