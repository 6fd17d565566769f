import { combine, type SecretSpelling, withHint } from './secret-spellings.ts'

const QUOTED = `"[^"\\n]{1,200}"|'[^'\\n]{1,200}'`
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
const GATEWAYS = withHint(
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

/** What tools of a shell have right before a secret: their options differ, so each stands beside its tool. */
const TOOLS = [
  'snmp\\w{2,12}[ \\t][^\\n|]{0,200}-[cAX]',
  'ldap\\w{3,10}[ \\t][^\\n|]{0,200}-w',
  'redis-cli[ \\t][^\\n|]{0,100}-a',
  '(?:docker[ \\t]+login|psexec|zip|unzip|useradd|usermod)[ \\t][^\\n|]{0,200}-[pP]',
  '(?:plink|pscp|psftp)[ \\t][^\\n|]{0,200}-pw',
  'pk12util[ \\t][^\\n|]{0,200}-[WK]',
  'ssh-keygen[ \\t][^\\n|]{0,200}-[NP]',
  'openssl[ \\t][^\\n|]{0,200}-(?:k|K|pass(?:in|out)?)',
  'openssl[ \\t]+passwd(?:[ \\t]+-[\\w-]{1,12})*',
  'keytool[ \\t][^\\n|]{0,200}-(?:store|key)pass',
  'schtasks[ \\t][^\\n|]{0,200}/rp',
  'htpasswd[ \\t]+-\\w{0,4}b\\w{0,4}[ \\t]+\\S{1,200}[ \\t]+\\S{1,60}',
  'rasdial[ \\t]+(?:"[^"\\n]{1,60}"|\\S{1,60})[ \\t]+[^\\s/]\\S{0,60}',
  'net[ \\t]+user[ \\t]+[^\\s/]\\S{0,60}',
  'create[ \\t]+account[ \\t]+\\w{4,8}[ \\t]+\\S{1,60}',
  'radtest[ \\t]+(?:-\\w[ \\t]+\\S{1,20}[ \\t]+)?\\S{1,60}',
  'radtest[ \\t]+(?:-\\w[ \\t]+\\S{1,20}[ \\t]+)?\\S{1,60}[ \\t]+\\S{1,60}[ \\t]+\\S{1,60}[ \\t]+\\d{1,6}',
  'test[ \\t]+aaa[ \\t]+group[ \\t]+\\S{1,60}[ \\t]+\\S{1,60}',
  'diag(?:nose)?[ \\t]+test[ \\t]+authserver[ \\t]+\\w{1,12}[ \\t]+\\S{1,60}[ \\t]+(?:(?:pap|chap|mschap2?)[ \\t]+)?\\S{1,60}',
  'execute[ \\t]+backup[ \\t][^\\n]{1,200}[ \\t](?:\\d{1,3}\\.){3}\\d{1,3}(?:[ \\t]+(?=\\S{1,60}[ \\t]+\\S)\\S{1,60})?',
].map((before) => new RegExp(`(?<=(?<![\\w-])${before}[ \\t]+)(?!-)${WORD}`, 'dg'))

/** An option with a value of its own form, perhaps right behind it. */
function option(tools: string, written: string): { readonly pattern: RegExp } {
  return { pattern: new RegExp(`(?<=(?<![\\w-])(?:${tools})[ \\t](?:[^\\n|]{0,200}[ \\t])?)${written}`, 'dg') }
}

const ASKED = '(?:sudo[ \\t][^\\n|]{0,60}-\\w{0,4}S|passwd|chpasswd|[^\\n|]{0,200}--?pass\\w{0,10}(?:-on)?-?stdin)'

const SHELL = withHint(
  {
    words: combine(
      'snmp|ldap|smb|rpcclient|winexe|net rpc|net ads|redis-cli|docker|psexec|zip|user|plink|pscp|psftp|pk12util|ssh-keygen|openssl|keytool|schtasks|htpasswd|rasdial|account|radtest|test|execute|mysql|7z|sshpass|curl|wget|/p:|/pass:|stdin|passwd|sudo|certutil|echo|printf',
    ),
  },
  [
    ...TOOLS.map((pattern) => ({ pattern })),
    option('mysql\\w{0,10}|7z\\w?|sshpass', '-p(?<secret>[^\\s|]{1,200})'),
    option('curl', `-u[ \\t]{0,9}["']?[^\\s:"'=]{1,100}:(?<secret>[^\\s"']{1,200})`),
    option('smb\\w{1,12}|rpcclient|winexe|net[ \\t]+(?:rpc|ads)', '-U[ \\t]{0,9}[^\\s%]{1,60}%(?<secret>\\S{1,200})'),
    { pattern: /[ \t]--user[ \t=]["']?[^\s:"'=]{1,100}:(?<secret>[^\s"']{1,200})/dg },
    {
      pattern:
        /(?<![\w-])curl[ \t][^\n|]{0,300}(?:-b|--cookie)[ \t=]{1,9}(?<secret>"[^"\n]{1,400}"|'[^'\n]{1,400}'|\S{1,400})/dg,
    },
    { pattern: /[ \t]\/p(?:ass)?:(?<secret>\S{1,200})/dgi },
    // What is handed to a program that asks for it: `echo KEY | sudo -S`, `sudo -S <<< KEY`, `certutil -f <(echo KEY)`.
    {
      pattern: new RegExp(
        `\\b(?:echo|printf)[ \\t]+(?:-\\w{1,3}[ \\t]+)?${WORD}[ \\t]{0,9}\\|[ \\t]{0,9}(?:sudo[ \\t]+)?${ASKED}`,
        'dg',
      ),
    },
    { pattern: new RegExp(`(?<![\\w-])${ASKED}[^\\n|]{0,200}<<<[ \\t]{0,9}${WORD}`, 'dg') },
    // `echo KEY > psk.txt`, `printf '%s' KEY > secrets`.
    {
      pattern: new RegExp(
        `\\b(?:echo|printf)[ \\t]+(?:-\\w{1,3}[ \\t]+|["']?%s(?:\\\\n)?["']?[ \\t]+)?${WORD}[ \\t]{0,9}>{1,2}[ \\t]{0,9}[^\\s;|]{0,200}(?:psk|secret|passw|key)`,
        'dg',
      ),
    },
    { pattern: new RegExp(`<\\((?:echo|printf)[ \\t]+(?:-\\w{1,3}[ \\t]+)?${WORD}`, 'dg') },
  ],
)

/** `198.51.100.7 192.0.2.1 "KEY"`: a file of secrets without its words. */
const BARE_LINE = withHint({ words: [' "'] }, [
  {
    pattern:
      /^[\s>|]{0,40}(?:(?:%any6?|@[\w.-]{1,100}|\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}|[\da-f]{0,4}:[\da-f:]{1,39})[ \t]+){1,10}(?::[ \t]+)?(?<secret>"[^"\n]{1,200}")[ \t]*$/dgi,
  },
])

/** `bob l2tpd "KEY" *`: chap-secrets of pppd(8). */
const CHAP = withHint({ words: [...combine('l2tp|l2tpd|pptp|pptpd', ' |"'), ' *\n', '"*"\n'] }, [
  {
    pattern: new RegExp(
      `^[\\s>|]{0,40}(?:"[^"\\n]{1,60}"|[^\\s#*]{1,60})[ \\t]+"?(?:\\*|x?l2tpd?|pptpd?)"?[ \\t]+${WORD}[ \\t]+(?:\\*|"\\*")$`,
      'dg',
    ),
  },
])

/** Files of programs that have their own way, and addresses that are secret themselves. */
const FILES = withHint(
  {
    words: [
      ...combine(
        'certificate db:|login=|login =|slack-gov|webhook|telegram|://|tskey-|hf_|doo_v1_|dop_v1_|dp.|cookie=',
      ),
      ...combine('secretkey=|define('),
      ...combine('psksecret|password|passwod|passwrd|passwd', '['),
    ],
  },
  [
    // The passwords of NSS, as Libreswan has them, and what FortiOS logs of a change.
    { pattern: /Certificate DB:(?<secret>\S{1,200})/dg },
    { pattern: /(?:psksecret|passwo?r?d)\[(?:\*\]->\[)?(?<secret>[^\][\n*]{4,200})/dgi },
    { pattern: /\blogin[ \t]*=[ \t]*(?:cleartext|des|file)[ \t]+(?<secret>"[^"\n]{1,200}"|\S{1,200})/dg },
    {
      pattern:
        /\bdefine\([ \t]{0,9}["'][\w-]{0,40}(?:psk|pass(?:word)?|secret|key)["'],[ \t]{0,9}["'](?<secret>[^"'\n]{1,200})/dgi,
    },
    { pattern: /\b(?:secretkey|cookie)=(?<secret>[^\s&"']{1,400})/dg },
    {
      pattern:
        /\b(?:hooks\.slack-gov\.com\/\w{1,20}|discord(?:app)?\.com\/api\/webhooks|api\.telegram\.org\/bot\d{1,20}:|\w{1,60}\.webhook\.office\.com\/webhookb2)\/?(?<secret>[\w/@:-]{8,300})/dg,
    },
    { pattern: /:\/\/(?<secret>[\w-]{16,300})@/dg },
    {
      pattern:
        /\b(?<secret>tskey-[\w-]{8,200}|hf_[A-Za-z\d]{16,100}|do[op]_v1_[\da-f]{16,100}|dp\.[a-z]{2,5}\.[\w-]{16,100})/dg,
    },
  ],
)

/** Looked for where a line has one of the words that any secret may stand beside. */
export const GATEWAY_COMMANDS: readonly SecretSpelling[] = GATEWAYS
export const COMMANDS: readonly SecretSpelling[] = [...BARE_LINE, ...CHAP, ...SHELL, ...FILES]
