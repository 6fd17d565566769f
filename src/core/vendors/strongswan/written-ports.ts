import type { NatTraversal } from '../../model/ike-policy.ts'
import { type Setting, stated } from '../../model/setting.ts'
import type { Span } from '../../text/source-text.ts'
import { cNumber } from './settings/numbers.ts'

/** A port as it is written; `undefined` where none is, or 0, which stands for the usual one, or what is no port. */
export function portOf(
  key: { readonly value: string | null; readonly span: Span } | undefined,
): Setting<number> | undefined {
  const port = cNumber(key?.value ?? '')
  return key === undefined || port === undefined || port < 1 || port > 65_535 ? undefined : stated(port, key.span)
}

/** Measured with strongSwan 5.9.8: with MOBIKE, which is on by itself, it goes on at port 4500 in any case. */
export function natTraversalOf(encapsulates: boolean, mobike: boolean): NatTraversal {
  return USED[`${encapsulates} ${mobike}`]
}

/** Thousands of connections have one of these. */
const USED = {
  'false true': { forces: false, declinesAs: [], floats: true },
  'true true': { forces: true, declinesAs: [], floats: true },
  'false false': { forces: false, declinesAs: [] },
  'true false': { forces: true, declinesAs: [] },
} as const
