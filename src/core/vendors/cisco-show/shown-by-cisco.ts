import type { AddressRange } from '../../address/address-range.ts'
import type { PolicySettings } from '../../model/endpoint.ts'
import type { Setting } from '../../model/setting.ts'
import type { Span } from '../../text/source-text.ts'
import type { Shown } from '../shown/shown.ts'
import type { AclLine } from './acl-line.ts'

/** An entry of a crypto map as it is shown. */
export interface MapEntry {
  readonly name: string
  readonly span: Span
  readonly peers: Setting<AddressRange>[]
  current: AddressRange | null
  readonly lines: { readonly line: AclLine; readonly span: Span }[]
  list: string | null
  readonly settings: PolicySettings[]
  readonly interfaces: string[]
  listsInterfaces: boolean
}

/** What the outputs of a Cisco gateway have told so far: of a crypto map its entries come before the pairs that they make. */
export interface ShownByCisco extends Shown {
  readonly mapEntries: MapEntry[]
}
