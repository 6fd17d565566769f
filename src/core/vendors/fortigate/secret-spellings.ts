import type { SecretSpelling } from '../../text/secret-spellings.ts'

/** Keys whose value is a secret, in whatever table they stand. */
const KEYS =
  '(?:psksecret(?:-remote)?|ppk-secret|pre-shared-key|group-authentication-secret|authpasswd|auth-psk|authkey|enckey|(?:[a-z0-9]{1,20}-)*(?:passwd|password|passphrase|pwd|secret)\\d?|key|key-string|md5-key|md5-keys|sha\\d*-key|authentication-key|private-key|api-key|sae-private-key|ssl-ssh-key|community)'

/** A quoted value, also one that the paste cut off, or a word. */
const VALUE = `(?<secret>"(?:[^"\\\\\\n]|\\\\.){0,4000}"?|'[^'\\n]{0,4000}'?|[^\\s"']\\S{0,4000})`

/**
 * How FortiOS writes secrets: in plain text, as `ENC` with text that only the unit itself can decode, and in hexadecimal.
 * (FortiOS CLI reference; `show` prints every secret as `ENC`.)
 */
export const fortigateSecretSpellings: readonly SecretSpelling[] = [
  { pattern: /(?:^|\s)(?<secret>ENC[ \t]+[A-Za-z0-9+/=$.:!]{4,4000})/dg, decode: () => null },
  {
    pattern: new RegExp(`(?:^|[\\s#$])(?:set|append)[ \\t]+${KEYS}[ \\t]+(?!ENC[ \\t])${VALUE}`, 'dg'),
    decode: decodeSecret,
  },
]

/** The text between the quotes; a hexadecimal key is `0x...`, which is octets at every product. */
function decodeSecret(written: string): string | null {
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(written)?.[1] ?? /^'([^']*)'$/.exec(written)?.[1]
  if (quoted !== undefined) return quoted.replace(/\\(.)/g, '$1')
  return /^["']/.test(written) ? null : written.replace(/\\(.)/g, '$1')
}
