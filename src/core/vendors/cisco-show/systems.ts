import type { Vendor } from '../../model/vendor.ts'
import type { CiscoSystem } from '../cisco/show-outputs.ts'
import { ciscoIos } from '../cisco-ios/vendor.ts'
import { thirdParty } from '../generic/products.ts'

/** The product that a system is, with the command that shows its SAs. */
export function productOf(system: CiscoSystem): Vendor {
  const vendor = system === 'ios' ? ciscoIos : thirdParty('cisco-asa')
  if (vendor === undefined) throw new Error('The products have lost the ASA.')
  return vendor
}
