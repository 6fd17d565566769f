import { combine, withHint } from '../../text/secrets/spelling.ts'

const USE = '(?:^|[\\s\\\\>|;"\'])(?:auth-trunc|auth|enc|aead|comp)[ \\t]{1,9}'
const HEX = '0x\\w{1,4096}'
const QUOTED = '"[^"\\n]{1,2048}"?|\'[^\'\\n]{1,2048}\'?'
/** The rest of a key that a mail client broke: digits alone, perhaps with the lengths behind. */
const REST = /^[\s>|]{0,40}(?<secret>[\da-f]{1,4096})(?:[ \t]*$|[ \t]+\(?\d)/di

/**
 * The keys of SAs, which `ip xfrm state` prints in full (`auth-trunc hmac(sha256) 0x... 128`, `enc cbc(aes) 0x...`,
 * `aead rfc4106(gcm(aes)) 0x... 160 bits 128`), also as `ip xfrm state add` takes them: in quotes, or as plain text
 * behind an algorithm with brackets. Hexadecimal numbers that are too long to be an SPI or a mark are keys as well.
 */
export const xfrmKeySpellings = [
  ...withHint({ words: combine('auth|auth-trunc|enc|aead|comp', ' ') }, [
    {
      pattern: new RegExp(
        `${USE}["'\`]?(?!spi\\b|reqid\\b)[\\w-]{1,40}["'\`]?[ \\t]{1,9}(?<secret>${HEX}|${QUOTED})`,
        'dgi',
      ),
      rest: REST,
    },
    {
      pattern: new RegExp(
        `${USE}["'\`]?[\\w-]{1,40}\\([\\w(),-]{0,60}\\)["'\`]?[ \\t]{1,9}(?<secret>${HEX}|${QUOTED}|(?!<<)[^\\s\\\\;(‹]{4,2048})`,
        'dgi',
      ),
      rest: REST,
    },
  ]),
  ...withHint({ words: [], orRun: true }, [
    { pattern: /(?<secret>\b0x[\da-f]{20,4096})/dgi, rest: REST },
    { pattern: /^[\s>|]{0,40}(?<secret>[\da-f]{32,4096})(?=$|[\s\\])/dgi, rest: REST },
  ]),
]
