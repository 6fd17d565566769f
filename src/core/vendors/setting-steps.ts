import { type AddressRange, formatHost } from '../address/address-range.ts'
import { type Change, type ChangeKind, NEW_KEY } from '../model/change.ts'
import type { Endpoint, Topic } from '../model/endpoint.ts'
import type { Identity, Proposal } from '../model/ike-policy.ts'
import type { Dialect, DialectStep } from '../model/vendor.ts'
import { pairWords, sideWords } from './box-words.ts'

/** What a product's own dialect has to word: selectors, entries and the peer. */
export type EntryKind = 'cover' | 'replace' | 'remove' | 'add-direction' | 'retarget' | 'unmirror'

export type SettingSteps = Omit<Dialect, EntryKind>

/** Steps in RFC words, for products whose own words for a setting are not known. `on` names the end: "On gw-b (Cisco)". */
export function settingSteps(on: (end: Endpoint) => string): SettingSteps {
  const say = (end: Endpoint, what: string): DialectStep[] => [{ say: `${on(end)}, ${what}.`, run: null }]
  return {
    'ike-proposals': ({ proposals }, end) => say(end, `set the IKE proposals (phase 1) to ${proposalWords(proposals)}`),
    'child-proposals': ({ proposals }, end) =>
      say(end, `set the IPsec proposals (phase 2) to ${proposalWords(proposals)}`),
    pfs: ({ pfs }, end) =>
      say(end, pfs === 'ike-group' ? 'switch perfect forward secrecy on' : 'switch perfect forward secrecy off'),
    'child-selectors': ({ local, remote }, end) =>
      say(
        end,
        `let the tunnel protect ${sideWords(local)} on the local side and ${sideWords(remote)} on the remote side`,
      ),
    mode: ({ mode }, end) => say(end, `use ${mode} mode`),
    narrowing: ({ narrows }, end) =>
      say(end, `${narrows ? 'allow' : 'do not allow'} the selectors of the tunnel to be narrowed`),
    'pass-over': ({ box }, end) => say(end, `leave ${pairWords(box)} to the entries that are looked up later`),
    waits: ({ waits }, end) => say(end, waits ? 'let the peer bring the tunnel up' : 'let traffic bring the tunnel up'),
    compression: ({ compression }, end) =>
      say(end, compression ? 'compress the packets (IPComp)' : 'compress no packets (IPComp)'),
    'own-identity': ({ identity }, end) => say(end, `set the own IKE identity to ${identityWords(identity)}`),
    'peer-identity': ({ identity }, end) => say(end, `expect ${identityWords(identity)} as the peer's IKE identity`),
    authentication: ({ side, method }, end) =>
      say(
        end,
        side === 'local'
          ? `authenticate by ${METHODS[method]}`
          : `expect the peer to authenticate by ${METHODS[method]}`,
      ),
    'new-key': (_change, end) => say(end, `set the pre-shared key to ${NEW_KEY}`),
    'post-quantum-key': ({ id, key }, end) =>
      say(end, `insist on the post-quantum key "${id}" (RFC 8784)${key === null ? '' : `, and set it to ${NEW_KEY}`}`),
    'key-owners': ({ owners }, end) =>
      say(
        end,
        `let the pre-shared key be for ${owners.length === 0 ? 'any peer' : owners.map(identityWords).join(' and ')}`,
      ),
    version: ({ version }, end) => say(end, `use IKEv${version}`),
    exchange: (_change, end) => say(end, 'use main mode'),
    'nat-traversal': (_change, end) => say(end, 'switch NAT traversal (RFC 3947) on'),
    'ike-ports': ({ own, peer }, end) =>
      say(end, `begin IKE from UDP port ${own ?? 500}, and send it to port ${peer ?? 500} of the peer`),
    'listening-ports': (_change, end) => say(end, 'listen for IKE at the UDP ports 500 and 4500'),
    childless: ({ childless }, end) =>
      say(end, `${childless === 'force' ? 'initiate' : 'do not insist on'} the IKE SA without a child (RFC 6023)`),
    'own-addresses': ({ addresses }, end) => say(end, `use ${addressWords(addresses)} as the own tunnel address`),
    'peer-addresses': ({ addresses }, end) => say(end, `set the peer's address to ${addressWords(addresses)}`),
    'virtual-addresses': ({ addresses }, end) =>
      say(end, addresses.length === 0 ? 'do not ask for a virtual address' : `ask for ${addresses.join(', ')}`),
    lifetime: ({ child, lifetime: { rekey, end: last } }, end) =>
      say(
        end,
        `set the lifetime of the ${child === null ? 'IKE SA' : 'IPsec SA'} to ${last ?? 'none'}${last === undefined ? '' : ' s'}${rekey === undefined ? '' : ` and rekeying to ${rekey.to} s`}`,
      ),
    'shown-setting': shownSetting,
    'clear-obstacle': ({ obstacle }) => obstacle.steps,
    correct: ({ say: what }, end) => [{ say: `${on(end)}, ${what}`, run: null }],
  }
}

/** The same sentence for settings that a product does not have: there, the other end must be changed. */
export function withoutSetting(
  kinds: readonly Exclude<ChangeKind, EntryKind>[],
  product: string,
): Partial<SettingSteps> {
  const step = (_change: unknown, end: Endpoint): DialectStep[] => [
    { say: `${product} on ${end.name} has no setting for this; change the other end instead.`, run: null },
  ]
  return Object.fromEntries(kinds.map((kind) => [kind, step]))
}

const METHODS = { psk: 'a pre-shared key', pubkey: 'a certificate' } as const

/** `AES_CBC_256-HMAC_SHA2_256_128-MODP_2048 or ...` */
export function proposalWords(proposals: readonly Proposal[]): string {
  return proposals
    .map(({ encryption, integrity, prf, ke, protocol }) =>
      [encryption, integrity, ...(protocol === 'ike' ? [prf] : []), ke]
        .flatMap((algorithms) => (algorithms.length === 0 ? [] : [algorithms.join('/')]))
        .join('-'),
    )
    .join(' or ')
}

/** Of an end whose configuration was not pasted, so that its own words for the setting have no place to stand. */
export function shownSetting({ topic, value }: Change<'shown-setting'>, { name, vendor }: Endpoint): DialectStep[] {
  return [{ say: `On ${name} (${vendor.title}), set ${topicWords(topic)} to ${value}.`, run: null }]
}

/** "the IKE encryption", "perfect forward secrecy". */
export function topicWords(topic: Topic): string {
  return topic === 'perfect forward secrecy' ? topic : `the ${topic}`
}

function identityWords({ kind, text }: Identity): string {
  if (kind === 'certificate') return 'the subject of the certificate'
  return kind === 'any' ? 'any identity' : `"${text}" (${kind})`
}

/** "any address", or the addresses. */
export function addressWords(addresses: readonly AddressRange[]): string {
  return addresses.length === 0 ? 'any address' : addresses.map(formatHost).join(', ')
}
