import { type AddressRange, formatHost, prefixLength } from '../../address/address-range.ts'
import type { Identity, Proposal } from '../../model/ike-policy.ts'
import type { Box } from '../../selectors/box.ts'
import { isAnyPort, isAnyProtocol } from '../../selectors/interval.ts'
import { formatProtocol } from '../../selectors/protocol.ts'
import { ALGORITHMS, isAead, PRF_OF_INTEGRITY } from '../strongswan/algorithms.ts'
import { formatIdentity } from '../strongswan/words.ts'
import { GROUPS, groupWord } from './dh-groups.ts'

/** Words of `encryption` and `hash` (vyos-1x, include/vpn-ipsec-encryption and vpn-ipsec-hash), and of `prf`. */
const ENCRYPTION = wordsByName(
  'null aes128 aes192 aes256 aes128ctr aes192ctr aes256ctr aes128ccm64 aes192ccm64 aes256ccm64 aes128ccm96 aes192ccm96 aes256ccm96 aes128ccm128 aes192ccm128 aes256ccm128 aes128gcm64 aes192gcm64 aes256gcm64 aes128gcm96 aes192gcm96 aes256gcm96 aes128gcm128 aes192gcm128 aes256gcm128 aes128gmac aes192gmac aes256gmac 3des blowfish128 blowfish192 blowfish256 camellia128 camellia192 camellia256 camellia128ctr camellia192ctr camellia256ctr camellia128ccm64 camellia192ccm64 camellia256ccm64 camellia128ccm96 camellia192ccm96 camellia256ccm96 camellia128ccm128 camellia192ccm128 camellia256ccm128 serpent128 serpent192 serpent256 twofish128 twofish192 twofish256 cast128 chacha20poly1305',
)
const HASH = wordsByName('md5 md5_128 sha1 sha1_160 sha256 sha256_96 sha384 sha512 aesxcbc aescmac')
const PRF = wordsByName('prfmd5 prfsha1 prfaesxcbc prfaescmac prfsha256 prfsha384 prfsha512')
const DH: ReadonlyMap<string, string> = new Map(
  GROUPS.map((number) => [ALGORITHMS.get(groupWord(number) ?? '')?.name ?? '', number]),
)

function wordsByName(words: string): ReadonlyMap<string, string> {
  return new Map(words.split(' ').map((word) => [ALGORITHMS.get(word)?.name ?? word, word]))
}

/** What one numbered proposal says. */
export interface ProposalWords {
  readonly encryption: string
  readonly hash: string
  /** `null` for that of the hash. */
  readonly prf: string | null
  /** By its number; `null` for none. */
  readonly dh: string | null
}

/** So many numbered proposals are written for one that names several of a kind. */
const MOST = 16

/** Each of a kind with each of the others; `null` where one of them has no word. */
export function proposalWords(proposals: readonly Proposal[]): readonly ProposalWords[] | null {
  const all = proposals.map(wordsOf)
  const words = all.flatMap((each) => each ?? [])
  return all.includes(null) || words.length > MOST || words.length === 0 ? null : words
}

function wordsOf({ protocol, encryption, integrity, prf, ke }: Proposal): readonly ProposalWords[] | null {
  if (protocol === 'ah') return null
  const ciphers = encryption.map((name) => ({ cipher: ENCRYPTION.get(name), aead: isAead(name) }))
  const groups = ke.length === 0 ? [null] : ke.map((name) => DH.get(name))
  const found: ProposalWords[] = []
  for (const { cipher, aead } of ciphers) {
    for (const { hash, prf: word } of hashesOf(protocol === 'ike', aead, integrity, prf)) {
      for (const dh of groups) {
        if (cipher === undefined || hash === undefined || word === undefined || dh === undefined) return null
        found.push({ encryption: cipher, hash, prf: word, dh })
      }
    }
  }
  return found
}

interface Hash {
  readonly hash: string | undefined
  readonly prf: string | null | undefined
}

/** A cipher that authenticates by itself has a hash all the same, for the pseudo-random function. */
function hashesOf(
  isIke: boolean,
  aead: boolean,
  integrity: readonly string[],
  prf: readonly string[],
): readonly Hash[] {
  if (aead && !isIke) return [{ hash: 'sha256', prf: null }]
  if (aead)
    return prf.map((name) => ({
      hash: hashOf(name) ?? 'sha256',
      prf: hashOf(name) === undefined ? PRF.get(name) : null,
    }))
  return integrity.flatMap((name): Hash[] => {
    const hash = HASH.get(name)
    const own = PRF_OF_INTEGRITY.get(name)
    if (!isIke) return [{ hash, prf: null }]
    const all = prf.filter((each) => each === own || !integrity.some((other) => PRF_OF_INTEGRITY.get(other) === each))
    return all.map((each) => ({ hash, prf: each === own ? null : PRF.get(each) }))
  })
}

function hashOf(prf: string): string | undefined {
  const name = [...PRF_OF_INTEGRITY].find(([integrity, own]) => own === prf && HASH.has(integrity))?.[0]
  return name === undefined ? undefined : HASH.get(name)
}

/** In quotes where it holds what the shell takes for its own. */
export function quoted(text: string): string {
  return /^[\w.:/@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", '')}'`
}

/** An identity as strongSwan reads it; with an at sign before a name, without which ipsec.conf may look it up. */
export function identityWord(identity: Identity): string {
  const word = formatIdentity(identity)
  return quoted(identity.kind === 'fqdn' && !word.startsWith('@') && /^[\w.-]+$/.test(word) ? `@${word}` : word)
}

/** A tunnel is for prefixes, with one protocol or all, and one port or all on each side. */
export function hasWords({ local, remote, protocol, localPort, remotePort }: Box): boolean {
  const isPrefix = (range: AddressRange) => range.family === 'name' || prefixLength(range) !== undefined
  const isPlain = [localPort, remotePort].every((port) => isAnyPort(port) || (port.from === port.to && port.from > 0))
  const hasPort = !isAnyPort(localPort) || !isAnyPort(remotePort)
  const hasPorts = isAnyProtocol(protocol) || protocol.from === 6 || protocol.from === 17
  return (
    isPrefix(local) &&
    isPrefix(remote) &&
    isPlain &&
    (isAnyProtocol(protocol) || protocol.from === protocol.to) &&
    (!hasPort || hasPorts)
  )
}

/** `10.1.0.0/24`, also of a single address. */
export function prefixWord(range: AddressRange): string {
  const text = formatHost(range)
  return range.family === 'name' || text.includes('/') ? text : `${text}/${range.family === 'ipv6' ? 128 : 32}`
}

/** `tcp`, or `null` for all. */
export function protocolWord({ protocol }: Pick<Box, 'protocol'>): string | null {
  return isAnyProtocol(protocol) ? null : formatProtocol(protocol)
}
