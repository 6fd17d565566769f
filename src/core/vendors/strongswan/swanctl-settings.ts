import { type PolicySettings, TOPICS, type Topic } from '../../model/endpoint.ts'
import type { ChildConfig, IkeConnection, Proposal, SharedKey } from '../../model/ike-policy.ts'
import { ONE_OF, type Setting } from '../../model/setting.ts'

/**
 * What an end that states only words for its settings, such as an ISA Server's summary, can be compared with: of each
 * kind all algorithms that the proposals hold. Of several connections what all of them say alike.
 */
export function settingsOf(connections: readonly IkeConnection[], keys: readonly SharedKey[]): PolicySettings {
  const [first] = connections
  if (first === undefined) return {}
  const settings: { -readonly [topic in Topic]?: Setting<string> } = connectionSettings(first)
  for (const connection of connections) {
    // Of a hub all say the same, so that their words are not needed.
    if (saysTheSame(connection, first)) continue
    const other = connectionSettings(connection)
    for (const topic of TOPICS) if (settings[topic]?.value !== other[topic]?.value) delete settings[topic]
  }
  const [key, ...others] = keys
  if (key !== undefined && others.length === 0)
    settings['pre-shared key'] = { origin: 'stated', value: key.mark, span: key.span }
  return settings
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
  const settings: { -readonly [topic in Topic]?: Setting<string> } = {
    'IKE encryption': words(connection.proposals, ({ encryption }) => encryption.map(cipher)),
    'IKE integrity': words(connection.proposals, ({ integrity }) => integrity.map(hash)),
    'IKE Diffie-Hellman group': words(connection.proposals, ({ ke }) => ke.map(group)),
  }
  const [child] = connection.children
  if (child !== undefined) Object.assign(settings, childSettings(child))
  const method = connection.local[0]?.method
  if (method?.value === 'psk') settings['authentication method'] = { ...method, value: 'pre-shared key' }
  if (method?.value === 'pubkey') settings['authentication method'] = { ...method, value: 'certificate' }
  return settings
}

function childSettings({ proposals }: ChildConfig): PolicySettings {
  return {
    'ESP encryption': words(proposals, ({ encryption }) => encryption.map(cipher)),
    'ESP integrity': words(proposals, ({ integrity }) => integrity.map(hash)),
    'perfect forward secrecy': words(proposals, ({ ke }) =>
      ke.length === 0 ? ['off'] : ke.map((name) => `group ${group(name)}`),
    ),
  }
}

function words(
  proposals: Setting<readonly Proposal[]>,
  of: (proposal: Proposal) => readonly string[],
): Setting<string> {
  return { ...proposals, value: [...new Set(proposals.value.flatMap(of))].join(ONE_OF) }
}

/** `AES_CBC_256` is the AES256 of other products. */
function cipher(name: string): string {
  return name.replace(/^(3DES|DES)_CBC$/, '$1').replace(/^AES_CBC_(\d+)$/, 'AES$1')
}

function hash(name: string): string {
  return name.replace(/^HMAC_(MD5|SHA1)_96$/, '$1').replace(/^HMAC_SHA2_(\d+)_\d+$/, 'SHA$1')
}

/** The numbers of RFC 2409 6 and RFC 3526; curves keep their name. */
const GROUPS: Readonly<Record<string, string>> = {
  MODP_768: '1',
  MODP_1024: '2',
  MODP_1536: '5',
  MODP_2048: '14',
  MODP_3072: '15',
  MODP_4096: '16',
  MODP_6144: '17',
  MODP_8192: '18',
  ECP_256: 'ecp256',
  ECP_384: 'ecp384',
  ECP_521: 'ecp521',
  CURVE_25519: 'curve25519',
}

function group(name: string): string {
  return GROUPS[name] ?? name.toLowerCase()
}
