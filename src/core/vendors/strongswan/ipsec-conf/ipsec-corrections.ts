import type { CorrectionWords } from '../../freeswan/conf-corrections.ts'
import type { ConfKey } from '../../freeswan/conf-text.ts'
import { nearWords } from '../../near-words.ts'
import { ALGORITHMS } from '../algorithms.ts'
import { ipsecKey, ipsecKeyNames } from './ipsec-keys.ts'
import { formatIpsecSelectors } from './ipsec-words.ts'

/** Likely meanings of what starter or charon refuses. */
export const ipsecCorrections: CorrectionWords = {
  keys: ipsecKeyNames,
  values,
  related: () => [],
  unwritten: { name: 'auto', value: 'add' },
  network: (selectors) => formatIpsecSelectors(selectors),
}

function values({ name, value }: ConfKey): readonly string[] {
  if (/^(?:ike|esp|ah)$/.test(name)) return nearProposals(value)
  if (name === 'auto' && value === 'ignore') return ['add']
  const words = ipsecKey('conn', name)?.value
  return words === undefined || typeof words === 'string' ? [] : nearWords(value, words)
}

/** The list with each keyword that nobody knows exchanged for the nearest that strongSwan does. */
function nearProposals(written: string): string[] {
  const known = (word: string) => word === '' || ALGORITHMS.has(word)
  const fixed = [0, 1].map((rank) =>
    written
      .split(/((?<!\s)\s*[-,!]\s*)/)
      .map((word, at) => (at % 2 === 1 || known(word) ? word : (nearWords(word, ALGORITHMS.keys())[rank] ?? word)))
      .join(''),
  )
  return [...new Set(fixed)].filter((text) => text !== written)
}
