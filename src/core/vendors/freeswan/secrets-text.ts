import type { LineRoles } from '../../model/line-roles.ts'
import { lineSpan, type SourceLine, type Span } from '../../text/source-text.ts'
import { isScreenLine } from './prompt-line.ts'

/** One entry of ipsec.secrets. Nothing of the secret is in it but what stands in its place. */
export interface SecretEntry {
  /** `PSK`, `RSA`, `XAUTH`, ..., in upper case. */
  readonly kind: string
  /** What stands before the colon, without quotes. */
  readonly selectors: readonly string[]
  /** It has the colon between blanks and the kind in capitals, as strongSwan wants it. */
  readonly separator: boolean
  /** There is a blank behind the colon, without which Libreswan finds none. */
  readonly blankBehind: boolean
  /** What stands behind the kind. */
  readonly text: string
  readonly span: Span
}

export interface SecretsText {
  readonly entries: readonly SecretEntry[]
  /** Lines that are none of an entry. */
  readonly strays: readonly SourceLine[]
  readonly includes: readonly Span[]
}

const KIND = /:\s*(PSK|PPKS|PPK|XAUTH|EAP|NTLM|PIN|RSA|ECDSA|BLISS|P12|PKCS8)\b/i
const READ: ReadonlySet<string> = new Set(['PSK', 'PPKS'])
const SELECTOR = /"[^"]*"|[^\s"]+/g

/** The first line of an entry: it is not indented, and its kind stands in it or in a line that continues it. */
export function startsSecret(lines: readonly SourceLine[], index: number): boolean {
  const text = lines[index]?.text ?? ''
  if (/^[\s#]/.test(text) || text.trim() === '') return false
  if (hasKind(text)) return true
  if (/[={}]/.test(text)) return false
  for (let below = index + 1; below < Math.min(lines.length, index + 5); below++) {
    const next = lines[below]?.text ?? ''
    if (!/^\s+[^\s#]/.test(next)) return false
    if (hasKind(next)) return true
  }
  return false
}

/**
 * Selectors stand between blanks; a list with commas is something else, such as `Auth sign: PSK, Auth verify: PSK` and
 * `"net":   our auth:secret, their auth:PSK+RSASIG`, and so are `"net":   policy: PSK+ENCRYPT+TUNNEL`, `"net":   xauth us:none, xauth
 * them:none` of `ipsec status`, `"net" #5: XAUTH: Sending ...` of its log and what a FortiGate logs, such as `ike 0:to-hq: PSK auth failed: ...`.
 */
function hasKind(text: string): boolean {
  const at = KIND.exec(text)?.index
  return (
    at !== undefined &&
    !/:\s{1,9}xauth us:/.test(text) &&
    !/,\s/.test(text.slice(0, at).replace(/"[^"]*"/g, '')) &&
    !/^(?:\d[\d .:-]{9,30} )?ike (?:V=\w{1,20}:)?\d|:\s*(?:PSK[,+]|XAUTH: )/.test(text)
  )
}

/**
 * All entries of these lines. Libreswan lets an entry reach to the next line that is not indented; strongSwan has one in
 * each line, indented or not.
 */
export function parseSecrets(
  lines: readonly SourceLine[],
  reach: 'over lines' | 'one a line',
  roles: LineRoles,
): SecretsText {
  const entries: SecretEntry[] = []
  const includes: Span[] = []
  const strays: SourceLine[] = []
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]
    if (line === undefined) continue
    const text = line.text.trim()
    if (text === '' || text.startsWith('#') || isScreenLine(line.text)) roles.set(line.number, 'irrelevant')
    else if (/^include\s+[^=]/.test(text)) {
      roles.set(line.number, 'unsupported')
      includes.push(lineSpan(line))
    } else if (reach === 'one a line' ? KIND.test(text) : startsSecret(lines, index)) {
      const end = reach === 'one a line' ? index + 1 : endOfEntry(lines, index)
      const entry = entryOf(lines.slice(index, end))
      for (const part of lines.slice(index, end))
        roles.set(part.number, READ.has(entry?.kind ?? '') ? 'read' : 'irrelevant')
      if (entry !== null) entries.push(entry)
      index = end - 1
    } else strays.push(line)
  }
  return { entries, strays, includes }
}

/** What to write for the beginning of an entry of a pre-shared key, up to the key, so that both products find it. */
export function spacedEntry(text: string): { readonly remove: string; readonly insert: string } | null {
  const kind = /(?<![\w-])PSK(?![\w-])[ \t]*/i.exec(text)
  if (kind === null) return null
  const before = text.slice(0, kind.index)
  const owners = before.trimEnd().replace(/:$/, '').trim()
  return before.includes('"') ? null : { remove: before + kind[0], insert: `${owners} : PSK `.trimStart() }
}

/** A private key in braces may have lines that are not indented. */
function endOfEntry(lines: readonly SourceLine[], from: number): number {
  let end = from + 1
  let open = /\{[^{}]*$/.test(lines[from]?.text ?? '')
  while (end < lines.length && (open || /^\s+\S/.test(lines[end]?.text ?? ''))) {
    const text = lines[end]?.text ?? ''
    if (text.includes('{')) open = true
    if (text.includes('}')) open = false
    end++
  }
  return end
}

function entryOf(lines: readonly SourceLine[]): SecretEntry | null {
  const [first] = lines
  const whole = lines.map(({ text }) => text.trim()).join(' ')
  const match = KIND.exec(whole)
  const kind = match?.[1]
  if (first === undefined || match === null || kind === undefined) return null
  const before = whole.slice(0, match.index)
  const text = whole.slice(match.index + match[0].length)
  const selectors = [...before.matchAll(SELECTOR)].map(([selector]) => selector.replace(/^"(.*)"$/, '$1'))
  const separator = /^(?:.*? )?: +[A-Z0-9]+(?:\s|$)/.test(whole) && kind === kind.toUpperCase()
  const blankBehind = /^:\s/.test(match[0])
  return { kind: kind.toUpperCase(), selectors, separator, blankBehind, text: text.trim(), span: lineSpan(first) }
}
