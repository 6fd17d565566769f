import { type AddressRange, formatHost } from '../../address/address-range.ts'
import type { Identity, IkeVersion, Proposal, SelectorTemplate } from '../../model/ike-policy.ts'
import { isAnyPort, isAnyProtocol } from '../../selectors/interval.ts'
import { formatPort, formatProtocol } from '../../selectors/protocol.ts'

/**
 * `aes256-sha2_256;modp2048,aes_gcm256-sha2_256;dh19`, as `ike=` and `esp=` take them; for IKEv1 without the `+`, which
 * Libreswan 4.10 does not know there (measured). The semicolon in front of the group (ipsec.conf(5)) is not strongSwan's, and
 * may be all that tells whose file it is.
 */
export function formatProposals(proposals: readonly Proposal[], version: IkeVersion): string {
  const words = proposals.map(wordsOf)
  const written = version === 1 ? words.flatMap(combinations) : words.map(joined)
  return [...new Set(written)].join(',')
}

/** The words of each kind that a proposal has. */
function wordsOf({ protocol, encryption, integrity, prf, ke }: Proposal): readonly (readonly string[])[] {
  const hashes = integrity.length > 0 ? integrity : prf
  // A place that is left empty would be taken by the next word.
  const middle = hashes.length === 0 && protocol === 'esp' && ke.length > 0 ? ['none'] : hashes.map(hashWord)
  return [encryption.map(cipherWord), middle, ke.map(groupWord)]
}

function joined(kinds: readonly (readonly string[])[]): string {
  return inPlace(kinds.map((kind) => kind.join('+')))
}

function combinations(kinds: readonly (readonly string[])[]): string[] {
  const [ciphers = [''], hashes = [''], groups = ['']] = kinds.map((kind) => (kind.length === 0 ? [''] : kind))
  return ciphers.flatMap((cipher) => hashes.flatMap((hash) => groups.map((group) => inPlace([cipher, hash, group]))))
}

function inPlace([cipher = '', hash = '', group = '']: readonly string[]): string {
  const suite = [cipher, hash].filter((word) => word !== '').join('-')
  return group === '' ? suite : `${suite};${group}`
}

function cipherWord(name: string): string {
  const [, cipher = '', bits] = /^(.*?)_?(128|192|256)?$/.exec(name) ?? []
  const words: Readonly<Record<string, string>> = {
    AES_CBC: 'aes',
    '3DES_CBC': '3des',
    CAMELLIA_CBC: 'camellia',
    AES_GCM_16: 'aes_gcm',
    AES_CCM_16: 'aes_ccm',
    NULL_AES_GMAC: 'aes_gmac',
  }
  const word = words[cipher] ?? cipher.toLowerCase()
  return bits === undefined ? word : `${word}${/\d$/.test(word) ? '_' : ''}${bits}`
}

function hashWord(name: string): string {
  return name
    .replace(/^PRF_/, '')
    .replace(/^HMAC_SHA2_(256|384|512).*$/, 'sha2_$1')
    .replace(/^HMAC_SHA1.*$/, 'sha1')
    .replace(/^HMAC_MD5.*$/, 'md5')
    .replace(/^AES(?:128)?_XCBC.*$/, 'aes_xcbc')
    .replace(/^AES_CMAC.*$/, 'aes_cmac')
}

const CURVES: Readonly<Record<string, string>> = {
  ECP_256: 'dh19',
  ECP_384: 'dh20',
  ECP_521: 'dh21',
  CURVE_25519: 'dh31',
}

function groupWord(name: string): string {
  return CURVES[name] ?? name.replace(/^MODP_(\d+)$/, 'modp$1').toLowerCase()
}

/** `@gw.example.net`, `user@example.net`, `@[text]`, `"C=CH, CN=gw"`. */
export function formatIdentity({ kind, text }: Identity): string {
  if (kind === 'any') return '%any'
  if (kind === 'certificate') return '%fromcert'
  if (kind === 'fqdn') return `@${text}`
  if (kind === 'keyid') return text.startsWith('#') ? `@${text}` : `@[${text}]`
  return /[\s]/.test(text) ? `"${text}"` : text
}

export function formatHosts(addresses: readonly AddressRange[]): string {
  const [address] = addresses
  return address === undefined ? '%any' : formatHost(address)
}

/** The network; `null` where it is the address of the gateway itself, which nothing names. */
export function formatSubnet({ addresses }: Pick<SelectorTemplate, 'addresses'>): string | null {
  if (addresses === 'dynamic') return null
  const text = formatHost(addresses)
  if (addresses.family === 'name' || text.includes('/')) return text
  return `${text}/${addresses.family === 'ipv4' ? 32 : 128}`
}

/** `tcp/443`, `icmp`; `null` for any. Libreswan takes `icmp/%any`, which means another thing, at one end alone. */
export function formatProtoport({ protocol, ports }: Omit<SelectorTemplate, 'span'>): string | null {
  if (isAnyProtocol(protocol)) return null
  return isAnyPort(ports) ? formatProtocol(protocol) : `${formatProtocol(protocol)}/${formatPort(ports)}`
}
