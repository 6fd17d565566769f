import { combine, withHint } from '../../text/secrets/spelling.ts'

/** Keys whose value is a secret, in whatever table they stand. */
const KEYS =
  '(?:psksecret(?:-remote)?|ppk-secret|pre-shared-key|authpasswd|auth-psk|authkey|enckey|(?:[a-z0-9]{1,20}-)*(?:passwd|password|passphrase|pwd|secret)\\d?|key|key-string|md5-keys?|sha\\d*-key|authentication-key|private-key|api-key|community)'

const SET = `(?:^|[\\s#$])(?:set|append)[ \\t]+${KEYS}[ \\t]+(?!ENC[ \\t])`
/** In quotes, or a word. */
const VALUE = `(?<secret>"(?:[^"\\\\\\n]|\\\\.){0,4000}"|'[^'\\n]{0,4000}'|[^\\s"']\\S{0,4000})`

/**
 * How FortiOS writes secrets: in plain text, as `ENC` with text that only the unit itself can decode (`show` prints every
 * secret so), and the name of an SNMP community, which is its password.
 */
export const fortigateSecretSpellings = withHint(
  {
    words: combine(
      'key |keys |key-string |passwd|password|passphrase|pwd|secret|psk |community |key=|enc |enc:|auth:|set name',
    ),
  },
  [
    {
      // What somebody put crosses over is none.
      pattern: /(?:^|\s)(?<secret>ENC[ \t]+(?!"?[xX]{3,100}"?(?:\s|$))"?[A-Za-z0-9+/=$.:!_-]{4,4000})/dg,
      decode: () => null,
      rest: /^[\s>|]{0,40}(?<secret>[A-Za-z0-9+/]{8,4000}={0,2}"?)\s*$/d,
    },
    { pattern: new RegExp(SET + VALUE, 'dg'), decode: decodeSecret },
    {
      // A value whose quote is closed in a later line, or in none.
      pattern: new RegExp(`${SET}(?<secret>["'][^"'\\n]{1,4000})$`, 'dg'),
      decode: () => null,
      rest: /^(?!\s*(?:set|unset|append|next|end|edit|config)\b)(?<secret>[^"'\n]{1,4000})/d,
    },
    // `key 16:3D33E2EF...` of its IKE debugging.
    { pattern: /\bkey[ \t]+\d{1,3}:(?<secret>[0-9a-f]{8,512})/dgi, decode: (written) => `0x${written}` },
    // `esp=aes key=32 8d4f...` and `enc: aes-cbc 8d4f...` of the lists of its tunnels.
    { pattern: /\bkey=\d{1,3}[ \t]+(?<secret>[0-9a-f]{8,512})/dgi, decode: (written) => `0x${written}` },
    {
      pattern: /^[\s>|]{0,40}(?:enc|auth): {1,9}(?:[a-z][\w-]{1,30}) {1,9}(?<secret>[0-9a-f]{8,512})/dgi,
      decode: (written) => `0x${written}`,
    },
    {
      pattern: /^[\s>|]{0,40}set[ \t]+name[ \t]+(?<secret>"[^"\n]{1,100}"|\S{1,100})/dg,
      decode: decodeSecret,
      within: {
        heading: /^[\s>|]{0,40}config\s/,
        section: /^[\s>|]{0,40}config\s+(?:system\s+snmp\s+community|hosts6?)\s*$/,
      },
    },
  ],
)

/** The text between the quotes. */
function decodeSecret(written: string): string | null {
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(written)?.[1] ?? /^'([^']*)'$/.exec(written)?.[1]
  if (quoted !== undefined) return quoted.replace(/\\(.)/g, '$1')
  return /^["']/.test(written) ? null : written.replace(/\\(.)/g, '$1')
}
