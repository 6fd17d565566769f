import type { Proposal } from '../../model/ike-policy.ts'
import { parseIkeCipher, parseIkeHash, parseTransforms } from '../cisco/algorithms.ts'
import type { Command } from '../cisco/command.ts'
import { beginningWith } from '../cisco/command-tree.ts'
import { knownAlgorithms } from './known-algorithms.ts'
import type { Notes } from './notes.ts'

/** A transform set of IKEv1 or an ipsec-proposal of IKEv2, without the group, which is that of the crypto map. */
export interface IpsecProposal {
  readonly proposal: Proposal
  readonly mode: 'tunnel' | 'transport'
  /** The line that says the mode, where one does. */
  readonly modeCommand: Command | undefined
  readonly command: Command
}

export interface IpsecProposals {
  readonly ikev1: ReadonlyMap<string, IpsecProposal>
  readonly ikev2: ReadonlyMap<string, IpsecProposal>
}

/**
 * `crypto ipsec [ikev1] transform-set` and `crypto ipsec ikev2 ipsec-proposal` (Cisco ASA Series Command Reference); by
 * default 3DES with SHA-1.
 */
export function readIpsecProposals(commands: readonly Command[], notes: Notes): IpsecProposals {
  const ikev1 = new Map<string, IpsecProposal>()
  const ikev2 = new Map<string, IpsecProposal>()
  for (const command of beginningWith(commands, 'crypto ipsec')) {
    const words = command.words
    if (command.no || words[0] !== 'crypto' || words[1] !== 'ipsec') continue
    if (words[2] === 'ikev2' && words[3] === 'ipsec-proposal') {
      notes.read(command)
      ikev2.set(words[4] ?? '', {
        proposal: readProposal(command, notes),
        mode: 'tunnel',
        modeCommand: undefined,
        command,
      })
      continue
    }
    const rest = words[2] === 'ikev1' ? words.slice(3) : words.slice(2)
    if (rest[0] !== 'transform-set') continue
    notes.read(command)
    const name = rest[1] ?? ''
    const known = ikev1.get(name)
    if (rest[2] === 'mode') {
      if (known !== undefined)
        ikev1.set(name, { ...known, mode: rest[3] === 'transport' ? 'transport' : 'tunnel', modeCommand: command })
      continue
    }
    const transforms = parseTransforms(rest.slice(2))
    if ('problem' in transforms) {
      notes.invalid(command, transforms.problem)
      continue
    }
    const of = (kind: string) => transforms.flatMap((each) => (each.kind === kind ? [each.name] : []))
    const [encryption, integrity] = [of('encryption'), of('integrity')]
    // AH is no transform of an ASA; without a hash, and with `esp-none`, nothing is authenticated.
    const proposal: Proposal = { protocol: 'esp', encryption, integrity, prf: [], ke: [], esn: ['NO_EXT_SEQ'] }
    ikev1.set(name, { proposal, mode: known?.mode ?? 'tunnel', modeCommand: known?.modeCommand, command })
  }
  return { ikev1, ikev2 }
}

function readProposal(command: Command, notes: Notes): Proposal {
  let encryption: readonly string[] = ['3DES_CBC']
  let integrity: readonly string[] = ['HMAC_SHA1_96']
  for (const child of command.children) {
    const [protocol, , kind, ...words] = child.words
    if (child.no || protocol !== 'protocol') continue
    notes.read(child)
    if (kind === 'encryption') encryption = knownAlgorithms(child, words, cipherOf, notes)
    if (kind === 'integrity') integrity = knownAlgorithms(child, words, hashOf, notes)
  }
  return { protocol: 'esp', encryption, integrity, prf: [], ke: [], esn: ['NO_EXT_SEQ'] }
}

/** `aes-gmac-256` authenticates only (RFC 4543). */
function cipherOf(word: string): string | undefined {
  const [, bits] = /^aes-gmac(?:-(128|192|256))?$/i.exec(word) ?? []
  return /^aes-gmac/i.test(word) ? `NULL_AES_GMAC_${bits ?? '128'}` : parseIkeCipher(word)
}

/** `sha-1`, `sha-256`; `null` beside AEAD. */
function hashOf(word: string): string | null | undefined {
  return parseIkeHash(word.replace(/^sha-/i, 'sha'))
}
