import { type AddressRange, formatHost } from '../../address/address-range.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import type { Identity, Lifetime, Proposal } from '../../model/ike-policy.ts'
import type { DialectStep } from '../../model/vendor.ts'
import { formatProposals } from './algorithms.ts'
import { quoted } from './commands.ts'
import { localIdType } from './identities.ts'

export function proposalLines(proposals: readonly Proposal[]): string[] {
  const commands = formatProposals(proposals)
  if (commands === null) return []
  const dhgrp = commands.dhgrp.length === 0 ? [] : [`set dhgrp ${commands.dhgrp.join(' ')}`]
  return [`set proposal ${commands.proposal.join(' ')}`, ...dhgrp]
}

/** Of a phase 2, with perfect forward secrecy. */
export function childLines(proposals: readonly Proposal[]): string[] {
  const pfs = proposals.some(({ ke }) => ke.length > 0) ? 'enable' : 'disable'
  return [`set pfs ${pfs}`, ...proposalLines(proposals)]
}

export function identityLines(identity: Identity): string[] {
  return [`set localid-type ${localIdType(identity)}`, `set localid ${quoted(identity.text)}`]
}

export function peerLines(identity: Identity): string[] {
  return identity.kind === 'any' ? ['set peertype any'] : ['set peertype one', `set peerid ${quoted(identity.text)}`]
}

export function gateway(address: AddressRange): string[] {
  return address.family === 'ipv6'
    ? ['set type static', 'set ip-version 6', `set remote-gw6 ${formatHost(address)}`]
    : ['set type static', `set remote-gw ${formatHost(address)}`]
}

export function localGateway([address]: readonly AddressRange[]): string[] {
  if (address === undefined) return ['unset local-gw']
  return [`set ${address.family === 'ipv6' ? 'local-gw6' : 'local-gw'} ${formatHost(address)}`]
}

export function seconds({ end }: Lifetime): number {
  return end ?? 86_400
}

export function lifetimeWords(lifetime: Lifetime): string {
  return `set the lifetime to ${seconds(lifetime)} seconds`
}

/** A step that does not say yet where it is done. */
export function atEnd({ name }: Endpoint, { say, run }: DialectStep): DialectStep {
  return { say: `On ${name}, ${say.slice(0, 1).toLowerCase()}${say.slice(1)}`, run }
}
