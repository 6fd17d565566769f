import { equalRanges } from '../address/address-range.ts'
import { selectorKey } from '../selectors/traffic-selector.ts'
import type { ChildConfig, IkeConnection, IkePolicy, SelectorTemplate } from './ike-policy.ts'
import { rememberedOf } from './remembered.ts'

/** A child whose policy in the kernel catches packets. */
export interface Trap {
  readonly connection: IkeConnection
  readonly child: ChildConfig
}

/**
 * The trap of another connection that holds the very networks of this child; of several traps the first one of the configuration.
 * Neither a template (`narrows`) nor one that may share its networks (`overlaps`) is in the way.
 */
export function holderOf(
  { connections }: Pick<IkePolicy, 'connections'>,
  connection: IkeConnection,
  child: ChildConfig,
): Trap | undefined {
  const key = child.overlaps === true ? undefined : networksOf(child)
  const first = key === undefined ? undefined : firstTraps(connections).get(key)
  return first?.connection === connection ? undefined : first
}

const firstTraps = rememberedOf((connections: readonly IkeConnection[]): ReadonlyMap<string, Trap> => {
  const traps = new Map<string, Trap>()
  for (const connection of connections) {
    for (const child of connection.children) {
      const key = holds(connection, child) ? networksOf(child) : undefined
      if (key !== undefined && !traps.has(key)) traps.set(key, { connection, child })
    }
  }
  return traps
})

/** A connection for any peer has its own trouble with its trap. */
function holds({ remoteAddresses, oriented }: IkeConnection, child: ChildConfig): boolean {
  const isShunt = child.mode.value === 'pass' || child.mode.value === 'drop'
  const named = oriented !== false && remoteAddresses.value.length > 0
  return child.trapped === true && named && !isShunt && !child.narrows.value && child.overlaps !== true
}

/** Of a child with one pair of selectors; `undefined` where an address of them is that of the IKE SA. */
function networksOf({ local, remote }: ChildConfig): string | undefined {
  const sides = [local.value, remote.value].map(([only, ...more]) => (more.length > 0 ? undefined : textOf(only)))
  return sides.includes(undefined) ? undefined : sides.join(' ')
}

function textOf(template: SelectorTemplate | undefined): string | undefined {
  return template === undefined || template.addresses === 'dynamic' ? undefined : selectorKey(template)
}

/** Whether two connections go to one host, as far as their addresses tell. */
export function haveSamePeer(one: IkeConnection, other: IkeConnection): boolean {
  const [a, ...moreOfA] = one.remoteAddresses.value
  const [b, ...moreOfB] = other.remoteAddresses.value
  return a !== undefined && b !== undefined && moreOfA.length + moreOfB.length === 0 && equalRanges(a, b)
}
