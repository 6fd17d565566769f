import type { Kind, ListedProposal, ListedProposals } from './listed-proposal.ts'

/** So many lines below such a heading may be proposals of it. */
const BELOW = 40

/**
 * `Received Policies:` and `Expected Policies:` of IKEv2, of an ASA and of IOS, each with proposals behind it or on the lines below; what
 * the gateway expects is what it accepts.
 */
export function ikev2Policies(lines: readonly string[]): ListedProposals | null {
  const at = lines.findLastIndex((text) => text.includes('Received Policies:'))
  const offered = at < 0 ? null : proposalsAt(lines, at)
  if (offered === null) return null
  const expected = lines.findIndex((text, index) => index > at && text.includes('Expected Policies:'))
  return { offered, at, accepted: expected < 0 ? null : proposalsAt(lines, expected) }
}

/** `null` where there are none, or one of them is written in words that are not known. */
function proposalsAt(lines: readonly string[], at: number): readonly ListedProposal[] | null {
  const found: (ListedProposal | null)[] = []
  for (const text of lines.slice(at, at + BELOW)) {
    if (found.length > 0 && /Policies:/.test(text)) break
    const [, protocol, list] = /(?:\b(ESP|AH): )?Proposal {1,2}\d{1,3}: {0,4}(\S.*)/.exec(text) ?? []
    if (list !== undefined) found.push(proposalOf(list, protocol))
  }
  const known = found.flatMap((proposal) => proposal ?? [])
  return known.length === 0 || known.length < found.length ? null : known
}

const LABELS: ReadonlyMap<string, Kind> = new Map([
  ['ENCRYPTION:', 'encryption'],
  ['PRF:', 'the PRF'],
  ['INTEGRITY:', 'integrity'],
  ['GROUP:', 'the key exchange'],
])

/** `AES-CBC-256 SHA1 SHA96 DH_GROUP_1024_MODP/Group 2`, in newer releases with a label in front of each kind. */
function proposalOf(list: string, protocol: string | undefined): ListedProposal | null {
  const algorithms: (readonly [Kind, string])[] = []
  const hashes: string[] = []
  let labelled: Kind | undefined
  let withoutIntegrity = false
  const words = list
    .replace(/Don't use ESN/g, '')
    .replace(/\bDH GROUP:/g, 'GROUP:')
    .replace(/\bDH_GROUP_\w{1,30}\/Group /g, 'group-')
  for (const word of words.split(' ')) {
    const label = LABELS.get(word)
    const group = /^group-(\d{1,2})$/.exec(word)?.[1]
    if (label !== undefined) labelled = label
    else if (group !== undefined) algorithms.push(['the key exchange', `group ${group}`])
    else if (/^(?:3?DES|NULL|AES-[A-Z]{3}-\d{3})$/.test(word))
      algorithms.push(['encryption', word.replaceAll('-', '_')])
    else if (/^none$/i.test(word)) withoutIntegrity = true
    else if (!HASHES.has(word)) {
      if (word !== '') return null
    } else if (labelled === undefined) hashes.push(word)
    else algorithms.push(hashOf(word, labelled))
  }
  const isEsp = protocol !== undefined
  // Without labels the pseudo-random functions stand before the algorithms of integrity.
  const functions = isEsp ? 0 : withoutIntegrity ? hashes.length : hashes.length / 2
  if (!Number.isInteger(functions)) return null
  hashes.forEach((word, index) => {
    algorithms.push(hashOf(word, index < functions ? 'the PRF' : 'integrity'))
  })
  return { protocol: protocol === 'ESP' ? 'esp' : isEsp ? 'ah' : 'ike', algorithms }
}

/** By the words of integrity, with those of pseudo-random functions. */
const HASHES: ReadonlyMap<string, string> = new Map([
  ['MD5', 'HMAC_MD5'],
  ['MD596', 'HMAC_MD5'],
  ['SHA1', 'HMAC_SHA1'],
  ['SHA96', 'HMAC_SHA1'],
  ['SHA256', 'HMAC_SHA2_256'],
  ['SHA384', 'HMAC_SHA2_384'],
  ['SHA512', 'HMAC_SHA2_512'],
])

function hashOf(word: string, kind: Kind): readonly [Kind, string] {
  return [kind, HASHES.get(word) ?? word]
}
