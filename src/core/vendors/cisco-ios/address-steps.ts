import { type AddressRange, equalRanges, formatHost } from '../../address/address-range.ts'
import type { DialectStep } from '../../model/vendor.ts'
import { configure, protectionMode } from './command-block.ts'
import { placeWords, type TunnelContext, type TunnelSteps } from './tunnel-steps.ts'

export const retargetSteps: TunnelSteps<'retarget'> = ({ from, to }, context) => [goTo(context, to, from)]

export const peerAddressSteps: TunnelSteps<'peer-addresses'> = ({ addresses }, context) => {
  const [to] = addresses
  return to === undefined ? null : [goTo(context, to, context.tunnel.peer?.value)]
}

function goTo({ tunnel, end }: TunnelContext, to: AddressRange, old: AddressRange | undefined): DialectStep {
  const say = `On ${end.name}, let ${placeWords(tunnel)} go to ${formatHost(to)}.`
  if ('tunnel' in tunnel.place) {
    const { name, nhrp = [], tunnel: settings } = tunnel.place.tunnel
    const lines = old === undefined ? [] : nextHopLines(nhrp, formatHost(old), formatHost(to))
    // A multipoint tunnel has no destination of its own.
    if (!/multipoint/.test(settings.mode?.value ?? '')) lines.push(`tunnel destination ${formatHost(to)}`)
    return configure(say, [{ mode: `interface ${name}`, lines }])
  }
  // The new one first: without any, the entry is incomplete.
  const lines = [`set peer ${formatHost(to)}`, ...(old === undefined ? [] : [`no set peer ${formatHost(old)}`])]
  return configure(say, [{ mode: protectionMode(tunnel), lines }])
}

/** The commands of NHRP that name one address, written anew with another; the old ones would stay beside them. */
function nextHopLines(nhrp: readonly string[], old: string, to: string): string[] {
  return nhrp.flatMap((text) => {
    const words = text.split(' ')
    return words.includes(old) ? [`no ${text}`, words.map((word) => (word === old ? to : word)).join(' ')] : []
  })
}

export const ownAddressSteps: TunnelSteps<'own-addresses'> = ({ addresses }, { config, tunnel, end }) => {
  const [address] = addresses
  if (address === undefined) return null
  const say = `On ${end.name}, let ${placeWords(tunnel)} begin at ${formatHost(address)}.`
  if ('tunnel' in tunnel.place) {
    const lines = [`tunnel source ${formatHost(address)}`]
    return [configure(say, [{ mode: `interface ${tunnel.place.tunnel.name}`, lines }])]
  }
  const own = [...config.interfaces.values()].find((each) => each.address && equalRanges(each.address.value, address))
  return own === undefined ? null : [configure(say, [`crypto map ${tunnel.place.map.name} local-address ${own.name}`])]
}
