import type { Identity, IkeConnection, SharedKey } from '../../../../src/core/model/ike-policy.ts'
import { pair } from '../../../../src/core/rules/negotiation/examples.ts'
import type { Party } from '../../../../src/core/rules/negotiation/failures.ts'
import type { Plan } from '../../../../src/core/rules/rule.ts'
import { range } from '../../../support/boxes.ts'
import { endsOf } from '../../remedy/two-ends.ts'

export interface Changed {
  readonly connection?: Partial<IkeConnection>
  readonly keys?: readonly SharedKey[]
}

/** 192.0.2.1, gw-a.example, and 192.0.2.2, gw-b.example, which agree, each changed by what is handed in. */
export function parties(first: Changed = {}, second: Changed = {}): readonly [Party, Party] {
  const { a, b } = endsOf(pair())
  const party = (end: typeof a, host: string, { connection: more, keys }: Changed): Party => {
    const [connection] = end.ike?.connections ?? []
    if (end.ike === undefined || connection === undefined) throw new Error('It is a configuration.')
    return {
      end: { ...end, ike: { ...end.ike, keys: keys ?? end.ike.keys } },
      host: range(host),
      connection: { ...connection, ...more },
      child: connection.children[0],
    }
  }
  return [party(a, '192.0.2.1', first), party(b, '192.0.2.2', second)]
}

export const fqdn = (text: string): Identity => ({ kind: 'fqdn', text })
export const [A, B, STAR] = [fqdn('gw-a.example'), fqdn('gw-b.example'), fqdn('*.example')]
export const ADDRESS_OF_A: Identity = { kind: 'address', text: '192.0.2.1' }

/** `A own-identity gw-a.example`: what is changed, for each way out. */
export function told(plans: readonly Plan[]): string[] {
  return plans.map(({ changes }) =>
    changes
      .map(({ end, change }) => {
        if ('identity' in change) return `${end} ${change.kind} ${change.identity.text}`
        if ('method' in change) return `${end} ${change.side} ${change.method}`
        const owners = 'owners' in change ? change.owners.map(({ text }) => text).join(' ') : ''
        const place = 'replaces' in change ? (change.replaces === null ? ' (added)' : ' (replaced)') : ''
        return `${end} ${change.kind} ${owners}${place}`
      })
      .join(', '),
  )
}
