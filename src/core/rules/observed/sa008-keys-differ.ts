import type { SaAlgorithm, SecurityAssociation } from '../../model/security-association.ts'
import { UNKNOWN_SECRET } from '../../text/secrets/secret-mark.ts'
import { diagnostic } from '../rule.ts'
import { joinWords } from '../wording.ts'
import { gateway, POLICIES, policy, SAS, sa } from './installed-examples.ts'
import { saText } from './sa-text.ts'

interface Difference {
  readonly a: string
  readonly b: string
  readonly sa: SecurityAssociation
  readonly what: readonly string[]
}

/** One SA, seen at both ends, with other algorithms or keys at each. */
export const saKeysDiffer = diagnostic<Difference>({
  code: 'SA008',
  title: 'The ends have different keys or algorithms for one SA',
  *check({ simulation }) {
    if (simulation === undefined) return
    const { a, b } = simulation
    for (const sa of a.sas ?? []) {
      const other = b.sas?.find((each) => each.spi === sa.spi && sa.spi !== null && isSame(each, sa))
      const what = other === undefined ? [] : differing(sa, other)
      if (other === undefined || what.length === 0) continue
      yield {
        severity: 'error',
        certainty: 'stated',
        evidence: [
          ...sa.spans.slice(1, 2).map((span) => ({ span, label: `${a.name}: the SA` })),
          ...other.spans.slice(1, 2).map((span) => ({ span, label: `${b.name}: the same SA` })),
        ],
        witness: null,
        flows: [],
        plans: [],
        data: { a: a.name, b: b.name, sa, what },
      }
    }
  },
  explain: ({ a, b, sa, what }) => ({
    what: `${saText(sa)} has ${joinWords(what)} on ${a} than on ${b}.`,
    why: 'The receiver cannot check or decrypt what the sender sends, and drops all of it. SAs that IKE negotiates always have the same; these were added by hand, and one of the two must be added again with the values of the other.',
  }),
  page: {
    text: `An SA stands in both gateways with the same addresses, SPI, algorithms and keys. Keys are compared by the marks that
stand in their place.`,
    fires: {
      pastes: [
        ...gateway(POLICIES, SAS).pastes,
        { source: 'b.txt', text: `${mirrored()}${sa('out', { key: '0x00fe' })}${sa('in')}` },
      ],
    },
    quiet: { pastes: [...gateway(POLICIES, SAS).pastes, { source: 'b.txt', text: `${mirrored()}${SAS}` }] },
  },
})

/** The policies as the other gateway has them. */
function mirrored(): string {
  return (
    policy('out').replace('dir out', 'dir in') +
    policy('in').replace('dir in', 'dir out') +
    policy('out').replace('dir out', 'dir fwd')
  )
}

function isSame(a: SecurityAssociation, b: SecurityAssociation): boolean {
  return (
    a.protocol === b.protocol &&
    a.destination.from === b.destination.from &&
    a.destination.family === b.destination.family
  )
}

function differing(a: SecurityAssociation, b: SecurityAssociation): string[] {
  // Many outputs tell that an SA has keys, and nothing of its algorithms.
  if ([a, b].some(({ algorithms }) => algorithms.every(({ name }) => name === null))) return []
  const uses: readonly SaAlgorithm['use'][] = ['aead', 'encryption', 'authentication']
  return uses.flatMap((use) => {
    const [mine, theirs] = [a, b].map(({ algorithms }) => algorithms.find((algorithm) => algorithm.use === use))
    if (mine?.name === null || theirs?.name === null) return []
    if (mine?.name !== theirs?.name)
      return [`another algorithm for ${use} (${mine?.name ?? 'none'}, not ${theirs?.name ?? 'none'})`]
    const keys = [mine?.key, theirs?.key]
    const comparable = keys.every((key) => key != null && key !== UNKNOWN_SECRET)
    return comparable && keys[0] !== keys[1] ? [`another key for ${use}`] : []
  })
}
