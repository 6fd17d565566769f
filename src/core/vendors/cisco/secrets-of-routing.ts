import { combine, type SecretSpelling, withHint } from '../../text/secrets/spelling.ts'
import { START, typed, WORD } from './typed-secret.ts'

const HEXADECIMAL = '(?:[07][ \\t])?(?<secret>[\\da-f]{16,512})(?![\\w-])'
const SPI_AUTHENTICATION = new RegExp(
  `\\bipsec[ \\t]spi[ \\t]\\d{1,10}[ \\t](?:[^\\n]{0,600}[ \\t])?(?:md5|sha1)[ \\t]${HEXADECIMAL}`,
  'dgi',
)
const SPI_ENCRYPTION = new RegExp(
  `\\bipsec[ \\t]spi[ \\t]\\d{1,10}[ \\t]esp[ \\t][\\w-]{2,12}[ \\t](?:\\d{3}[ \\t])?${HEXADECIMAL}`,
  'dgi',
)

/** One of these stands in each of their lines. */
const WORDS = [
  ...combine('sha|sha0|sha1|sha2|sha3|sha4|sha5|sha6|sha7|sha8|sha9|md5', ' '),
  ...combine('mac-|authentication-k| au| spi |session-k| ciph'),
]

/** Routing, redundancy and time, in full or cut short: `ip ospf mess 1 md5 KEY`, `ntp auth 1 md5 KEY`, `stan 1 au KEY`. */
export function spellingsOfRouting(): readonly SecretSpelling[] {
  return withHint({ words: WORDS }, [
    ...typed(
      String.raw`\b(?:mes[a-z]{0,4}(?:-[a-z]{0,6}){0,2}|au[a-z]{0,12}(?:-k[a-z]{0,2})?)[ \t]+\d{1,10}[ \t]+(?:md5|[hc]mac-[\w-]{1,16}|sha\d?)[ \t]+`,
      WORD,
    ),
    // OSPF, of an interface and of a virtual link.
    ...typed(String.raw`\b(?:ospf|virt[a-z-]{0,8}[ \t]+\S{1,45})[ \t]+authentication-k[a-z]{0,2}[ \t]+`, WORD),
    ...typed(String.raw`\bospf[ \t]+auth[a-z]{0,10}[ \t]+(?!mes|nul|key-c|ipsec\b)`, WORD),
    ...typed(String.raw`\bnhrp[ \t]+au[a-z]{0,12}[ \t]+`, WORD),
    ...typed(
      String.raw`${START}(?:stan[a-z]{0,3}|vrrp|glbp)[ \t]+(?:\d{1,4}[ \t]+)?au[a-z]{0,12}[ \t]+(?:te?x?t?[ \t]+)?(?!md5\b|te?x?t?[ \t])`,
      WORD,
    ),
    ...typed(
      String.raw`${START}(?:stan[a-z]{0,3}|vrrp|glbp)[ \t]+(?:\d{1,4}[ \t]+)?au[a-z]{0,12}[ \t]+md5[ \t]+key-s[a-z]{0,5}[ \t]+`,
      WORD,
    ),
    // Keys of IPsec that are not negotiated: `ospfv3 ... ipsec spi 500 md5 KEY`, `... esp aes-cbc 128 KEY sha1 KEY`.
    { pattern: SPI_AUTHENTICATION, decode: () => null },
    { pattern: SPI_ENCRYPTION, decode: () => null },
    {
      pattern: /\bsession-key[ \t](?:in|out)[a-z]{0,5}[ \t]ah[ \t]\d{1,10}[ \t](?<secret>[\da-f]{8,512})/dgi,
      decode: () => null,
    },
    {
      pattern: /[ \t](?:ciph[a-z]{0,2}|authenti[a-z]{0,5})[ \t](?<secret>[\da-f]{8,512})(?![\w-])/dgi,
      decode: () => null,
    },
  ])
}
