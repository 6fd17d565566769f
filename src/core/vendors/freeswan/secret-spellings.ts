import { combine, withHint } from '../../text/secrets/spelling.ts'

const HINT = {
  words: [
    ...combine(':|: ', 'psk|xauth|eap|ntlm|ppk|ppks|rsa|ecdsa|bliss|pkcs8|p12', ' |"|\''),
    ...combine('exponent|exponent1|exponent2|prime1|prime2|coefficient', ':'),
  ],
}

/**
 * How ipsec.secrets(5) of Libreswan and strongSwan writes secrets; each reaches to the end of its line. What a FortiGate logs of a key
 * that does not fit looks like one.
 */
export const ipsecSecretSpellings = withHint(HINT, [
  {
    pattern:
      /:[ \t]*(?:PSK|XAUTH|EAP|NTLM)(?:[ \t]+|(?=["']))(?!us:|PAM support |auth(?:entication)? failed(?:: probable pre-shared key mismatch)?\s*$)(?<secret>\S.*)/dgis,
    decode: decodeSecret,
  },
  {
    // A text whose quote is closed in a later line.
    pattern: /:[ \t]*(?:PSK|XAUTH|EAP|NTLM)[ \t]+(?<secret>["'][^"'\n]{0,1000})$/dgi,
    decode: () => null,
    rest: /^(?!.{0,200}:[ \t]*(?:PSK|RSA|ECDSA|XAUTH|EAP|NTLM|PPK)\b)[ \t>|]{0,40}(?<secret>[^"'\s][^"'\n]{0,1000})/di,
  },
  // The passphrase of a file.
  {
    pattern: /:[ \t]*(?:RSA|ECDSA|BLISS|PKCS8|P12)[ \t]+[^\s./]{0,100}[./]\S{1,200}[ \t]+(?<secret>[^\s#%].*)/dgis,
    decode: decodeSecret,
  },
  { pattern: /:[ \t]*PPKS?[ \t]+"[^"\n]{0,200}"[ \t]+(?<secret>\S.*)/dgis, decode: decodeSecret },
  {
    pattern: /:[ \t]*(?:RSA|ECDSA|BLISS|PKCS8|P12)[ \t]+\S{1,200}[ \t]+(?<secret>["'0]\S.*)/dgis,
    decode: decodeSecret,
  },
  { pattern: /\b(?:PrivateExponent|Prime[12]|Exponent[12]|Coefficient):[ \t]*(?<secret>\S+)/dg, decode: () => null },
])

/**
 * The text that two spellings of one key have in common: between quotes every character counts, also `0x`; without them
 * `0x` is hexadecimal and `0s` base64. `null` for what neither product would take.
 */
function decodeSecret(written: string): string | null {
  const [, double, single, after = ''] = /^(?:"([^"]*)"|'([^']*)')(.*)$/.exec(written) ?? []
  const quoted = double ?? single
  if (quoted !== undefined) return /^\s*(?:#.*)?$/.test(after) ? exactly(quoted) : null
  const [, word = '', rest = ''] = /^(\S+)(\s.*)?$/.exec(written.trim()) ?? []
  if (!/^\s*(?:#.*)?$/.test(rest) || /^["']/.test(word) || isStandIn(word)) return null
  if (/^0x/i.test(word)) return `0x${word.slice(2).replaceAll('_', '')}`
  if (/^0s/i.test(word)) return `0s${word.slice(2)}`
  // Whether it is a text with that prefix or without, only the product knows.
  return /^0t/i.test(word) ? null : exactly(word)
}

/** What people write in the place of a key that nobody is to see. */
function isStandIn(word: string): boolean {
  return STAND_IN_WORD.test(word) || /^(?:[*x•.…_-]+|<.*>|\[.*\]|\{.*\})$/i.test(word)
}

const STAND_IN_WORD = /redact|remov|hidden|masked|secret|censor|omitted|blank|key|psk/i

/** A text that looks encoded and is not is passed on as its octets. */
function exactly(text: string): string {
  if (!/^0[xs]/i.test(text)) return text
  return `0x${[...new TextEncoder().encode(text)].map((octet) => octet.toString(16).padStart(2, '0')).join('')}`
}
