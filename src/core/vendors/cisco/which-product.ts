import { rememberedOf } from '../../model/remembered.ts'
import type { SourceLine } from '../../text/source-text.ts'
import { headingOf } from '../blocks.ts'
import { isOfKeyringPeer } from './keyring-peer.ts'
import { outputAt, outputWithin, printedText, staysInside } from './show-outputs.ts'
import { columnsOf, plainText, readTerminalLine, singlyBlanked, type TerminalLine } from './terminal-lines.ts'

/** Lines that stem from one box. */
interface CiscoSegment {
  readonly product: 'ios' | 'asa'
  /** The first line of it, 1-based. */
  readonly anchor: number
}

/** How commands begin that IOS has, and ASA has not or in another form. */
const IOS_COMMANDS = [
  String.raw`crypto isakmp (?:key|profile|keepalive|client|aggressive-mode|invalid-spi|fragmentation|nat keepalive|default)\b`,
  String.raw`crypto keyring\b`,
  String.raw`crypto map \S+ \d+ (?:ipsec-isakmp(?: profile \S+)?|ipsec-manual|gdoi)$`,
  String.raw`crypto map \S+ (?:local-address|isakmp|client|gdoi|redundancy|discover)\b`,
  String.raw`crypto map \S+$`,
  String.raw`crypto dynamic-map \S+ \d+$`,
  String.raw`crypto ikev2 (?:proposal|keyring|profile|authorization|name-mangler|dpd|nat|http-url|fragmentation|client)\b`,
  String.raw`crypto ikev2 policy \D`,
  String.raw`crypto ipsec (?:nat-transparency|df-bit (?:clear|copy|set)$|transform-set \S+ (?:esp|ah)-)`,
  String.raw`crypto (?:logging|pki|gdoi)\b`,
  String.raw`set (?:transform-set|ikev2-profile|isakmp-profile|security-association)\b`,
  // A FortiGate says "set pfs disable", and sets a peer by a name in quotes.
  String.raw`set pfs(?: group\d+)?$`,
  String.raw`set peer \w`,
  String.raw`match (?:address local|identity|fvrf)\b`,
  String.raw`encr(?:yption)? aes(?: \d+)?$`,
  'authentication (?:remote|local) (?:pre-share|rsa-sig|ecdsa-sig|eap)',
  String.raw`keyring (?:local )?\S+$`,
  'mode (?:transport|tunnel)(?: require)?$',
  String.raw`ip access-list\b`,
  String.raw`ipv6 access-list\b`,
  String.raw`access-list \d{1,4} (?:permit|deny|remark|dynamic)\b`,
  String.raw`ip route (?:vrf \S+ )?[\d.]+ [\d.]+ \S`,
  String.raw`ip (?:nat (?:inside|outside|pool|translation)|cef$|domain[ -](?:name|lookup)|nhrp|ssh|http|forward-protocol|classless$|tcp (?:adjust-mss|synwait)|address [\d.]+ 255)\b`,
  'interface (?:dialer|loopback|fastethernet|serial|vlan|bvi|virtual-template)',
  'tunnel (?:source (?!interface|:)|key|vrf|mode (?:gre|ipip))',
  String.raw`version 1\d\.\d`,
  'service (?:timestamps|password)',
  'boot-start-marker$',
  String.raw`vrf definition\b`,
  String.raw`line (?:con|vty|aux)\b`,
  'aaa new-model$',
  String.raw`license udi\b`,
]
/** How commands begin that ASA has, and IOS has not or in another form. */
const ASA_COMMANDS = [
  String.raw`(?:asa|pix) version\b`,
  ': saved$',
  String.raw`(?:nameif|security-level|tunnel-group|group-policy|same-security-traffic|threat-detection|sysopt)\b`,
  String.raw`crypto ikev1\b`,
  String.raw`crypto ikev2 (?:policy \d+|enable|remote-access|notify)\b`,
  String.raw`crypto ipsec ikev[12]\b`,
  String.raw`crypto (?:dynamic-)?map \S+ \d+ (?:match|set)\b`,
  String.raw`crypto map \S+ \d+ ipsec-isakmp dynamic\b`,
  String.raw`crypto map \S+ interface\b`,
  String.raw`crypto isakmp (?:enable|nat-traversal|disconnect-notify)\b`,
  String.raw`crypto isakmp policy \d+ \w`,
  String.raw`crypto ca\b`,
  String.raw`isakmp (?:policy|key|enable|identity)\b`,
  String.raw`access-list \S+ (?:extended|standard|line)\b`,
  String.raw`access-list [A-Za-z]\S* (?:permit|deny|remark)\b`,
  String.raw`access-group \S+ (?:in|out|global)\b`,
  String.raw`(?:nat|static|global) \(`,
  String.raw`route [A-Za-z]\S* [\d.]+ [\d.]+ [\d.]+`,
  String.raw`object (?:network|service)\b`,
  String.raw`subnet [\d.]+ [\d.]+$`,
  String.raw`network-object\b`,
  String.raw`vpn-(?:tunnel-protocol|filter|idle-timeout)\b`,
  String.raw`ikev[12] (?:pre-shared-key|remote-authentication|local-authentication|trust-point)\b`,
  String.raw`protocol esp (?:encryption|integrity)\b`,
  String.raw`tunnel source interface\b`,
  String.raw`(?:ssh|http) [\d.]+ [\d.]+ \S+`,
  'names$',
]
/** How commands begin that are of one of the two, and of no other text. */
const EITHER_COMMANDS = [
  String.raw`crypto (?:isakmp|ipsec|map|ikev[12]|keyring|dynamic-map|engine)\b`,
  String.raw`access-list \S+ \S`,
  String.raw`(?:ip|ipv6) access-list \S`,
  String.raw`tunnel (?:source|destination|mode|protection) [^:\s]`,
  String.raw`(?:tunnel-group|group-policy) \S+ \S`,
  String.raw`nat \(\S+\) \S`,
  String.raw`object-group (?:network|service)\b`,
  String.raw`match address \S`,
]
const [IOS, ASA, EITHER] = [beginnings(IOS_COMMANDS), beginnings(ASA_COMMANDS), beginnings(EITHER_COMMANDS)]
/**
 * What every text with a configuration holds: a word that may begin a line of a terminal, and begins one of these. Each begins with
 * a letter or a colon, so that of digits and blanks, of which a list of filters is full, none is tried.
 */
export const CONFIGURATION_HINT = new RegExp(
  `(?:^|[\\s\\x08#>-])(?=[a-z:])(?:${[...EITHER_COMMANDS, ...IOS_COMMANDS, ...ASA_COMMANDS].join('|').replaceAll(' ', '\\s+')})`,
  'im',
)
const NO = /^no /i
/** With what a whole configuration begins, in this order: what stands further up than what was seen last is of another one. */
const BEGINNINGS = [
  'Building configuration',
  'Current configuration',
  ': Saved',
  String.raw`(?:(?:ASA|PIX) Version|version 1\d\.\d)`,
  String.raw`hostname \S+$`,
]
const BEGIN = beginnings(BEGINNINGS)
const EACH_BEGINNING = BEGINNINGS.map((each) => beginnings([each]))

/** Which of the beginnings a line is; nothing for any other line. */
function beginningIn(text: string): number | undefined {
  return BEGIN.test(text) ? EACH_BEGINNING.findIndex((each) => each.test(text)) : undefined
}

const BRACE = /^\s*\}\s*$| \{\s*$/
/** A VyOS, which calls its own so, lists them in a section. */
const INTERFACE = /^interface (?!(?:eth|bond|vti|switch|pppoe)\d)\S+\d$/i

function beginnings(patterns: readonly string[]): RegExp {
  return new RegExp(`^(?:${patterns.join('|')})`, 'i')
}

/**
 * The configurations of IOS and ASA in a text: each begins at a heading, at the prompt of another host, or where a whole
 * configuration begins anew. Which product it is shows by the words that the other does not have. Both products ask.
 */
export const ciscoSegments = rememberedOf((source: readonly SourceLine[]): readonly CiscoSegment[] => {
  const found: CiscoSegment[] = []
  let segment = new Segment()
  let inside = false
  let ofPeer = false
  for (let index = 0; index < source.length; index++) {
    const line = source[index]
    if (line === undefined) break
    const plain = plainText(line.text)
    if (plain === '') continue
    const terminal = plain === null ? readTerminalLine(line) : null
    const printed = terminal === null ? (plain ?? '') : printedText(terminal)
    const begins = (inside ? outputAt : outputWithin)(source, index, printed) !== undefined
    const host = terminal?.host ?? null
    inside = staysInside(inside, line.text, host !== null || terminal?.kind === 'prompt', begins)
    // What `show crypto` prints of SAs is a text of its own, and what follows it goes on from there; braces are those of another product.
    if (inside || BRACE.test(line.text)) {
      if (!segment.isEmpty) next()
      continue
    }
    index = endOfTrace(source, index, printed) ?? index
    const indent = terminal === null ? columnsOf(line.text) : terminal.indent
    ofPeer = isOfKeyringPeer(ofPeer, printed)
    const beginning = ofPeer ? undefined : beginningIn(terminal === null ? printed : line.text.trim())
    if (segment.ends(host, beginning) || isHeading(line.text, indent)) next()
    segment.goesOn(host, beginning)
    if (terminal === null) segment.command(singlyBlanked(printed), line.number)
    else segment.lineOfTerminal(terminal)
  }
  next()
  return found

  function next(): void {
    const done = segment.result()
    if (done !== null) found.push(done)
    segment = new Segment()
  }
})

/** `packet-tracer` of an ASA prints which lines of the configuration a packet meets: the index at which they end, of the line above them. */
function endOfTrace(source: readonly SourceLine[], index: number, printed: string): number | null {
  if (printed !== 'Config:' || !/^Result: ?(?:ALLOW|DROP)\s*$/.test(source[index - 1]?.text ?? '')) return null
  const below = source.slice(index, index + LONGEST_TRACE)
  const count = below.findIndex(({ text }) => text.startsWith('Additional Information:'))
  return count < 0 ? null : index + count
}

const LONGEST_TRACE = 100

/** Lines of one configuration, by what tells its product and where it begins. */
class Segment {
  isEmpty = true
  #anchor: number | null = null
  #host: string | null = null
  /** The last of the beginnings that was seen. */
  #begun = -1
  /** How many commands are of one of the products, and of either. */
  #ios = 0
  #asa = 0
  #either = 0

  /** Whether a line with a prompt, or with the beginning of a whole configuration, is of another one. */
  ends(host: string | null, beginning: number | undefined): boolean {
    return (
      (host !== null && this.#host !== null && host !== this.#host) ||
      (beginning !== undefined && beginning <= this.#begun)
    )
  }

  goesOn(host: string | null, beginning: number | undefined): void {
    this.#begun = beginning ?? this.#begun
    this.#host = host ?? this.#host
    this.isEmpty = false
  }

  lineOfTerminal(line: TerminalLine): void {
    const { kind, text } = line
    if (kind === 'command') {
      this.command(text, line.line.number)
      return
    }
    const shown = line.line.text.trim()
    // What people write in front of it is no part of it.
    const isAnchor = kind === 'prompt' ? isConfigurationShown(line) : BEGIN.test(shown)
    if (isAnchor) this.#anchor ??= line.line.number
    if (kind === 'prompt') return
    if (IOS.test(shown)) this.#ios++
    if (ASA.test(shown)) this.#asa++
  }

  command(said: string, number: number): void {
    const text = NO.test(said) ? said.slice('no '.length) : said
    const ios = IOS.test(text)
    const asa = ASA.test(text)
    const either = EITHER.test(text)
    if (ios) this.#ios++
    if (asa) this.#asa++
    if (either) this.#either++
    if (this.#anchor !== null) return
    if (ios || asa || either || BEGIN.test(text) || INTERFACE.test(text)) this.#anchor = number
  }

  result(): CiscoSegment | null {
    const product = this.#product()
    return this.#anchor === null || product === null ? null : { product, anchor: this.#anchor }
  }

  #product(): 'ios' | 'asa' | null {
    // One word alone may be of anything.
    if (this.#either === 0 && this.#ios + this.#asa < 2) return null
    // A few words are of both in some release; what has more of its own is it.
    if (this.#asa > this.#ios) return 'asa'
    return this.#ios > 0 || this.#either > 0 ? 'ios' : null
  }
}

/** `show running-config`, `show startup-config`, `show access-lists`, shortened as people do. */
export function isConfigurationShown({ text }: Pick<TerminalLine, 'text'>): boolean {
  return /^(?:do )?(?:sh(?:ow?)?) (?:run|start|conf|tech|archive|access-l|object)|^(?:more|wr(?:ite)? t)/i.test(text)
}

/** `peer B` of a keyring is no heading, though it would do as one elsewhere. */
function isHeading(text: string, indent: number | null): boolean {
  return indent === 0 && headingOf(text) !== null && !/^peer /i.test(text)
}
