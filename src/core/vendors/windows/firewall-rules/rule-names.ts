import { formatHost } from '../../../address/address-range.ts'
import type { IkeConnection } from '../../../model/ike-policy.ts'
import { quotable } from '../netsh-names.ts'
import type { MainModeOwner } from './main-mode-rules.ts'
import type { RuleField, RuleKey } from './rule-fields.ts'
import type { RuleTunnel } from './rule-tunnels.ts'

/** What commands call the rules of a text. */
export class RuleNames {
  readonly #rules: ReadonlyMap<string, RuleTunnel>
  readonly #taken: ReadonlySet<string>

  constructor(tunnels: readonly RuleTunnel[]) {
    this.#rules = new Map(tunnels.map((tunnel) => [tunnel.connection.name, tunnel]))
    this.#taken = new Set(tunnels.map(({ rule }) => rule.name.text.toLowerCase()))
  }

  /** `the rule "To B"`. */
  title(connection: string | null): string {
    const name = this.#nameOf(connection)
    return name === undefined ? 'the rule of the tunnel' : `the rule "${name}"`
  }

  setRule(connection: string | null): string {
    return `netsh advfirewall consec set rule name="${this.#word(connection)}"`
  }

  deleteRule(connection: string | null): string {
    return `netsh advfirewall consec delete rule name="${this.#word(connection)}"`
  }

  /** The name of a new rule beside another one, that `nth` other new ones stand before. */
  freeName(connection: string | null, nth: number): string {
    const stem = this.#word(connection)
    let left = nth
    for (let number = 2; ; number++) {
      const name = `${stem} ${number}`
      if (this.#taken.has(name.toLowerCase())) continue
      if (left === 0) return name
      left -= 1
    }
  }

  /** Where the methods of main mode for its peer are changed, where those are not the ones of all rules. */
  mainMode(connection: string | null): MainModeOwner | undefined {
    const owner = this.#rules.get(connection ?? '')?.rule.mainMode
    const name = quotable(owner?.name)
    return owner === undefined || name === undefined ? undefined : { ...owner, name }
  }

  /** What a new rule has of the one beside it. */
  copied(connection: IkeConnection | undefined): string {
    const tunnel = connection && this.#rules.get(connection.name)
    if (tunnel === undefined) return ''
    const words = COPIED.flatMap(([key, parameter]) => {
      const field = tunnel.rule.fields.get(key)
      const word = field && wordOf(field)
      return word === undefined ? [] : [`${parameter}=${word}`]
    })
    const key = tunnel.key === undefined ? [] : [`auth1psk="<the key of ${tunnel.rule.name.text}>"`]
    return [...endpoints(tunnel.connection), ...words, ...key].join(' ')
  }

  #nameOf(connection: string | null): string | undefined {
    return connection === null ? undefined : (this.#rules.get(connection)?.rule.name.text ?? connection)
  }

  #word(connection: string | null): string {
    return quotable(this.#nameOf(connection)) ?? '<the rule>'
  }
}

const COPIED: readonly (readonly [RuleKey, string])[] = [
  ['profiles', 'profile'],
  ['action', 'action'],
  ['auth1', 'auth1'],
  ['quickModeMethods', 'qmsecmethods'],
  ['quickModePfs', 'qmpfs'],
]

/** A value as netsh takes it; lists are printed with blanks. */
function wordOf({ text }: RuleField): string | undefined {
  const word = text.replace(/\s+/g, '')
  return /^[\w,.:+-]+$/.test(word) ? word : undefined
}

function endpoints({ localAddresses, remoteAddresses }: IkeConnection): string[] {
  const word = ({ value: [only] }: IkeConnection['localAddresses']) => (only === undefined ? 'any' : formatHost(only))
  return [`localtunnelendpoint=${word(localAddresses)}`, `remotetunnelendpoint=${word(remoteAddresses)}`]
}
