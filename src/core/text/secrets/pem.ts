import { add, type Found, LINES } from './found.ts'

/** Private keys: PEM (RFC 7468) of all kinds, PGP, SSH2 (RFC 4716), static keys of OpenVPN, and those of PuTTY. */
export const PEM_BEGIN =
  /(?:[-–—]{2,5} ?|^[>\s]{0,20})BEGIN (?:[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?|OpenVPN Static key V1)(?: ?[-–—]{2,5}|\s{0,9}$)|^[>\s]{0,20}Private-Lines:/
const PEM_END =
  /(?:[-–—]{2,5} ?|^[>\s]{0,20})END (?:[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?|OpenVPN Static key V1)(?: ?[-–—]{2,5}|\s{0,9}$)|^[>\s]{0,20}Private-MAC:/
const PUBLIC_BEGIN = /-BEGIN (?:[A-Z0-9 ]{0,20}CERTIFICATE[A-Z ]{0,20}|[A-Z0-9 ]{0,20}PUBLIC KEY(?: BLOCK)?|X509 CRL)-/
const PUBLIC_END = /-END [A-Z0-9 ]{4,40}-/
/** How the body of a private key begins: PKCS #1 and #8, SEC 1, also encrypted, OpenSSH and PKCS #12, in base64. */
const PRIVATE_BODY =
  /(?<![\w+/])(?:MII[A-Za-z0-9+/]{2}[AQgw]IBA(?:AK[BC]|DAN|DCC)|MI[GH][A-Za-z0-9+/]{1,3}AgE[AB]|MHcCAQEE|MC4CAQAw|MI[IGHJ][A-Za-z0-9+/]{2,8}B[ODgG]kqhkiG9w0BBQ[0wMN]|b3BlbnNzaC1rZXktdjE)/
const BODY = /^[\s>|"']{0,40}(?<secret>[A-Za-z0-9+/]{8,200}={0,2})(?:\\n)?[\s"',]{0,9}$/d

/** Everything between the marks of a private key, or from its first mark on. */
export function findPem(lines: readonly string[], index: number, found: Found[]): void {
  if (!PEM_BEGIN.test(lines[index] ?? '')) return
  for (let below = index; below < Math.min(lines.length, index + LINES); below++) {
    const line = lines[below] ?? ''
    const begin = below === index ? PEM_BEGIN.exec(line) : null
    const from = begin === null ? 0 : begin.index + begin[0].length
    const end = PEM_END.exec(line)
    add(found, below, from, line.slice(from, end?.index), null)
    if (end !== null && !PEM_BEGIN.test(line.slice(end.index))) return
  }
}

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

/** The body of a private key whose beginning was not pasted: the lines of base64 from here on. */
export function findPrivateBody(lines: readonly string[], index: number, found: Found[]): void {
  const line = lines[index] ?? ''
  const from = line.search(PRIVATE_BODY)
  if (from < 0) return
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
