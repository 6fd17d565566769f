import { add, type Found, findLine, LINES, matchesIn, nextLine } from './found.ts'
import { OWN_KEY, TRANSLATED, TRANSLATED_KEY, WORDS } from './names.ts'

/** A word, perhaps with marks of Markdown or quotes around it and a remark in brackets, and a separator. */
export const LABELLED = new RegExp(
  `(?:^|[^\\p{L}\\p{N}])(?<label>(?:${WORDS}|\\w{1,20}(?:psk|secret|passw(?:or)?d|passphrase|pwd|sharedkey)|${OWN_KEY})(?:(?<!key)[-_# ]?\\d{1,3})?|${TRANSLATED}|${TRANSLATED_KEY})["'*_~\`\\\\]{0,3}[ .\\t]{0,40}(?:\\([^()\\n]{0,20}\\)[ .\\t]{0,20})?(?:[?+]?[:=＝]+|->|\\|)[ \\t]*`,
  'giu',
)
/** What stands behind each label. */
const SEPARATOR = /[:=＝>|]/

/** `secrets=/etc/ipsec.secrets, ipsecdir=...` */
const FILE = /^\/[\w./-]{0,200}\.secrets(?=,|$)/
const MEMBER =
  /^\s{0,80}(?:-\s{1,9})?(?!(?:name|id|file|type|external|driver)\b)["']?[\w.@-]{1,60}["']?\s{0,9}:\s{1,9}["']?(?<value>[^\s"'{}[\]]{4,400})["']?,?\s{0,9}$/di

export function findLabelled(lines: readonly string[], index: number, found: Found[]): void {
  const line = lines[index] ?? ''
  if (!SEPARATOR.test(line)) return
  let done = 0
  for (const match of matchesIn(line, LABELLED)) {
    if (match.index >= done) done = findValue(lines, index, match.index + match[0].length, match[0], found)
  }
}

/**
 * `psk: value`: a quoted value to its closing quote, also lines below; a plain one to the end of the line, and the lines
 * below that are indented deeper. Returns the index from which the line is still unread.
 */
function findValue(lines: readonly string[], index: number, from: number, label: string, found: Found[]): number {
  const line = lines[index] ?? ''
  const tag = /^(?:!!?[\w-]{0,30}|&[\w-]{1,30})\s+(?=["'|>])/.exec(line.slice(from))?.[0].length ?? 0
  const start = from + tag
  const value = line.slice(start)
  // The head of a column.
  if (value === '' && label.trimEnd().endsWith('|')) return line.length
  if (value === '' || /^(?:[|>][-+\d]*\s*(?:#.*)?|[\\`]\s*)$/.test(value)) {
    findBelow(lines, index, value !== '', label, found)
    return line.length
  }
  // Where they are, as `ipsec status` tells it.
  const file = FILE.exec(value)?.[0]
  if (file !== undefined) return start + file.length
  // The key stands behind its own parameter, where it is found.
  const cmdlet = CMDLET.exec(value)?.[0]
  if (cmdlet !== undefined) return start + cmdlet.length
  const document = /^<<[-~]?\s{0,9}["']?(\w{1,40})/.exec(value)?.[1]
  if (document !== undefined) {
    findDocument(lines, index, document, found)
    return line.length
  }
  const argument = ARGUMENT.test(label) ? argumentIn(value) : undefined
  if (argument !== undefined) return findArgument(argument, index, start, found)
  const quote = value.startsWith('\\"') ? '\\"' : value[0]
  if (quote === '"' || quote === "'") {
    const close = closingQuote(value, quote)
    if (close > 0) {
      add(found, index, start + 1, value.slice(1, close), unquoted(quote), 'exact')
      return start + close
    }
    if (value.indexOf(quote, 1) > 0) add(found, index, start + 1, value.slice(1), null)
    else findOverLines(lines, index, start + 1, quote, found)
    return line.length
  }
  const group = groupIn(value)
  if (group !== undefined) {
    if (group.length > 1) add(found, index, start, group, null)
    else findDeeper(lines, index, found)
    return start + group.length
  }
  const inBraces = line.lastIndexOf('{', from - 1) > line.lastIndexOf('}', from - 1)
  const plain = inBraces ? inBracesValue(value, label) : value
  add(found, index, start, plain.trimEnd(), undefined)
  if (!inBraces) findDeeper(lines, index, found)
  return start + plain.length
}

/**
 * `auth1psk=KEY qmpfs=none`, a command of netsh: others of its parameters stand behind the key, or the sign that it goes on below. In
 * what it prints, joined to one line, the next label does.
 */
const ARGUMENT = /(?<![\p{L}\p{N}])auth1psk[ \t]{0,9}[:=][ \t]*$/iu
const PARAMETER =
  /(?<=[ \t])(?:[\^`][ \t]*$|mainmodesecmethods[ \t:]|auth2[ \t]{0,9}:|(?:name|description|mode|enable|profile|type|(?:local|remote)tunnelendpoint|endpoint[12]|port[12]|protocol|interfacetype|action|auth[12]\w{0,20}|qmpfs|qmsecmethods|mmsecmethods|exemptipsecprotectedconnections|applyauthz)[ \t]{0,9}=)/i

/** What stands in front of the next parameter; `undefined` where none follows, or it might stand within the quotes of the key. */
function argumentIn(value: string): string | undefined {
  const closed = value.startsWith('"') ? value.indexOf('"', 1) + 1 : 0
  if (value.startsWith('"') && closed === 0) return undefined
  const next = PARAMETER.exec(value.slice(closed))?.index
  if (next === undefined) return undefined
  const written = value.slice(0, closed + next).trimEnd()
  return closed > 0 && written.length > closed ? undefined : written
}

/** Returns the index from which the line is still unread. */
function findArgument(written: string, index: number, start: number, found: Found[]): number {
  const quoted = /^"([^"]+)"$/.exec(written)?.[1]
  if (quoted !== undefined) add(found, index, start + 1, quoted, (text) => text, 'exact')
  else add(found, index, start, written, undefined)
  return start + written.length
}

/** `$psk = New-NetIPsecAuthProposal -Machine -PreSharedKey KEY` */
const CMDLET = /^New-NetIPsec[a-z]{4,40}(?=[ \t][^\n]{0,200}-PreSharedKey[ \t])/i

/** `{"local": "KEY", "remote": "KEY"}`, `["KEY", "KEY"]`; the opening bracket alone where the lines below have the rest. */
function groupIn(value: string): string | undefined {
  const closing = { '{': '}', '[': ']' }[value[0] ?? '']
  if (closing === undefined) return undefined
  if (value.trimEnd().length === 1) return value.trimEnd()
  let depth = 0
  for (let at = 0; at < value.length; at++) {
    if (value[at] === value[0]) depth++
    else if (value[at] === closing && --depth === 0) return value.slice(0, at + 1)
  }
  return undefined
}

/** In a list of YAML or JSON a comma ends the value; after an equals sign only the closing brace at the end does. */
function inBracesValue(value: string, label: string): string {
  if (label.includes('=')) return value.replace(/(?<![\s}])\s*\}[\s}]*$/, '')
  return /^[^,}]*/.exec(value)?.[0] ?? value
}

/** Nothing behind the label: the lines below that are indented deeper, or the one that was pushed there. */
function findBelow(lines: readonly string[], index: number, isBlock: boolean, label: string, found: Found[]): void {
  const next = nextLine(lines, index)
  if (next === undefined) return
  const line = lines[next] ?? ''
  if (indentation(line) > indentation(lines[index] ?? '')) {
    if (isMap(label, line)) findMembers(lines, index, found)
    else if (isBlock || !isLabel(line)) findDeeper(lines, index, found)
    else if (/^\s*(?:-|value\b)/i.test(line)) findLine(lines, next, found)
    return
  }
  if (isLabel(line) && !/^\s*-\s/.test(line)) return
  // A single word of a mail client's making; of common words such as "key:" only that.
  if (/^\s*\S+\s*$/.test(line) || !/^\W*(?:key|token)\W/i.test(label)) findLine(lines, next, found)
}

/** The lines of a here-document, up to its mark. */
function findDocument(lines: readonly string[], index: number, mark: string, found: Found[]): void {
  for (let below = index + 1; below < Math.min(lines.length, index + LINES); below++) {
    if (lines[below]?.trim() === mark) return
    findLine(lines, below, found, null)
  }
}

/** `passwords:` with a line for each of them. */
function isMap(label: string, below: string): boolean {
  return (
    /(?:secrets|passwords|passphrases?|psks?|shared[-_ ]?keys?|keys|stringdata)\W*$/i.test(label) &&
    /^\s*(?:-\s+)?["']?[\w.@-]{1,60}["']?\s*:\s/.test(below)
  )
}

function findMembers(lines: readonly string[], index: number, found: Found[]): void {
  const depth = indentation(lines[index] ?? '')
  for (let below = index + 1; below < Math.min(lines.length, index + LINES); below++) {
    const line = lines[below] ?? ''
    if (line.trim() !== '' && indentation(line) <= depth) return
    const range = MEMBER.exec(line)?.indices?.groups?.['value']
    if (range !== undefined) add(found, below, range[0], line.slice(...range), undefined)
  }
}

function isLabel(line: string): boolean {
  return (
    /^\s*[\w.-][\w .-]{0,59}:(?:\s|$)/.test(line) ||
    /^\s*\w{1,40}\s*=/.test(line) ||
    (/[{}]\s*$/.test(line) && !/^\s*["'][^"']{1,400}["']\s*\}/.test(line))
  )
}

/** Continued lines: those right below that are indented deeper, whatever they look like; blank ones between count too. */
function findDeeper(lines: readonly string[], index: number, found: Found[]): void {
  const depth = indentation(lines[index] ?? '')
  for (let below = index + 1; below < Math.min(lines.length, index + LINES); below++) {
    const line = lines[below] ?? ''
    if (line.trim() === '') continue
    if (indentation(line) <= depth) return
    // A key over several lines is joined by rules of its format, which are not known here.
    findLine(lines, below, found, null)
  }
}

function findOverLines(lines: readonly string[], index: number, from: number, quote: string, found: Found[]): void {
  add(found, index, from, (lines[index] ?? '').slice(from), null)
  for (let below = index + 1; below < Math.min(lines.length, index + 20); below++) {
    const line = lines[below] ?? ''
    const close = closingQuote(`${quote}${line}`, quote) - 1
    const end = close < 0 && line.includes(quote) ? line.length : close
    add(found, below, 0, end < 0 ? line : line.slice(0, end), null)
    if (end >= 0) return
  }
}

function unquoted(quote: string): (written: string) => string | null {
  return (written) => {
    if (quote === "'") return written.replaceAll("''", "'")
    return /\\[^"\\]/.test(written) ? null : written.replace(/\\(["\\])/g, '$1')
  }
}

function closingQuote(value: string, quote: string): number {
  for (let index = 1; index < value.length; index++) {
    const escaped = quote === '"' ? value[index] === '\\' : value[index] === quote && value[index + 1] === quote
    if (escaped) index++
    else if (value[index] === quote) return /^\s*(?:$|[#,;}\]])/.test(value.slice(index + 1)) ? index : -1
  }
  return -1
}

function indentation(line: string): number {
  return line.length - line.trimStart().length
}
