import { GAP, type Label } from './vocabulary.ts'

/** The fields of a filter, whatever the tool calls them. */
export type FilterKey =
  | 'name'
  | 'source'
  | 'destination'
  | 'mask'
  | 'sourceMask'
  | 'destinationMask'
  | 'protocol'
  | 'sourcePort'
  | 'destinationPort'
  | 'mirrored'
  | 'tunnelSource'
  | 'tunnelDestination'
  | 'direction'
  | 'weight'
  | 'inboundAction'
  | 'outboundAction'
  | 'flags'
  | 'tunnelFilter'
  | 'other'

const DOTTED = String.raw`\d{1,9}(?:\.\d{1,9})+\.?`
const IP = String.raw`(?:${DOTTED}|[\da-f]{0,9}:[\da-f:.]{1,60}|\d{1,9})`
const OPEN = '(?:<|&lt;)'
const CLOSE = '(?:>|&gt;)'
const IN_BRACKETS = String.raw`${OPEN}[^<>&:\n]{1,40}(?:\n[^<>&:\n]{1,40})?${CLOSE}`
const SERVERS = `(?:(?:dns|wins|dhcp)${GAP}servers?|default${GAP}gateway)(?:${GAP}${IN_BRACKETS})?`
const KEYWORD = String.raw`${SERVERS}|${IN_BRACKETS}|(?:my|any)${GAP}ip${GAP}address|(?:me|any)(?![\w.])|(?:我的|任何)(?:${GAP}IP${GAP}地址)?`
const DASH = '[-–—]'
/** Windows pads the mask inside its parentheses. */
const MASK = String.raw`(?:${GAP}/${GAP}(?:${DOTTED}|\d{1,9})|${GAP}\([ \t\n]*(?:/?${IP})?[ \t\n]*\)?|[ \t]+${DOTTED})`

/** An address, a range, or a keyword, with its mask; a keyword in angle brackets may have been lost on the way. */
const ADDRESS = new RegExp(
  String.raw`(?:${KEYWORD}|${IP}(?:${GAP}${DASH}${GAP}${IP})?)(?:${MASK})?|\([ \t\n]*/?${IP}[ \t\n]*\)?|${DASH}(?=[ \t]*(?:\n|$))`,
)
const MASK_VALUE = new RegExp(String.raw`\(?[ \t]*(?:${DOTTED}|/?\d{1,9})[ \t]*\)?`)
const PROTOCOL = /(?:any|raw|tcp|udp|icmpv6|icmp|igmp|gre|esp|ah|任何|\d{1,9})(?![\w-])(?:[ \t]{0,9}\(\d{1,3}\))?/y
const PORT = /(?:\d{1,9}|any|任何)(?!\w)/
const YES_NO = /(?:yes|no|true|false|是|否)(?!\w)/
const ACTION = new RegExp(
  String.raw`(?:permit|pass[- ]?thr(?:u|ough)|block(?:ing)?|negotiate(?:${GAP}security)?)(?!\w)`,
)
const FLAG = String.raw`(?:inbound|outbound|block(?:ing)?|permit|pass-?thr(?:u|ough)|negotiate|tunnel|transport)(?!\w)`

/**
 * The fields of a filter as `netsh ipsec dynamic`, `netsh ipsec static` and `netdiag` print them. The spellings of the
 * static command (English and Simplified Chinese) and of netdiag are published; those of the dynamic command are
 * reconstructed from the names of its parameters and the columns of the console, so all that are plausible are taken.
 */
export const filterLabels: readonly Label<FilterKey>[] = [
  {
    key: 'source',
    spellings: [
      'Source Address',
      'Source IP Address',
      'Source IP',
      'Src Address',
      'Src Addr',
      'Source Addr',
      '源 IP 地址',
    ],
    value: ADDRESS,
  },
  {
    key: 'destination',
    spellings: [
      'Destination Address',
      'Destination IP Address',
      'Destination IP',
      'Dest Address',
      'Dest Addr',
      'Dst Addr',
      'Destination Addr',
      '目标 IP 地址',
    ],
    value: ADDRESS,
  },
  { key: 'mask', spellings: ['Mask', 'Subnet Mask'], value: MASK_VALUE },
  { key: 'sourceMask', spellings: ['Source Mask', 'Src Mask', 'Source Address Mask', '源掩码'], value: MASK_VALUE },
  {
    key: 'destinationMask',
    spellings: ['Destination Mask', 'Dest Mask', 'Dst Mask', 'Destination Address Mask', '目标掩码'],
    value: MASK_VALUE,
  },
  { key: 'protocol', spellings: ['Protocol', '协议'], value: PROTOCOL },
  { key: 'sourcePort', spellings: ['Src Port', 'Source Port', '源端口'], value: PORT },
  { key: 'destinationPort', spellings: ['Dest Port', 'Dst Port', 'Destination Port', '目标端口'], value: PORT },
  { key: 'mirrored', spellings: ['Mirrored', 'Mirror', '已镜像'], value: YES_NO },
  {
    key: 'tunnelSource',
    spellings: ['Tunnel Source', 'Tunnel Src', 'Source Tunnel Endpoint', 'Tunnel Source Address'],
    value: ADDRESS,
  },
  {
    key: 'tunnelDestination',
    spellings: [
      'Tunnel Destination',
      'Tunnel Dest',
      'Tunnel Dst',
      'Tunnel Addr',
      'Tunnel Address',
      'Tunnel Endpoint',
      'Tunnel Dest IP Address',
      'Tunnel Destination IP Address',
      'Tunnel Destination Address',
      'Destination Tunnel Endpoint',
    ],
    value: ADDRESS,
  },
  { key: 'direction', spellings: ['Direction'], value: /(?:inbound|outbound|in|out)(?!\w)/ },
  { key: 'weight', spellings: ['Weight'], value: /(?:0x[\da-f]{1,32}|\d{1,40})(?!\w)/y },
  { key: 'inboundAction', spellings: ['Inbound Action'], value: ACTION },
  { key: 'outboundAction', spellings: ['Outbound Action'], value: ACTION },
]

/** What netdiag alone prints. */
export const netdiagLabels: readonly Label<FilterKey>[] = [
  { key: 'flags', spellings: ['Flags'], value: new RegExp(String.raw`${FLAG}(?:[ \t,]+${FLAG})*`) },
  { key: 'tunnelFilter', spellings: ['TunnelFilter', 'Tunnel Filter'], value: YES_NO },
]

/** A DNS name or a keyword, as the static command repeats the address. */
export const DNS_NAME = new RegExp(String.raw`${IN_BRACKETS}|[\w.-]{1,255}`)
export { ACTION as ACTION_VALUE, YES_NO as YES_NO_VALUE }
