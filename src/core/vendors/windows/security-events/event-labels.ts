import { GAP, type Label, type Marks, spellingPattern, vocabularyOf } from '../vocabulary.ts'
import { SENTENCE } from './event-templates.ts'

/** What an event tells, whatever its version calls it. `end` is the own address of a gateway. */
export type EventField =
  | 'mode'
  | 'localAddress'
  | 'localMask'
  | 'localPort'
  | 'localEnd'
  | 'remoteAddress'
  | 'remoteMask'
  | 'remotePort'
  | 'remoteEnd'
  | 'peer'
  | 'protocol'
  | 'role'
  | 'failurePoint'
  | 'failureReason'
  | 'attribute'
  | 'expected'
  | 'received'

/** `address`, `mask`, `port` and `end` belong to the endpoint under whose heading they stand. */
export type EventLabel = EventField | 'address' | 'mask' | 'port' | 'end' | 'eventId' | 'header' | 'other'

export type EventMark = 'sentence' | 'local' | 'remote' | 'group' | 'roleMark' | 'noise'

const HEADER = list(`
  Event Type; Event Source; Event Category; Log Name; Task Category; Event Record ID; User Name;
  Keywords; Keyword; Level; OpCode; Computer; User; Date; Time; Source; Type; Category; Task;
  Description; Logged`)
const FREE = list(`
  Failure Reason; Extra Status; Attribute; Expected value; Received value; State`)
const NAMED = list(`
  Principal Name; Local Principal Name; Remote Principal Name; Keying Module Name;
  Authentication Method; Impersonation State; Cipher Algorithm; Integrity Algorithm;
  Diffie-Hellman Group; Encryption Algorithm; Integrity Algorithm - AH; Integrity Algorithm - ESP;
  SHA Thumbprint; Issuing CA; Root CA; Subject`)
const TOKENS = list(`
  Main Mode Filter ID; Main Mode SA ID; Quick Mode Filter ID; Quick Mode SA ID; Message ID;
  Initiator Cookie; Responder Cookie; Virtual Interface Tunnel ID; Traffic Selector ID;
  Keying Module Port; Private Address; Lifetime (minutes); Lifetime - seconds; Lifetime - data;
  Lifetime - packets; Quick Mode Limit; Inbound SPI; Outbound SPI`)
const NUMBERS = list(`
  IKE Source Port; IKE Destination Port; InboundSpi; OutBoundSpi; Lifetime (sec); Lifetime (kb);
  QM delta time (sec); MM delta time (sec); Total delta time (sec)`)
const OTHERS = list(`
  Event ID; Mode; Role; Port; Protocol; Failure Point; Tunnel Endpoint; Network Address; Address Mask;
  Network Address Mask; Local Network Address; Remote Network Address; Peer IP Address`)
const GROUPS = list(`
  Filter; Peer Identity; Parameters; Additional Information; Failure Information;
  Cryptographic Information; Security Association Information; Local Certificate; Remote Certificate`)

/** Labels with a colon at which a free text ends. */
export const ENDING_LABELS: readonly string[] = [...HEADER, ...FREE, ...NAMED, ...TOKENS, ...OTHERS]
export { GROUPS as EVENT_GROUPS }

/** What ends a free text on the same line, for events that a forwarder has flattened. */
const NEXT = `(?:(?:${[...ENDING_LABELS, ...GROUPS, 'Local Endpoint', 'Remote Endpoint'].map(spellingPattern).join('|')})[ \\t]*:|${SENTENCE}|For${GAP}more${GAP}information,)`
const REST = String.raw`(?:(?![ \t]${NEXT})[^\n]){1,300}`
/** A free text needs a colon before it; without one its label is just a word. */
const LINE = new RegExp(String.raw`(?<=:\s{0,20})(?!${NEXT})${REST}`)
/** A reason may be several sentences. Only a long line that ends with no full stop is taken for wrapped. */
const REASON = new RegExp(
  String.raw`${LINE.source}(?:(?<=[^\n]{50})(?<!\.[ \t]{0,9})\n[ \t]{0,9}(?!${NEXT})(?=[\p{L}\p{N}])${REST}){0,4}`,
)
const STATUS = new RegExp(
  String.raw`(?<=:\s{0,20})(?!${NEXT}|initiator|responder)(?:(?![ \t]${NEXT}|(?:initiator|responder)\b)[^\n]){1,120}`,
)
/** A reference to another message, as it stands in raw events. */
const INSERT = String.raw`%%\d{1,6}`
const IP = String.raw`\d{1,9}(?:\.\d{1,9})+|[\da-f]{0,9}:[\da-f:.]{1,60}`
const ADDRESS = new RegExp(String.raw`(?:${IP})(?:%\w{1,20})?|-(?![\w-])`)
const MASK = new RegExp(String.raw`${IP}|/?\d{1,3}(?![\w.])|-(?![\w-])`)
const NUMBER = /\d{1,20}(?![\w.])|-(?![\w-])/
const TOKEN = /(?<=:\s{0,20})(?:0x[\da-f]{1,32}|\d{1,20}(?:\.\d{1,9}){0,3}|[\da-f:.{}-]{1,60}|-)(?![\w])/
const PROTOCOL = /\d{1,9}(?![\w.])|(?:any|tcp|udp|icmpv6|icmp|gre|esp|ah)(?![\w-])|-(?![\w-])/
const MODE = new RegExp(
  `(?:Key${GAP}Exchange|Data${GAP}Protection)(?:${GAP}Mode)?(?:${GAP}\\((?:Main|Quick)${GAP}Mode\\))?|(?:Main|Quick)${GAP}Mode|Tunnel|Transport|${INSERT}|${LINE.source}`,
)
const ALGORITHM = new RegExp(
  `(?:(?:Triple|40${GAP}bit)${GAP})?DES${GAP}CBC|AES[\\w-]{0,20}|MD5|SHA[\\d-]{0,9}|None|NULL`,
)

const labels: readonly Label<EventLabel>[] = [
  { key: 'header', spellings: HEADER, value: LINE },
  { key: 'eventId', spellings: ['Event ID', 'EventID'], value: /\d{1,9}(?![\w.])/ },
  { key: 'mode', spellings: ['Mode'], value: MODE },
  { key: 'localAddress', spellings: ['Source IP Address', 'Local Network Address'], value: ADDRESS },
  { key: 'localMask', spellings: ['Source IP Address Mask'], value: MASK },
  { key: 'localPort', spellings: ['Source Port'], value: NUMBER },
  { key: 'localEnd', spellings: ['IKE Local Addr'], value: ADDRESS },
  { key: 'remoteAddress', spellings: ['Destination IP Address', 'Remote Network Address'], value: ADDRESS },
  { key: 'remoteMask', spellings: ['Destination IP Address Mask'], value: MASK },
  { key: 'remotePort', spellings: ['Destination Port'], value: NUMBER },
  { key: 'remoteEnd', spellings: ['IKE Peer Addr'], value: ADDRESS },
  { key: 'peer', spellings: ['Peer IP Address'], value: ADDRESS },
  // The two endpoints of one event write the label of the mask differently (4654).
  { key: 'address', spellings: ['Network Address'], value: ADDRESS },
  { key: 'mask', spellings: ['Network Address Mask', 'Address Mask'], value: MASK },
  { key: 'port', spellings: ['Port'], value: NUMBER },
  { key: 'end', spellings: ['Tunnel Endpoint'], value: ADDRESS },
  { key: 'protocol', spellings: ['Protocol'], value: PROTOCOL },
  { key: 'role', spellings: ['Role'], value: new RegExp(`Initiator|Responder|${INSERT}`) },
  {
    key: 'failurePoint',
    spellings: ['Failure Point'],
    value: new RegExp(`(?:Me|Peer)(?!\\w)|(?:Local|Remote)${GAP}computer|${INSERT}`),
  },
  { key: 'failureReason', spellings: ['Failure Reason'], value: REASON },
  { key: 'attribute', spellings: ['Attribute'], value: LINE },
  { key: 'expected', spellings: ['Expected value'], value: LINE },
  { key: 'received', spellings: ['Received value'], value: LINE },
  { key: 'other', spellings: ['Extra Status'], value: STATUS },
  { key: 'other', spellings: ['State', ...NAMED], value: LINE },
  { key: 'other', spellings: TOKENS, value: TOKEN },
  { key: 'other', spellings: NUMBERS, value: NUMBER },
  { key: 'other', spellings: ['ESP Algorithm', 'HMAC Algorithm', 'AH Algorithm'], value: ALGORITHM },
  {
    key: 'other',
    spellings: ['Encapsulation'],
    value: new RegExp(`(?:Tunnel|Transport)${GAP}Mode(?:${GAP}with${GAP}UDP${GAP}encapsulation)?`),
  },
]

const CERTIFICATE = 'Subject|SHA Thumbprint|Issuing Certificate Authority|Root Certificate Authority'
  .split('|')
  .map(spellingPattern)
  .join('|')
const NOISE = [
  String.raw`Peer${GAP}Private${GAP}Addr(?!\w)(?:[ \t]+(?:${IP}|-))?`,
  String.raw`Preshared${GAP}key${GAP}ID\.?`,
  String.raw`Certificate${GAP}based${GAP}Identity\.?`,
  String.raw`Kerberos${GAP}based${GAP}Identity:[^\S\n]*(?:(?![ \t]${NEXT})[^\n]){0,300}`,
  String.raw`(?:(?:Peer|My)${GAP}|^[ \t]*)(?:${CERTIFICATE})(?![\p{L}:])(?:(?![ \t](?:(?:Peer|My)[ \t]|${NEXT}))[^\n]){0,300}`,
  String.raw`For${GAP}more${GAP}information,${GAP}see${GAP}Help${GAP}and${GAP}Support${GAP}Center(?:${GAP}at)?(?:\s{1,9}https?:\/\/\S{1,200})?`,
  String.raw`Event\[\d{1,9}\]:?|Event${GAP}Xml:`,
]

const marks: Marks<EventMark> = [
  ['sentence', new RegExp(SENTENCE)],
  ['local', new RegExp(String.raw`Local${GAP}Endpoint[ \t]*:`)],
  ['remote', new RegExp(String.raw`Remote${GAP}Endpoint[ \t]*:`)],
  ['group', new RegExp(String.raw`(?:${GROUPS.map(spellingPattern).join('|')})[ \t]*:`)],
  // Two status numbers may follow; no published sample shows them.
  [
    'roleMark',
    new RegExp(
      String.raw`(?:Initiator|Responder)(?:\(Internal\))?\.?${GAP}Delta${GAP}Time(?:[ \t]+\d{1,9})?(?:\s{1,9}0x[\da-f]{1,8}){0,2}`,
    ),
  ],
  ['noise', new RegExp(NOISE.join('|'))],
]

/** Labels and headings of the events, in both generations. */
export const eventVocabulary = vocabularyOf(labels, marks)

/** A list in one text, which is easier to read than a line for each. */
function list(phrases: string): string[] {
  return phrases.split(';').map((phrase) => phrase.trim())
}
