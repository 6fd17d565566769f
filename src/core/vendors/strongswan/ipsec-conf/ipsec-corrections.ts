import type { CorrectionWords } from '../../freeswan/conf-corrections.ts'
import type { ConfKey } from '../../freeswan/conf-text.ts'
import { nearWords } from '../../near-words.ts'
import { nearProposals } from '../near-proposals.ts'
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
  if (/^(?:ike|esp|ah)$/.test(name)) return nearProposals(value, /((?<!\s)\s*[-,!]\s*)/)
  if (name === 'auto' && value === 'ignore') return ['add']
  const words = ipsecKey('conn', name)?.value
  return words === undefined || typeof words === 'string' ? [] : nearWords(value, words)
}
