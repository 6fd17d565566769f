import type { IkeConnection, Proposal } from '../../model/ike-policy.ts'
import { rememberedFor } from '../../model/remembered.ts'
import { defaulted, type Setting, stated } from '../../model/setting.ts'
import type { Span } from '../../text/source-text.ts'
import { nearWords } from '../near-words.ts'
import { ALGORITHMS } from '../strongswan/algorithms.ts'
import { DEFAULTS_AUTHORITY, defaultProposals } from '../strongswan/default-proposals.ts'
import { proposalIn } from '../strongswan/proposals.ts'
import { type ConfigNode, nodeAt, nodesAt, valueAt } from './config-tree.ts'
import { type Configuration, tell } from './configuration.ts'
import { GROUPS, groupWord } from './dh-groups.ts'

export const DOCUMENTS = 'VyOS documentation, "IPsec", and the interface definition vpn_ipsec of vyos-1x'

/** The node of a group by its name. */
export function groupNode(
  { ipsec }: Configuration,
  kind: 'ike-group' | 'esp-group',
  name: string,
): ConfigNode | undefined {
  return nodeAt(ipsec, kind, name)
}

/** The proposals of an `ike-group`, in the order of their numbers. */
export const ikeProposals = rememberedFor(
  (group: ConfigNode) => group.text,
  (config: Configuration, group) => readProposals(config, group, 'ike', (proposal) => dhWord(config, proposal)),
)

interface EspAsk {
  readonly group: ConfigNode
  /** Of which `pfs enable` takes the group. */
  readonly ike: ConfigNode | undefined
}

/** Those of an `esp-group`, with the Diffie-Hellman group of `pfs`. */
export const espProposals = rememberedFor(
  ({ group, ike }: EspAsk) => JSON.stringify([group.text, ike?.text]),
  (config: Configuration, { group, ike }) => {
    const pfs = pfsWord(config, group, ike)
    return readProposals(config, group, 'esp', () => pfs)
  },
)

function readProposals(
  config: Configuration,
  group: ConfigNode,
  protocol: 'ike' | 'esp',
  dh: (proposal: ConfigNode) => string | null,
): Setting<readonly Proposal[]> {
  const nodes = nodesAt(group, 'proposal').toSorted((a, b) => Number(a.text) - Number(b.text))
  const proposals: Proposal[] = []
  for (const node of nodes) {
    const words = [wordOf(config, node, 'encryption'), wordOf(config, node, 'hash'), prfOf(node), dh(node)]
    if (words.includes(undefined)) continue
    const text = words.flatMap((word) => word ?? []).join('-')
    const proposal = proposalIn(config, text, protocol)
    if ('problem' in proposal) tell(config, node.span, proposal.problem, 'Write algorithms that go together.')
    else proposals.push(proposal)
  }
  const [first, ...others] = spansOf(group, nodes)
  return first === undefined || proposals.length === 0
    ? defaulted(defaultProposals(protocol), DEFAULTS_AUTHORITY)
    : stated(proposals, first, others)
}

/** The lines that name algorithms, or the proposals that name none, and the group's `pfs`. */
function spansOf(group: ConfigNode, nodes: readonly ConfigNode[]): readonly Span[] {
  const settings = nodes.flatMap((node) =>
    ['encryption', 'hash', 'prf', 'dh-group'].flatMap((key) => valueAt(node, key) ?? []),
  )
  return [...(settings.length > 0 ? settings : nodes), ...nodesAt(group, 'pfs')].map(({ span }) => span)
}

/** What a proposal has that does not say it: vyos-1x, include/vpn-ipsec-encryption and vpn-ipsec-hash. */
const BY_ITSELF = { encryption: 'aes128', hash: 'sha1' } as const

/** `undefined` where the word is none, and told. */
function wordOf(config: Configuration, proposal: ConfigNode, key: 'encryption' | 'hash'): string | undefined {
  const value = valueAt(proposal, key)
  if (value === undefined) return BY_ITSELF[key]
  const known = ALGORITHMS.get(value.text)?.kind
  if (known === 'encryption' || known === 'integrity') return value.text
  const [near] = nearWords(value.text, WORDS[key])
  const say = `"${value.text}" is no ${key} that VyOS has; the proposal is left out.`
  tell(
    config,
    value.span,
    say,
    near === undefined ? `Write a word such as ${BY_ITSELF[key]}.` : `Perhaps "${near}" is meant.`,
  )
  return undefined
}

const WORDS = {
  encryption: [...ALGORITHMS].flatMap(([word, { kind }]) => (kind === 'encryption' ? [word] : [])),
  hash: [...ALGORITHMS].flatMap(([word, { kind }]) => (kind === 'integrity' ? [word] : [])),
} as const

function prfOf(proposal: ConfigNode): string | null {
  return valueAt(proposal, 'prf')?.text ?? null
}

/** Group 2 where none is named. */
function dhWord(config: Configuration, proposal: ConfigNode): string | null {
  const value = valueAt(proposal, 'dh-group')
  return groupWord(value?.text ?? '2') ?? tellGroup(config, value)
}

/** Perfect forward secrecy is on without a word, and `enable` takes the first group of the IKE group (vyos-1x, `get_esp_ike_cipher`). */
function pfsWord(config: Configuration, group: ConfigNode, ike: ConfigNode | undefined): string | null {
  const value = valueAt(group, 'pfs')
  if (value?.text === 'disable') return null
  if (value === undefined || value.text === 'enable') {
    const [first] = nodesAt(ike, 'proposal').toSorted((a, b) => Number(a.text) - Number(b.text))
    return groupWord(valueAt(first, 'dh-group')?.text ?? '2') ?? null
  }
  return groupWord(/^dh-group(\d{1,2})$/.exec(value.text)?.[1] ?? '') ?? tellGroup(config, value)
}

function tellGroup(config: Configuration, value: ConfigNode | undefined): null {
  if (value !== undefined) {
    const say = `"${value.text}" is no Diffie-Hellman group that VyOS has.`
    tell(config, value.span, say, `Write one of ${GROUPS.join(', ')}.`)
  }
  return null
}

/** Seconds of a `lifetime`, within its bounds. */
export function secondsOf(
  config: Configuration,
  group: ConfigNode | undefined,
  otherwise: number,
  [least, most]: readonly [number, number],
): number {
  const value = valueAt(group, 'lifetime')
  if (value === undefined) return otherwise
  const seconds = /^\d{1,9}$/.test(value.text) ? Number(value.text) : Number.NaN
  if (seconds >= least && seconds <= most) return seconds
  tell(
    config,
    value.span,
    `"lifetime" takes ${least} to ${most} seconds, and "${value.text}" is none of them.`,
    'Correct that line.',
  )
  return otherwise
}

/** The key exchange of an `ike-group`; both versions where nothing is said (from 1.4 on). */
export function versionOf(group: ConfigNode | undefined): Pick<IkeConnection, 'initiates' | 'accepts'> {
  const value = valueAt(group, 'key-exchange')
  if (value?.text === 'ikev1') return { initiates: stated(1, value.span), accepts: [1] }
  if (value?.text === 'ikev2') return { initiates: stated(2, value.span), accepts: [2] }
  return BOTH_VERSIONS
}

const BOTH_VERSIONS = {
  initiates: defaulted(2, `${DOCUMENTS}: without key-exchange it begins with IKEv2 and takes both.`),
  accepts: [1, 2],
} as const
