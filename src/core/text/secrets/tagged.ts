import { add, type Found, matchesIn } from './found.ts'

/** An element of XML (or its escaped form) that holds a secret, up to its value. */
export const TAG =
  /(?:<|&lt;)(?:\w{1,20}:)?[\w-]{0,30}(?:Shared|Passw|Passphrase|Secret|Private-?Key|psk|phash|bcrypt-hash|pwd|prv|privkey|bindpw|key-?material|community-string|otp_seed|shared_key|(?:md5|sha512)-hash|r[ow]community)[\w-]{0,30}(?:\s[^<>]{0,200})?(?:>|&gt;)/dgi
const TAG_END = /<\/|&lt;\//
/** No value is longer. */
const TAG_LINES = 20

/** `<PreSharedKey>value</PreSharedKey>`, also with the value on lines of its own. */
export function findTagged(lines: readonly string[], index: number, found: Found[]): void {
  const line = lines[index] ?? ''
  for (const match of matchesIn(line, TAG)) {
    if (match[0].endsWith('/>') || match[0].startsWith('</')) continue
    const from = match.index + match[0].length
    const end = line.slice(from).search(TAG_END)
    add(found, index, from, end < 0 ? line.slice(from) : line.slice(from, from + end), 'literal')
    if (end < 0) findUpToTag(lines, index, found)
  }
}

/** The lines below, up to a closing tag; without one near it was no tag, as in `key <pre-shared-key>`. */
function findUpToTag(lines: readonly string[], index: number, found: Found[]): void {
  const near = lines.slice(index + 1, index + 1 + TAG_LINES)
  const last = near.findIndex((text) => TAG_END.test(text))
  for (const [at, text] of near.slice(0, last + 1).entries()) {
    add(found, index + 1 + at, 0, at === last ? text.slice(0, text.search(TAG_END)) : text, null)
  }
}
