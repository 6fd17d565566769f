import { type AddressRange, isUnspecified, nameRange } from '../../address/address-range.ts'
import { isProblem, parseAddress, parseHost } from '../../address/parse-address.ts'
import { defaulted, type Setting, stated } from '../../model/setting.ts'
import { rangeOf, subnetOf } from './addresses.ts'
import type { ConfigObject } from './config-tree.ts'
import { type Configuration, interfaceAddress, spanOf, tell, textOf } from './configuration.ts'

/** Where a phase 1 speaks from, and with whom. */
interface GatewayAddresses {
  readonly local: Setting<readonly AddressRange[]>
  readonly remote: Setting<readonly AddressRange[]>
}

export function gatewayAddresses(config: Configuration, object: ConfigObject, type: string): GatewayAddresses {
  return { local: localAddress(config, object), remote: remoteAddress(config, object, type) }
}

/** `local-gw`, else the address of its interface; empty where the paste has neither. */
function localAddress(config: Configuration, object: ConfigObject): Setting<readonly AddressRange[]> {
  const family = isVersion6(object) ? 'ipv6' : 'ipv4'
  const key = family === 'ipv6' ? 'local-gw6' : 'local-gw'
  const written = textOf(object, key)
  const address = written === undefined ? null : parseAddress(written)
  if (address !== null && !isProblem(address) && !isUnspecified(address)) return stated([address], spanOf(object, key))
  if (address !== null && isProblem(address)) tell(config, spanOf(object, key), address.problem)
  const interfaceName = textOf(object, 'interface')
  const own = interfaceName === undefined ? null : interfaceAddress(config, interfaceName, family)
  if (own === null) return NOT_PASTED
  return { ...own, value: [own.value] }
}

const NOT_PASTED = defaulted([], 'The address of the interface was not pasted.')

function isVersion6(object: ConfigObject): boolean {
  return textOf(object, 'ip-version') === '6'
}

function remoteAddress(config: Configuration, object: ConfigObject, type: string): Setting<readonly AddressRange[]> {
  if (type === 'dynamic') return dialupPeers(object)
  if (type === 'ddns') {
    const name = textOf(object, 'remotegw-ddns')
    if (name !== undefined && name !== '') return stated([nameRange(name)], spanOf(object, 'remotegw-ddns'))
    tell(config, spanOf(object, 'type'), `"${object.name}" has type ddns and names no "remotegw-ddns".`)
    return stated([], spanOf(object, 'type'))
  }
  const key = isVersion6(object) ? 'remote-gw6' : 'remote-gw'
  const written = textOf(object, key)
  if (written === undefined) return defaulted([nameRange(`${key}.of.${object.name}`)], 'It was not pasted.')
  const address = parseHost(written)
  if (!isProblem(address)) return stated([address], spanOf(object, key))
  // A word without a digit hides an address that nobody is to see.
  if (/^[\w.-]+$/.test(written) && /[a-z]/i.test(written)) return stated([nameRange(written)], spanOf(object, key))
  tell(config, spanOf(object, key), address.problem, 'Write the address of the peer.')
  return stated([nameRange(`${key}.of.${object.name}`)], spanOf(object, key))
}

/** Anybody, or those of a network or a range (`remote-gw-match`, since FortiOS 7.4). */
function dialupPeers(object: ConfigObject): Setting<readonly AddressRange[]> {
  const match = textOf(object, 'remote-gw-match')
  const peers =
    match === 'ipmask'
      ? subnetOf(object.values.get('remote-gw-subnet'), 'ipv4')
      : match === 'iprange'
        ? rangeOf(object.values.get('remote-gw-start-ip'), object.values.get('remote-gw-end-ip'))
        : null
  const known = peers === null || isProblem(peers) ? [] : [peers]
  return stated(known, spanOf(object, 'remote-gw-subnet', 'remote-gw-start-ip', 'type'))
}
