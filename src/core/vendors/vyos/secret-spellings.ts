import { combine, QUOTED, withHint } from '../../text/secrets/spelling.ts'

/** Settings whose value is a secret, wherever they stand. */
const KEYS =
  '(?:(?:pre-?shared|shared|plaintext|encrypted|local-user|authentication|private|private-key|key)-(?:secret|password|key|passphrase)|password|passphrase|secret|private-key|preshared-key|auth-key|md5-key|key|community|plaintext|wpa-passphrase|pin|token)'

/** In quotes, or a word; no name with what stands below it. */
const VALUE = `(?<secret>"(?:[^"\\\\\\n]|\\\\.){1,4000}"|'[^'\\n]{1,4000}'|(?![{"'])[^\\s]{1,4000})(?=[ \\t]*(?:$|\\}|;))`

/** How VyOS and its kin write secrets: as the last word of a command, or behind the name of a setting in the tree. */
export const vyosSecretSpellings = withHint(
  { words: combine('secret |password |passphrase |key |community |plaintext |pin |token ') },
  [
    {
      pattern: new RegExp(`(?:^|[\\s#$>+-])set[ \\t][^\\n]{1,400}?[ \\t]${KEYS}[ \\t]+${VALUE}`, 'dg'),
      decode: unquoted,
    },
    {
      pattern: new RegExp(`^[ \\t>|+-]{0,80}${KEYS}[ \\t]+${VALUE}`, 'dg'),
      decode: unquoted,
      // Of other products a quote is a part of what stands there.
      within: { heading: /[{}]\s*$/, section: /[{}]\s*$/ },
    },
    // Its name is what lets one in.
    {
      pattern: new RegExp(`\\bsnmp[ \\t]+community[ \\t]+(?<secret>${QUOTED}|[^\\s{]{1,400})`, 'dg'),
      decode: unquoted,
    },
  ],
)

/** The text between the quotes. */
function unquoted(written: string): string | null {
  const double = /^"((?:[^"\\]|\\.)*)"$/.exec(written)?.[1]
  if (double !== undefined) return double.replace(/\\(.)/g, '$1')
  return /^'([^']*)'$/.exec(written)?.[1] ?? (/^["']/.test(written) ? null : written)
}
