import type { Lifetime, Proposal } from '../../model/ike-policy.ts'
import { prfOf } from '../../model/prf-of.ts'
import { parseGroup, parseIkeCipher, parseIkeHash, parsePrf } from '../cisco/algorithms.ts'
import type { Command } from '../cisco/command.ts'
import { beginningWith } from '../cisco/command-tree.ts'
import { knownAlgorithms } from './known-algorithms.ts'
import type { Notes } from './notes.ts'
import { defaultGroups, type Release } from './release.ts'

/** A `crypto ikev1 policy` or `crypto ikev2 policy`; the lowest number is tried first. */
export interface AsaIkePolicy {
  readonly number: number
  readonly version: 1 | 2
  /** `undefined`: of IKEv2, where the tunnel group says it. */
  readonly method: 'psk' | 'pubkey' | undefined
  readonly proposal: Proposal
  readonly lifetime: Lifetime
  readonly command: Command
}

/**
 * Cisco ASA Series VPN CLI Configuration Guide, "Configure IKEv1 and IKEv2 Policies", with its defaults: pre-share, 3des,
 * sha, the group of the release, 86400 seconds. Older spellings: `crypto isakmp policy`, `isakmp policy` (7.x).
 */
export function readIkePolicies(commands: readonly Command[], release: Release, notes: Notes): AsaIkePolicy[] {
  const found = new Map<string, AsaIkePolicy>()
  for (const command of beginningWith(commands, 'crypto ikev1', 'crypto ikev2', 'crypto isakmp', 'isakmp')) {
    const words = notes.lower(command)
    const [, version, number, said] = matchPolicy(words) ?? []
    if (command.no || version === undefined || number === undefined) continue
    notes.read(command)
    const said1 = said === undefined ? [] : [command.withoutFirst(said)]
    const key = `${version} ${number}`
    const parts = [...(found.get(key)?.command.children ?? []), ...said1, ...command.children]
    const whole = command.withChildren(parts)
    found.set(key, { ...readPolicy(whole, version, release, notes), number })
  }
  return [...found.values()].toSorted((a, b) => a.number - b.number)
}

/** The version, the number, and where the words begin that say something in the same line. */
function matchPolicy(words: readonly string[]): readonly [true, 1 | 2, number, number | undefined] | undefined {
  const start = words[0] === 'crypto' ? 1 : 0
  const [kind, policy, number] = words.slice(start)
  const version = kind === 'ikev2' ? 2 : kind === 'ikev1' || kind === 'isakmp' ? 1 : undefined
  if (version === undefined || policy !== 'policy' || (start === 0 && kind !== 'isakmp')) return undefined
  if (!/^\d{1,5}$/.test(number ?? '')) return undefined
  return [true, version, Number(number), words.length > start + 3 ? start + 3 : undefined]
}

function readPolicy(command: Command, version: 1 | 2, release: Release, notes: Notes): Omit<AsaIkePolicy, 'number'> {
  let method: AsaIkePolicy['method'] = version === 1 ? 'psk' : undefined
  let encryption: readonly string[] = ['3DES_CBC']
  let integrity: readonly string[] = ['HMAC_SHA1_96']
  let prf: readonly string[] | undefined
  let ke = defaultGroups(release)
  let seconds: number | undefined = 86_400
  for (const child of command.children) {
    const [key = '', ...values] = child.words
    if (child.no) continue
    notes.read(child)
    switch (key.toLowerCase()) {
      case 'authentication':
        method = /^rsa-sig|^crack/i.test(values[0] ?? '') ? 'pubkey' : 'psk'
        break
      case 'encryption':
        encryption = knownAlgorithms(child, values, parseIkeCipher, notes)
        break
      case 'hash':
      case 'integrity':
        integrity = knownAlgorithms(child, values, parseIkeHash, notes)
        break
      case 'prf':
        prf = knownAlgorithms(child, values, parsePrf, notes)
        break
      case 'group':
        ke = knownAlgorithms(child, values, parseGroup, notes)
        break
      case 'lifetime':
        seconds = lifetimeSeconds(values)
        break
      default:
        notes.unsupported(
          child,
          `What "${key}" decides is not part of the comparison.`,
          'Compare it with the other end.',
        )
    }
  }
  // Without a PRF of its own, IKEv1 uses the hash (RFC 2409 4), and so does the default of IKEv2, sha.
  const prfs = version === 1 ? integrity.map(prfOf) : (prf ?? ['PRF_HMAC_SHA1'])
  const proposal: Proposal = { protocol: 'ike', encryption, integrity, prf: prfs, ke, esn: [] }
  return { version, method, proposal, lifetime: lifetimeOf(seconds), command }
}

/** `lifetime 86400`, `lifetime seconds 86400`, `lifetime none`. */
function lifetimeSeconds(words: readonly string[]): number | undefined {
  const digits = words.find((word) => /^\d{1,10}$/.test(word))
  return digits === undefined ? undefined : Number(digits)
}

/** An SA is renewed in time before its end; the documents do not say when, and 95 % is what its debug output shows. */
export function lifetimeOf(seconds: number | undefined): Lifetime {
  if (seconds === undefined) return { rekey: undefined, end: undefined }
  const rekey = Math.floor(seconds * 0.95)
  return { rekey: { from: rekey, to: rekey }, end: seconds }
}
