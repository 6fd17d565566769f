import type { SourceLine } from '../../text/source-text.ts'
import { isHeading } from '../blocks.ts'
import { isIndented, startsConn } from './conf-text.ts'
import { isScreenLine, promptHost } from './prompt-line.ts'
import { startsSecret } from './secrets-text.ts'

const SECTION = /^(?:config[ \t]+setup|conn[ \t]+\S+|ca[ \t]+\S+)(?:[ \t]*$|[ \t]+#)/
/** What packages write above the file that they install: `# ipsec.conf - strongSwan IPsec configuration file`. */
const FIRST_REMARK = /^#\s*(?:\/etc\/)?ipsec\.conf\s*-/
const KEY = /^\s*[a-z][\w-]*\s*=/i

/** What every text with a section, with the settings of one or with secrets holds. */
export const CONF_HINT =
  /^(?:config[ \t]+setup|conn[ \t]|ca[ \t])|:\s*(?:PSK|PPKS?|XAUTH|EAP|NTLM|PIN|RSA|ECDSA|BLISS|P12|PKCS8)\b|ipsec\.(?:conf|secrets)|^[ \t]*right[ \t]*=/im

/**
 * The first line of each gateway's ipsec.conf and ipsec.secrets: remarks and prompts above the first section count. A
 * second `config setup` or `conn %default`, the remark with which the file begins, the prompt of another host, or a heading such as
 * "Gateway B:" begins the next gateway.
 */
export function confAnchors(lines: readonly SourceLine[]): number[] {
  const anchors: number[] = []
  let host: string | null = null
  let hasSetup = false
  let hasDefaults = false
  let hasSecrets = false
  let hasSection = false
  // Where the secrets of a gateway stand above its sections, so do those of the next one.
  let secretsFirst = false
  let fresh = true
  let floor = 0
  for (let index = 0; index < lines.length; index++) {
    const text = lines[index]?.text ?? ''
    const named = promptHost(text)
    if (named !== null && host !== null && named !== host) fresh = true
    if (named !== null) host = named
    if (isHeading(text) || (hasSection && FIRST_REMARK.test(text))) fresh = true
    // Sections and secrets are not indented.
    const isCut: boolean = (fresh || !hasSection) && KEY.test(text) && startsConn(lines, index)
    if (!isCut && (text === '' || isIndented(text))) continue
    const setup = /^config[ \t]+setup\b/.test(text)
    const section: boolean = isCut || isSection(lines, index)
    if (!section && !startsSecret(lines, index)) continue
    const defaults = /^conn[ \t]+%default\b/.test(text)
    const isNext = setup
      ? hasSetup || (hasSecrets && hasSection)
      : defaults
        ? hasDefaults
        : !section && secretsFirst && hasSection
    if (anchors.length === 0 || fresh || isNext) {
      anchors.push(lines[firstOf(lines, index, floor)]?.number ?? 1)
      hasSetup = false
      hasDefaults = false
      hasSecrets = false
      hasSection = false
      secretsFirst = !section
    }
    fresh = false
    hasSetup ||= setup
    hasDefaults ||= defaults
    hasSecrets ||= !section
    hasSection ||= section
    floor = index + 1
  }
  return anchors.length === 0 && isEmptyFile(lines) ? [lines[0]?.number ?? 1] : anchors
}

/** Nothing but remarks, of which one tells what it is: a file that has no entry yet. */
function isEmptyFile(lines: readonly SourceLine[]): boolean {
  return (
    lines.some(({ text }) => /^\s*#.*\bipsec\.(?:conf|secrets)\b/.test(text)) &&
    lines.every(({ text }) => /^\s*(?:#.*)?$/.test(text))
  )
}

/** A heading with a key below it, or with nothing but remarks. */
function isSection(lines: readonly SourceLine[], index: number): boolean {
  if (!SECTION.test(lines[index]?.text ?? '')) return false
  if (/^config/.test(lines[index]?.text ?? '')) return true
  let below = index + 1
  while (below < lines.length && /^\s*(?:#.*)?$/.test(lines[below]?.text ?? '')) below++
  const next = lines[below]?.text
  return next === undefined || KEY.test(next) || SECTION.test(next)
}

/** Up over remarks, prompts, `version` and `include`. */
function firstOf(lines: readonly SourceLine[], index: number, floor: number): number {
  let first = index
  for (let above = index - 1; above >= floor; above--) {
    const text = lines[above]?.text ?? ''
    if (isHeading(text) || !(/^\s*(?:#.*|version\b.*|include\s.*)?$/.test(text) || isScreenLine(text))) break
    if (/\S/.test(text)) first = above
  }
  return first
}
