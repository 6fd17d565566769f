const KINDS = ['encryption', 'integrity', 'the PRF', 'the key exchange', 'extended sequence numbers'] as const
type Kind = (typeof KINDS)[number]

/** What one end has of each kind in any of its proposals; `null` stands for none. */
type Algorithms = ReadonlyMap<Kind, ReadonlySet<string | null>>

interface BothLists {
  /** Of the other end. */
  readonly offered: Algorithms
  /** Of the gateway whose log it is; `null` where the log does not list it. */
  readonly accepted: Algorithms | null
}

/**
 * What the lines of a log before an error tell of the proposals of both ends, in a sentence; `null` where they do not list
 * any. Nothing is repeated but words that are built as names of algorithms.
 */
export function proposalsIn(lines: readonly string[]): string | null {
  const lists = charonLists(lines) ?? plutoList(lines) ?? fortigateLists(lines) ?? asaClass(lines)
  if (lists === null) return null
  const { offered, accepted } = lists
  if (accepted === null) {
    const words = KINDS.flatMap((kind) => (namesOf(offered, kind) === NONE ? [] : [namesOf(offered, kind)]))
    return words.length === 0
      ? null
      : `The other end offers ${words.join(', ')}; hold that against what this gateway accepts.`
  }
  const apart = KINDS.filter((kind) => isApart(offered.get(kind), accepted.get(kind)))
  // Where one end combines encryption with integrity, the other kinds differ because of that.
  const told = apart.includes('encryption')
    ? apart.filter((kind) => kind === 'encryption' || (hasNames(offered, kind) && hasNames(accepted, kind)))
    : apart
  const [first, ...more] = told.map((kind) => [kind, namesOf(offered, kind), namesOf(accepted, kind)] as const)
  if (first === undefined) return 'Each algorithm is in the proposals of both ends, and no one proposal is.'
  const start = `For ${first[0]} the other end offers ${first[1]}, and this gateway accepts ${first[2]}`
  return `${[start, ...more.map(([kind, theirs, ours]) => `for ${kind} ${theirs}, and ${ours}`)].join('; ')}. Let one end have what the other has.`
}

/** `undefined`: that kind is in no proposal. */
function isApart(a: ReadonlySet<string | null> = NO_NAMES, b: ReadonlySet<string | null> = NO_NAMES): boolean {
  return ![...a].some((name) => b.has(name))
}

const NO_NAMES: ReadonlySet<string | null> = new Set([null])
const NONE = 'none'

function hasNames(algorithms: Algorithms, kind: Kind): boolean {
  return [...(algorithms.get(kind) ?? [])].some((name) => name !== null)
}

function namesOf(algorithms: Algorithms, kind: Kind): string {
  return [...(algorithms.get(kind) ?? NO_NAMES)].map((name) => name ?? NONE).join(' or ')
}

/** `received proposals: IKE:AES_CBC_256/...` and `configured proposals:` of charon. */
function charonLists(lines: readonly string[]): BothLists | null {
  const [offered, accepted] = ['received', 'configured'].map((word) => {
    const start = `${word} proposals: `
    const line = lines.findLast((text) => text.includes(start)) ?? ''
    return fromSlashes(line.slice(line.indexOf(start) + start.length))
  })
  return offered && accepted ? { offered, accepted } : null
}

function fromSlashes(text: string): Algorithms | null {
  const proposals = text.trim().split(', ')
  if (!proposals.every((each) => /^(?:IKE|ESP|AH):\w{1,40}(?:\/\w{1,40}){0,40}$/.test(each))) return null
  return union(
    proposals.map((each) =>
      each
        .slice(each.indexOf(':') + 1)
        .split('/')
        .map((name) => [kindOf(name), name] as const),
    ),
  )
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
  ['ESN', 'extended sequence numbers'],
])

/** `no local proposal matches remote proposals 1:IKE:ENCR=AES_CBC_256;...` of pluto. */
function plutoList(lines: readonly string[]): BothLists | null {
  const start = 'no local proposal matches remote proposals '
  const line = lines.findLast((text) => text.includes(start))
  const list = line?.slice(line.indexOf(start) + start.length).match(/\b[A-Z]{2,5}=\w{1,40}/g)
  if (!list) return null
  const named = list.flatMap((each) => {
    const [key = '', name = ''] = each.split('=')
    const kind = PLUTO_KINDS.get(key)
    return kind === undefined || kind === 'extended sequence numbers' ? [] : [[kind, name] as const]
  })
  return { offered: union([named]), accepted: null }
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

/** `incoming proposal:` and `my proposal` of a FortiGate, an algorithm on each line below. */
function fortigateLists(lines: readonly string[]): BothLists | null {
  const at = lines.findLastIndex((text) => /\bincoming proposal/.test(text))
  const own = lines.findIndex((text, index) => index > at && /\bmy proposal/.test(text))
  if (at < 0 || own < 0) return null
  return { offered: fromLines(lines.slice(at, own)), accepted: fromLines(lines.slice(own)) }
}

function fromLines(lines: readonly string[]): Algorithms {
  const proposals: (readonly [Kind, string])[][] = []
  for (const text of lines) {
    if (/\bproposal id = \d/.test(text)) proposals.push([])
    const [, type = '', name = '', bits] =
      /\btype ?= ?(\w{1,30}), val ?= ?(\w{1,40})\.?,?(?: ?\(?key[-_]len ?= ?(\d{1,4}))?/.exec(text) ?? []
    const [, transform, length] = /\btrans_id = ESP_(\w{1,40})(?: \(key_len = (\d{1,4})\))?/.exec(text) ?? []
    const [, group] = /\bPFS DH group ?= ?(\d{1,3})/.exec(text) ?? []
    const kind = FORTIGATE_KINDS.get(type)
    if (group !== undefined) proposals.at(-1)?.push(['the key exchange', `group ${group}`])
    if (transform !== undefined) proposals.at(-1)?.push(['encryption', withBits(transform, length)])
    else if (kind !== undefined) proposals.at(-1)?.push([kind, withBits(name, bits)])
  }
  return union(proposals)
}

function withBits(name: string, bits: string | undefined): string {
  return bits === undefined ? name : `${name}_${bits}`
}

const ASA_KINDS: readonly (readonly [RegExp, Kind])[] = [
  [/^Encryption/, 'encryption'],
  [/^Hash/, 'integrity'],
  [/^Group/, 'the key exchange'],
]

/** `Mismatched attribute types for class Group Description:  Rcv'd: Group 2  Cfg'd: Group 5` of an ASA. */
function asaClass(lines: readonly string[]): BothLists | null {
  const found = lines
    .map((text) => /class ([\w ]{1,30}): {0,4}Rcv'd: ([\w -]{1,30}?) {1,4}Cfg'd: ([\w -]{1,30})/.exec(text))
    .findLast((match) => match !== null)
  const [, name = '', received = '', configured = ''] = found ?? []
  const [, kind] = ASA_KINDS.find(([pattern]) => pattern.test(name)) ?? []
  if (kind === undefined) return null
  return { offered: union([[[kind, received]]]), accepted: union([[[kind, configured.trim()]]]) }
}

function union(proposals: readonly (readonly (readonly [Kind, string])[])[]): Algorithms {
  const all = new Map<Kind, Set<string | null>>()
  for (const kind of KINDS) {
    const names = proposals.flatMap((proposal): readonly (string | null)[] => {
      const own = proposal.filter(([of]) => of === kind).map(([, name]) => name)
      return own.length === 0 ? [null] : own
    })
    all.set(kind, new Set(names))
  }
  return all
}
