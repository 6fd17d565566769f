import { combine, QUOTED, type SecretSpelling, withHint } from '../spelling.ts'

const WORD = `(?<secret>${QUOTED}|[^\\s;"',)]{1,200})`

/** Not what says of a key that it is one, or is none. */
const LAST_WORD = `(?!(?:ID|is|was|MAC|authentication|failed|missing|mismatch|policy|provider|set|required|found|expired|changed|length|exchange|type|auth|authenticated|successful|succeeded)\\b|[^\\w"'$!@#%&^+/.~?])${WORD}`

/** Commands and files of products that are not read, and of tools; people paste those too. */
export const OTHER_PRODUCTS: readonly SecretSpelling[] = [
  ...withHint({ words: combine('password|passphrase|passwd|secret|psk|pwd|-key|apikey|share|token') }, [
    // An option of a command: `--shared-key KEY`, `-L2tpPsk KEY`, `-PreSharedKey KEY`.
    {
      pattern: new RegExp(
        `(?<=^|\\s)--?[\\w-]{0,30}(?:password|passwd|passphrase|secret|psk|shared-?key|token|api-?key)[ \\t]+(?!-|[\\\\\`][ \\t]*$)${WORD}`,
        'dgi',
      ),
      decode: ofOption,
    },
    // A command that ends with it, of whatever product: `passphrase KEY`, `set admin password KEY`, `esp-auth-key KEY`.
    {
      pattern: new RegExp(
        `(?<=^|[\\s(])(?:[\\w-]{0,20}(?:psk|passw(?:or)?d|passphrase|pwd|-key)|(?:pre[-_]?)?shared[-_ ]?(?:key|secret))[ \\t]+${LAST_WORD}[ \\t;.)\\]]*$`,
        'dgi',
      ),
    },
    // ScreenOS: `set ike gateway G address A preshare "KEY" proposal P`; others: `l2tp preshared KEY`. ASA's `Auth : preshared` is a method.
    {
      pattern: new RegExp(
        `(?<=\\s)(?<!:[ \\t]{1,9})preshared?[ \\t]+(?!(?:keys?|secrets?|authentication)\\b|\\()${WORD}`,
        'dgi',
      ),
    },
    // `az network vpn-connection shared-key update --value KEY`, `aws configure set aws_secret_access_key KEY`.
    { pattern: new RegExp(`(?:shared-?key\\b.{0,300}?[ \\t]--?value|secret_access_key)[ \\t=]+${WORD}`, 'dgi') },
    // `{"name": "psk", "value": "KEY"}`, `<key name="psk" value="KEY"/>`, `<psk value="KEY"/>`.
    {
      pattern:
        /(?:psk|secret|password|shared[-_]?key)["']?(?:,|[ \t])[ \t]{0,9}["']?(?:value|val|data|content|default)["']?[ \t]{0,9}[:=][ \t]{0,9}(?<secret>"[^"\n]{1,400}"|'[^'\n]{1,400}')/dgi,
    },
    {
      pattern: /\bname=["'][\w-]{0,40}(?:psk|secret|password|shared-?key)["']>(?<secret>[^<>\n]{1,400})<\//dgi,
    },
    // `<td>PSK</td><td>KEY</td>`, `<name>psk</name><value>KEY</value>`.
    {
      pattern:
        /(?:psk|secret|password|passphrase|shared[-_ ]?key)[ \t:]{0,9}<\/[\w:]{1,20}>[ \t]{0,9}<[\w:]{1,20}(?:[ \t][^<>]{0,100})?>(?<secret>[^<>\n]{1,400})/dgi,
    },
    // `setPsk("KEY")`, not what asks for one.
    {
      pattern:
        /(?<!\w)(?!get|read|has|is|find|load|look|fetch|clear|delete)\w{0,30}(?:psk|secret|password|passphrase)\([ \t]{0,9}(?<secret>"[^"\n]{1,200}"|'[^'\n]{1,200}')/dgi,
    },
    // The registry of Windows: `reg add ... /v PreSharedKey /t REG_SZ /d KEY`.
    {
      pattern: new RegExp(
        `(?:shared-?key|psk|secret|password)(?:[ \\t]+/t[ \\t]+REG_\\w{1,12})?[ \\t]+(?:REG_\\w{1,12}|/d)[ \\t]+${WORD}`,
        'dgi',
      ),
    },
    // Junos, VyOS, OpenBSD: a word and a value in quotes.
    {
      pattern: new RegExp(
        `\\b(?:(?:encrypted|plaintext|plain-text)-password(?:-value)?|authentication-key|(?<!\\bloaded [a-z]{1,12} )secret|psk)[ \\t]+(?<secret>${QUOTED})`,
        'dgi',
      ),
    },
    // Junos marks what is secret.
    { pattern: /(?<=^|\s)(?<secret>[^\s;]{1,300});[ \t]{0,9}#{1,2} SECRET-DATA/dg },
  ]),
  ...withHint(
    {
      words: [
        ...combine(
          'net use|-u |--user|sshpass|-a |-e |community|createuser|com2sec|authorization:|cookie:|private-mac',
        ),
        ...combine('?|&', 'sig|signature|code|auth|session|sid|jwt|x-amz-signature|x-amz-security-token', '='),
        ...combine('wifi:|preshare:|ipseccmd|ipsecpol'),
      ],
    },
    [
      {
        pattern:
          /\bnet[ \t]+use[ \t]+(?:\S{1,3}:?[ \t]+)?\\\\\S{1,200}[ \t]+(?:\/user:\S{1,100}[ \t]+)?(?<secret>[^\s/]\S{0,200})/dgi,
      },
      { pattern: /(?<=^|\s)(?:-u|--user)[ \t]+[^\s:]{1,100}:(?<secret>\S{1,200})/dg },
      { pattern: /\bsshpass[ \t]+-p[ \t]{0,9}(?<secret>\S{1,200})/dg },
      // setkey(8): `-E rijndael-cbc KEY -A hmac-sha1 KEY`.
      { pattern: new RegExp(`(?<=\\s)-[AE][ \\t]+[\\w-]{1,40}[ \\t]+(?<secret>${QUOTED}|0x[\\da-f]{1,512})`, 'dg') },
      { pattern: new RegExp(`\\bsnmp[ \\t]+community[ \\t]+${WORD}`, 'dgi') },
      { pattern: new RegExp(`^[ \\t>|]{0,40}r[ow]community6?[ \\t]+${WORD}`, 'dgi') },
      { pattern: /^[ \t>|]{0,40}createUser[ \t]+(?:-e[ \t]+\S{1,80}[ \t]+)?\S{1,80}[ \t]+(?<secret>\S.*)/dgi },
      {
        pattern:
          /^[ \t>|]{0,40}com2sec6?[ \t]+(?:-Cn[ \t]+\S{1,80}[ \t]+)?\S{1,80}[ \t]+\S{1,80}[ \t]+(?<secret>\S{1,200})/dgi,
      },
      { pattern: /\bauthorization:[ \t]{0,9}(?<secret>\S.*)/dgi },
      // Of a browser; those of IKE, as Windows audits them, stand in every packet.
      { pattern: /(?<!\b(?:initiator|responder)\s)\bcookie:[ \t]{0,9}(?<secret>\S.*)/dgi },
      {
        pattern:
          /[?&](?:sig|signature|code|auth|session|sid|jwt|x-amz-signature|x-amz-security-token)=(?<secret>[^&\s"'<>]{1,500})/dgi,
      },
      { pattern: /\bWIFI:(?:[A-OQ-Z]:[^;\s]{0,60};){0,6}P:(?<secret>[^;\s]{1,200})/dgi },
      // ipseccmd and ipsecpol of Windows.
      {
        pattern: /(?:\bPRESHARE:|[ \t]-a[ \t]{1,9}p:)(?<secret>"[^"\n]{1,200}"|[^\s"]{1,200})/dgi,
      },
      { pattern: /\bPrivate-MAC:[ \t]{0,9}(?<secret>\S{1,200})/dg },
    ],
  ),
]

/** Between quotes every character counts; what a variable stands for is not known. */
function ofOption(written: string): string | null {
  const quoted = /^(?:"([^"$]*)"|'([^']*)')$/.exec(written)
  if (quoted !== null) return quoted[1] ?? quoted[2] ?? null
  return /^["']?\$/.test(written) ? null : written
}
