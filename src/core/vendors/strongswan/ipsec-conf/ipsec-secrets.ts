import type { NotLoaded, SharedKey } from '../../../model/ike-policy.ts'
import { keyMark, UNKNOWN_SECRET } from '../../../text/secrets/secret-mark.ts'
import { lineSpan } from '../../../text/source-text.ts'
import type { SecretsText } from '../../freeswan/secrets-text.ts'
import { wordForAddress } from '../../freeswan/word-for-address.ts'
import { parseIdentity } from '../identities.ts'
import type { IpsecNotes } from './ipsec-notes.ts'

/**
 * The pre-shared keys of ipsec.secrets as strongSwan 5.9.8 loads them: at the first line that is no entry it stops, and
 * loads nothing of what stands below (measured).
 */
export function readIpsecKeys(
  { entries, strays }: SecretsText,
  notes: IpsecNotes,
  notLoaded: NotLoaded[],
): SharedKey[] {
  const bad = entries.filter(({ separator, kind, text }) => !separator || (kind === 'PSK' && text === ''))
  const stops = [...strays.map(lineSpan), ...bad.map(({ span }) => span)].toSorted((a, b) => a.line - b.line)
  const [stop] = stops
  if (stop !== undefined) {
    const say =
      'strongSwan stops reading its secrets here, since an entry is "SELECTORS : PSK KEY" in one line, with a blank on each side of the colon.'
    notes.invalid(stop, say, 'Write the entry so, or put "#" in front of the line.')
    notLoaded.push({ name: `ipsec.secrets from line ${stop.line} on`, span: stop, say, isKey: true })
  }
  return entries.flatMap(({ kind, selectors, text, span }) => {
    if (kind !== 'PSK' || (stop !== undefined && span.line >= stop.line)) return []
    return [
      {
        mark: keyMark(text) ?? UNKNOWN_SECRET,
        span,
        owners: selectors.map((selector) => wordForAddress(selector) ?? parseIdentity(selector)),
      },
    ]
  })
}
