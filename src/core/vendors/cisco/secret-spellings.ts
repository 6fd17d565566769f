import { type SecretSpelling, withHint } from '../../text/secret-spellings.ts'
import { decodeType7 } from './type-7.ts'

type Spelling = Omit<SecretSpelling, 'hint'>

/** Where a command begins: at the start of a line, or behind a prompt. */
const START = String.raw`(?:^|[#>])[ \t]{0,20}`
/** Each of the words below stands in a line that holds a secret. */
const HINT =
  /(?:key|key-string|passw(?:or)?d|password-encrypt(?:ion)?|secret|authentication|wpa-psk)[ \t]|snmp-server|\b(?:pre[a-z-]{0,11}|pa[a-z]{0,6}|sec[a-z]{0,3})[ \t]/i
const WORD = String.raw`\S{1,200}`
/** Where the rest of the line is the key, blanks included (IOS: `LINE`). */
const REST = String.raw`\S(?:[^\n]{0,198}\S)?`

/**
 * How IOS and ASA write secrets: the type in front of the text (0 or none: as it is; 7: reversible; 6 and 8: encrypted with
 * a key of the box; 5, 9 and others: hashes). Two keys can be compared where both are as they are or of type 7; what is
 * masked (`*****`, `<removed>`) cannot.
 */
export const ciscoSecretSpellings = withHint(HINT, spellings())

function spellings(): Spelling[] {
  return [...inFull(), ...cutShort()]
}

/** As people type them at a prompt, where a word that begins no other command will do. */
function cutShort(): Spelling[] {
  const preSharedKey = cut('pre-shared-key', 3)
  const peer = `(?:${cut('address', 2)}|${cut('hostname', 2)})`
  const side = `(?:${cut('local', 2)}|${cut('remote', 2)})`
  return [
    ...typed(String.raw`${START}${cut('crypto', 2)}[ \t]+${cut('isakmp', 2)}[ \t]+key[ \t]+`, WORD),
    ...typed(
      String.raw`${START}${preSharedKey}[ \t]+${peer}[ \t]+\S{1,100}(?:[ \t]+[\d.]{7,15})?[ \t]+${cut('key', 1)}[ \t]+`,
      REST,
    ),
    // Without a prompt, or what else tells a command, `pre` may be a word of a sentence.
    ...typed(
      String.raw`(?:#[ \t]{0,20}|${START}ikev[12][ \t]+(?:(?:local|remote)-\w{1,14}[ \t]+)?)${preSharedKey}[ \t]+(?:${side}[ \t]+(?=\S))?(?!(?:${peer}|${side})[ \t]+\S)`,
      REST,
    ),
    ...typed(String.raw`${START}${cut('pre-shared-key', 5)}[ \t]+${side}[ \t]+(?=\S)`, REST),
    ...typed(
      String.raw`${START}(?:${cut('enable', 2)}|${cut('username', 2)}[ \t]+\S{1,100}(?:[ \t]+priv[a-z]{0,5}[ \t]+\d{1,2})?)[ \t]+(?:${cut('password', 2)}|${cut('secret', 3)})[ \t]+(?:level[ \t]+\d{1,2}[ \t]+)?(?!(?:encryption|policy|level)\b)`,
      WORD,
    ),
  ]
}

/** A word, or its beginning of at least so many letters. */
function cut(word: string, least: number): string {
  const rest = [...word.slice(least)].reduceRight((behind, letter) => `(?:${letter}${behind})?`, '')
  return `${word.slice(0, least)}${rest}`
}

function inFull(): Spelling[] {
  return [
    // `crypto isakmp key KEY address ...`, also `isakmp key` of PIX.
    ...typed(String.raw`\bisakmp key[ \t]+`, WORD),
    // A keyring of IKEv1 has the peer in front of the key.
    ...typed(
      String.raw`\bpre-shared-key[ \t]+(?:address|hostname)[ \t]+\S{1,100}(?:[ \t]+[\d.]{7,15})?[ \t]+key[ \t]+`,
      REST,
    ),
    // A keyring of IKEv2, a tunnel-group, and `authentication ... pre-share key` of a profile.
    ...typed(
      String.raw`\bpre-shared-key[ \t]+(?:(?:local|remote)[ \t]+(?=\S))?(?!(?:address|hostname|local|remote)[ \t]+\S)`,
      REST,
    ),
    ...typed(String.raw`\bauthentication[ \t]+(?:local|remote)[ \t]+pre-share[ \t]+key[ \t]+`, REST),
    {
      pattern: /\bpre-shared-key[ \t]+(?:(?:local|remote)[ \t]+)?hex[ \t]+(?<secret>(?:0x)?[\da-f]{1,400})/dgi,
      decode: (written) => `0x${written.replace(/^0x/i, '')}`,
    },
    // Users, `enable`, lines, neighbours, PPP, LDAP.
    ...typed(
      String.raw`${START}(?:(?:enable|username|neighbor|ip|ppp|vpdn|domain|mpls|isis|l2tp|dialer|crypto)[ \t]+(?:(?!password|passwd|secret)\S{1,100}[ \t]+){0,12})?(?:password|passwd|secret|ldap-login-password|area-password|domain-password)[ \t]+(?:level[ \t]+\d{1,2}[ \t]+)?(?![=:]|(?:encryption|policy|level)\b)`,
      WORD,
    ),
    // Servers of TACACS and RADIUS, key chains, groups of clients, failover.
    ...typed(String.raw`${START}(?:tacacs|radius)-server[ \t]+(?:(?!key[ \t])\S{1,100}[ \t]+){0,12}key[ \t]+`, WORD),
    ...typed(
      String.raw`${START}server(?:-private)?[ \t]+[\d.:a-f]{2,45}[ \t]+(?:(?!key[ \t])\S{1,100}[ \t]+){0,12}key[ \t]+`,
      WORD,
    ),
    // A group of clients with its key on the line that opens it, as people write it down.
    ...typed(String.raw`\bclient configuration group[ \t]+\S{1,100}[ \t]+key[ \t]+`, WORD),
    ...typed(String.raw`^[ \t>|]{0,40}[ \t]key[ \t]+(?!\d{1,3}[ \t]*$|(?:chain|generate|pair)\b)`, WORD),
    ...typed(
      String.raw`\b(?:key-string|wpa-psk[ \t]+(?:ascii|hex)|config-key password-encrypt(?:ion)?|failover key)[ \t]+`,
      WORD,
    ),
    // Routing, redundancy and time.
    ...typed(
      String.raw`\b(?:message-digest-key|authentication-key)[ \t]+\d{1,10}[ \t]+(?:md5|hmac-[\w-]{1,12}|sha\d?)[ \t]+`,
      WORD,
    ),
    ...typed(
      String.raw`\b(?:ospf authentication-key|nhrp authentication|(?:standby|vrrp|glbp)[ \t]+\d{1,4}[ \t]+authentication(?:[ \t]+text)?)[ \t]+(?!md5\b|text\b)`,
      WORD,
    ),
    // SNMP: communities, the community of a host, and the two keys of a user.
    ...typed(String.raw`\bsnmp-server community[ \t]+`, WORD),
    {
      pattern:
        /\bsnmp-server host[ \t]+(?:[\w-]{1,48}[ \t]+(?=\d))?\S{1,100}[ \t]+(?:(?:informs|traps?|poll|community(?:[ \t]+[078])?|vrf[ \t]+\S{1,60}|version[ \t]+\S{1,4}(?:[ \t]+(?:noauth|auth|priv))?)[ \t]+){0,5}(?<secret>(?!(?:informs|traps?|poll|community|vrf|version|udp-port)\b)\S{1,200})/dgi,
      decode: plain,
    },
    {
      pattern:
        /\bsnmp-server user(?:[ \t]+(?!auth\b)\S{1,100}){1,12}[ \t]+auth[ \t]+(?:md5|sha(?:-?\d{1,3})?)[ \t]+(?<secret>\S{1,200})/dgi,
      decode: () => null,
    },
    {
      pattern:
        /\bsnmp-server user(?:[ \t]+(?!priv\b)\S{1,100}){1,12}[ \t]+priv[ \t]+(?:des|3des|aes)(?:[ \t]+(?:128|192|256))?[ \t]+(?<secret>\S{1,200})/dgi,
      decode: () => null,
    },
  ]
}

/** One spelling for each type that may stand in front of a secret. */
function typed(before: string, secret: string): Spelling[] {
  const spelling = (pattern: string, decode: (written: string) => string | null): Spelling => ({
    pattern: new RegExp(`${before}${pattern}`, 'dgi'),
    decode,
  })
  return [
    spelling(`7[ \\t]+(?<secret>${secret})`, decodeType7),
    spelling(`[1-689][ \\t]+(?<secret>${secret})`, () => null),
    spelling(`(?:0[ \\t]+)?(?!(?:[0-9]|hex)[ \\t]+\\S)(?<secret>${secret})`, plain),
  ]
}

/** What is masked tells nothing. */
function plain(written: string): string | null {
  return /^(?:<.*>|\*+)$/.test(written) ? null : written
}
