import { groupsNumbered } from '../../model/group-numbers.ts'
import type { Proposal } from '../../model/ike-policy.ts'
import { prfOf } from '../../model/prf-of.ts'
import type { Kind, ListedProposal } from './listed-proposal.ts'

/** By how charon, pluto and FortiOS write them; what is not here is not known, and not guessed. */
const ENCRYPTION = spelt({
  DES_CBC: ['DES'],
  '3DES_CBC': ['3DES'],
  NULL: [],
  CHACHA20_POLY1305: ['CHACHA20_POLY1305_256'],
  ...ofEachLength('AES_CBC', ['AES']),
  ...ofEachLength('AES_CTR', []),
  ...ofEachLength('AES_GCM_16', ['AES_GCM_C', 'AES_GCM']),
  ...ofEachLength('AES_GCM_12', ['AES_GCM_B']),
  ...ofEachLength('AES_GCM_8', ['AES_GCM_A']),
  ...ofEachLength('CAMELLIA_CBC', ['CAMELLIA']),
})

const INTEGRITY = spelt({
  HMAC_MD5_96: ['MD5', 'HMAC_MD5'],
  HMAC_SHA1_96: ['SHA', 'SHA1', 'HMAC_SHA1'],
  HMAC_SHA2_256_128: ['SHA256', 'SHA2_256', 'HMAC_SHA2_256'],
  HMAC_SHA2_384_192: ['SHA384', 'SHA2_384', 'HMAC_SHA2_384'],
  HMAC_SHA2_512_256: ['SHA512', 'SHA2_512', 'HMAC_SHA2_512'],
  AES_XCBC_96: [],
  AES_CMAC_96: [],
})

const GROUPS = spelt(
  Object.fromEntries(
    [...groupsNumbered(1, 2, 5, 14, 15, 16, 17, 18, 19, 20, 21, 31, 32)].map(([number, name]) => [
      name,
      [`group ${number}`, name.replace('_', '')],
    ]),
  ),
)

/**
 * The proposals that a log lists, by the names of the model; `null` where one of them has an algorithm that is not known: a
 * comparison would take another spelling for another algorithm.
 */
export function knownProposals(listed: readonly ListedProposal[]): readonly Proposal[] | null {
  const found = listed.map(proposalOf)
  return found.length === 0 || found.includes(null) ? null : found.flatMap((proposal) => proposal ?? [])
}

/** An algorithm by the names of the model, of each key length where none is told; none where it is not known. */
export function knownNames(kind: Kind, written: string): readonly string[] {
  const name = written.replaceAll('-', '_')
  const lengths = ['', '_128', '_192', '_256'].map((bits) => `${name}${bits}`)
  const named = {
    encryption: (each: string) => ENCRYPTION.get(each),
    integrity: (each: string) => INTEGRITY.get(each),
    'the key exchange': () => GROUPS.get(written.toLowerCase()),
  }
  if (kind !== 'encryption' && kind !== 'integrity' && kind !== 'the key exchange') return []
  return [...new Set(lengths.flatMap((each) => named[kind](each) ?? []))]
}

function proposalOf({ protocol, algorithms }: ListedProposal): Proposal | null {
  const of = (kind: Kind, nameOf: (written: string) => string | undefined) =>
    algorithms.flatMap(([own, written]) => (own !== kind || written === 'NONE' ? [] : [nameOf(written)]))
  const encryption = of('encryption', (written) => ENCRYPTION.get(written))
  const integrity = of('integrity', (written) => INTEGRITY.get(written.replace(/^AUTH_/, '')))
  const ke = of('the key exchange', (written) => GROUPS.get(written))
  const prf = of('the PRF', (written) => {
    const name = written.replace(/^(?:PRF_)?/, 'PRF_')
    return PRFS.has(name) ? name : undefined
  })
  const esn = of('extended sequence numbers', (written) => written)
  if ([...encryption, ...integrity, ...prf, ...ke].includes(undefined)) return null
  const known = (names: readonly (string | undefined)[]) => names.flatMap((name) => name ?? [])
  const hashes = known(integrity)
  return {
    protocol,
    encryption: known(encryption),
    integrity: hashes,
    // Phase 1 of IKEv1 has no word for it: it is that of the hash (RFC 2409 4).
    prf: protocol === 'ike' && prf.length === 0 ? hashes.map(prfOf) : known(prf),
    ke: known(ke),
    esn: protocol !== 'ike' && esn.length === 0 ? ['NO_EXT_SEQ'] : known(esn),
  }
}

const PRFS: ReadonlySet<string> = new Set([...new Set(INTEGRITY.values())].map(prfOf))

/** Each spelling with the name of the model, which is one itself. */
function spelt(names: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(names).flatMap(([name, others]) => [name, ...others].map((each) => [each, name] as const)),
  )
}

/** `AES_CBC_128` and `AES_128`, and so on. */
function ofEachLength(name: string, others: readonly string[]): Record<string, readonly string[]> {
  return Object.fromEntries(
    ['128', '192', '256'].map((bits) => [`${name}_${bits}`, others.map((other) => `${other}_${bits}`)]),
  )
}
