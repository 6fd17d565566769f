import { type SourceLine, type Span, spanAt } from '../../text/source-text.ts'

/**
 * What `ip xfrm` prints of a policy or an SA, piece by piece, as iproute2 writes it (ip/ipxfrm.c, versions 4 to 6). Line
 * breaks and indentation are its own matter (`-o` prints a backslash instead, mail clients lose both), so each piece is
 * known by its words, behind one blank each.
 */
export type ClauseKind = keyof typeof CLAUSES

/** One piece with its values. */
export interface Clause {
  readonly kind: ClauseKind
  readonly values: Readonly<Record<string, string | undefined>>
  /** Where it stands; of one that is wrapped, the part on its first line. */
  readonly span: Span
}

const FLAGS =
  '(?: (?:localok|icmp|noecn|decap-dscp|nopmtudisc|wildrecv|af-unspec|align4|esn|dont-encap-dscp|oseq-may-wrap))*'
const KEY = '(?<key>(?: (?:(?:0x)?‹secret [\\d?]+›|0x\\w*|<<Keys hidden>>)){0,9})(?: \\(\\d+ bits\\))?'

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

/**
 * Adds the clauses of a line to those of the lines above it, from an index on. `false` where it holds anything else, or where a
 * clause may go on from line to line: then all lines have to be read as the words that they are.
 */
export function takeClauses(line: SourceLine, from: number, clauses: Clause[]): boolean {
  const { text } = line
  if (PARTED.test(text)) return false
  for (let at = from; at < text.length; ) {
    const found = clauseAt(text, at)
    if (found === undefined || (found.kind === 'pair' && clauses.length > 0)) return false
    clauses.push({ kind: found.kind, values: found.values, span: spanAt(line, at, found.length) })
    at += found.length + 1
  }
  return true
}

/** Words end here without a blank, or a record begins within the line. */
const PARTED = /\\|›\S|src(?<!^[\s>|]*(?:tmpl |sel )?src)/

/** A word of a record and its place. */
export interface RecordWord {
  readonly text: string
  readonly line: SourceLine
  readonly at: number
}

/** The clauses of a record, and the words that belong to none. */
export function clausesOf(words: readonly RecordWord[]): {
  readonly clauses: Clause[]
  readonly unknown: RecordWord[]
} {
  const text = words.map((word) => word.text).join(' ')
  const clauses: Clause[] = []
  const unknown: RecordWord[] = []
  let offset = 0
  for (let at = 0; at < words.length; ) {
    const first = words[at]
    if (first === undefined) break
    const found = clauseAt(text, offset)
    const count = found === undefined ? 1 : wordsIn(words, at, found.length)
    if (found === undefined) unknown.push(first)
    else clauses.push({ kind: found.kind, values: found.values, span: spanTo(first, words[at + count - 1] ?? first) })
    for (const end = at + count; at < end; at++) offset += (words[at]?.text.length ?? 0) + 1
  }
  return { clauses, unknown }
}

function spanTo(first: RecordWord, last: RecordWord): Span {
  const end = last.line === first.line ? last.at + last.text.length : first.line.text.trimEnd().length
  return spanAt(first.line, first.at, end - first.at)
}

const ANYTHING = PATTERNS.filter(({ first }) => first === null)
/** Those that can begin with a letter, in their order. */
const BY_LETTER = new Map(
  [...'abcdefghijklmnopqrstuvwxyz'].map((letter) => [
    letter,
    PATTERNS.filter(({ first }) => first === null || first.startsWith(letter)),
  ]),
)

function clauseAt(text: string, offset: number) {
  for (const { kind, pattern, names, first } of BY_LETTER.get(text[offset] ?? '') ?? ANYTHING) {
    if (first !== null && !text.startsWith(first, offset)) continue
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
function wordsIn(words: readonly RecordWord[], from: number, length: number): number {
  let at = from
  for (let left = length; left > 0 && at < words.length; at++) left -= (words[at]?.text.length ?? 0) + 1
  return at - from
}

function isKind(kind: string): kind is ClauseKind {
  return kind in CLAUSES
}
