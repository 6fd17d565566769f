import { formatHost } from '../../address/address-range.ts'
import { isProblem, parseAddress } from '../../address/parse-address.ts'

/** An identity as it is written without blanks; a distinguished name has some, and is not repeated. */
const PLAIN = /^[\w.@:*-]{1,80}$/
const ANY = /^%any6?$/

/** Between which addresses a gateway looked for a connection, in a sentence; `null` where the lines do not tell. */
export function addressesIn(lines: readonly string[]): string | null {
  const found = last(lines, /no IKE config found for ([\d.:a-f]{2,45})\.\.\.([\d.:a-f]{2,45})/)
  const [own, peer] = [addressOf(found?.[1]), addressOf(found?.[2])]
  return own === null || peer === null ? null : `It has none from its own address ${own} to ${peer}.`
}

/** By which identities an end was looked for, in a sentence; `null` where the lines do not tell. */
export function identitiesIn(lines: readonly string[]): string | null {
  const charon = last(
    lines,
    /peer configs matching [\d.:a-f]{2,45}(?:\[([^\]]{1,80})\])?\.\.\.([\d.:a-f]{2,45})\[([^\]]{1,80})\]/,
  )
  const [, asked = '', address, identity = ''] = charon ?? []
  const peer = addressOf(address)
  if (peer !== null && PLAIN.test(identity)) {
    const wanted = PLAIN.test(asked) ? ` and asks for ${asked}` : ''
    return `The other end (${peer}) calls itself ${identity}${wanted}.`
  }
  const [, pluto = ''] = last(lines, /Peer ID '([^']{1,80})' mismatched/) ?? []
  return PLAIN.test(pluto) ? `The other end calls itself ${pluto}.` : null
}

/** For which identities a key was looked up, in a sentence; `null` where the lines do not tell. */
export function keyIn(lines: readonly string[]): string | null {
  const [, own = '', peer = ''] =
    last(lines, /shared keys? for '([^']{1,80})' - '([^']{1,80})', but MAC mismatched/) ?? []
  if (!PLAIN.test(peer) || !(PLAIN.test(own) || ANY.test(own))) return null
  return `It has a key for ${peer}${ANY.test(own) ? '' : ` and itself, ${own}`}, and the other end has another one.`
}

function last(lines: readonly string[], pattern: RegExp): RegExpExecArray | undefined {
  return lines.map((text) => pattern.exec(text)).findLast((match) => match !== null)
}

function addressOf(text: string | undefined): string | null {
  const address = text === undefined ? null : parseAddress(text)
  return address === null || isProblem(address) ? null : formatHost(address)
}
