import { formatHost, formatRange } from '../address/address-range.ts'
import type { SelectorTemplate } from '../model/ike-policy.ts'
import { type Box, describeService } from '../selectors/box.ts'

/** `10.1.0.0/24 to 10.2.0.0/24 (tcp, remote port 80)`, as the end sees it. */
export function pairWords(box: Box): string {
  return `${formatHost(box.local)} to ${formatHost(box.remote)}${describeService(box)}`
}

/** `10.1.0.1/32 <> 10.2.0.0/24`, for products that write a single address with its length. */
export function betweenWords(box: Box): string {
  return `${formatRange(box.local)} <> ${formatRange(box.remote)}${describeService(box)}`
}

/** The addresses of one side: `10.1.0.0/24, its own address`. */
export function sideWords(templates: readonly SelectorTemplate[]): string {
  return templates
    .map(({ addresses }) => (addresses === 'dynamic' ? 'its own address' : formatHost(addresses)))
    .join(', ')
}
