import { combine, type SecretSpelling, withHint } from '../../text/secrets/spelling.ts'
import { plain, REST, type Spelling, START, typed, WORD } from './typed-secret.ts'

/** A prompt of configuration, and one of a mode in it: what follows is a command for sure. */
const CONFIGURATION = String.raw`\(config[\w-]{0,60}\)#[ \t]{0,20}`
const MODE = String.raw`\(config-[\w-]{1,60}\)#[ \t]{0,20}`

/** Commands as people type them at a prompt, where a word that begins no other command will do. */
export function spellingsCutShort(): SecretSpelling[] {
  const isakmpKey = combine(beginningsOf('isakmp'), ' ke', 'y | ')
  return [
    ...withHint(
      { words: [...isakmpKey, ...combine(beginningsOf('pre-shared-key'), ' '), 'key-s', 'key ', '#$'] },
      ofTunnels(),
    ),
    ...withHint(
      { words: [' p ', ' s ', ...combine(beginningsOf('password'), ' '), ...combine(beginningsOf('secret'), ' ')] },
      ofUsers(),
    ),
    ...withHint({ words: combine('-s|key |(config') }, ofServers()),
    ...withHint({ words: ['snmp'] }, ofSnmp()),
  ]
}

/** A word cut short anywhere behind its second letter, and whole. */
function beginningsOf(word: string): string {
  return [...word.slice(1)].map((_, at) => word.slice(0, at + 2)).join('|')
}

function ofTunnels(): Spelling[] {
  const preSharedKey = cut('pre-shared-key', 3)
  const peer = `(?:${cut('address', 2)}|${cut('hostname', 2)})`
  const side = `(?:${cut('local', 2)}|${cut('remote', 2)})`
  return [
    ...typed(String.raw`${START}${cut('crypto', 2)}[ \t]+${cut('isakmp', 2)}[ \t]+key?[ \t]+`, WORD),
    // The rest of that line, where it was broken or a terminal has moved it to the left.
    ...[String.raw`(?:^|#\$\S{0,20})[ \t>|]{0,40}key[ \t]+`, String.raw`#\$(?:\S{0,12}[ \t]+)?`].map((before) => ({
      pattern: new RegExp(
        String.raw`${before}(?:[0-9][ \t]+)?(?<secret>\S{1,200})[ \t]+(?:address[ \t]+[\d.:a-f]{3,45}|hostname[ \t]+\S{1,100})[ \t]*$`,
        'dgi',
      ),
      decode: () => null,
    })),
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
    // A line that is nothing but a key cut short.
    ...typed(String.raw`^[ \t>|]{0,40}${cut('pre-shared-key', 4)}[ \t]+`, String.raw`${WORD}[ \t]*$`),
    ...typed(
      String.raw`\b${cut('authentication', 2)}[ \t]+${side}[ \t]+${cut('pre-share', 3)}[ \t]+${cut('key', 1)}[ \t]+`,
      REST,
    ),
    ...withinKeyring(
      typed(
        String.raw`^[ \t>|]{0,40}${preSharedKey}[ \t]+(?:${side}[ \t]+(?=\S))?(?!(?:${peer}|${side})[ \t]+\S)`,
        REST,
      ),
    ),
    ...typed(`${START}${cut('key-string', 5)}[ \\t]+`, WORD),
  ]
}

function ofUsers(): Spelling[] {
  const password = `(?:${cut('password', 1)}|${cut('secret', 1)})`
  const user = String.raw`${cut('username', 2)}[ \t]+\S{1,100}(?:[ \t]+p[a-z]{0,8}[ \t]+\d{1,2}(?=[ \t]+[ps]))?`
  const before = String.raw`[ \t]+(?:level[ \t]+\d{1,2}[ \t]+)?(?!(?:encryption|policy|level)\b)`
  return [
    ...typed(String.raw`${START}(?:${cut('enable', 2)}|${user})[ \t]+${password}${before}`, WORD),
    // Of a line, a neighbour, PPP.
    ...typed(
      String.raw`${MODE}(?:(?!pa|se)\S{1,100}[ \t]+){0,6}(?:${cut('password', 2)}|${cut('secret', 2)})${before}`,
      WORD,
    ),
  ]
}

/** Of RADIUS and TACACS; in a mode of its own, as of a group of clients too, `key` stands alone. */
function ofServers(): Spelling[] {
  return [
    ...typed(
      String.raw`${START}(?:rad[a-z]{0,3}|tac[a-z]{0,3})-s[a-z]{0,5}[ \t]+(?:(?!ke?y?[ \t])\S{1,100}[ \t]+){0,12}ke?y?[ \t]+`,
      WORD,
    ),
    // Without indentation, as chats leave it.
    ...typed(
      String.raw`^(?:[ \t>|]{0,40})key[ \t]+(?!\d{1,10}[ \t]*$|(?:chain|exchange|generate|pair|size|usage)\b)`,
      String.raw`${WORD}(?=[ \t]*$)`,
    ),
    ...typed(String.raw`${MODE}key?[ \t]+(?!\d{1,10}[ \t]*$)`, WORD),
    ...typed(
      String.raw`${START}aaa-s[a-z]{0,5}[ \t]+\S{1,100}[ \t]+(?:\([^()\s]{1,60}\)[ \t]+)?ho[a-z]{0,2}[ \t]+\S{1,100}[ \t]+(?!timeout\b)`,
      WORD,
    ),
  ]
}

function ofSnmp(): Spelling[] {
  const snmp = String.raw`(?:${START}snmp-s[a-z]{0,5}|${CONFIGURATION}snmp)[ \t]+`
  const words = String.raw`(?:(?:inf[a-z]{0,4}|tr[a-z]{0,3}|vrf[ \t]+\S{1,60}|ver[a-z]{0,4}[ \t]+[123]c?(?:[ \t]+(?:noauth|auth|priv))?|poll|com[a-z]{0,6}(?:[ \t]+[078])?)[ \t]+){0,5}`
  const user = String.raw`${snmp}us[a-z]{0,2}(?:[ \t]+(?!au)\S{1,100}){1,12}[ \t]+au[a-z]{0,2}[ \t]+(?:md5|sha(?:-?\d{1,3}(?:[ \t]+\d{3}(?=[ \t]))?)?)[ \t]+`
  return [
    ...typed(`${snmp}${cut('community', 3)}[ \\t]+`, WORD),
    {
      pattern: new RegExp(
        String.raw`${snmp}ho[a-z]{0,2}[ \t]+(?:[\w-]{1,48}[ \t]+(?=\d))?\S{1,100}[ \t]+${words}(?<secret>(?!(?:inf|tr|vrf|ver|poll|com|udp-port)[a-z]{0,6}\b)\S{1,200})`,
        'dgi',
      ),
      decode: plain,
    },
    { pattern: new RegExp(String.raw`${user}(?<secret>\S{1,200})`, 'dgi'), decode: () => null },
    {
      pattern: new RegExp(
        String.raw`${user}\S{1,200}[ \t]+pr[a-z]{0,2}[ \t]+(?:des|3des|aes)(?:[ \t]+(?:128|192|256))?[ \t]+(?<secret>\S{1,200})`,
        'dgi',
      ),
      decode: () => null,
    },
  ]
}

/** What is typed in a keyring, where the line itself is not enough to tell. */
function withinKeyring(spellings: readonly Spelling[]): Spelling[] {
  const within = { heading: /^[\s>|]{0,40}(?:\S{0,60}#\s{0,9})?cr[a-z]{0,4}\s/i, section: /\skeyr[a-z]{0,3}\s/i }
  return spellings.map((spelling) => ({ ...spelling, within }))
}

/** A word, or its beginning of at least so many letters. */
function cut(word: string, least: number): string {
  const rest = [...word.slice(least)].reduceRight((behind, letter) => `(?:${letter}${behind})?`, '')
  return `${word.slice(0, least)}${rest}`
}
