import type { AddressRange } from '../../address/address-range.ts'
import type { AuthRound } from '../../model/ike-policy.ts'
import { defaulted, type Setting, stated } from '../../model/setting.ts'
import { gatewaysIn } from '../strongswan/gateway-addresses.ts'
import { type ConfigNode, nodeAt, valueAt } from './config-tree.ts'
import type { Configuration } from './configuration.ts'
import { interfaceAddress } from './interfaces.ts'

/** A pre-shared key, or what signs. */
export function methodOf(peer: ConfigNode): AuthRound['method'] {
  const mode = valueAt(peer, 'authentication', 'mode')
  if (mode === undefined) return BY_KEY
  return stated(mode.text === 'pre-shared-secret' ? 'psk' : 'pubkey', mode.span)
}

const BY_KEY = defaulted('psk', 'vyatta-cfg-vpn: authentication mode is pre-shared-secret.')

/** A certificate or a key of its own is named. */
export function ownKey(peer: ConfigNode): Pick<AuthRound, 'hasKey'> {
  const named = [['x509', 'certificate'], ['x509', 'cert-file'], ['rsa', 'local-key'], ['rsa-key-name']].some(
    (path) => nodeAt(peer, 'authentication', ...path) !== undefined,
  )
  return named ? { hasKey: true } : {}
}

/** Whom it speaks as: an address, that of an interface, or any that it has. */
export function localAddresses(config: Configuration, peer: ConfigNode): Setting<readonly AddressRange[]> {
  const written = valueAt(peer, 'local-address') ?? valueAt(peer, 'local-ip')
  if (written !== undefined) return stated(addressesIn([written.text]), written.span)
  const own = interfaceAddress(config, valueAt(peer, 'dhcp-interface')?.text ?? '')
  return own === null ? NOT_PASTED : { ...own, value: [own.value] }
}

const NOT_PASTED = defaulted([], 'The address that the interface has by DHCP was not pasted.')

/** `any` and `0.0.0.0` are anybody's. */
export function addressesIn(texts: readonly string[]): readonly AddressRange[] {
  return texts.includes('any') ? [] : gatewaysIn(texts)
}
