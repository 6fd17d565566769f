import { formatHost } from '../../address/address-range.ts'
import { isAnyPort, isAnyProtocol } from '../../selectors/interval.ts'
import { formatPort, formatProtocol } from '../../selectors/protocol.ts'
import { askedSelectors, type ListedNetwork, ownSelectors } from './listed-selectors.ts'

/** What was asked for last, in a sentence; `null` where the lines do not tell. Nothing is repeated but addresses and services. */
export function selectorsIn(lines: readonly string[]): string | null {
  const asked = askedSelectors(lines)
  if (asked === null) return null
  const mine = ownSelectors(lines)
  const instead = mine === null ? '' : `; this gateway has ${words(mine.own)} and ${words(mine.peer)}`
  return `The other end asks for ${words(asked.own)} on the side of this gateway and ${words(asked.peer)} on its own${instead}: give this gateway an entry for them, or the other end the networks that this one has.`
}

function words(networks: readonly ListedNetwork[]): string {
  return networks.map(wordsOf).join(', ')
}

function wordsOf({ addresses, protocol, ports }: ListedNetwork): string {
  const host = formatHost(addresses)
  if (isAnyProtocol(protocol)) return host
  return `${host} (${formatProtocol(protocol)}${isAnyPort(ports) ? '' : `, port ${formatPort(ports)}`})`
}
