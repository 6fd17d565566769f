import type { Product } from '../support/products.ts'
import type { Extra, IkeVersion, Tunnel, TunnelEnd } from '../support/tunnel.ts'

/** One thing that is wrong with a tunnel that would come up otherwise, and what must be said of it. */
export interface Breakage {
  readonly name: string
  /** The tunnel with that one thing wrong, at B unless the name says otherwise. */
  readonly spoil: (tunnel: Tunnel) => Tunnel
  /** Between which products that is one thing that is wrong, and both tell what it takes to know. */
  readonly among: (pair: Pair) => boolean
  /** What names the cause. */
  readonly code: (pair: Pair) => string
  /** An error, unless it shows later only. */
  readonly severity?: (pair: Pair) => 'error' | 'warning'
  /** Errors that follow from it, and say so. */
  readonly follows?: (pair: Pair) => readonly string[]
  /** Lines of the same block that stand for the whole of it, besides its head. */
  readonly toldBy?: readonly string[]
  /** Where something is missing, the lines to blame are those that hold this, or one of these. */
  readonly calledFor?: string | readonly string[]
}

export interface Pair {
  readonly a: Product
  readonly b: Product
  readonly version: IkeVersion
}

export function atB(change: (end: TunnelEnd) => Partial<TunnelEnd>): (tunnel: Tunnel) => Tunnel {
  return ({ a, b }) => ({ a, b: { ...b, ...change(b) } })
}

/** Of two texts with the whole policy; what else is told of settings is compared, and asked about (`unchecked`). */
export function bothTellPolicy({ a, b }: Pair): boolean {
  return a.tellsPolicy && b.tellsPolicy
}

/** Where an end covers its own address too, a network that is wrong is wrong in several pairs. */
export function neitherCoversItself({ a, b }: Pair): boolean {
  return !a.coversOwnAddress && !b.coversOwnAddress
}

export function canSay({ b }: Pair, extra: Extra): boolean {
  return b.extras.includes(extra)
}

export function isAt(product: Product, vendor: string): boolean {
  return product.format.startsWith(`${vendor}/`)
}

/** VyOS and its kin have a strongSwan inside. */
export function isCharon(product: Product): boolean {
  return isAt(product, 'strongswan') || isAt(product, 'vyos')
}
