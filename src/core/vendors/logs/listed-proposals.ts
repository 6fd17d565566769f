import { ikev2Policies } from './cisco-policies.ts'
import { asaClass, isakmpTransforms } from './cisco-proposals.ts'
import { type Kind, type ListedProposal, type ListedProposals, withBits } from './listed-proposal.ts'

/** What the lines of a log before an error list last; `null` where they list nothing. */
export function listedProposals(lines: readonly string[]): ListedProposals | null {
  return (
    charonLists(lines) ??
    plutoList(lines) ??
    plutoTransforms(lines) ??
    fortigateLists(lines) ??
    ikev2Policies(lines) ??
    isakmpTransforms(lines) ??
    asaClass(lines)
  )
}

/** `received proposals: IKE:AES_CBC_256/...` and `configured proposals:` of charon. */
function charonLists(lines: readonly string[]): ListedProposals | null {
  const [received, configured] = ['received', 'configured'].map((word) => {
    const start = `${word} proposals: `
    const at = lines.findLastIndex((text) => text.includes(start))
    const line = lines[at] ?? ''
    return { at, proposals: fromSlashes(line.slice(line.indexOf(start) + start.length)) }
  })
  if (!received?.proposals || !configured?.proposals) return null
  return { offered: received.proposals, at: received.at, accepted: configured.proposals }
}

const PROTOCOLS = { IKE: 'ike', ESP: 'esp', AH: 'ah' } as const

function fromSlashes(text: string): ListedProposal[] | null {
  const found: ListedProposal[] = []
  for (const each of text.trim().split(', ')) {
    const [, protocol, list] = /^(IKE|ESP|AH):(\w{1,40}(?:\/\w{1,40}){0,40})$/.exec(each) ?? []
    if (protocol === undefined || list === undefined) return null
    const algorithms = list.split('/').map((name) => [kindOf(name), name] as const)
    found.push({ protocol: protocolOf(protocol), algorithms })
  }
  return found
}

function protocolOf(word: string): ListedProposal['protocol'] {
  return word === 'ESP' || word === 'AH' ? PROTOCOLS[word] : 'ike'
}

/** By the names that charon prints. */
function kindOf(name: string): Kind {
  if (/EXT_SEQ$/.test(name)) return 'extended sequence numbers'
  if (/^PRF_/.test(name)) return 'the PRF'
  if (/^(?:MODP|ECP|CURVE|ML_KEM|KE\d|NTRU|FRODO)/.test(name)) return 'the key exchange'
  return /^(?:HMAC_|AES_XCBC_96|AES_CMAC_96|AES_\d+_GMAC)/.test(name) ? 'integrity' : 'encryption'
}

const PLUTO_KINDS: ReadonlyMap<string, Kind> = new Map([
  ['ENCR', 'encryption'],
  ['INTEG', 'integrity'],
  ['PRF', 'the PRF'],
  ['DH', 'the key exchange'],
])

/** `no local proposal matches remote proposals 1:IKE:ENCR=AES_CBC_256;... 2:IKE:...` of pluto. */
function plutoList(lines: readonly string[]): ListedProposals | null {
  const start = 'no local proposal matches remote proposals '
  const at = lines.findLastIndex((text) => text.includes(start))
  const line = lines[at]
  if (line === undefined) return null
  const offered = line
    .slice(line.indexOf(start) + start.length)
    .split(' ')
    .flatMap((each): ListedProposal[] => {
      const list = each.match(/\b[A-Z]{2,5}=\w{1,40}/g) ?? []
      const algorithms = list.flatMap((word) => {
        const [key = '', name = ''] = word.split('=')
        const kind = PLUTO_KINDS.get(key)
        return kind === undefined ? [] : [[kind, name] as const]
      })
      const [, protocol = ''] = /^\d{1,3}:(IKE|ESP|AH):/.exec(each) ?? []
      return algorithms.length === 0 ? [] : [{ protocol: protocolOf(protocol), algorithms }]
    })
  return offered.length === 0 ? null : { offered, at, accepted: null }
}

/** `Oakley Transform [AES_CBC (256), HMAC_SHA2_256, MODP2048] refused` of pluto, a line for each that is offered in phase 1 of IKEv1. */
function plutoTransforms(lines: readonly string[]): ListedProposals | null {
  const pattern = /#(\d{1,9}): Oakley Transform \[(\w{1,40})(?: \((\d{1,4})\))?, (\w{1,40}), (\w{1,40})\] refused/
  const found = lines.map((text) => pattern.exec(text))
  const at = found.findLastIndex((match) => match !== null)
  const exchange = found[at]?.[1]
  const offered = found.flatMap((match): ListedProposal[] => {
    const [, number, cipher = '', bits, hash = '', group = ''] = match ?? []
    if (match === null || number !== exchange) return []
    const algorithms = [
      ['encryption', withBits(cipher, bits)],
      ['integrity', hash],
      ['the key exchange', group],
    ] as const
    return [{ protocol: 'ike', algorithms }]
  })
  return offered.length === 0 ? null : { offered, at, accepted: null }
}

const FORTIGATE_KINDS: ReadonlyMap<string, Kind> = new Map([
  ['OAKLEY_ENCRYPT_ALG', 'encryption'],
  ['ENCR', 'encryption'],
  ['OAKLEY_HASH_ALG', 'integrity'],
  ['AUTH_ALG', 'integrity'],
  ['INTEGR', 'integrity'],
  ['PRF', 'the PRF'],
  ['OAKLEY_GROUP', 'the key exchange'],
  ['DH_GROUP', 'the key exchange'],
])

/** `incoming proposal:` (IKEv2: `incoming child SA proposal:`) and `my proposal` of a FortiGate, an algorithm on each line below. */
function fortigateLists(lines: readonly string[]): ListedProposals | null {
  const at = lines.findLastIndex((text) => /\bincoming (?:child SA )?proposal\b/.test(text))
  const own = lines.findIndex((text, index) => index > at && /\bmy proposal/.test(text))
  if (at < 0 || own < 0) return null
  return { offered: fromLines(lines.slice(at, own)), at, accepted: fromLines(lines.slice(own)) }
}

function fromLines(lines: readonly string[]): ListedProposal[] {
  const proposals: { protocol: ListedProposal['protocol']; algorithms: (readonly [Kind, string])[] }[] = []
  for (const text of lines) {
    if (/\bproposal id = \d/.test(text)) proposals.push({ protocol: 'ike', algorithms: [] })
    const proposal = proposals.at(-1)
    if (proposal === undefined) continue
    const [, protocol] = /\bprotocol(?: id)? = (?:IPSEC_)?(ESP|AH)\b/.exec(text) ?? []
    if (protocol !== undefined) proposal.protocol = protocolOf(protocol)
    const [, type = '', name = '', bits] =
      /\btype ?= ?(\w{1,30}), val ?= ?(\w{1,40})\.?,?(?: ?\(?key[-_]len ?= ?(\d{1,4}))?/.exec(text) ?? []
    const [, transform, length] = /\btrans_id = ESP_(\w{1,40})(?: \(key_len = (\d{1,4})\))?/.exec(text) ?? []
    const [, group] = /\bPFS DH group ?= ?(\d{1,3})/.exec(text) ?? []
    const kind = FORTIGATE_KINDS.get(type)
    if (group !== undefined) proposal.algorithms.push(['the key exchange', `group ${group}`])
    if (transform !== undefined) {
      proposal.protocol = 'esp'
      proposal.algorithms.push(['encryption', withBits(transform, length)])
    } else if (kind !== undefined) proposal.algorithms.push([kind, withBits(name, bits)])
  }
  return proposals
}
