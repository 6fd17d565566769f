import { combine, type SecretSpelling, withHint } from '../../text/secrets/spelling.ts'
import { spellingsCutShort } from './secrets-cut-short.ts'
import { spellingsOfRouting } from './secrets-of-routing.ts'
import { plain, REST, REST_BEFORE_PEER, REST_BELOW, type Spelling, START, typed, WORD } from './typed-secret.ts'

/**
 * How IOS and ASA write secrets: the type in front of the text (0 or none: as it is; 7: reversible; 6 and 8: encrypted with
 * a key of the box; 5, 9 and others: hashes). Two keys can be compared where both are as they are or of type 7; what is
 * masked (`*****`, `<removed>`) cannot.
 */
export const ciscoSecretSpellings: readonly SecretSpelling[] = [
  ...inFull(),
  ...spellingsOfRouting(),
  ...spellingsCutShort(),
]

function inFull(): SecretSpelling[] {
  return [
    ...withHint({ words: combine('isakmp key |pre-shared-key |pre-share key ') }, ofTunnels()),
    ...withHint({ words: combine('password|passwd|secret', ' ') }, ofUsers()),
    ...withHint({ words: combine('server |server-p|key |import |export ') }, ofServers()),
    ...withHint({ words: combine('key-string |wpa-psk |password-encrypt|failover key ') }, ofKeys()),
    ...withHint({ words: ['snmp-server '] }, ofSnmp()),
  ]
}

function ofTunnels(): Spelling[] {
  return [
    // `crypto isakmp key KEY address ...`, also `isakmp key` of PIX.
    ...typed(String.raw`\bisakmp key[ \t]+`, WORD, REST_BEFORE_PEER),
    // A keyring of IKEv1 has the peer in front of the key.
    ...typed(
      String.raw`\bpre-shared-key[ \t]+(?:address|hostname)[ \t]+(?:ipv6[ \t]+)?\S{1,100}(?:[ \t]+[\d.]{7,15})?[ \t]+key[ \t]+`,
      REST,
      REST_BELOW,
    ),
    // A keyring of IKEv2, a tunnel-group, and `authentication ... pre-share key` of a profile.
    ...typed(
      String.raw`\bpre-shared-key[ \t]+(?:(?:local|remote)[ \t]+(?=\S))?(?!(?:address|hostname|local|remote)[ \t]+\S)`,
      REST,
      REST_BELOW,
    ),
    ...typed(String.raw`\bauthentication[ \t]+(?:local|remote)[ \t]+pre-share[ \t]+key[ \t]+`, REST),
    {
      pattern: /\bpre-shared-key[ \t]+(?:(?:local|remote)[ \t]+)?hex[ \t]+(?<secret>(?:0x)?[\da-f]{1,400})/dgi,
      decode: (written) => `0x${written.replace(/^0x/i, '')}`,
    },
  ]
}

/** Users, `enable`, lines, neighbours, PPP, LDAP. */
function ofUsers(): Spelling[] {
  return [
    ...typed(
      String.raw`${START}(?:(?:enable|username|neighbor|ip|ppp|vpdn|domain|mpls|isis|l2tp|dialer|crypto)[ \t]+(?:(?!password|passwd|secret)\S{1,100}[ \t]+){0,12})?(?:password|passwd|secret|ldap-login-password|area-password|domain-password)[ \t]+(?:level[ \t]+\d{1,2}[ \t]+)?(?![=:]|(?:encryption|policy|level)\b)`,
      WORD,
    ),
  ]
}

function ofServers(): Spelling[] {
  return [
    // Servers of TACACS and RADIUS.
    ...typed(String.raw`${START}(?:tacacs|radius)-server[ \t]+(?:(?!key[ \t])\S{1,100}[ \t]+){0,12}key[ \t]+`, WORD),
    ...typed(
      String.raw`${START}server(?:-p[a-z]{0,6})?[ \t]+[\d.:a-f]{2,45}[ \t]+(?:(?!key[ \t])\S{1,100}[ \t]+){0,12}key[ \t]+`,
      WORD,
    ),
    // Of Wi-Fi, of a PAC, of a pre-shared key for the time after quantum computers.
    ...typed(String.raw`\bkey[ \t]+\d[ \t]+size[ \t]+\d{2,3}bit[ \t]+`, WORD),
    ...typed(
      String.raw`\b(?:pac|ppk[ \t]+manual[ \t]+id[ \t]+\S{1,100})[ \t]+key[ \t]+(?:hex[ \t]+|clear[ \t]+|encrypt[ \t]+)?`,
      WORD,
    ),
    // The passphrase of keys that are taken in and out.
    ...typed(
      String.raw`\bcrypto[ \t]+(?:ca|key|pki)[ \t]+(?:im|ex)port[ \t]+(?:rsa[ \t]+|ec[ \t]+)?\S{1,100}[ \t]+(?:pem|pkcs12)[ \t]+(?:(?!password)\S{1,200}[ \t]+){0,4}`,
      `(?!terminal\\b|flash:|\\w{2,10}:|password\\b)${WORD}[ \\t]*$`,
    ),
    // A group of clients with its key on the line that opens it, as people write it down.
    ...typed(String.raw`\bclient configuration group[ \t]+\S{1,100}[ \t]+key[ \t]+`, WORD),
    ...typed(String.raw`^[ \t>|]{0,40}[ \t]key[ \t]+(?!\d{1,3}[ \t]*$|(?:chain|generate|pair)\b)`, WORD),
  ]
}

/** Key chains, Wi-Fi, failover. */
function ofKeys(): Spelling[] {
  return [
    ...typed(
      String.raw`\b(?:key-string|wpa-psk[ \t]+(?:ascii|hex)|config-key password-encrypt(?:ion)?|failover key)[ \t]+`,
      WORD,
    ),
  ]
}

/** SNMP: communities, the community of a host, and the two keys of a user. */
function ofSnmp(): Spelling[] {
  return [
    ...typed(String.raw`\bsnmp-server community[ \t]+`, WORD),
    {
      pattern:
        /\bsnmp-server host[ \t]+(?:[\w-]{1,48}[ \t]+(?=\d))?\S{1,100}[ \t]+(?:(?:informs|traps?|poll|community(?:[ \t]+[078])?|vrf[ \t]+\S{1,60}|version[ \t]+\S{1,4}(?:[ \t]+(?:noauth|auth|priv))?)[ \t]+){0,5}(?<secret>(?!(?:informs|traps?|poll|community|vrf|version|udp-port)\b)\S{1,200})/dgi,
      decode: plain,
    },
    {
      pattern:
        /\bsnmp-server user(?:[ \t]+(?!auth\b)\S{1,100}){1,12}[ \t]+auth[ \t]+(?:md5|sha(?:-?\d{1,3}(?:[ \t]+\d{3}(?=[ \t]))?)?)[ \t]+(?<secret>\S{1,200})/dgi,
      decode: () => null,
    },
    {
      pattern:
        /\bsnmp-server user(?:[ \t]+(?!priv\b)\S{1,100}){1,12}[ \t]+priv[ \t]+(?:des|3des|aes)(?:[ \t]+(?:128|192|256))?[ \t]+(?<secret>\S{1,200})/dgi,
      decode: () => null,
    },
  ]
}
