import type { AddressRange } from '../../address/address-range.ts'
import { isProblem, parseAddress } from '../../address/parse-address.ts'
import { type Setting, stated } from '../../model/setting.ts'
import type { Span } from '../../text/source-text.ts'
import type { ConfKey } from './conf-text.ts'
import type { Host, Side, TwoHosts } from './own-side.ts'

/** Between which hosts a `conn` is that is not loaded: still it tells whose file it is, and whom it is for. */
export interface RefusedHosts {
  readonly hosts: TwoHosts
  readonly spans: Readonly<Record<Side, Span>>
}

/** `null` where it names no two. */
export function refusedHosts(keys: ReadonlyMap<string, ConfKey>): RefusedHosts | null {
  const [leftKey, rightKey] = [keys.get('left'), keys.get('right')]
  if (leftKey === undefined || rightKey === undefined) return null
  const [left, right] = [hostOf(leftKey), hostOf(rightKey)]
  if (left === null || right === null) return null
  return { hosts: { left, right }, spans: { left: leftKey.span, right: rightKey.span } }
}

/** A host name is none: it must not be compared with an address. */
function hostOf({ value }: ConfKey): Host | null {
  if (value === '%defaultroute') return 'own'
  if (/^(?:%any[46]?|0\.0\.0\.0|::)$/.test(value)) return 'any'
  const address = parseAddress(value)
  return isProblem(address) ? null : address
}

/** The address that stands at that side, if one does. */
export function refusedAddress({ hosts, spans }: RefusedHosts, side: Side): Setting<AddressRange>[] {
  const host = hosts[side]
  return typeof host === 'string' ? [] : [stated(host, spans[side])]
}
