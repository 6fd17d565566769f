import type { SourceLine } from '../../../text/source-text.ts'
import { indentOf } from '../../../text/words.ts'
import { headingOf } from '../../blocks.ts'
import { isScreenLine } from '../../freeswan/prompt-line.ts'
import { DISTINCT_CHARON_KEY } from '../strongswan-conf/charon-keys.ts'

const FRAME = /^\s*(connections|secrets)\s*(?::[^{}=]{1,200})?(\{.*)?$/
const FRAME_CONTENT = /^\s*(?:[^\s#{}:.,="]{1,200}\s*(?::[^{}=]{0,500})?(?:\{|$)|include\s|\}|$)/
const SECRET_SECTION =
  /^\s*(?:eap|xauth|ntlm|ike|ppk|private|rsa|ecdsa|pkcs8|pkcs12|token)[^\s#{}:.,="]{0,200}\s*(?::|\{|$)/
/** What only a connection or a child has. */
const TELLING = /^\s*(?:children\s*\{|(?:local_ts|remote_ts|local_addrs|remote_addrs|esp_proposals)\s*=)/
const AUTH = /^\s*auth\s*=|\{\s*auth\s*=/
/** Lines such as the settings format has. */
const SETTINGS_LINE = /^\s*(?:#.*|\}[\s}]*|[^\s#{}:.,="]{1,200}\s*(?:=.*|(?::[^{}=]{0,500})?\{.*)?|include\s.*|)$/
/** Sections of strongswan.conf, which is a format of its own; also its settings without a frame. */
const OTHER_FILE = /^\s*(?:charon[\w-]*|libstrongswan|libtls|libimcv|starter|swanctl|pki|medsrv|manager)\s*\{/

/**
 * The first line of each swanctl.conf: a heading `connections` or `secrets`, with the templates and remarks above it. One
 * that comes again begins the next file. Without either, the lines of a connection or a child tell.
 */
export function swanctlAnchors(lines: readonly SourceLine[]): number[] {
  const anchors: number[] = []
  const seen = new Set<string>()
  let floor = 0
  for (let index = 0; index < lines.length; index++) {
    const frame = frameAt(lines, index)
    if (frame === null) continue
    if (anchors.length > 0 && !seen.has(frame)) {
      seen.add(frame)
      floor = index + 1
      continue
    }
    seen.clear()
    seen.add(frame)
    const first = anchors.length === 0 ? firstOfFile(lines, index) : aboveRemarks(lines, index, floor)
    anchors.push(lines[first]?.number ?? 1)
    floor = index + 1
  }
  if (anchors.length > 0) return anchors
  const telling = lines.findIndex(({ text }, index) => TELLING.test(text) && !isInConn(lines, index))
  if (telling < 0) return []
  return [lines[firstOfFile(lines, telling)]?.number ?? 1]
}

/** A word of this format in the wrong file: the section above it is one of an ipsec.conf. */
function isInConn(lines: readonly SourceLine[], index: number): boolean {
  let above = index - 1
  while (above >= 0 && /^(?:\s|#|$)/.test(lines[above]?.text ?? '')) above--
  return /^conn\s+\S+\s*$/.test(lines[above]?.text ?? '')
}

const [SMALL_C, SMALL_S] = [99, 115]

/** `connections {`, also with the brace on the next line, and with something in it that is a section. */
export function frameAt(lines: readonly SourceLine[], index: number): string | null {
  const text = lines[index]?.text ?? ''
  const first = text.charCodeAt(indentOf(text))
  if (first !== SMALL_C && first !== SMALL_S) return null
  const [, name, rest] = FRAME.exec(text) ?? []
  if (name === undefined) return null
  const shape = name === 'secrets' ? SECRET_SECTION : FRAME_CONTENT
  const inline =
    rest
      ?.slice(1)
      .replace(/^\s*#.*$/, '')
      .trim() ?? ''
  if (inline !== '') return shape.test(inline) || inline.startsWith('}') ? name : null
  let next = index + 1
  if (rest === undefined) {
    next = contentFrom(lines, next)
    const opening = lines[next]?.text.trim() ?? ''
    if (!opening.startsWith('{')) return null
    if (opening !== '{') return name
    next++
  }
  const at = contentFrom(lines, next)
  const content = lines[at]?.text ?? ''
  if (shape.test(content) || /^\s*(?:\}|include\s|$)/.test(content)) return name
  // A mistake in the first line does not make it something else.
  return lines.slice(at, at + 20).some(({ text }) => TELLING.test(text) || AUTH.test(text)) ? name : null
}

function contentFrom(lines: readonly SourceLine[], index: number): number {
  let at = index
  while (at < lines.length && /^\s*(?:#.*)?$/.test(lines[at]?.text ?? '')) at++
  return at
}

/** Up over everything that can be a part of the file: templates, `include`, remarks. */
function firstOfFile(lines: readonly SourceLine[], index: number): number {
  let first = index
  for (let above = index - 1; above >= 0; above--) {
    const text = lines[above]?.text ?? ''
    if (OTHER_FILE.test(text)) return afterSection(lines, above, index)
    if (DISTINCT_CHARON_KEY.test(text)) break
    if (isHeading(text) || !(SETTINGS_LINE.test(text) || isScreenLine(text))) break
    if (isScreenLine(text)) return above
    if (/\S/.test(text)) first = above
  }
  return withoutWords(lines, first, index)
}

/** The first line behind a section of another file, whose braces are counted as far as its closing one. */
function afterSection(lines: readonly SourceLine[], from: number, index: number): number {
  let at = from
  let depth = 0
  do {
    const braces = (lines[at]?.text ?? '').replace(/#.*/, '').replace(/=[^}]*/g, '')
    for (const character of braces) depth += character === '{' ? 1 : character === '}' ? -1 : 0
    at++
  } while (depth > 0 && at < index)
  while (at < index && !/\S/.test(lines[at]?.text ?? '')) at++
  return at
}

/** A lone word above the file is a line of prose, unless it opens a section. */
function withoutWords(lines: readonly SourceLine[], first: number, index: number): number {
  let at = first
  while (at < index && /^\s*[^\s#{}=]+\s*$/.test(lines[at]?.text ?? '') && !opens(lines, at)) at++
  return at
}

function opens(lines: readonly SourceLine[], index: number): boolean {
  return /^\s*\{/.test(lines[contentFrom(lines, index + 1)]?.text ?? '')
}

/** Of a second file in one paste: remarks and prompts right above. */
function aboveRemarks(lines: readonly SourceLine[], index: number, floor: number): number {
  let first = index
  for (let above = index - 1; above >= floor; above--) {
    const text = lines[above]?.text ?? ''
    if (isHeading(text) || !(/^\s*(?:#.*)?$/.test(text) || isScreenLine(text))) break
    if (/\S/.test(text)) first = above
  }
  return first
}

/** "# gateway A" tells which end it is, and is read by whoever cuts the paste into blocks. */
function isHeading(text: string): boolean {
  return /\S/.test(text) && headingOf(text) !== null
}
