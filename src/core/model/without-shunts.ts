import type { IkeConnection } from './ike-policy.ts'

/**
 * The connections that go to a peer. What only passes or drops packets goes to none, and its addresses tell nothing: manuals write
 * 127.0.0.1 for both of its ends. Where there is nothing else, all of them.
 */
export function withoutShunts<T extends Pick<IkeConnection, 'children'>>(connections: readonly T[]): readonly T[] {
  const others = connections.filter((connection) => !isShunt(connection))
  return others.length === 0 ? connections : others
}

export function isShunt({ children }: Pick<IkeConnection, 'children'>): boolean {
  return children.length > 0 && children.every(({ mode }) => mode.value === 'pass' || mode.value === 'drop')
}
