import { type AddressRange, formatHost } from '../../address/address-range.ts'
import type { Identity, Proposal, SelectorTemplate } from '../../model/ike-policy.ts'
import { isAnyPort, isAnyProtocol } from '../../selectors/interval.ts'
import { formatPort, formatProtocol } from '../../selectors/protocol.ts'
import { ALGORITHMS, isAead, PRF_OF_INTEGRITY } from './algorithms.ts'
import { defaultProposals, writtenDefault } from './default-proposals.ts'
import { parseIdentity } from './identities.ts'

/** `aes256-sha256-modp2048, default` (swanctl.conf(5), `proposals`): what `parseProposal` reads as these proposals. */
export function formatProposals(proposals: readonly Proposal[]): string {
  const words = proposals.map((proposal) => (isDefault(proposal) ? 'default' : formatProposal(proposal)))
  return [...new Set(words)].join(', ')
}

function isDefault(proposal: Proposal): boolean {
  const { protocol } = proposal
  return [...defaultProposals(protocol), ...writtenDefault(protocol)].includes(proposal)
}

/** Of several keywords for an algorithm the first that says its sizes: `aes256gcm16` rather than `aes256gcm`. */
const KEYWORDS: ReadonlyMap<string, string> = new Map(
  [...ALGORITHMS]
    .filter(([keyword]) => !/[cg]cm$|^(?:aes|blowfish|camellia|serpent|sha|twofish)$/.test(keyword))
    .toReversed()
    .map(([keyword, { name }]) => [name, keyword]),
)

function formatProposal({ protocol, encryption, integrity, prf, ke, esn }: Proposal): string {
  const implied = integrity.flatMap((algorithm) => PRF_OF_INTEGRITY.get(algorithm) ?? [])
  const samePrf = prf.length === implied.length && prf.every((algorithm, at) => algorithm === implied[at])
  const aead = encryption.some(isAead)
  const names = [
    ...encryption,
    ...integrity,
    ...(protocol !== 'ike' || (samePrf && !aead) ? [] : prf),
    ...ke,
    ...(esn.length === 1 && esn[0] === 'NO_EXT_SEQ' ? [] : esn),
  ]
  return names.map((name) => KEYWORDS.get(name) ?? name.toLowerCase()).join('-')
}

/** An identity in the shortest spelling that strongSwan reads as it (swanctl.conf(5), `id`). */
export function formatIdentity({ kind, text }: Identity): string {
  const spellings = [text, `@${text}`, `${PREFIXES[kind]}:${text}`]
  return spellings.find((spelling) => isReadAs(spelling, kind, text)) ?? text
}

const PREFIXES: Readonly<Record<Identity['kind'], string>> = {
  any: 'keyid',
  address: 'ipv4',
  fqdn: 'fqdn',
  email: 'email',
  dn: 'asn1dn',
  keyid: 'keyid',
  certificate: 'asn1dn',
}

function isReadAs(spelling: string, kind: Identity['kind'], text: string): boolean {
  const read = parseIdentity(spelling)
  return read.kind === kind && read.text === text
}

/** `10.1.0.0/24[tcp/80]`, `dynamic` (swanctl.conf(5), `local_ts`). */
export function formatSelector({ addresses, protocol, ports }: Omit<SelectorTemplate, 'span'>): string {
  const range = addresses === 'dynamic' ? 'dynamic' : formatHost(addresses)
  const anyProtocol = isAnyProtocol(protocol)
  const anyPort = isAnyPort(ports)
  if (anyProtocol && anyPort) return range
  return `${range}[${anyProtocol ? '' : formatProtocol(protocol)}${anyPort ? '' : `/${formatPort(ports)}`}]`
}

/** `%any` for the empty list. */
export function formatAddresses(addresses: readonly AddressRange[]): string {
  return addresses.length === 0 ? '%any' : addresses.map(formatHost).join(', ')
}

/** `1h`, `90m`, `100s`. */
export function formatTime(seconds: number): string {
  if (seconds > 0 && seconds % 3600 === 0) return `${seconds / 3600}h`
  return seconds > 0 && seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`
}
