import type { Span } from '../../../text/source-text.ts'

/** What a connection security rule says, whichever text says it. */
export type RuleKey =
  | 'name'
  | 'enabled'
  | 'profiles'
  | 'mode'
  | 'localTunnelEndpoint'
  | 'remoteTunnelEndpoint'
  | 'endpoint1'
  | 'endpoint2'
  | 'port1'
  | 'port2'
  | 'protocol'
  | 'action'
  | 'auth1'
  | 'auth1Key'
  | 'auth2'
  | 'mainModeMethods'
  | 'mainModeLifetime'
  | 'quickModeMethods'
  | 'quickModePfs'
  | 'interfaces'
  | 'exemption'
  | 'authorization'
  | 'keyModule'

/** A value as it is written, and where. */
export interface RuleField {
  readonly text: string
  readonly span: Span
}

/** One rule: what its text says of each key, once. */
export interface FirewallRule {
  readonly name: RuleField
  readonly fields: ReadonlyMap<RuleKey, RuleField>
  /** netsh has printed it, with all that it has: what is not there was not pasted. Of a script it is the default. */
  readonly isPrinted: boolean
  /** Where its methods of main mode are, where those are not the ones of all rules. */
  readonly mainMode?: { readonly kind: 'rule' | 'set'; readonly name: string }
}

/** What is set for all rules of a computer, `netsh advfirewall set global mainmode` and `show global`. */
export interface MainModeDefaults {
  readonly methods: RuleField | undefined
  readonly lifetime: RuleField | undefined
}

/** The text of a field; empty where it is not told. */
export function textOf({ fields }: FirewallRule, key: RuleKey): string {
  return fields.get(key)?.text ?? ''
}

/** Any computer, port or protocol, or nothing that is told. */
export function isAny(text: string): boolean {
  return /^(?:any)?$/i.test(text)
}

/** `a, b,c`, each with where it begins in the list. */
export function listed({ text, span }: RuleField): RuleField[] {
  const found: RuleField[] = []
  for (let from = 0; from <= text.length; ) {
    const comma = text.indexOf(',', from)
    const end = comma < 0 ? text.length : comma
    const item = text.slice(from, end).trim()
    if (item !== '') found.push({ text: item, span })
    from = end + 1
  }
  return found
}
