import type { SourceLine } from '../../text/source-text.ts'
import { readTerminalLine, type TerminalLine } from './terminal-lines.ts'

/** IOS and IOS XE, or ASA. */
export type CiscoSystem = 'ios' | 'asa'

/** The outputs of `show` commands that tell of tunnels. */
export type OutputName =
  | 'crypto map'
  | 'ikev2 proposal'
  | 'ikev2 sa'
  | 'ipsec profile'
  | 'ipsec sa'
  | 'ipsec sa count'
  | 'isakmp policy'
  | 'isakmp sa'
  | 'session'
  | 'vpn-sessiondb'

/** An output that begins at a line, and the system that prints it so. */
export interface FoundOutput {
  readonly name: OutputName
  readonly system: CiscoSystem
}

interface OutputStart {
  readonly name: OutputName
  readonly systems: readonly CiscoSystem[]
  readonly begins: RegExp
}

const IOS: readonly CiscoSystem[] = ['ios']
const ASA: readonly CiscoSystem[] = ['asa']

const STARTS: readonly OutputStart[] = [
  {
    name: 'ipsec sa',
    systems: [...IOS, ...ASA],
    begins: /^(?:interface|peer address): \S{1,99}$/,
  },
  { name: 'ipsec sa', systems: ASA, begins: /^There are no ipsec sas/ },
  { name: 'ipsec sa count', systems: IOS, begins: /^IPsec SA total: \d/ },
  { name: 'session', systems: IOS, begins: /^Crypto session current status$/ },
  {
    name: 'isakmp sa',
    systems: IOS,
    begins:
      /^(?:IPv[46] Crypto ISAKMP SA|Codes: C - IKE configuration mode, .{1,60}|dst {2,40}src {2,40}state {2,40}conn-id.{0,20})$/,
  },
  {
    name: 'isakmp sa',
    systems: ASA,
    begins: /^(?:IKEv1 SAs:|There are no (?:IKEv1|isakmp) SAs|Active SA: \d{1,6}|\d{1,6} {1,9}IKE Peer: \S{2,99})$/i,
  },
  // A PIX, up to 6.3.
  {
    name: 'isakmp sa',
    systems: ASA,
    begins: /^(?:Embryonic {1,9}: \d{1,6}|dst {2,40}src {2,40}state {2,40}pending {2,40}created)$/,
  },
  {
    name: 'ikev2 sa',
    systems: IOS,
    begins: /^(?:IPv[46] Crypto IKEv2 {1,3}(?:SA|Session)|Tunnel-id .{0,80}fvrf\/ivrf {1,40}Status)$/,
  },
  {
    name: 'ikev2 sa',
    systems: ASA,
    begins: /^(?:IKEv2 SAs:|There are no IKEv2 SAs|Session-id:\d.{0,80})$/,
  },
  { name: 'ikev2 proposal', systems: IOS, begins: /^IKEv2 proposal: \S{1,99}$/ },
  { name: 'ipsec profile', systems: IOS, begins: /^IPSEC profile \S{1,99}$/ },
  {
    name: 'isakmp policy',
    systems: IOS,
    begins: /^(?:Global IKE policy|(?:Default p|P)rotection suite of priority \d{1,6})$/,
  },
  {
    name: 'crypto map',
    systems: IOS,
    begins: /^Crypto Map (?:IPv[46] )?"[^"]{1,99}" \d{1,9} \S/,
  },
  { name: 'vpn-sessiondb', systems: ASA, begins: /^Session Type: \S/ },
]

/** The first two letters of the lines with which outputs begin, or a digit: most lines are told from these by one look. */
const FIRST_LETTERS = new Set(
  ['ac', 'co', 'cr', 'de', 'ds', 'em', 'gl', 'ik', 'in', 'ip', 'pe', 'pr', 'se', 'th', 'tu'].map(twoLetters),
)

/** One number for both, whatever case they have. */
function twoLetters(text: string): number {
  return ((text.charCodeAt(0) | 0x20) << 16) | (text.charCodeAt(1) | 0x20)
}

function beginsWithDigit(text: string): boolean {
  const code = text.charCodeAt(0)
  return code >= 0x30 && code <= 0x39
}

const ANY_START = new RegExp(STARTS.map(({ begins }) => begins.source).join('|'), 'i')

/** What every text with an output holds. */
export const SHOW_HINT =
  /interface: |peer address: |crypto map tag: |protected vrf: |ident \(addr\/mask|there are no |ipsec sa total|crypto session|crypto isakmp sa|ike configuration mode|conn-id|embryonic|pending {2,40}created|ike(?:v\d)? sas|active sa: |ike peer: |crypto ikev2 {1,3}s|ivrf|session-id:|ikev2 proposal: |ipsec profile |ike policy|protection suite|crypto map (?:ipv\d )?"|session type: /i

/** The output that a line begins, of which `text` is what the gateway printed; `undefined` for any other line. */
export function outputAt(lines: readonly SourceLine[], index: number, text: string): FoundOutput | undefined {
  if (!FIRST_LETTERS.has(twoLetters(text)) && !beginsWithDigit(text)) return undefined
  if (!ANY_START.test(text)) return undefined
  const start = STARTS.find(({ begins }) => begins.test(text))
  if (start === undefined) return undefined
  const [only, ...more] = start.systems
  const system = only !== undefined && more.length === 0 ? only : systemOfInterface(lines, index)
  return system === undefined ? undefined : { name: start.name, system }
}

/**
 * The same for a line that stands in no output so far: where `show crypto ipsec sa` was filtered (`| include ident|caps`) or copied in
 * part, it begins within a pair. IOS lines up its identities with a second blank, ASA does not.
 */
export function outputWithin(lines: readonly SourceLine[], index: number, text: string): FoundOutput | undefined {
  const output = outputAt(lines, index, text)
  if (output !== undefined) return output
  const found = WITHIN.exec(text)
  const isAsa = found?.[1] === ':' || found?.[2] === ' '
  return found === null ? undefined : { name: 'ipsec sa', system: isAsa ? 'asa' : 'ios' }
}

const WITHIN =
  /^(?:Crypto map tag: .{1,140}, local addr([:.]?) \S{2,60}|local( {1,2})ident \(addr\/mask\/prot\/port\): \([^()]{1,200}\)|protected vrf: \S{1,99})$/

/** ASA writes a colon behind the local address, IOS nothing, or up to 12.3 a full stop. */
function systemOfInterface(lines: readonly SourceLine[], index: number): CiscoSystem | undefined {
  const near = lines.slice(index + 1, index + 12).map(readTerminalLine)
  const next = near.filter(({ kind }) => kind === 'command')
  const [first = '', second = ''] = next.slice(0, 2).map(printedText)
  const tag = /^Crypto map tag: .{1,140}, local addr([:.]?) \S/.exec(/^interface: \S/.test(first) ? second : first)
  return tag === null ? undefined : tag[1] === ':' ? 'asa' : 'ios'
}

/** A line as the gateway printed it, without the blanks around it. */
export function printedText({ line, at }: Pick<TerminalLine, 'line' | 'at'>): string {
  return line.text.slice(at).trim()
}

/**
 * Whether a line stands in an output, which goes from its first line to a prompt, or to a line that only a configuration has.
 * `inside`: the line above does; `isTyped`: it has a prompt; `begins`: an output begins with it.
 */
export function staysInside(inside: boolean, text: string, isTyped: boolean, begins: boolean): boolean {
  return begins || (inside && !isTyped && (text.charCodeAt(0) === BLANK || !CONFIGURATION.test(text)))
}

const BLANK = 0x20

/** Of what both print, such as access lists, nothing tells. */
const CONFIGURATION =
  /^(?:! ?$|Building configuration|Current configuration|: Saved|ASA Version|version \d|hostname \S|interface [A-Z][^:]{1,60}$|crypto (?:isakmp|ikev[12]|keyring|ipsec|dynamic-map|map [^t:]\S{0,60} )|ip (?:access-list|route|address) |object(?:-group)? |tunnel-group )/
