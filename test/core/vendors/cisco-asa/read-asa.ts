import { formatHost } from '../../../../src/core/address/address-range.ts'
import type { ChildConfig, SelectorTemplate } from '../../../../src/core/model/ike-policy.ts'
import { blankSecrets } from '../../../../src/core/text/secrets/blank-secrets.ts'
import { splitLines } from '../../../../src/core/text/source-text.ts'
import { asaRunningConfig } from '../../../../src/core/vendors/cisco-asa/running-config.ts'
import { secretSpellings } from '../../../../src/core/vendors/index.ts'

/** A text as the format reads it, with what the tests look at. */
export function readAsa(text: string) {
  const [paste] = blankSecrets([{ source: 'a.txt', text }], secretSpellings).pastes
  const lines = splitLines('a.txt', paste?.text ?? '')
  const reading = asaRunningConfig.read({ source: 'a.txt', lines })
  const [end] = reading.endpoints
  const connections = end?.ike?.connections ?? []
  return { ...reading, lines, end, connections, children: connections.flatMap(({ children }) => children) }
}

/** `10.1.0.0/24 > 10.2.0.5 tcp 443`: the pair of a child, numbers for what is no `any`. */
export function pairOf({ local, remote }: ChildConfig): string {
  const [mine, theirs] = [local.value[0], remote.value[0]]
  if (mine === undefined || theirs === undefined) return ''
  const protocol = mine.protocol.to === 255 ? '' : ` protocol ${mine.protocol.from}`
  return `${side(mine)} > ${side(theirs)}${protocol}`
}

function side({ addresses, ports }: SelectorTemplate): string {
  const text = addresses === 'dynamic' ? 'dynamic' : formatHost(addresses)
  return ports.from === 0 && ports.to === 65_535 ? text : `${text}:${ports.from}-${ports.to}`
}
