import { type AddressRange, containsRange, isUnrestricted, rangeKey } from '../../../address/address-range.ts'
import { isProblem, parseHost } from '../../../address/parse-address.ts'
import { readEndpoint } from './endpoints.ts'
import type { FirewallRule, RuleField, RuleKey } from './rule-fields.ts'

/** A rule of main mode: methods for some peers, in the place of those of all rules. */
export interface MainModeRule {
  /** Where its methods are changed: in the rule, or in the set of PowerShell that it names. */
  readonly owner: MainModeOwner
  /** Of these peers; of any where it names none. */
  readonly peers: RuleField | undefined
  readonly methods: RuleField
  readonly lifetime: RuleField | undefined
}

export interface MainModeOwner {
  readonly kind: 'rule' | 'set'
  readonly name: string
}

/** A connection security rule, before it is looked at. */
export type StoredRule = FirewallRule & { readonly fields: Map<RuleKey, RuleField>; mainMode?: MainModeOwner }

/** Networks are looked through for each rule; nobody has as many. */
const MOST_NETWORKS = 64

/**
 * Gives rules the methods of the main mode rule for their peer: "If a connection does not match a main mode rule, then the main
 * mode settings on this dialog box are used" (Microsoft, "Configuring IPsec Settings"). Of several the first counts (assumed).
 */
export function applyMainModeRules(mainMode: readonly MainModeRule[], rules: Iterable<StoredRule>): void {
  if (mainMode.length === 0) return
  const hosts = new Map<string, MainModeRule>()
  const networks: (readonly [AddressRange, MainModeRule])[] = []
  let any: MainModeRule | undefined
  for (const rule of mainMode)
    for (const range of readEndpoint(rule.peers, 'ipv4').read) {
      if (isUnrestricted(range)) any ??= rule
      else if (range.from !== range.to && networks.length < MOST_NETWORKS) networks.push([range, rule])
      else if (!hosts.has(rangeKey(range))) hosts.set(rangeKey(range), rule)
    }
  for (const rule of rules) {
    const peer = parseHost(rule.fields.get('remoteTunnelEndpoint')?.text ?? '')
    const found = isProblem(peer)
      ? any
      : (hosts.get(rangeKey(peer)) ?? networks.find(([range]) => containsRange(range, peer))?.[1] ?? any)
    if (found === undefined) continue
    rule.fields.set('mainModeMethods', found.methods)
    if (found.lifetime !== undefined) rule.fields.set('mainModeLifetime', found.lifetime)
    rule.mainMode = found.owner
  }
}
