import { UNKNOWN_SECRET } from '../text/secrets/secret-mark.ts'
import { type PolicySettings, TOPICS, type Topic } from './endpoint.ts'
import { groupsNumbered } from './group-numbers.ts'
import type { IkeConnection, Proposal, SharedKey } from './ike-policy.ts'
import { prfOf } from './prf-of.ts'
import { ONE_OF, type Setting } from './setting.ts'

/**
 * What an end that states only words for its settings, such as an ISA Server's summary, can be compared with: of each
 * kind all algorithms that the proposals hold. Of several connections what all of them say alike; nothing where a part of the
 * proposals was not pasted.
 */
export function settingsOf(connections: readonly IkeConnection[], keys: readonly SharedKey[]): PolicySettings {
  const [first] = connections
  if (first === undefined || connections.some(isUntold)) return {}
  const settings: { -readonly [topic in Topic]?: Setting<string> } = connectionSettings(first)
  for (const connection of connections) {
    // Of a hub all say the same, so that their words are not needed.
    if (saysTheSame(connection, first)) continue
    const other = connectionSettings(connection)
    for (const topic of TOPICS) if (settings[topic]?.value !== other[topic]?.value) delete settings[topic]
  }
  const [key, ...others] = keys
  if (key !== undefined && others.length === 0)
    settings['pre-shared key'] = {
      origin: 'stated',
      value: key.expects === undefined ? key.mark : UNKNOWN_SECRET,
      span: key.span,
    }
  return settings
}

function isUntold({ proposalsUntold, children }: IkeConnection): boolean {
  return proposalsUntold === true || children.some((child) => child.proposalsUntold)
}

function saysTheSame(a: IkeConnection, b: IkeConnection): boolean {
  const [child, other] = [a.children[0], b.children[0]]
  return (
    a.local[0]?.method.value === b.local[0]?.method.value &&
    areEqual(a.proposals.value, b.proposals.value) &&
    (child === undefined || other === undefined
      ? child === other
      : areEqual(child.proposals.value, other.proposals.value))
  )
}

function areEqual(a: readonly Proposal[], b: readonly Proposal[]): boolean {
  return a === b || (a.length === b.length && a.every((proposal, at) => isEqual(proposal, b[at])))
}

function isEqual(a: Proposal, b: Proposal | undefined): boolean {
  if (a === b || b === undefined) return a === b
  return [a.encryption, a.integrity, a.ke].every((names, kind) => {
    const others = [b.encryption, b.integrity, b.ke][kind] ?? []
    return names.length === others.length && names.every((name, at) => name === others[at])
  })
}

function connectionSettings(connection: IkeConnection): PolicySettings {
  const settings: { -readonly [topic in Topic]?: Setting<string> } = {}
  for (const topic of IKE_TOPICS) settings[topic] = words(topic, connection.proposals)
  const [child] = connection.children
  if (child !== undefined) for (const topic of CHILD_TOPICS) settings[topic] = words(topic, child.proposals)
  const method = connection.local[0]?.method
  if (method?.value === 'psk') settings['authentication method'] = { ...method, value: 'pre-shared key' }
  if (method?.value === 'pubkey') settings['authentication method'] = { ...method, value: 'certificate' }
  return settings
}

export const IKE_TOPICS = ['IKE encryption', 'IKE integrity', 'IKE Diffie-Hellman group'] as const
export const CHILD_TOPICS = ['ESP encryption', 'ESP integrity', 'perfect forward secrecy'] as const

/** What each of the children says of a topic of theirs, each list of proposals once. */
export function settingsOfChildren(connections: readonly IkeConnection[], topic: Topic): Setting<string>[] {
  const proposals = new Map(
    connections.flatMap(({ children }) => children.map((child) => [child.proposals.value, child.proposals] as const)),
  )
  return [...proposals.values()].map((setting) => words(topic, setting))
}

function words(topic: Topic, proposals: Setting<readonly Proposal[]>): Setting<string> {
  const said = proposals.value.flatMap((proposal) => wordsOf(topic, proposal))
  return { ...proposals, value: [...new Set(said)].join(ONE_OF) }
}

/** What a proposal says of a topic. */
export function wordsOf(topic: Topic, { encryption, integrity, ke }: Proposal): string[] {
  if (topic === 'perfect forward secrecy')
    return ke.length === 0 ? ['off'] : ke.map((name) => `group ${groupWord(name)}`)
  if (topic === 'IKE Diffie-Hellman group') return ke.map(groupWord)
  return /encryption$/.test(topic) ? encryption.map(cipher) : integrity.map(hash)
}

/** `AES_CBC_256` is the AES256 of other products. */
function cipher(name: string): string {
  return name.replace(/^(3DES|DES)_CBC$/, '$1').replace(/^AES_CBC_(\d+)$/, 'AES$1')
}

function hash(name: string): string {
  return name.replace(/^HMAC_(MD5|SHA1)_96$/, '$1').replace(/^HMAC_SHA2_(\d+)_\d+$/, 'SHA$1')
}

/** The words for groups: those of RFC 2409 6 and RFC 3526 by their numbers, curves by their names. */
const GROUP_WORDS: ReadonlyMap<string, string> = new Map([
  ...[...groupsNumbered(1, 2, 5, 14, 15, 16, 17, 18)].map(([number, name]) => [name, `${number}`] as const),
  ...[...groupsNumbered(19, 20, 21, 31).values()].map((name) => [name, name.toLowerCase().replace('_', '')] as const),
])

/** `14` for `MODP_2048`, `ecp256` for `ECP_256`. */
export function groupWord(name: string): string {
  return GROUP_WORDS.get(name) ?? name.toLowerCase()
}

const CIPHERS = ['DES_CBC', '3DES_CBC', 'AES_CBC_128', 'AES_CBC_192', 'AES_CBC_256']
const HASHES = ['HMAC_MD5_96', 'HMAC_SHA1_96', 'HMAC_SHA2_256_128', 'HMAC_SHA2_384_192', 'HMAC_SHA2_512_256']

/**
 * Proposals that have what a word of `settingsOf` says, and all else as they had it; `undefined` where the word is not known.
 * An AEAD cipher, which has its integrity in itself, goes: nothing that is shown in words has one.
 */
export function withSetting(proposals: readonly Proposal[], topic: Topic, value: string): Proposal[] | undefined {
  const change = changeFor(topic, value)
  const plain = proposals.filter(({ integrity }) => integrity.length > 0)
  if (change === undefined || plain.length === 0) return undefined
  const changed = plain.map((proposal) => ({ ...proposal, ...change(proposal) }))
  return [...new Map(changed.map((proposal) => [JSON.stringify(proposal), proposal])).values()]
}

function changeFor(topic: Topic, value: string): ((proposal: Proposal) => Partial<Proposal>) | undefined {
  const encryption = /encryption$/.test(topic) ? CIPHERS.find((name) => cipher(name) === value) : undefined
  if (encryption !== undefined) return () => ({ encryption: [encryption] })
  const integrity = /integrity$/.test(topic) ? HASHES.find((name) => hash(name) === value) : undefined
  if (integrity !== undefined) {
    return (proposal) => ({ integrity: [integrity], prf: proposal.prf.length > 0 ? [prfOf(integrity)] : [] })
  }
  if (topic === 'perfect forward secrecy' && value === 'off') return () => ({ ke: [] })
  const isGroup = topic === 'perfect forward secrecy' || topic === 'IKE Diffie-Hellman group'
  const known = isGroup
    ? [...GROUP_WORDS.keys()].find((name) => groupWord(name) === value.replace(/^group /, ''))
    : undefined
  return known === undefined ? undefined : () => ({ ke: [known] })
}
