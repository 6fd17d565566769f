import { isProblem, parseAddress } from '../../address/parse-address.ts'
import type { Writable } from '../../model/writable.ts'
import { keyMark, UNKNOWN_SECRET } from '../../text/secrets/secret-mark.ts'
import type { Command } from '../cisco/command.ts'
import { beginningWith } from '../cisco/command-tree.ts'
import type { Named } from './crypto-maps.ts'
import type { Notes } from './notes.ts'

/** A `tunnel-group`, whose name is the peer's address; `DefaultL2LGroup` is for who has none of its own. */
export interface TunnelGroup {
  readonly name: string
  /** How the two ends prove themselves in IKEv1, and each in IKEv2; the mark of the key, or `undefined` for a certificate. */
  readonly ikev1: Named<string | undefined> | undefined
  readonly local: Named<string | undefined> | undefined
  readonly remote: Named<string | undefined> | undefined
  readonly policy: Named | undefined
}

export interface GroupPolicy {
  readonly name: string
  readonly protocols: Named<readonly string[]> | undefined
  /** `undefined` where `none` is said, or nothing. */
  readonly filter: Named | undefined
}

/**
 * Cisco ASA Series Command Reference, "tunnel-group", "tunnel-group ipsec-attributes", "ikev1 pre-shared-key", "ikev2
 * local-authentication"; up to 8.3 `pre-shared-key` and `trust-point` alone.
 */
export function readTunnelGroups(commands: readonly Command[], notes: Notes): TunnelGroup[] {
  const groups = new Map<string, Writable<TunnelGroup>>()
  for (const command of beginningWith(commands, 'tunnel-group')) {
    const [first, name = '', what, type = ''] = command.words
    if (command.no || first?.toLowerCase() !== 'tunnel-group') continue
    notes.read(command)
    if (what?.toLowerCase() === 'type' && /^(?:remote-access|ipsec-ra)$/i.test(type) && isAddress(name)) {
      const say = `The tunnel group ${name} is of the type ${type}; that of a gateway at the other end is ipsec-l2l ("tunnel-group").`
      notes.unsupported(command, say, 'Make it anew with that type. It is read as if it had it.')
    }
    const none = { ikev1: undefined, local: undefined, remote: undefined, policy: undefined }
    const group = groups.get(name) ?? { name, ...none }
    groups.set(name, group)
    for (const child of command.children) readAttribute(group, child, notes)
  }
  return [...groups.values()]
}

function isAddress(name: string): boolean {
  return !isProblem(parseAddress(name))
}

function readAttribute(group: Writable<TunnelGroup>, child: Command, notes: Notes) {
  const words = child.words
  if (child.no) return
  const proof = (rest: readonly string[]): Named<string | undefined> | undefined => {
    if (rest[0] === 'pre-shared-key')
      return { value: keyMark(rest.slice(1).join(' ')) ?? UNKNOWN_SECRET, command: child }
    return /^(?:certificate|trust-?point|eap)$/.test(rest[0] ?? '') ? { value: undefined, command: child } : undefined
  }
  const [first, second] = words
  if (first === 'default-group-policy') group.policy = { value: second ?? '', command: child }
  else if (first === 'ikev2' && second === 'local-authentication') group.local = proof(words.slice(2)) ?? group.local
  else if (first === 'ikev2' && second === 'remote-authentication') group.remote = proof(words.slice(2)) ?? group.remote
  else if (first === 'ikev1') group.ikev1 = proof(words.slice(1)) ?? group.ikev1
  else if (first === 'pre-shared-key' || first === 'trust-point') group.ikev1 = proof(words) ?? group.ikev1
  else {
    notes.irrelevant(child)
    return
  }
  notes.read(child)
}

/** "vpn-tunnel-protocol", "vpn-filter" of `group-policy NAME attributes`; what it does not say, `DfltGrpPolicy` does. */
export function readGroupPolicies(commands: readonly Command[], notes: Notes): ReadonlyMap<string, GroupPolicy> {
  const policies = new Map<string, GroupPolicy>()
  for (const command of beginningWith(commands, 'group-policy')) {
    const words = command.words
    if (command.no || words[0]?.toLowerCase() !== 'group-policy') continue
    notes.read(command)
    let policy: GroupPolicy = policies.get(words[1] ?? '') ?? {
      name: words[1] ?? '',
      protocols: undefined,
      filter: undefined,
    }
    for (const child of command.children) {
      const [first = '', ...values] = child.words
      if (first.toLowerCase() === 'vpn-tunnel-protocol' && !child.no) {
        policy = { ...policy, protocols: { value: values.map((value) => value.toLowerCase()), command: child } }
      } else if (first === 'vpn-filter' && !child.no) {
        policy = { ...policy, filter: values[0] === 'value' ? { value: values[1] ?? '', command: child } : undefined }
      } else {
        notes.irrelevant(child)
        continue
      }
      notes.read(child)
    }
    policies.set(policy.name, policy)
  }
  return policies
}
