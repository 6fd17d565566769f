import type { AddressRange } from '../address/address-range.ts'
import type { Box } from '../selectors/box.ts'
import type { Span } from '../text/source-text.ts'
import type { Scope } from './scope.ts'
import type { Mode } from './spd-entry.ts'

/** One SA as a dump of the SAD shows it (RFC 4301 4.4.2); never with its keys. `null`: not printed, or masked. */
export interface SecurityAssociation {
  /** The addresses of the outer header. */
  readonly source: AddressRange
  readonly destination: AddressRange
  readonly protocol: 'esp' | 'ah' | 'comp'
  readonly spi: number | null
  /** What ties it to the templates of entries; 0 where nothing does. */
  readonly reqid: number | null
  readonly mode: Mode | null
  readonly scope: Scope
  /** As printed; older kernels do not. */
  readonly direction: 'out' | 'in' | null
  /** In the kernel's words, e.g. `cbc(aes)`; none: it only waits for a negotiation to end. */
  readonly algorithms: readonly SaAlgorithm[]
  readonly packets: number | null
  /** Sequence numbers: the highest one received, the last one sent. */
  readonly received: number | null
  readonly sent: number | null
  /** Packets that were dropped, by what was wrong with them. */
  readonly dropped: { readonly outsideWindow: number; readonly replayed: number; readonly forged: number } | null
  /** Packets that it accepts out of order; 0 where it does not look. */
  readonly replayWindow: number | null
  /** Of transport mode, the packets that it is for. */
  readonly selectors: Box | null
  readonly spans: readonly Span[]
}

/** Both are `null` where they are not printed; `key` is the mark that stands in its place. */
export interface SaAlgorithm {
  readonly use: 'authentication' | 'encryption' | 'aead' | 'compression'
  readonly name: string | null
  readonly key: string | null
}
