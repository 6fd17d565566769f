import { combine, QUOTED, withHint } from '../spelling.ts'

const WORD = `(?<secret>${QUOTED}|[^\\s;"',)|<>]{1,400})`
/** Not a word of a sentence, nor what tells how the secret is written. */
const VALUE = `(?!(?:to|is|was|of|for|from|in|on|at|and|or|with|as|the|has|must|authentication|type|name|is|set|required|peer|address|hostname|local|remote|key-chain|option|hex|file|mismatch|missing|failed|policy|provider|found|expired|changed|length|exchange|auth|authenticated|successful|succeeded|mode|methods?|id|mac|loaded|no)\\b|[-:=<({])${WORD}`
const TYPE =
  '(?:[ \\t]+(?:[0-9]|encrypted|cipher|simple|plain|clear|cleartext|des|ascii-text|text|hexadecimal|hex|key-string|encryption-type[ \\t]+\\d|ascii)){0,2}'

/** What commands of gateways have right before a secret, also with other words behind it. */
const BEFORE = [
  'tunnel[ \\t]+key',
  'key-?(?:octet-)?string',
  '(?:server|current-master|new-master)-key',
  'key-hex',
  'md5-key[ \\t]+\\d{1,3}',
  'phash|snmp-community-string',
  'id-?token',
  'newpass',
  'sap[ \\t]+pmk',
  '[a-z][\\w-]{0,40}[-_](?:secret|password|pass-?phrase|psk|pw)(?:-value|-hash)?',
  'auth_pass|requirepass',
  '(?:pre-?)?shared?-(?:key|secret)(?:-encrypted)?',
  'option[ \\t]+\\w{0,20}(?:key\\d?|psk)',
  'preshare-key|wpa-passphrase|cisco-authentication|keymaterial',
  // EIGRP of IOS and of ASA, IS-IS.
  'authentication[ \\t]+mode[ \\t]+hmac-[\\w-]{1,16}',
  'authentication[ \\t]+key(?:[ \\t]+eigrp[ \\t]+\\d{1,10})?',
  // Junos, and others whose key is of a type.
  'md5[ \\t]+\\d{1,3}[ \\t]+key',
  'key(?=[ \\t]+(?:ascii-text|hexadecimal|char|ascii|simple|cipher)[ \\t])(?:[ \\t]+(?:char|ascii))?',
  'community(?=[ \\t]+[^\\s{}]{1,200}[ \\t]{1,9}\\{)',
  // Huawei and H3C.
  'snmp-agent[ \\t]+community[ \\t]+(?:read|write)',
  '(?:authentication|privacy)-mode[ \\t]+(?:sha|md5|aes|des|3des)\\S{0,8}',
  'sa[ \\t]+(?:string-key|(?:authentication|encryption)-hex)[ \\t]+(?:in|out)bound[ \\t]+\\w{2,3}',
  // vpnc(8).
  'IPSec[ \\t]+(?:obfuscated[ \\t]+)?secret',
].join('|')

/** In commands of gateways that are not read, or not all of them. */
export const GATEWAY_COMMANDS = withHint(
  {
    words: combine(
      'string|-key|key-|key |token|newpass|sap |-secret|_secret|secret |psk |-psk|_psk|-pw|_pw|auth|privacy|-hex|pass|phash|community|ipsec |option |keymaterial|radius|tacacs',
    ),
  },
  [
    { pattern: new RegExp(`(?<=^|[\\s({!])(?:${BEFORE})${TYPE}[ \\t]+${VALUE}`, 'dgi') },
    // `set ... secret KEY`, `set ... radius server 192.0.2.9 key KEY`, `aaa radius-server R host 192.0.2.9 key KEY`.
    {
      pattern: new RegExp(
        `(?:^|[#>$])[ \\t]{0,20}(?:set|add)[ \\t][^\\n]{1,300}[ \\t]secret(?:-key)?${TYPE}[ \\t]+${VALUE}`,
        'dgi',
      ),
    },
    {
      pattern: new RegExp(
        `(?:^|[\\s#>$])(?:(?:radius|tacacs)\\S{0,20}[ \\t][^\\n]{1,200}|group[ \\t]+\\S{1,60}|ike[ \\t]+policy[ \\t][^\\n]{1,100})[ \\t]key${TYPE}[ \\t]+${VALUE}`,
        'dgi',
      ),
    },
    { pattern: new RegExp(`\\bremark[ \\t]+(?:[a-z]{1,12}[ \\t]+){0,4}(?:key|psk)[ \\t]+${VALUE}`, 'dgi') },
  ],
)
