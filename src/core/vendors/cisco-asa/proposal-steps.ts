import type { IkeVersion, Proposal } from '../../model/ike-policy.ts'
import { groupNumber, hashTransformOf, ikeCipherOf, ikeHashOf, ikePrfOf, transformOf } from '../cisco/algorithms.ts'
import type { AsaConfig } from './asa-config.ts'
import { type AsaSteps, entryLines } from './asa-steps.ts'
import type { AsaConnection } from './connections.ts'

/**
 * New IKE policies for the proposals that no policy has, with free numbers in front of the others. Policies are for all
 * tunnels, so that none is taken away.
 */
export function ikeProposalLines(proposals: readonly Proposal[], version: IkeVersion, config: AsaConfig): string[] {
  const own = config.ikePolicies.filter((policy) => policy.version === version)
  const taken = new Set(own.map(({ number }) => number))
  const seconds = own[0]?.lifetime.end ?? 86_400
  const lines: string[] = []
  for (const proposal of proposals) {
    if (own.some((policy) => sameProposal(policy.proposal, proposal))) continue
    let number = Math.max(1, Math.min(...taken, 11) - 1)
    while (taken.has(number)) number += 1
    taken.add(number)
    lines.push(...policyLines(proposal, version, number, seconds))
  }
  return lines
}

/**
 * What to know before group 14 is typed for IKEv1: it is the default from 9.13 on (`defaultGroups`); guides of earlier releases
 * have 2 and 5 alone (User Guide for Cisco Security Manager 4.4, "Understanding IKE"). Nothing, where it is in use already.
 */
export function releaseNote(
  lines: readonly string[],
  version: IkeVersion,
  { release, ikePolicies }: AsaConfig,
): string {
  const inUse = ikePolicies.some((policy) => policy.version === 1 && policy.proposal.ke.join() === 'MODP_2048')
  const isNamed = version === 1 && lines.some((line) => /\bgroup ?14$/.test(line))
  if (!isNamed || inUse || (release !== undefined && release >= 913)) return ''
  return ' (with IKEv1, group 14 is there from release 9.13 on; in an older one use IKEv2 at both ends, or group 5)'
}

function policyLines(proposal: Proposal, version: IkeVersion, number: number, seconds: number): string[] {
  const some = (words: readonly (string | undefined)[]): string =>
    (version === 1 ? words.slice(0, 1) : words).filter((word) => word !== undefined).join(' ')
  const encryption = some(proposal.encryption.map((name) => ikeCipherOf(name, 'aes-256')))
  const hash = some(proposal.integrity.map((name) => ikeHashOf(name, 'sha')))
  const group = some(proposal.ke.map((name) => groupNumber(name)?.toString()))
  if (version === 1) {
    return [
      `crypto ikev1 policy ${number}`,
      ' authentication pre-share',
      ` encryption ${encryption}`,
      ` hash ${hash}`,
      ` group ${group}`,
      ` lifetime ${seconds}`,
    ]
  }
  const prf = some(proposal.prf.map((name) => ikePrfOf(name, 'sha')))
  return [
    `crypto ikev2 policy ${number}`,
    ` encryption ${encryption}`,
    ` integrity ${hash === '' ? 'null' : hash}`,
    ` group ${group}`,
    ` prf ${prf === '' ? 'sha256' : prf}`,
    ` lifetime seconds ${seconds}`,
  ]
}

/** Transform sets or ipsec-proposals with these algorithms, named by an entry, and its group of perfect forward secrecy. */
export function childProposalLines(
  proposals: readonly Proposal[],
  known: AsaConnection | undefined,
  config: AsaConfig,
): string[] {
  const version = known?.version ?? 2
  const own = version === 1 ? config.proposals.ikev1 : config.proposals.ikev2
  const names: string[] = []
  const defined: string[] = []
  for (const proposal of proposals) {
    const same = [...own].find(([, each]) => sameProposal(each.proposal, proposal))?.[0]
    const name = same ?? nameOf(proposal)
    if (!names.includes(name)) names.push(name)
    if (same === undefined) defined.push(...definition(name, proposal, version))
  }
  const what = version === 1 ? 'ikev1 transform-set' : 'ikev2 ipsec-proposal'
  const ke = proposals.find((each) => each.ke.length > 0)?.ke[0]
  const group = ke === undefined ? undefined : groupNumber(ke)
  const before = known?.settings.pfs
  const had = namesOf(known, version)
  const named = had.join(' ') === names.join(' ')
  const gone = had.filter((name) => !names.includes(name))
  const isSameGroup = before?.value === ke
  return [
    ...defined,
    ...entryLines(known, (at) => [
      // The new ones first: without any, the entry is incomplete.
      ...(named ? [] : [`${at} set ${what} ${names.join(' ')}`]),
      ...(gone.length > 0 ? [`no ${at} set ${what} ${gone.join(' ')}`] : []),
      ...(isSameGroup ? [] : [group === undefined ? `no ${at} set pfs` : `${at} set pfs group${group}`]),
    ]),
  ]
}

/** The sets or proposals of a version that an entry names. */
export function namesOf(known: AsaConnection | undefined, version: IkeVersion): string[] {
  const { ikev1Sets = [], ikev2Proposals = [] } = known?.settings ?? {}
  return (version === 1 ? ikev1Sets : ikev2Proposals).map(({ value }) => value)
}

/** `ESP-AES-256-SHA256` */
function nameOf({ encryption, integrity }: Proposal): string {
  const words = [
    ...encryption.map((name) => ikeCipherOf(name, 'aes-256') ?? name),
    ...integrity.map((name) => ikeHashOf(name, 'sha') ?? name),
  ]
  return `ESP-${words.join('-').toUpperCase()}`
}

function definition(name: string, { encryption, integrity }: Proposal, version: IkeVersion): string[] {
  if (version === 1) {
    const cipher = transformOf(encryption[0] ?? '')
      ?.join('-')
      .replace(/-128$/, '')
    const hash = hashTransformOf(integrity[0] ?? '', 'esp') ?? 'esp-none'
    return [`crypto ipsec ikev1 transform-set ${name} ${cipher ?? encryption.join(' ')} ${hash}`]
  }
  const hashes = integrity.map(
    (each) => ikeHashOf(each, 'sha')?.replace(/^sha$/, 'sha1').replace(/^sha/, 'sha-') ?? each,
  )
  return [
    `crypto ipsec ikev2 ipsec-proposal ${name}`,
    ` protocol esp encryption ${encryption.map((each) => ikeCipherOf(each, 'aes-256') ?? each).join(' ')}`,
    ` protocol esp integrity ${hashes.length === 0 ? 'null' : hashes.join(' ')}`,
  ]
}

/** Of a transform set the mode is a part; of an ipsec-proposal it is the entry's. */
export function modeLines(
  mode: 'tunnel' | 'transport',
  known: AsaConnection | undefined,
  { config, connections }: AsaSteps,
): string[] {
  const no = mode === 'tunnel' ? 'no ' : ''
  if (known?.version === 2) return entryLines(known, (at) => [`${no}${at} set ikev2 mode transport`])
  const names = known?.settings.ikev1Sets.map(({ value }) => value) ?? ['<transform set>']
  const ofOthers = new Set(
    connections.flatMap(({ entry, settings }) =>
      entry === known?.entry ? [] : settings.ikev1Sets.map(({ value }) => value),
    ),
  )
  const shared = names.flatMap((name) => {
    const proposal = config.proposals.ikev1.get(name)?.proposal
    return proposal === undefined || !ofOthers.has(name)
      ? []
      : [{ name, copy: `${name}-${mode.toUpperCase()}`, proposal }]
  })
  if (shared.length === 0) return names.map((name) => `${no}crypto ipsec ikev1 transform-set ${name} mode transport`)
  // Other tunnels keep theirs.
  return [
    ...shared.flatMap(({ copy, proposal }) => [
      ...definition(copy, proposal, 1),
      ...(mode === 'transport' ? [`crypto ipsec ikev1 transform-set ${copy} mode transport`] : []),
    ]),
    ...entryLines(known, (at) => [
      `${at} set ikev1 transform-set ${shared.map(({ copy }) => copy).join(' ')}`,
      `no ${at} set ikev1 transform-set ${shared.map(({ name }) => name).join(' ')}`,
    ]),
  ]
}

/** The same choice, whatever the group. */
function sameProposal(a: Proposal, b: Proposal): boolean {
  const kinds =
    a.protocol === 'ike' ? (['encryption', 'integrity', 'prf', 'ke'] as const) : (['encryption', 'integrity'] as const)
  return kinds.every((kind) => a[kind].join() === b[kind].join())
}

/** Whether an ASA has words for all algorithms; in IKEv1 it has no SHA-2, no AEAD and no elliptic curves. */
export function hasWords(proposals: readonly Proposal[], version: IkeVersion): boolean {
  return proposals.every(
    ({ protocol, encryption, integrity, ke }) =>
      protocol !== 'ah' &&
      encryption.every((name) => ikeCipherOf(name, 'aes-256') !== undefined && (version === 2 || !/GCM/.test(name))) &&
      integrity.every((name) => ikeHashOf(name, 'sha') !== undefined && (version === 2 || !/SHA2/.test(name))) &&
      ke.every((name) => groupNumber(name) !== undefined && (version === 2 || name.startsWith('MODP_'))),
  )
}
