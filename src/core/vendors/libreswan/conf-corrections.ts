import type { CorrectionWords } from '../freeswan/conf-corrections.ts'
import type { ConfKey, ConfSection } from '../freeswan/conf-text.ts'
import { nearWords } from '../near-words.ts'
import { formatSubnet } from './conf-words.ts'
import { knownKey, knownKeyNames } from './known-keys.ts'

/** Likely meanings of what addconn or pluto refuses. */
export const libreswanCorrections: CorrectionWords = {
  keys: knownKeyNames,
  values,
  related,
  setup,
  lacks,
  shorter,
  network: ([selector]) => (selector === undefined ? null : formatSubnet(selector)),
}

function values({ name, value }: ConfKey): readonly string[] {
  // The exclamation mark and the words are strongSwan's.
  if (/^(?:ike|esp|ah|phase2alg)$/.test(name)) {
    const own = value
      .replace(/!$/, '')
      .replace(/\b(aes\d{3})gcm16\b/g, (_, cipher: string) => cipher.replace('aes', 'aes_gcm'))
      // Groups that older versions had, and 4.10 is built without.
      .replace(/\b(?:modp1024|dh2)\b/gi, 'modp2048')
    return own === value ? [] : [own]
  }
  if (name === 'authby' && /^never$/i.test(value)) return ['secret', 'rsasig']
  if (name === 'authby') return value === 'psk' ? ['secret'] : nearWords(value, ['secret', 'rsasig', 'ecdsa', 'null'])
  // Beside an end that has a key, and where both sides are anybody.
  if (/^(?:left|right)auth$/.test(name) && /^null$/i.test(value)) return ['secret']
  if (/^(?:left|right)$/.test(name)) return value === '%defaultroute' ? [] : ['%defaultroute']
  if (name === 'auto' && value.toLowerCase() === 'ignore') return ['add']
  const words = knownKey('conn', name)?.value
  if (words === 'yes or no') return ['yes', 'no']
  return words === undefined || typeof words === 'string' ? [] : nearWords(value, words)
}

/** A list without the proposals that are refused, and a proposal without the group that its version does not know. */
function shorter({ name, value }: ConfKey): string[] {
  if (!/^(?:ike|esp|ah|phase2alg)$/.test(name)) return []
  const proposals = value.split(',')
  const without = proposals.map((_, at) => proposals.toSpliced(at, 1).join(',')).filter((text) => text !== '')
  const ungrouped = value.replace(/[-;](?:dh\d+|modp\d+|ecp_?\d+|curve\d+)(?=,|$)/gi, '')
  return [...without, ...(ungrouped === value ? [] : [ungrouped])].slice(0, 4)
}

/** A signature needs a key that the section names, or that of another section. */
function lacks({ name, value }: ConfKey, { keys }: ConfSection): boolean {
  const signs = name === 'authby' && /^(?:rsa|ecdsa)/i.test(value)
  return signs && !keys.some((key) => /^(?:left|right)(?:cert|ckaid|rsasigkey|ecdsakey|pubkey)$/.test(key.name))
}

/** IKEv1 is not answered by itself. */
function setup({ name, value }: ConfKey): { readonly name: string; readonly value: string } | null {
  const isVersion1 = (name === 'ikev2' && value === 'no') || (name === 'keyexchange' && value === 'ikev1')
  return isVersion1 ? { name: 'ikev1-policy', value: 'accept' } : null
}

/** IKEv1 knows fewer algorithms and ways than IKEv2. */
function related({ name }: ConfKey): readonly { readonly name: string; readonly value: string }[] {
  if (!/^(?:ike|esp|ah|phase2alg|narrowing|authby|(?:left|right)?auth)$/.test(name)) return []
  return [
    { name: 'ikev2', value: 'insist' },
    { name: 'keyexchange', value: 'ikev2' },
  ]
}
