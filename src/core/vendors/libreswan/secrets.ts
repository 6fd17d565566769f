import type { ReadingProblem } from '../../model/format.ts'
import type { Identity, NotLoaded, PostQuantumKey, SharedKey } from '../../model/ike-policy.ts'
import { keyMark, UNKNOWN_SECRET } from '../../text/secrets/secret-mark.ts'
import type { SecretEntry } from '../freeswan/secrets-text.ts'
import { wordForAddress } from '../freeswan/word-for-address.ts'
import { parseIdentity as parseName } from '../strongswan/identities.ts'
import { parseIdentity } from './identities.ts'

/** The pre-shared keys of ipsec.secrets, in the order in which they stand; the other kinds decide nothing here. */
export function readKeys(
  entries: readonly SecretEntry[],
  problems: ReadingProblem[],
  notLoaded: NotLoaded[],
): SharedKey[] {
  return entries.flatMap(({ kind, selectors, text, span, blankBehind }) => {
    if (kind !== 'PSK') return []
    if (!blankBehind) {
      const instead = 'Write `OWN-ID PEER-ID : PSK "KEY"`, with the key in double quotes.'
      const say = 'There is no blank behind the colon, so that it is taken for a part of a name, and there is no key.'
      problems.push({ kind: 'invalid', span, say, instead })
      notLoaded.push({ name: `the key in line ${span.line} of ipsec.secrets`, span, say, isKey: true })
      return []
    }
    if (text === '') {
      const say = 'The entry has no key behind "PSK".'
      problems.push({ kind: 'invalid', span, say, instead: 'Write the key in double quotes behind it.' })
      return []
    }
    return [{ mark: keyMark(text) ?? UNKNOWN_SECRET, span, owners: ownersOf(selectors), ...(isBare(text) && BARE) }]
  })
}

const BARE = { bare: true } as const

/** Neither between quotes nor in hexadecimal or base64. What nobody could read may be either. */
function isBare(text: string): boolean {
  return /^‹secret \d+›/.test(text)
}

/** `PPKS "identity" "key"`. */
export function readPostQuantumKeys(entries: readonly SecretEntry[]): PostQuantumKey[] {
  return entries.flatMap(({ kind, selectors, text, span }) => {
    const [, id, key = ''] = /^"([^"]*)"(.*)$/.exec(text) ?? []
    if (kind !== 'PPKS' || id === undefined) return []
    return [{ ids: [id], mark: keyMark(key) ?? UNKNOWN_SECRET, span, owners: ownersOf(selectors) }]
  })
}

/** A name that would be looked up in the DNS stays a name, so that the key is not taken for anybody's. */
function ownersOf(selectors: readonly string[]): Identity[] {
  return selectors.map((selector) => wordForAddress(selector) ?? parseIdentity(selector) ?? parseName(selector))
}
