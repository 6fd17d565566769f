import type { Block, Format } from '../model/format.ts'
import { oneOfEachKind } from '../text/line-kinds.ts'
import type { SourceLine } from '../text/source-text.ts'
import { isBlank } from '../text/words.ts'

/** A block of lines with the format that claims it, or text between blocks that no format claims. */
export interface ClaimedBlock extends Block {
  readonly format: Format | null
  /** A heading in front of it, such as "ISA-A:". */
  readonly heading: Heading | null
  /** Blank lines above the first block of a paste. */
  readonly blankAbove: number
}

interface Heading {
  /** "A", "B", ...; `null` when the heading has a name only. */
  readonly label: string | null
  readonly name: string | null
}

/**
 * Cuts one paste into blocks: each begins at a line that a format recognises, or at a heading right before it, and ends
 * where the next one begins. Where two formats claim a line, the one that stands first in the list has it.
 */
export function splitBlocks(source: string, lines: readonly SourceLine[], formats: readonly Format[]): ClaimedBlock[] {
  const claims = new Map<number, Format>()
  for (const format of hintedBy(lines, formats)) {
    for (const anchor of format.recognise(lines)) if (!claims.has(anchor)) claims.set(anchor, format)
  }
  const starts = [...claims].toSorted(([a], [b]) => a - b).map(([anchor, format]) => startOf(anchor, format, lines))
  const blocks: ClaimedBlock[] = []
  const first = starts[0]?.line ?? lines.length + 1
  const preamble = lines.slice(0, first - 1)
  const isBlank = starts.length > 0 && preamble.every(({ text }) => text.trim() === '')
  if (!isBlank) blocks.push({ source, lines: preamble, format: null, heading: null, blankAbove: 0 })
  for (const [index, { line, format, heading }] of starts.entries()) {
    const next = starts[index + 1]?.line ?? lines.length + 1
    const blankAbove = isBlank && index === 0 ? preamble.length : 0
    blocks.push({ source, lines: lines.slice(line - 1, next - 1), format, heading, blankAbove })
  }
  return blocks
}

/**
 * The formats whose hint is in the text; several may have one hint, which is looked for once. No hint is about addresses: of
 * lines that differ in these alone one is enough.
 */
function hintedBy(lines: readonly SourceLine[], formats: readonly Format[]): Format[] {
  const text = oneOfEachKind(lines.map((line) => line.text)).join('\n')
  const held = new Map<RegExp, boolean>()
  return formats.filter(({ hint }) => {
    if (hint === undefined) return true
    const holds = held.get(hint) ?? hint.test(text)
    held.set(hint, holds)
    return holds
  })
}

/** A heading stands at most three lines before its block, with nothing but blank lines, rules and code fences between. */
function startOf(
  anchor: number,
  format: Format,
  lines: readonly SourceLine[],
): { line: number; format: Format; heading: Heading | null } {
  for (let above = anchor - 1; above >= 1 && above >= anchor - 3; above--) {
    const text = lines[above - 1]?.text ?? ''
    if (/^[\s=*_-]*$|^\s*```/.test(text)) continue
    const heading = headingAtEnd(text)
    return heading === null ? { line: anchor, format, heading } : { line: above, format, heading }
  }
  return { line: anchor, format, heading: null }
}

/** A line that is a heading, or ends with one. */
function headingAtEnd(text: string): Heading | null {
  return headingOf(text) ?? headingOf(lastSentence(text))
}

/** `HQ:` of `It does not come up. HQ:`. */
function lastSentence(text: string): string {
  return text.includes(':') ? (/[.!?] ([^.!? ][^.!?]{0,60}:)\s{0,9}$/.exec(text)?.[1] ?? '') : ''
}

/** For texts in which a heading could end a block: nobody's heading is long. */
export function isHeading(text: string): boolean {
  return text.length < 120 && headingAtEnd(text) !== null
}

/** `ISA-A:`, `End B`, `=== Side A ===`, `On gateway-b:`, `Branch office:`; `null` for any other line. */
export function headingOf(text: string): Heading | null {
  const end = endOfHeading(text)
  if (end === null) return null
  let start = 0
  while (isMark(text.charCodeAt(start)) || text[start] === '#' || text[start] === '>') start++
  const bare = ownerOf(text.slice(start, end).replace(/[*_]{1,3}:$/, ':'))
  const ended = LETTERED.exec(bare.replace(PASTED, ''))?.[1]
  if (ended !== undefined) return { label: ended.toUpperCase(), name: null }
  if (SPACED.test(bare) && !TELLING.test(bare)) return null
  const named =
    /^(?:(?:on|from|output of)\s+)?(\p{Script=Latin}[\p{Script=Latin}\w.-]{0,40})\s{0,9}(?:\([^()]{0,40}\)\s{0,9})?:$/iu.exec(
      bare,
    )?.[1]
  if (named !== undefined && /^[a-z]$/i.test(named)) return { label: named.toUpperCase(), name: null }
  const letter = /[-_.]([a-z])$/i.exec(named ?? '')?.[1]
  if (named !== undefined && letter !== undefined) return { label: letter.toUpperCase(), name: named }
  const [, placed] = /^([\w.-]{1,40}) {0,9}\([^()]{0,40}\)$/.exec(bare) ?? []
  if (placed !== undefined && OWNER.test(placed)) return { label: null, name: placed }
  if (bare.endsWith(':')) return placeOf(text, bare.slice(0, -1))
  return isFramed(text) ? placeOf(text, bare) : null
}

/** `R1 config:`, `Spoke configuration:`, `Config of R1:` and `FortiGate-A Phase 2:` are headed by their owners; of `VPN config:` there is none. */
function ownerOf(bare: string): string {
  const [, before, behind] = CONFIGURATION_OF.exec(bare) ?? []
  const owner = before ?? behind
  if (owner !== undefined && OWNER.test(owner)) return `${owner}:`
  const [, phased] = PHASE_OF.exec(bare) ?? []
  return phased !== undefined && (OWNER.test(phased) || TELLING.test(phased)) ? `${phased}:` : bare
}

const CONFIGURATION_OF =
  /^(?:(?:the )?([\w.-]{1,40}) (?:running[- ])?config(?:uration)?|config(?:uration)? (?:of|on|for|from) (?:the )?([\w.-]{1,40})) ?:$/i
const PHASE_OF = /^(\S[^:]{0,40}) phase ?[12] ?:$/i
/** A place, or a name that ends with a number and is none of a part of a configuration. */
const OWNER =
  /^(?:hub|spoke|hq|ho|head-?quarters?|branch|remote|local|left|right|main|dc|asa|pix|router|firewall|fortigate|strongswan|libreswan|openswan|vyos|vyatta|edgeos|edgerouter|usg|pfsense|opnsense|cisco|windows|tmg|(?!(?:ike|isakmp|phase|ph|p|v|tunnel|tu|vti|vlan|vrf|policy|acl|map|step|part|option|eth|fa|gi|ge|te|port|wan|lan|lo|loopback|serial)[-_]?\d)[a-z][a-z-]{0,20}[-_]?\d{1,4})$/i

/** `Site A (strongSwan 5.9)`, also without a colon. */
const LETTERED =
  /^(?:on\s+|from\s+|output of\s+)?(?:the\s+)?(?:end|side|site|gateway|peer|server|router|firewall|node)\s+([a-z])\s{0,9}(?:\([^()]{0,40}\)\s{0,9})?:?$/i

/** What is pasted below, behind the name of the end that it is of. */
const PASTED = / (?:config(?:uration)?|settings|summary|outputs?|status|filters)(?=:?$)/i

/** Of several words, or with a blank inside. */
const SPACED = /\s/
/** What a heading of several words has one of: many lines of outputs end as a heading does, and have none. */
const TELLING =
  /\(|\s:$|\b(?:on|from|output|of|the|and|here|is|this|now|side|end|site|office|gateway|peer|router|firewall|fw|box|asa|pix|isa|tmg|cisco|fort\w+|fgt|\w+swan|linux|b(?:ü|ue)ro|standort|zentrale|filiale|niederlassung|oficina|sede|bureau|agence)\b/i

/** `---- HQ ----`, `== HQ ==`. */
function isFramed(text: string): boolean {
  return FRAME.test(text) && /(?:==|--|\*\*)\s*$/.test(text)
}

const FRAME = /^\s*(?:==|--|\*\*)/

/** `HQ`, `London (203.0.113.1)`, `the branch office`, `our side`: a name without a letter to go by. */
function placeOf(text: string, said: string): Heading | null {
  // A remark of a file, such as "# London:" above a connection, heads a part of that file and no other end.
  if (/^[\s>]*#/.test(text)) return null
  const name = said
    .replace(/\([^()]{0,40}\)\s{0,9}$/, '')
    .trim()
    .replace(/^(?:(?:and|here|is|this|now|on|from|output|of|the)\s+){1,4}/i, '')
    .replace(PASTED, '')
  if (!PLACE.test(name)) return null
  const isPlace =
    !name.includes(' ') ||
    /\b(?:side|end|site|office|gateway|router|firewall|fw|box|asa|pix|isa|tmg|cisco|fort\w+|fgt|\w+swan|linux|b(?:ü|ue)ro|standort|zentrale|filiale|niederlassung|oficina|sede|bureau|agence)\b/i.test(
      name,
    )
  return isPlace && !NO_PLACE.test(name) && !SENTENCE.test(name) ? { label: null, name } : null
}

const PLACE =
  /^\p{Script=Latin}[\p{Script=Latin}\w.-]{0,40}(?: [\p{Script=Latin}\d][\p{Script=Latin}\w.-]{0,40}){0,3}$/u

/** What outputs, mails and people write in front of a colon, and names no end. */
const NO_PLACE =
  /^(?:ike|ipsec|connections|secrets|ends|children|interface|peer$|protocol|policy|(?:user)?name|login|password|config|output|result|logs?$|ping|errors?$|subject|from|to$|cc$|date|sent|note|ps$|edit|update|more$|show|begin|end$|warning|notice|hi$|hello|hey|regards|cheers|thanks|(?:before|after|earlier|later|one|(?:an)?other|mine|yours|ours|theirs|it|that|these|those|both)\b)/i

/** `the branch has a FortiGate:` tells something of a place, and is not its name. */
const SENTENCE =
  /\b(?:has|have|is|are|was|were|runs?|uses?|using|says?|said|shows?|sees|got|gets|looks?|does|did|can|cannot|will|with)\b/i

/** Where it ends without the marks behind: with a colon, a single letter, a bracket or a frame; `null` for any other line. */
function endOfHeading(text: string): number | null {
  let last = text.length - 1
  while (last >= 0 && isMark(text.charCodeAt(last))) last--
  const code = text.charCodeAt(last)
  const ends =
    code === COLON || code === BRACKET || (isLetter(code) && (isBlank(text.charCodeAt(last - 1)) || isFramed(text)))
  return ends ? last + 1 : null
}

const [BRACKET, STAR, DASH, COLON, EQUALS, UNDERSCORE] = [41, 42, 45, 58, 61, 95]

/** Of US-ASCII. */
function isLetter(code: number): boolean {
  const lower = code | 32
  return lower >= 97 && lower <= 122
}

/** What stands around a heading, and blanks. */
function isMark(code: number): boolean {
  return code === DASH || code === EQUALS || code === STAR || code === UNDERSCORE || isBlank(code)
}

/** The end that a file's name tells: `a.txt`, `isa-b.log`, `end_A.txt`; `null` when it tells none. */
export function labelOfFile(source: string): string | null {
  const name = source.split(/[\\/]/).at(-1) ?? source
  return /(?:^|[-_. ])([a-z])\.[a-z0-9]+$/i.exec(name)?.[1]?.toUpperCase() ?? null
}
