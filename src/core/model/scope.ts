/** Which packets an entry or an SA is for beside its selectors: those of one virtual interface, or with one mark. */
export interface Scope {
  /** Of an XFRM interface of Linux; 0 for none. */
  readonly interfaceId: number
  /** `null`: any mark. */
  readonly mark: { readonly value: number; readonly mask: number } | null
}

/** Of an entry for whatever interface and mark. */
export const NO_SCOPE: Scope = { interfaceId: 0, mark: null }

/** Packets that the one is for may be packets that the other is for. */
export function scopesMeet(a: Scope, b: Scope): boolean {
  if (a.interfaceId !== b.interfaceId) return false
  if (a.mark === null || b.mark === null) return true
  const both = a.mark.mask & b.mark.mask
  return (a.mark.value & both) === (b.mark.value & both)
}
