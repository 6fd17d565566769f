import type { AddressRange } from '../../address/address-range.ts'
import { isProblem, parseAddressText, parseHost, parseRange } from '../../address/parse-address.ts'
import type { ReadingProblem } from '../../model/format.ts'
import { type Stated, stated } from '../../model/setting.ts'
import type { Span } from '../../text/source-text.ts'

/** A value as it stands in the text. */
export interface Written {
  readonly text: string
  readonly span: Span
}

/** The address of one of the two gateways. A host name is nothing to compare, so the user is asked for its address. */
export function readGateway({ text, span }: Written, side: 'local' | 'remote'): Stated<AddressRange> | ReadingProblem {
  const address = parseHost(text)
  if (!isProblem(address)) return stated(address, span)
  const whose = side === 'local' ? 'this gateway' : 'the other gateway'
  return {
    kind: 'invalid',
    span,
    say:
      text === ''
        ? `The address of the ${side} tunnel endpoint is missing.`
        : `The ${side} tunnel endpoint is not an address: ${address.problem}`,
    instead: `Write the address of ${whose} in its place, or give it with --a-address or --b-address, whichever end that is.`,
  }
}

/** One network of a list: a subnet, a range, or a single address. */
export function readNetwork({ text, span }: Written): Stated<AddressRange> | ReadingProblem {
  const network = parseAddressText(text)
  if (!isProblem(network)) return stated(network, span)
  return {
    kind: 'invalid',
    span,
    say: `This subnet is left out: ${network.problem}`,
    instead:
      'Write it as an address and a mask, such as 192.0.2.0/255.255.255.0, or as a range, such as 192.0.2.1 - 192.0.2.9.',
  }
}

/** A network's range of the XML export, from its two addresses. */
export function readRange(from: Written | null, to: Written | null): Stated<AddressRange> | ReadingProblem | null {
  const place = (from ?? to)?.span
  if (place === undefined) return null
  const range =
    from === null || to === null
      ? { problem: 'It has only one of IPFrom and IPTo.' }
      : from.text === to.text
        ? parseHost(from.text)
        : parseRange(`${from.text} - ${to.text}`)
  if (!isProblem(range)) return stated(range, place)
  return {
    kind: 'invalid',
    span: place,
    say: `This address range is left out: ${range.problem}`,
    instead: 'Export the configuration again; IPFrom and IPTo hold the first and the last address of the range.',
  }
}
