import { type AddressRange, equalRanges } from '../../address/address-range.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import type { Dialect, DialectStep } from '../../model/vendor.ts'

/** The crypto ACL of the tunnel to a peer, as an output names it. */
export interface NamedList {
  readonly peer: AddressRange | null
  readonly name: string
}

/** What the products write where nothing tells the name. */
const OPEN_NAME = /<(?:the access list of the crypto map|crypto ACL)>/g

/** The product's steps with the name of the crypto ACL, where one output tells it for the peer and no two differ. */
export function withListName(dialect: Dialect, lists: readonly NamedList[]): Dialect {
  const named = (steps: readonly DialectStep[], end: Endpoint): DialectStep[] => {
    const name = nameFor(lists, end)
    if (name === null) return [...steps]
    return steps.map(({ say, run }) => ({
      say: say.replace(OPEN_NAME, () => name),
      run: run?.replace(OPEN_NAME, () => name) ?? null,
    }))
  }
  return {
    ...dialect,
    cover: (change, before, after) => named(dialect.cover(change, before, after), before),
    replace: (change, before, after) => named(dialect.replace(change, before, after), before),
    remove: (change, before, after) => named(dialect.remove(change, before, after), before),
  }
}

function nameFor(lists: readonly NamedList[], { peers }: Endpoint): string | null {
  const known = lists.filter(({ peer }) => peer === null || peers.some(({ value }) => equalRanges(value, peer)))
  const [name, ...more] = new Set(known.map((list) => list.name))
  return name === undefined || more.length > 0 ? null : name
}
