import type { Word } from './filter-notation.ts'

/** `SubnetA = 10.1.0.0/24`: the address that a line gives to a name of the filters. */
interface Definition {
  readonly name: Word
  readonly address: Word
}

const CONNECTING = /^(?:=|:|:=|is|has)$/i
const ADDRESS = /^(?:\d{1,3}\.\d|[\da-f]{0,4}:[\da-f:.])/i

/** The addresses that a line gives to names. `isName` says whether a word without `:` and `=` is a name of the filters. */
export function definitionsIn(words: readonly Word[], isName: (text: string) => boolean): Definition[] {
  const definitions: Definition[] = []
  for (const [at, word] of words.entries()) {
    if (word.kind !== 'word') continue
    const glued = /^(?<name>[^=]{1,100})=(?<address>.{1,100})$/.exec(word.text)?.groups
    if (glued !== undefined) {
      const { name = '', address = '' } = glued
      if (!isName(name) || !ADDRESS.test(address)) continue
      const index = word.index + name.length + 1
      definitions.push({ name: { ...word, text: name }, address: { ...word, text: address, index } })
      continue
    }
    const name = word.text.length > 100 ? '' : word.text.replace(/[:=]$/, '')
    const following = CONNECTING.test(words[at + 1]?.text ?? '') ? at + 2 : at + 1
    const address = words[following]
    if (address?.kind !== 'word' || !ADDRESS.test(address.text) || words[following + 1]?.kind === 'operator') continue
    if (isName(name)) definitions.push({ name: { ...word, text: name }, address })
  }
  return definitions
}

const DASH = /^[-–—]{1,5}$/
const OUTSIDE = /^(?:internet|wan|www|cloud|public|isp)$/i

/** `SubnetA — ISA-A — Internet — ISA-B — SubnetB`, cut at the middle: the names of each half, gateways apart. */
export interface Topology {
  readonly halves: readonly [TopologyHalf, TopologyHalf]
}

export interface TopologyHalf {
  readonly gateway: Word
  readonly networks: readonly Word[]
}

/** The picture of the tunnel that a line draws with dashes, or `null`. */
export function topologyIn(words: readonly Word[], isName: (text: string) => boolean): Topology | null {
  for (const chain of chainsIn(words)) {
    const middle = chain.findIndex((word) => OUTSIDE.test(word.text))
    const [first, second] =
      middle < 0
        ? [chain.slice(0, chain.length / 2), chain.slice(chain.length / 2)]
        : [chain.slice(0, middle), chain.slice(middle + 1)]
    const known = chain.filter((word) => isName(word.text)).length
    const gateways = [first.at(-1), second.at(0)]
    const enough = middle >= 0 || (chain.length === 4 && known >= 3)
    if (known < 2 || !enough || gateways[0] === undefined || gateways[1] === undefined) continue
    return {
      halves: [
        { gateway: gateways[0], networks: first.slice(0, -1) },
        { gateway: gateways[1], networks: second.slice(1) },
      ],
    }
  }
  return null
}

/** Words with a dash between each two; addresses in between are passed over. */
function* chainsIn(words: readonly Word[]): Generator<readonly Word[]> {
  let chain: Word[] = []
  let joined = false
  for (const word of words) {
    if (word.kind === 'word' && DASH.test(word.text)) {
      joined = true
      continue
    }
    if (word.kind === 'word' && ADDRESS.test(word.text)) continue
    if (!joined) {
      if (chain.length >= 3) yield chain
      chain = []
    }
    chain.push(word)
    joined = false
  }
  if (chain.length >= 3) yield chain
}

const GATEWAY = /^(?:isa|tmg|gw|gateway|fw|firewall|vpn|router|asa|pix|ext|external)[a-z]?$/
const NETWORK = /^(?:subnet|net|network|lan|site|hq|branch|office|dmz|inside|internal|clients?|servers?|users?)[a-z]?$/

/** The name sounds like a gateway's (`ISA-A`, `gw1`, `FirewallB`), not like a network's (`SubnetA`, `VPN-Clients`). */
export function soundsLikeGateway(name: string): boolean {
  const parts = name.split(/[^\p{L}]+|(?<=\p{Ll})(?=\p{Lu})/u).map((part) => part.toLowerCase())
  return parts.some((part) => GATEWAY.test(part)) && !parts.some((part) => NETWORK.test(part))
}
