/**
 * What `ip xfrm` prints of a policy or an SA, piece by piece, as iproute2 writes it (ip/ipxfrm.c, versions 4 to 6). Line
 * breaks and indentation are its own matter (`-o` prints a backslash instead, mail clients lose both), so each piece is
 * known by its words, behind one blank each.
 */
export type ClauseKind = keyof typeof CLAUSES

/** One piece with its values; `from` and `to` count tokens of the record. */
export interface Clause {
  readonly kind: ClauseKind
  readonly values: Readonly<Record<string, string | undefined>>
  readonly from: number
  readonly to: number
}

const FLAGS =
  '(?: (?:localok|icmp|noecn|decap-dscp|nopmtudisc|wildrecv|af-unspec|align4|esn|dont-encap-dscp|oseq-may-wrap))*'
const KEY = '(?<key>(?: (?:‹secret [\\d?]+›|0x\\w*|<<Keys hidden>>)){0,9})(?: \\(\\d+ bits\\))?'

/** The first that fits is taken. */
const CLAUSES = {
  tmpl: 'tmpl src (?<source>\\S+) dst (?<destination>\\S+)',
  sel: 'sel src (?<source>\\S+) dst (?<destination>\\S+)',
  pair: 'src (?<source>\\S+) dst (?<destination>\\S+)',
  ids: 'proto (?<protocol>\\S+)(?: spi (?<spi>\\S+))? reqid (?<reqid>\\S+) mode (?<mode>\\S+)',
  service:
    'proto (?<protocol>\\S+)(?: sport (?<sport>\\S+))?(?: dport (?<dport>\\S+))?(?: type (?<type>\\S+))?(?: code (?<code>\\S+))?(?: key (?<key>\\S+))?',
  offload: 'crypto offload parameters: dev (?<dev>\\S+) dir \\S+(?: mode \\S+)?',
  dev: 'dev (?<dev>\\S+)',
  uid: 'uid \\d+',
  direction: '(?<list>dir|socket) (?<direction>in|out|fwd)',
  action: 'action (?<action>\\S+)',
  index: 'index (?<index>\\S+)',
  priority: 'priority (?<priority>\\S+)',
  ptype: 'ptype (?<ptype>\\S+)',
  share: 'share \\S+',
  flag: `(?:extra_)?flag${FLAGS}(?: \\(0x\\w+\\))?`,
  level: 'level (?<level>\\S+)',
  masks: 'enc-mask \\S+ auth-mask \\S+ comp-mask \\S+',
  mark: 'mark (?<value>[^\\s/]+)/(?<mask>\\S+)',
  outputMark: 'output-mark \\S+',
  interfaceId: 'if_id (?<id>\\S+)',
  context: 'security context \\S+',
  replayWindow: 'replay-window (?<window>\\S+)',
  seq: 'seq 0x\\w+',
  algorithm: `(?<use>auth-trunc|auth|enc|aead) (?<name>\\S+)${KEY}(?: \\d+)?`,
  comp: `comp (?<name>\\S+)${KEY}`,
  encap: 'encap type (?<type>\\S+) sport (?<sport>\\S+) dport (?<dport>\\S+) addr \\S+',
  careOf: 'coa \\S+',
  lastUsed: 'lastused \\S+ \\S+',
  antiReplay: 'anti-replay context: seq (?<received>\\S+), oseq (?<sent>\\S+), bitmap \\S+',
  antiReplayEsn:
    'anti-replay esn context: seq-hi (?<receivedHigh>\\S+), seq (?<received>\\S+), oseq-hi (?<sentHigh>\\S+), oseq (?<sent>\\S+) replay_window (?<window>\\S+), bitmap-length \\d+(?: [\\dA-FXa-f]{8})*',
  lifetime: 'lifetime (?:config|current):',
  limit: 'limit: soft \\S+, hard \\S+',
  expire: 'expire (?:add|use): soft \\S+, hard \\S+',
  counted: '(?<bytes>\\d+)\\(bytes\\), (?<packets>\\d+)\\(packets\\)',
  times: 'add (?:-|\\S+ \\S+) use (?:-(?= |$)|\\S+ \\S+)',
  stats: 'stats: replay-window (?<outside>\\d+) replay (?<replayed>\\d+) failed (?<failed>\\d+)',
  padding: 'tfc pad \\S+',
  processor: 'pcpu-num \\S+',
  keepalive: 'nat_keepalive interval \\S+',
} as const

const GROUP = /\(\?<(\w+)>/g
const PATTERNS = Object.entries(CLAUSES).map(([kind, source]) => ({
  kind,
  // A group with a name costs an object for each match that is much larger than that of the values.
  pattern: new RegExp(`${source.replace(GROUP, '(')}(?= |$)`, 'y'),
  names: [...source.matchAll(GROUP)].map(([, name = '']) => name),
  first: /^\(\?[:<]/.test(source) ? null : (/^[\w-]+:?/.exec(source)?.[0] ?? null),
}))

/** The clauses of a record, whose words are given; `unknown` are the words that belong to none. */
export function clausesOf(words: readonly string[]): { readonly clauses: Clause[]; readonly unknown: number[] } {
  const text = words.join(' ')
  const clauses: Clause[] = []
  const unknown: number[] = []
  let offset = 0
  let at = 0
  while (at < words.length) {
    const word = words[at] ?? ''
    const found = clauseAt(text, offset, word)
    const count = found === undefined ? 1 : wordsIn(words, at, found.length)
    if (found === undefined) unknown.push(at)
    else clauses.push({ kind: found.kind, values: found.values, from: at, to: at + count })
    for (const end = at + count; at < end; at++) offset += (words[at]?.length ?? 0) + 1
  }
  return { clauses, unknown }
}

const ANYTHING = PATTERNS.filter(({ first }) => first === null)
/** Those that can begin with a letter, in their order. */
const BY_LETTER = new Map(
  [...'abcdefghijklmnopqrstuvwxyz'].map((letter) => [
    letter,
    PATTERNS.filter(({ first }) => first === null || first.startsWith(letter)),
  ]),
)

function clauseAt(text: string, offset: number, word: string) {
  for (const { kind, pattern, names, first } of BY_LETTER.get(word[0] ?? '') ?? ANYTHING) {
    if (first !== null && !word.startsWith(first)) continue
    pattern.lastIndex = offset
    const match = pattern.exec(text)
    if (match !== null && isKind(kind)) return { kind, values: valuesIn(match, names), length: match[0].length }
  }
  return undefined
}

function valuesIn(match: RegExpExecArray, names: readonly string[]): Clause['values'] {
  const values: Record<string, string | undefined> = {}
  for (const [at, name] of names.entries()) values[name] = match[at + 1]
  return values
}

/** How many words make up this many characters; a mark of a key is one word with a blank inside. */
function wordsIn(words: readonly string[], from: number, length: number): number {
  let at = from
  for (let left = length; left > 0 && at < words.length; at++) left -= (words[at]?.length ?? 0) + 1
  return at - from
}

function isKind(kind: string): kind is ClauseKind {
  return kind in CLAUSES
}
