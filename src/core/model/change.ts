import type { AddressRange } from '../address/address-range.ts'
import type { Box } from '../selectors/box.ts'

/**
 * One change of an end's policy in RFC words. How a product words it is the matter of its vendor's dialect; what it
 * does to the model, of `remedy/apply.ts`. Boxes are seen from the end that is changed.
 */
export type Change =
  /** Protect these packets in both directions, through the tunnel to the peer. */
  | { readonly kind: 'cover'; readonly box: Box }
  /** Give entries (both directions) other selectors. */
  | { readonly kind: 'replace'; readonly from: Box; readonly to: Box }
  /** Take an entry away. */
  | { readonly kind: 'remove'; readonly entry: string; readonly box: Box }
  /** Turn a bypass or discard entry in front of a tunnel into nothing for exactly these packets. */
  | { readonly kind: 'add-direction'; readonly entry: string; readonly direction: 'out' | 'in'; readonly box: Box }
  /** Send the tunnel to another address. */
  | { readonly kind: 'retarget'; readonly from: AddressRange; readonly to: AddressRange }
  /** Make a mirrored tunnel filter a one-way filter with a separate one for the way back. */
  | { readonly kind: 'unmirror'; readonly entry: string; readonly box: Box }

export type ChangeKind = Change['kind']
