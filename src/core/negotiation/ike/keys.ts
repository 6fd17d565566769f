import { NEW_KEY } from '../../model/change.ts'
import type { SharedKey } from '../../model/ike-policy.ts'
import { OTHER_SECRET, UNKNOWN_SECRET } from '../../text/secrets/secret-mark.ts'

/** `undecidable`: one of the keys cannot be compared. */
type KeyComparison = 'equal' | 'differs' | 'undecidable'

/**
 * Whether a key by which one end proves itself is among those that the other end expects (RFC 7296 2.15: the keys of the two ways may
 * differ); a mark that cannot be decoded may be it.
 */
export function compareKeys(used: SharedKey, theirs: readonly SharedKey[]): KeyComparison {
  const known = theirs.map((key) => key.expects ?? key)
  if (known.some(({ mark }) => mark === used.mark && mark !== UNKNOWN_SECRET)) return 'equal'
  if ([used, ...known].some(({ mark }) => mark === OTHER_SECRET)) return 'differs'
  // A key that people have yet to make up is nobody's so far.
  if (used.mark === NEW_KEY || (known.length > 0 && known.every(({ mark }) => mark === NEW_KEY))) return 'differs'
  return [used, ...known].some(({ mark }) => mark === UNKNOWN_SECRET) ? 'undecidable' : 'differs'
}
