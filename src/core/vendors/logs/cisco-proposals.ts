import { type Kind, type ListedProposal, type ListedProposals, withBits } from './listed-proposal.ts'

const TRANSFORM = /\bChecking (?:ISAKMP transform|IPSec proposal) (\d{1,3})\b/i
/** What a line below that says, each with the kind that it is of. */
const ATTRIBUTES: readonly (readonly [RegExp, Kind])[] = [
  [/\bencryption ([\w-]{1,20})/, 'encryption'],
  [/\btransform \d{1,3}, ESP_(\w{1,20})/, 'encryption'],
  [/\bhash (\w{1,10})/, 'integrity'],
  [/\bauthenticator is HMAC-(\w{1,10})/, 'integrity'],
  [/\b(?:default group|group is) (\d{1,3})/, 'the key exchange'],
]
const KEY_LENGTH = /\bkey ?length (?:of|is) (\d{1,4})/

/**
 * `Checking ISAKMP transform 1 against priority 10 policy` of IOS with an attribute on each line below, and `Checking IPSec proposal
 * 1` of phase 2; each transform that is offered is there once for each policy.
 */
export function isakmpTransforms(lines: readonly string[]): ListedProposals | null {
  const at = lines.findLastIndex((text) => TRANSFORM.test(text))
  const isPhase1 = /ISAKMP transform/i.test(lines[at] ?? '')
  const begin = lines.findLastIndex((text, index) => index < at && /\bprocessing SA payload\b/.test(text))
  const offered = new Map<string, (readonly [Kind, string])[]>()
  for (let index = Math.max(begin, 0); index >= 0 && index < lines.length; index++) {
    const [, number] = TRANSFORM.exec(lines[index] ?? '') ?? []
    if (number !== undefined) offered.set(number, attributesBelow(lines, index))
  }
  const proposals = [...offered.values()].filter((algorithms) => algorithms.length > 0)
  if (at < 0 || proposals.length === 0) return null
  const protocol: ListedProposal['protocol'] = isPhase1 ? 'ike' : 'esp'
  return { offered: proposals.map((algorithms) => ({ protocol, algorithms })), at, accepted: null }
}

function attributesBelow(lines: readonly string[], at: number): (readonly [Kind, string])[] {
  const found: (readonly [Kind, string])[] = []
  for (const text of lines.slice(at + 1)) {
    if (TRANSFORM.test(text) || /\batts are\b/.test(text)) break
    const [, bits] = KEY_LENGTH.exec(text) ?? []
    const cipher = found.findIndex(([kind]) => kind === 'encryption')
    const [, name = ''] = found[cipher] ?? []
    if (bits !== undefined && cipher >= 0) found[cipher] = ['encryption', withBits(name, bits)]
    for (const [pattern, kind] of ATTRIBUTES) {
      const [, value] = pattern.exec(text) ?? []
      if (value !== undefined)
        found.push([kind, kind === 'the key exchange' ? `group ${value}` : value.replace('-', '_')])
    }
  }
  return found
}

const ASA_KINDS: readonly (readonly [RegExp, Kind])[] = [
  [/^Encryption/, 'encryption'],
  [/^Hash/, 'integrity'],
  [/^Group/, 'the key exchange'],
]

/** Of a policy of phase 1 the first kind in which it is not what is offered. */
interface AsaClass {
  readonly kind: Kind
  readonly received: string
  readonly configured: string
  /** Where in the lines. */
  readonly at: number
}

/** `Mismatched attribute types for class Group Description:  Rcv'd: Group 2  Cfg'd: Group 5` of an ASA, a line for each policy. */
export function asaClasses(lines: readonly string[]): readonly AsaClass[] {
  return lines.flatMap((text, at) => {
    const [, name = '', received = '', configured = ''] =
      /class ([\w ]{1,30}): {0,4}Rcv'd: ([\w -]{1,30}?) {1,4}Cfg'd: ([\w -]{1,30})/.exec(text) ?? []
    const [, kind] = ASA_KINDS.find(([beginning]) => beginning.test(name)) ?? []
    return kind === undefined ? [] : [{ kind, received: received.trim(), configured: configured.trim(), at }]
  })
}

/** The last of them. */
export function asaClass(lines: readonly string[]): ListedProposals | null {
  const last = asaClasses(lines).at(-1)
  if (last === undefined) return null
  const { kind, received, configured, at } = last
  const one = (value: string): ListedProposal[] => [{ protocol: 'ike', algorithms: [[kind, value]] }]
  return { offered: one(received), at, accepted: one(configured), isPart: true }
}
