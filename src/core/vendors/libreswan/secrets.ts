import type { ReadingProblem } from '../../model/format.ts'
import type { SharedKey } from '../../model/ike-policy.ts'
import { UNKNOWN_SECRET } from '../../text/secrets.ts'
import type { SecretEntry } from '../freeswan/secrets-text.ts'
import { keyMark } from '../isa/policy-words.ts'
import { parseIdentity } from './identities.ts'

/** The pre-shared keys of ipsec.secrets, in the order in which they stand; the other kinds decide nothing here. */
export function readKeys(entries: readonly SecretEntry[], problems: ReadingProblem[]): SharedKey[] {
  return entries.flatMap(({ kind, selectors, text, span }) => {
    if (kind !== 'PSK') return []
    if (text === '') {
      const say = 'The entry has no key behind "PSK".'
      problems.push({ kind: 'invalid', span, say, instead: 'Write the key in double quotes behind it.' })
      return []
    }
    const owners = selectors.flatMap((selector) => parseIdentity(selector) ?? [])
    return [{ mark: keyMark(text) ?? UNKNOWN_SECRET, span, owners }]
  })
}
