import { formatHost, formatRange, netmaskOf, prefixLength } from '../../address/address-range.ts'
import type { Identity, IkeConnection, Proposal } from '../../model/ike-policy.ts'
import { groupNumber } from '../cisco/algorithms.ts'
import { protectionMode, type Section } from './command-block.ts'
import type { IosTunnel } from './connections.ts'
import { frontVrf } from './front-vrf.ts'
import type { IosConfig } from './ios-config.ts'
import type { TransformSet } from './ipsec.ts'
import type { IdentityMatch } from './isakmp.ts'
import { ikev2Words, isakmpWords, singlePolicies, singleTransforms, transformWords } from './proposal-words.ts'
import { ikev2PolicyFor, ikev2ProposalOf, isakmpProposals } from './proposals.ts'

/** Policies for those proposals of IKEv1 that there is no policy for yet, behind the others. */
export function isakmpPolicies(config: IosConfig, proposals: readonly Proposal[], method: 'psk' | 'pubkey'): Section[] {
  const known = new Set(isakmpProposals(config, method).setting.value.map(wordsKey))
  const first = nextOf(config.isakmp.policies.map(({ priority }) => priority))
  const fresh = singlePolicies(proposals).filter((proposal) => !known.has(wordsKey(proposal)))
  return fresh.map((proposal, index) => ({
    mode: `crypto isakmp policy ${first + index * 10}`,
    lines: [...(isakmpWords(proposal) ?? []), `authentication ${method === 'psk' ? 'pre-share' : 'rsa-sig'}`],
  }))
}

/** The next number of ten that no policy has. */
function nextOf(numbers: readonly number[]): number {
  return (Math.floor(Math.max(0, ...numbers) / 10) + 1) * 10
}

function wordsKey(proposal: Proposal): string {
  return (isakmpWords(proposal) ?? []).join()
}

/** Proposals of IKEv2 that the policy does not have yet, and the policy with them behind its others. */
export function ikev2Policies(config: IosConfig, tunnel: IosTunnel, proposals: readonly Proposal[]): Section[] {
  const { policies, proposals: known } = config.ikev2
  const front = frontVrf(config, tunnel) ?? null
  const policy = ikev2PolicyFor(config, tunnel.own?.value, front)
  const own = policy?.proposals.flatMap(({ value }) => known.get(value) ?? []) ?? []
  const written = new Set(own.flatMap(ikev2ProposalOf).map((each) => (ikev2Words(each) ?? []).join()))
  const fresh = proposals.filter((proposal) => !written.has((ikev2Words(proposal) ?? []).join()))
  const names = freshNames(own[0]?.name ?? 'PROPOSAL', new Set(known.keys()), fresh.length)
  return [
    ...fresh.map((proposal, index) => ({
      mode: `crypto ikev2 proposal ${names[index] ?? ''}`,
      lines: ikev2Words(proposal) ?? [],
    })),
    ...(fresh.length === 0
      ? []
      : [
          {
            mode: `crypto ikev2 policy ${policy?.name ?? freshName('POLICY', policies)}`,
            lines: [
              ...(policy === undefined && front !== null ? [`match fvrf ${front}`] : []),
              // A policy of its own takes the place of the default one.
              ...(policy === undefined ? ['proposal default'] : []),
              ...names.map((name) => `proposal ${name}`),
            ],
          },
        ]),
  ]
}

function freshName(base: string, known: readonly { readonly name: string }[]): string {
  const taken = new Set(known.map(({ name }) => name))
  return taken.has(base) ? (freshNames(base, taken, 1)[0] ?? base) : base
}

/** Names after one that is there: `TS-2`, `TS-3`. */
function freshNames(base: string, taken: ReadonlySet<string>, count: number): string[] {
  const names: string[] = []
  for (let number = 2; names.length < count; number++) {
    if (!taken.has(`${base}-${number}`)) names.push(`${base}-${number}`)
  }
  return names
}

/** Transform sets for the proposals, the entry or profile with them in their order, and its group of PFS. */
export function transformSets(config: IosConfig, tunnel: IosTunnel, proposals: readonly Proposal[]): Section[] {
  const { protection } = tunnel
  const own = protection.transformSets.flatMap(({ value }) => config.ipsec.transformSets.get(value) ?? [])
  const singles = singleTransforms(proposals)
  const missing = singles.filter((each) => nameOf(each, own, config) === undefined)
  const fresh = freshNames(own[0]?.name ?? 'TS', new Set(config.ipsec.transformSets.keys()), missing.length)
  const mode = own[0]?.mode?.value === 'transport' ? ['mode transport'] : ['mode tunnel']
  const names = singles.map((each) => nameOf(each, own, config) ?? fresh[missing.indexOf(each)] ?? '')
  const group = proposals.flatMap(({ ke }) => ke.filter((name) => name !== 'NONE'))[0]
  const number = group === undefined ? undefined : groupNumber(group)
  const pfs =
    number !== undefined && protection.pfs?.value !== group
      ? [`set pfs group${number}`]
      : group === undefined && protection.pfs !== undefined
        ? ['no set pfs']
        : []
  const distinct = [...new Set(names)]
  const same = distinct.join() === protection.transformSets.map(({ value }) => value).join()
  return [
    ...missing.map((each, index) => ({
      mode: `crypto ipsec transform-set ${fresh[index] ?? ''} ${transformWords(each) ?? ''}`,
      lines: mode,
    })),
    {
      mode: protectionMode(tunnel),
      lines: [...(same || distinct.length === 0 ? [] : [`set transform-set ${distinct.join(' ')}`]), ...pfs],
    },
  ]
}

/** A set that says the same: one of the entry's own, or any other one. */
function nameOf(proposal: Proposal, own: readonly TransformSet[], { ipsec }: IosConfig): string | undefined {
  const words = transformWords(proposal)
  const others = [...ipsec.transformSets.values()].filter((set) => set.mode?.value === own[0]?.mode?.value)
  return [...own, ...others].find((set) => transformWordsOf(set) === words)?.name
}

/** As a set would be written for the one proposal that it has. */
export function transformWordsOf({ transforms }: TransformSet): string | undefined {
  const of = (kind: string) => transforms.filter((each) => each.kind === kind).map(({ name }) => name)
  const ah = of('ah')
  return transformWords({
    protocol: ah.length > 0 && of('encryption').length === 0 ? 'ah' : 'esp',
    encryption: of('encryption'),
    integrity: ah.length > 0 && of('encryption').length === 0 ? ah : of('integrity'),
    prf: [],
    ke: [],
    esn: [],
  })
}

/** What an end shows: `fqdn gw-a.example`; `null` where IKEv1 has no word for the kind. */
export function identityWords({ kind, text }: Identity, version: 1 | 2): string | null {
  switch (kind) {
    case 'address':
      return `address ${text}`
    case 'fqdn':
      return `fqdn ${text}`
    case 'email':
      return version === 1 ? `user-fqdn ${text}` : `email ${text}`
    case 'keyid':
      return version === 1 ? null : `key-id ${text}`
    case 'dn':
    case 'certificate':
      return version === 1 ? null : 'dn'
    case 'any':
      return null
  }
}

/** What is expected of the peer: `address 198.51.100.7 255.255.255.255`, `fqdn ...` (IKEv2), `host ...` (IKEv1). */
export function matchWords(match: IdentityMatch, version: 1 | 2): string | null {
  if ('from' in match) {
    const length = prefixLength(match)
    if (match.family !== 'ipv4' || length === undefined) return `address ${formatRange(match)}`
    return `address ${formatHost({ ...match, to: match.from })} ${netmaskOf(length)}`
  }
  const { kind, text } = match
  const domain = text.startsWith('*')
  const name = text.replace(/^\*[.@]?/, '')
  switch (kind) {
    case 'address':
      return text.includes('/') ? `address ${text}` : `address ${text} 255.255.255.255`
    case 'fqdn':
      return `${version === 1 ? 'host' : 'fqdn'} ${domain ? `domain ${name}` : text}`
    case 'email':
      return `${version === 1 ? 'user' : 'email'} ${domain ? `domain ${name}` : text}`
    case 'keyid':
      return version === 1 ? `group ${text}` : `key-id ${text}`
    case 'any':
      return version === 1 ? 'address 0.0.0.0' : 'any'
    case 'dn':
    case 'certificate':
      return null
  }
}

/**
 * Whose key it is, of the two identities of a tunnel: not the own one. A responder of IKEv2 looks for the identity that the peer
 * shows; what a keyring calls `hostname`, only who begins (Cisco document 117259).
 */
export function keyOwner(
  owners: readonly Identity[],
  own: Identity | undefined,
  peer: string,
  version: 1 | 2 = 1,
): string {
  const other = owners.find(({ kind, text }) => own === undefined || kind !== own.kind || text !== own.text)
  if (other === undefined) return `address ${peer}`
  const words = version === 1 || other.kind === 'address' ? null : identityWords(other, 2)
  if (words !== null) return `identity ${words}`
  return other.kind === 'address' ? `address ${other.text}` : `hostname ${other.text}`
}

export function peerAddress({ peer }: Pick<IosTunnel, 'peer'>): string {
  return peer === undefined ? '<the address of the peer>' : formatHost(peer.value)
}

function isSound({ encryption, integrity }: Proposal): boolean {
  return !encryption.includes('DES_CBC') && !integrity.includes('HMAC_MD5_96')
}

/** All that IKEv2 needs beside the tunnel itself: proposal and policy, keyring and profile. */
export function ikev2From(config: IosConfig, tunnel: IosTunnel, connection: IkeConnection): Section[] {
  // What the default policies of IKEv1 have beside (MD5, DES) goes into no configuration.
  const sound = connection.proposals.value.filter(isSound)
  const proposals = sound.length > 0 ? sound : connection.proposals.value
  const peer = peerAddress(tunnel)
  const known = [...config.ikev2.profiles.values()].find(({ matches }) =>
    matches.some(({ value }) => 'from' in value && tunnel.peer !== undefined && formatHost(value) === peer),
  )
  const name = known?.name ?? `IKEV2-${peer}`
  const set = { mode: protectionMode(tunnel), lines: [`set ikev2-profile ${name}`] }
  if (known !== undefined) return [...ikev2Policies(config, tunnel, proposals), set]
  const keyring = `KEYS-${peer}`
  return [
    ...ikev2Policies(config, tunnel, proposals),
    {
      mode: `crypto ikev2 keyring ${keyring}`,
      lines: [`peer ${peer}`, ` address ${peer}`, ' pre-shared-key <the pre-shared key as it is now>'],
    },
    {
      mode: `crypto ikev2 profile ${name}`,
      lines: [
        `match identity remote address ${peer} 255.255.255.255`,
        'authentication remote pre-share',
        'authentication local pre-share',
        `keyring local ${keyring}`,
      ],
    },
    set,
  ]
}
