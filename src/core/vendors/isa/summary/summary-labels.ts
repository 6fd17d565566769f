import type { Piece } from '../../flowing-text.ts'

/** The lines of a phase that are read, by the label in front of them. */
export type Key =
  | 'mode'
  | 'encryption'
  | 'integrity'
  | 'group'
  | 'authentication'
  | 'lifetime'
  | 'secrecy'
  | 'timeRekeying'
  | 'volumeRekeying'

export type Section = 'phase1' | 'phase2' | 'remote' | 'local' | 'routable'

/** A label with the value behind it, or a heading. `from` and `to` hold label and value. */
export type Part =
  | (Piece & { readonly kind: 'endpoint'; readonly side: 'local' | 'remote'; readonly value: Value | null })
  | (Piece & { readonly kind: 'section'; readonly section: Section; readonly name: string | null })
  | (Piece & { readonly kind: 'key'; readonly key: Key; readonly value: Value })
  | (Piece & { readonly kind: 'subnet'; readonly value: Value | null })
  | (Piece & { readonly kind: 'notice' })

export interface Value extends Piece {
  readonly text: string
}

const SWITCH = /(?:on|off|yes|no|true|false|enabled|disabled)\b/

/** Each key's label and the values that it can have. What is written otherwise stays not understood, and is shown. */
const KEYS: readonly (readonly [Key, label: RegExp, value: RegExp])[] = [
  ['mode', /mode/, /(?:main|quick|(?:esp|ah)\s+tunnel)\s+mode\b/],
  ['encryption', /encryption(?:\s+algorithm)?/, /(?:3\s?-?DES|DES|AES(?:[\s-]{0,2}(?:128|192|256))?)\b/],
  ['integrity', /integrity(?:\s+algorithm)?/, /(?:MD5|SHA(?:[\s-]{0,2}(?:1|256|384|512))?)\b/],
  ['group', /diffie[\s-]{1,3}hellman(?:\s+group)?/, /(?:DH\s+)?(?:group\s+)?\d{1,4}\b(?:\s*\([^()]{0,40}\))?/],
  [
    'authentication',
    /authentication(?:\s+method)?/,
    /(?:pre-?\s*shared\s+(?:secret|key)\b(?:\s*\((?:\s*‹secret\s[\d?]+›)+\s*\)?|\s*\([*•●.x\s]*\)?)?|certificates?\b)/,
  ],
  [
    'lifetime',
    /(?:(?:security\s+association|SA)\s+)?lifetime/,
    /\d{1,12}(?:[.,]\d{3}){0,3}\s*(?:seconds|second|secs?|kilobytes|kbytes|kb|s)?\b/,
  ],
  ['secrecy', /perfect\s+forward\s+secrecy(?:\s+\(PFS\))?/, SWITCH],
  ['timeRekeying', /time\s+rekeying/, SWITCH],
  ['volumeRekeying', /k(?:ilo)?bytes?\s+rekeying/, SWITCH],
]

/** A name of up to 31 words, which never runs over the next list. */
const NAME = String.raw`\S+(?:\s+(?!(?:local|remote)\s+network\b|subnet\s*:)\S+){0,30}?`

/** Labels at which a summary can begin; no other format has them. */
const HEADINGS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['endpoint', /(?<side>local|remote)\s+tunnel\s+end[\s-]{0,3}point(?:\s*:\s*|\s+(?=\d))/],
  ['phase', /IKE\s+phase\s+(?<number>II|I|1|2)\s+parameters\b\s*:?/],
  [
    'network',
    new RegExp(
      String.raw`(?<owner>local|remote)\s+network\s+(?<name>(?=')${NAME}(?<=')|(?=")${NAME}(?<=")|${NAME})\s+IP\s+subnets\b\s*:?`,
    ),
  ],
  ['routable', /routable\s+local\s+IP\s+addresses\b\s*:?/],
]

const NOTICE =
  /to\s+allow\s+HTTP\s+proxy\s+or\s+NAT\s+traffic\b[^:]{0,300}?tunnel\s+end[\s-]{0,3}point\s+IP\s+address\b\.?/

const LABELS = [
  ...HEADINGS,
  ['notice', NOTICE],
  ...KEYS.map(([key, label, value]) => [key, orWithoutColon(label, value)] as const),
  ['subnet', /subnet\s*:\s*/],
] as const

const LABEL = alternatives(LABELS, 'y')
/** Subnets may stand in their lists without their label. */
const TOKEN = alternatives([...LABELS, ['bare', /(?<![\w.:/-])(?=\d{1,3}\.\d{1,3}\.\d{1,3}\.)/]], 'g')
const HEADING = alternatives(HEADINGS, 'g')

/** An address, address and mask, or a range, wrapped anywhere around the slash or the dash; or a word in the place of an address, with its mask. */
const ADDRESS =
  /(?:<[\w .-]{1,40}>|\[[\w .-]{1,40}\]|[A-Z][\w-]{1,60}(?=\s*\/))(?:\s*\/\s*[\d.]{1,15})?|[^\s,;/()–-]{1,60}(?:\s*[/–-]\s*[^\s,;/()–-]{1,60})?/y
const WORD = /<[^<>\n]{1,60}>|[^\s,;]{1,80}/y
const VALUES = new Map(KEYS.map(([key, , value]) => [key, new RegExp(value, 'iy')]))

/** The parts of a text in the order in which they stand in it. Text between them is not understood. */
export function* partsOf(text: string): Generator<Part> {
  let at = 0
  for (;;) {
    TOKEN.lastIndex = at
    const match = TOKEN.exec(text)
    if (match === null) return
    const part = partOf(match, text)
    if (part !== null) yield part
    at = Math.max(part?.to ?? 0, match.index + match[0].length, match.index + 1)
  }
}

/** The headings alone, which is quicker for text that is something else. */
export function* headingsOf(text: string): Generator<Part> {
  for (const match of text.matchAll(HEADING)) {
    const part = partOf(match, text)
    if (part !== null) yield part
  }
}

function partOf(match: RegExpExecArray, text: string): Part | null {
  const { groups = {} } = match
  const from = match.index
  const to = from + match[0].length
  if (groups['endpoint'] !== undefined) {
    const value = valueAt(WORD, text, to)
    const side = isLocal(groups['side']) ? 'local' : 'remote'
    return { kind: 'endpoint', side, value, from, to: value?.to ?? to }
  }
  if (groups['phase'] !== undefined) {
    const section = /^(?:I|1)$/i.test(groups['number'] ?? '') ? 'phase1' : 'phase2'
    return { kind: 'section', section, name: null, from, to }
  }
  if (groups['network'] !== undefined) {
    const section = isLocal(groups['owner']) ? 'local' : 'remote'
    return { kind: 'section', section, name: networkName(groups['name'] ?? ''), from, to }
  }
  if (groups['routable'] !== undefined) return { kind: 'section', section: 'routable', name: null, from, to }
  if (groups['notice'] !== undefined) return { kind: 'notice', from, to }
  if (groups['subnet'] !== undefined || groups['bare'] !== undefined) {
    const value = valueAt(ADDRESS, text, to)
    return { kind: 'subnet', value, from, to: value?.to ?? to }
  }
  for (const [key, pattern] of VALUES) {
    const value = groups[key] !== undefined ? valueAt(pattern, text, to) : null
    if (value !== null) return { kind: 'key', key, value, from, to: value.to }
  }
  return null
}

/** The value that begins at an offset; `null` when nothing or the next label stands there. */
function valueAt(pattern: RegExp, text: string, at: number): Value | null {
  LABEL.lastIndex = at
  if (LABEL.test(text)) return null
  pattern.lastIndex = at
  const match = pattern.exec(text)?.[0]
  return match === undefined ? null : { text: match, from: at, to: at + match.length }
}

function isLocal(word: string | undefined): boolean {
  return word?.toLowerCase() === 'local'
}

function networkName(written: string): string | null {
  const name = written
    .replace(/^['"]|['"]$/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  return name === '' ? null : name
}

/** Copying may lose the colon; then only a value that fits shows that it is a label. */
function orWithoutColon(label: RegExp, value: RegExp): RegExp {
  return new RegExp(`${label.source}(?:\\s*:\\s*|\\s+(?=${value.source}))`)
}

function alternatives(labels: readonly (readonly [name: string, pattern: RegExp])[], flags: 'g' | 'y'): RegExp {
  const sources = labels.map(([name, { source }]) => `(?<${name}>${name === 'bare' ? '' : '\\b'}${source})`)
  return new RegExp(sources.join('|'), `i${flags}`)
}
