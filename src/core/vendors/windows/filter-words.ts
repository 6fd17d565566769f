import type { Action } from '../../model/spd-entry.ts'
import { ANY_PORT, type Interval } from '../../selectors/interval.ts'

/** `undefined` for what is no port. */
export function parsePort(written: string): Interval | undefined {
  if (/^(?:|0+|any|任何)$/i.test(written)) return ANY_PORT
  const port = /^\d{1,9}$/.test(written) ? Number(written) : Number.NaN
  return port <= 65_535 ? { from: port, to: port } : undefined
}

/** Whether weights are printed in decimal or hexadecimal is not known, so both are read. */
export function parseWeight(written: string): bigint | undefined {
  return /^(?:\d{1,40}|0x[\da-f]{1,32})$/i.test(written) ? BigInt(written.toLowerCase()) : undefined
}

/** The flags of netdiag: a filter negotiates that neither blocks nor permits. */
export function parseFlags(written: string): { readonly direction: 'in' | 'out' | null; readonly action: Action } {
  const direction = /inbound|outbound/i.exec(written)?.[0]
  const action = /block|permit|pass/i.exec(written)?.[0]
  return {
    direction: direction === undefined ? null : (parseDirection(direction) ?? null),
    action: action === undefined ? 'protect' : (parseAction(action) ?? 'protect'),
  }
}

export function parseDirection(written: string): 'in' | 'out' | undefined {
  if (/^in(?:bound)?$/i.test(written)) return 'in'
  return /^out(?:bound)?$/i.test(written) ? 'out' : undefined
}

/**
 * The action of the filter's own direction; `undefined` where nothing tells it. Where the direction is not known and the two
 * differ, negotiating wins: it takes part in the tunnel, which the other does not.
 */
export function ownAction(
  inbound: Action | undefined,
  outbound: Action | undefined,
  direction: 'in' | 'out' | null,
  tunnel: boolean,
): Action | undefined {
  const own = direction === 'in' ? (inbound ?? outbound) : (outbound ?? inbound)
  if (own === undefined && !tunnel) return undefined
  if (direction === null && (inbound === 'protect' || outbound === 'protect')) return 'protect'
  return own ?? 'protect'
}

/** Permit, block or negotiate, in the spellings of the Windows tools. */
export function parseAction(written: string): Action | undefined {
  if (/^(?:permit|pass)/i.test(written)) return 'bypass'
  if (/^block/i.test(written)) return 'discard'
  return /^negotiate/i.test(written) ? 'protect' : undefined
}

/** YES or true, in the languages that are known. */
export function isYes(written: string): boolean {
  return /^(?:yes|true|是)/i.test(written)
}
