import { equalRanges, formatHost } from '../../address/address-range.ts'
import type { ReadingProblem } from '../../model/format.ts'
import type { TunnelDraft } from './authentication.ts'
import { type IosConfig, literalOrInterface } from './ios-config.ts'

/**
 * A tunnel that names a profile for another own address (`local-address`, `match address local`). Such a profile answers what comes
 * to that address; whether a tunnel that begins elsewhere may use it all the same, no document says.
 */
export function profileElsewhere(
  { isakmp, ikev2, interfaces }: Pick<IosConfig, 'isakmp' | 'ikev2' | 'interfaces'>,
  { name, protection, own }: TunnelDraft,
): ReadingProblem | null {
  const { isakmpProfile, ikev2Profile } = protection
  const profile =
    ikev2Profile === undefined
      ? isakmp.profiles.get(isakmpProfile?.value ?? '')
      : ikev2.profiles.get(ikev2Profile.value)
  const at = profile?.localAddress && literalOrInterface({ interfaces }, profile.localAddress)
  if (profile?.localAddress === undefined || at === undefined || own === undefined) return null
  if (equalRanges(at.value, own.value)) return null
  return {
    kind: 'unsupported',
    span: profile.localAddress.span,
    say: `The profile "${profile.name}" is for what comes to ${formatHost(at.value)} alone, and ${name}, which names it, begins at ${formatHost(own.value)}.`,
    instead: 'Let it name the address of the tunnel, or the tunnel another profile. It is taken to count.',
  }
}
