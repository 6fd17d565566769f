import type { Entry } from './corpus-index.ts'

/**
 * The families of diagnostics (docs/diagnostics) that may be the cause, by what the source's daemons said when the pair
 * failed. Several signs narrow down one another; what no sign speaks of is left to people.
 */
const SIGNS: readonly (readonly [sign: RegExp, families: string])[] = [
  [/transport mode|tunnel mode/i, 'MD'],
  [/peer attempted|peer authentication requires|computed hash does not match/i, 'AU'],
  [/AUTHENTICATION_FAILED/, 'AU'],
  [/NO_PROPOSAL_CHOSEN/, 'PR MD AU'],
  [/TS_UNACCEPTABLE|INVALID_ID_INFORMATION/, 'TS MD'],
  [/timing out|DEACTIVATED/, 'PR TS MD AU AD PA'],
]

/** Two letters each; `null` where the source says nothing that decides. */
export function expectedFamilies({ cause, results }: Entry): ReadonlySet<string> | null {
  const said = [cause ?? '', ...(results ?? []).flatMap(({ errors }) => errors)].join('\n')
  const sign = SIGNS.find(([pattern]) => pattern.test(said))
  return sign === undefined ? null : new Set(sign[1].split(' '))
}
