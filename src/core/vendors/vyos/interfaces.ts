import { type AddressRange, rangeKey } from '../../address/address-range.ts'
import { isProblem, parseAddress } from '../../address/parse-address.ts'
import { rememberedOf } from '../../model/remembered.ts'
import { type Stated, stated } from '../../model/setting.ts'
import { type ConfigNode, nodeAt, nodesAt } from './config-tree.ts'
import type { Configuration } from './configuration.ts'

/** An interface by the name that other settings call it, `eth0.10` for `ethernet eth0 vif 10`. */
interface Interface {
  readonly name: string
  readonly node: ConfigNode
  readonly addresses: readonly Stated<AddressRange>[]
}

const interfacesOf = rememberedOf((config: Configuration): ReadonlyMap<string, Interface> => {
  const types = nodesAt(config.root, 'interfaces')
  const all = types.flatMap((type) => [...type.below.values()].flatMap((node) => withVifs(node, node.text)))
  return new Map(all.map((each) => [each.name, each]))
})

function withVifs(node: ConfigNode, name: string): Interface[] {
  const inner = ['vif', 'vif-s', 'vif-c'].flatMap((key) =>
    nodesAt(node, key).flatMap((vif) => withVifs(vif, `${name}.${vif.text}`)),
  )
  // PPPoE of EdgeOS stands below the interface that it dials out of.
  const dialled = nodesAt(node, 'pppoe').flatMap((each) => withVifs(each, `pppoe${each.text}`))
  return [{ name, node, addresses: nodesAt(node, 'address').flatMap(addressOf) }, ...inner, ...dialled]
}

function addressOf({ text, span }: ConfigNode): Stated<AddressRange>[] {
  const address = parseAddress(text.split('/')[0] ?? '')
  return isProblem(address) ? [] : [stated(address, span)]
}

/** The first address of an interface; `null` where the paste has none. */
export function interfaceAddress(config: Configuration, name: string): Stated<AddressRange> | null {
  return interfacesOf(config).get(name)?.addresses[0] ?? null
}

const namesByAddress = rememberedOf((config: Configuration): ReadonlyMap<string, string> => {
  const all = [...interfacesOf(config).values()].toReversed()
  return new Map(all.flatMap(({ name, addresses }) => addresses.map(({ value }) => [rangeKey(value), name] as const)))
})

/** The interface that has an address; `undefined` where the paste does not tell. */
export function interfaceWith(config: Configuration, address: AddressRange): string | undefined {
  return namesByAddress(config).get(rangeKey(address))
}

/** The line that switches an interface off. */
export function switchOff(config: Configuration, name: string): ConfigNode | undefined {
  return nodeAt(interfacesOf(config).get(name)?.node, 'disable')
}
