import { add, type Found, matchesIn } from './found.ts'
import { isRandom } from './made-up.ts'

/** A run of characters that may be a key by itself, in base64 (RFC 4648) or in letters and digits. */
const RUN =
  /(?<![\w+/.@%-])(?<secret>(?:0s)?(?<word>[A-Za-z0-9+/]{28,1000}|[A-Za-z0-9]{16,1000})={0,2})(?![\w+/=@%.-])/dg
/** No run is shorter. */
const SHORTEST = 16
/** A key of Curve25519 as WireGuard writes it: 32 octets in base64. */
const CURVE25519 = /^(?:0s)?[A-Za-z0-9+/]{43}=$/
/** What is said in front of what is public, and looks the same. */
const PUBLIC =
  /pub|sigkey|vendor id|: VID |ssh-|ecdsa-|ckaid|finger|thumb|certificate|x509|commit|(?:sha-?\d{0,3}|md5|hash|checksum|nonce|modulus|signature)["')]{0,2}(?:[ \t]{0,9}\([^()]{1,100}\))?[ \t]{0,9}[:=]/i
/** Hexadecimal digits as of 16 octets and more, which no SPI, cookie or identity has. */
const HEXADECIMAL = /(?<![\w+/.@%:#-])(?<secret>(?:0x)?[\da-f]{32,1024})(?![\w+/=@%.:-])/dgi

/** Secrets that show by their shape alone, with no word in front of them. */
export function findBare(lines: readonly string[], index: number, found: Found[]): void {
  const line = lines[index] ?? ''
  for (const pattern of [HEXADECIMAL, RUN]) {
    for (const { indices, groups } of matchesIn(line, pattern)) {
      const [from, to] = indices?.groups?.['secret'] ?? [0, 0]
      const written = line.slice(from, to)
      // One digit over and over is none.
      const isHexadecimal = pattern === HEXADECIMAL && new Set(written).size > 4
      const isKey = isHexadecimal || isRandom(groups?.['word'] ?? '') || CURVE25519.test(written)
      if (isKey && !written.startsWith('AAAA') && !PUBLIC.test(line.slice(0, from))) {
        add(found, index, from, written, undefined)
      }
    }
  }
}

/** Whether a part of a text has a run at all: of most only each sixteenth character has to be looked at. */
export function hasRun(text: string, from: number, to: number): boolean {
  let last = from + SHORTEST - 1
  while (last < to) {
    let at = last
    while (at > last - SHORTEST && isOfRun(text.charCodeAt(at))) at--
    if (at === last - SHORTEST) return true
    last = at + SHORTEST
  }
  return false
}

/** A letter, a digit, `+` or `/`. */
function isOfRun(code: number): boolean {
  return (code > 96 && code < 123) || (code > 64 && code < 91) || (code > 46 && code < 58) || code === 43
}
