import { toPrefixes } from '../../../address/address-range.ts'
import type { Proposal, SelectorTemplate } from '../../../model/ike-policy.ts'
import { formatProposals, formatSelector } from '../words.ts'

/**
 * `aes256-sha256-modp2048!` (ipsec.conf(5), `ike`): the exclamation mark where the defaults are not to come behind; empty
 * where there is nothing but defaults.
 */
export function formatIpsecProposals(proposals: readonly Proposal[]): string {
  const words = formatProposals(proposals).split(', ')
  const own = words.filter((word) => word !== 'default')
  return own.length === 0 ? '' : `${own.join(',')}${own.length === words.length ? '!' : ''}`
}

/** `10.1.0.0/24[tcp/80]`, `%dynamic` (ipsec.conf(5), `leftsubnet`); a range as the networks that make it up, since it has no word for it. */
export function formatIpsecSelectors(selectors: readonly Omit<SelectorTemplate, 'span'>[]): string {
  return selectors
    .flatMap((selector) =>
      selector.addresses === 'dynamic'
        ? [selector]
        : toPrefixes(selector.addresses).map((addresses) => ({ ...selector, addresses })),
    )
    .map((selector) =>
      formatSelector(selector)
        .replace(/^dynamic/, '%dynamic')
        .replace(/\[\//, '[%any/'),
    )
    .join(',')
}

/** With `ah`, charon leaves `esp` aside. */
export function protocolOf(proposals: readonly Proposal[]): 'ah' | 'esp' {
  return proposals.some(({ protocol }) => protocol === 'ah') ? 'ah' : 'esp'
}
