import type { Vendor } from '../../model/vendor.ts'
import type { CiscoSystem } from '../cisco/show-outputs.ts'
import { ciscoAsa } from '../cisco-asa/vendor.ts'
import { ciscoIos } from '../cisco-ios/vendor.ts'

/** The product that a system is. */
export const products: Readonly<Record<CiscoSystem, Vendor>> = { ios: ciscoIos, asa: ciscoAsa }
