import { combine, QUOTED, withHint } from '../spelling.ts'

const WORD = `(?<secret>${QUOTED}|[^\\s;]{1,200})`

/** What is said of a key instead. */
const NO_SECRET =
  '(?:not|the|an?|on|in|at|to|for|of|from|by|and|or|but|so|too|also|still|now|again|just|only|probably|perhaps|maybe|always|never|both|been|set|wrong|right|correct|incorrect|different|identical|same|ok|okay|fine|good|bad|invalid|valid|unknown|known|there|here|what|this|that|my|our|your|their|longer|short|long|weak|strong|vulnerable|[a-z]{1,30}(?:ed|ing|ly))'

const HINT = {
  words: [
    ...combine('key|secret|community|securestring|password|phrase|psk|pwd|bearer|basic', ' '),
    ...combine(':|: ', 'psk|xauth|eap|pin', ' |"|\''),
    ...combine('pin:|pin=|pin :|pin ='),
  ],
}

/** Commands and sentences of all products, without a separator between a name and its secret. */
export const UNLABELLED = withHint(HINT, [
  // Not `xauth us:none` of `ipsec status`, nor `XAUTH PAM support` of pluto.
  {
    pattern:
      /:[ \t]*(?:PSK|XAUTH|EAP|PIN)(?:[ \t]+|(?=["']))(?!us:|PAM support |auth failed: probable pre-shared key mismatch\s*$)(?<secret>\S.*)/dgis,
  },
  {
    pattern: new RegExp(
      `(?:isakmp key|pre-?shared-(?:key|secret)|psksecret|snmp-server community|securestring)[ \\t]+(?:[0-9][ \\t]+|ENC[ \\t]+|-(?:string|asplaintext|force)[ \\t]+|ascii-text[ \\t]+|hexadecimal[ \\t]+){0,3}(?!ID\\b|\\(|(?:address|hostname|local|remote|hex)[ \\t]+\\S)${WORD}`,
      'dgi',
    ),
  },
  // `The pre-shared key that we use is KEY`, `the password is KEY`, `secret is: KEY`.
  {
    pattern: new RegExp(
      `(?:(?:shared[ -](?:key|secret)|psk|passphrase)(?:[ \\t]+[a-z]{1,12}){0,4}[ \\t]+(?:is|was):?|(?:key|community|password) is|pwd (?:is|was):?|secret (?:is|was):)[ \\t]+(?:(?:now|still|not|again|just)[ \\t]+)?(?!${NO_SECRET}(?![\\w-]))${WORD}`,
      'dgi',
    ),
  },
  // A key of IPsec that is not negotiated.
  { pattern: /\bkey[ \t]+(?<secret>(?:0x)?[\da-f]{16,1024})(?![\w-])/dgi },
  { pattern: /\b(?:Bearer|Basic)[ \t]+(?<secret>[\w+/=.-]{8,})/dgi },
  { pattern: /\bpin[ \t]*[=:][ \t]*(?<secret>\S{1,100})/dgi },
])
