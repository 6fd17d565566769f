import { add, type Found, LINES, matchesIn } from './found-secrets.ts'
import { isRandom } from './made-up.ts'
import { PEM_END } from './secret-spellings.ts'

/** A run of characters that may be a key by itself, in base64 (RFC 4648) or in letters and digits. */
const RUN =
  /(?<![\w+/.@%-])(?<secret>(?:0s)?(?<word>[A-Za-z0-9+/]{28,1000}|[A-Za-z0-9]{16,1000})={0,2})(?![\w+/=@%.-])/dg
/** No run is shorter. */
const SHORTEST = 16
/** A key of Curve25519 as WireGuard writes it: 32 octets in base64. */
const CURVE25519 = /^(?:0s)?[A-Za-z0-9+/]{43}=$/
/** What is said in front of what is public, and looks the same. */
const PUBLIC =
  /pub|sigkey|ssh-|ecdsa-|ckaid|finger|thumb|certificate|x509|commit|(?:sha-?\d{0,3}|md5|hash|checksum|nonce|modulus|signature)["')]{0,2}(?:[ \t]{0,9}\([^()]{1,100}\))?[ \t]{0,9}[:=]/i
const PUBLIC_BEGIN = /-BEGIN (?:[A-Z0-9 ]{0,20}CERTIFICATE[A-Z ]{0,20}|[A-Z0-9 ]{0,20}PUBLIC KEY(?: BLOCK)?|X509 CRL)-/
const PUBLIC_END = /-END [A-Z0-9 ]{4,40}-/

/** Hexadecimal digits as of 16 octets and more, which no SPI, cookie or identity has. */
const HEXADECIMAL = /(?<![\w+/.@%:#-])(?<secret>(?:0x)?[\da-f]{32,1024})(?![\w+/=@%.:-])/dgi
/** How the body of a private key begins: PKCS #1 and #8, SEC 1, also encrypted, OpenSSH and PKCS #12, in base64. */
const PRIVATE_BODY =
  /(?<![\w+/])(?:MII[A-Za-z0-9+/]{2}[AQgw]IBA(?:AK[BC]|DAN|DCC)|MI[GH][A-Za-z0-9+/]{1,3}AgE[AB]|MHcCAQEE|MC4CAQAw|MI[IGHJ][A-Za-z0-9+/]{2,8}B[ODgG]kqhkiG9w0BBQ[0wMN]|b3BlbnNzaC1rZXktdjE)/
const BODY = /^[\s>|"']{0,40}(?<secret>[A-Za-z0-9+/]{8,200}={0,2})(?:\\n)?[\s"',]{0,9}$/d

/** Whether the lines between the marks of a certificate or a public key have begun above. */
export interface Publicity {
  isPublic: boolean
}

/** Where what is public begins or ends, or a private key ends whose beginning was not pasted. */
export function findMarks(lines: readonly string[], index: number, publicity: Publicity, found: Found[]): void {
  const line = lines[index] ?? ''
  if (line.includes('-BEGIN ')) publicity.isPublic = PUBLIC_BEGIN.test(line)
  if (line.includes('-END ')) {
    publicity.isPublic = publicity.isPublic && !PUBLIC_END.test(line)
    if (PEM_END.test(line)) findAbove(lines, index, found)
  }
}

/** Secrets that show by their shape alone, with no word in front of them. */
export function findBare(lines: readonly string[], index: number, found: Found[]): void {
  const line = lines[index] ?? ''
  if (PRIVATE_BODY.test(line)) findBody(lines, index, found)
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

/** The lines of base64 from here on. */
function findBody(lines: readonly string[], index: number, found: Found[]): void {
  const line = lines[index] ?? ''
  const from = line.search(PRIVATE_BODY)
  add(found, index, from, /^[A-Za-z0-9+/=\\]{1,10000}/.exec(line.slice(from))?.[0] ?? '', null)
  for (
    let below = index + 1;
    below < Math.min(lines.length, index + LINES) && findPart(lines, below, found);
    below++
  ) {}
}

/** The lines of base64 above the end of a private key whose beginning was not pasted. */
function findAbove(lines: readonly string[], index: number, found: Found[]): void {
  for (let above = index - 1; above >= Math.max(0, index - LINES) && findPart(lines, above, found); above--) {}
}

function findPart(lines: readonly string[], index: number, found: Found[]): boolean {
  const line = lines[index] ?? ''
  const range = BODY.exec(line)?.indices?.groups?.['secret']
  if (range === undefined) return false
  add(found, index, range[0], line.slice(...range), null)
  return true
}
