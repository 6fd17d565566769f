import type { LoggedAttempt } from '../../model/logged-attempt.ts'
import type { LoggedRefusal } from '../../model/logged-refusal.ts'
import { lineSpan, type SourceLine } from '../../text/source-text.ts'
import { LIBRESWAN, STRONGSWAN } from '../unread-texts.ts'
import { attemptIn, negotiationIn } from './attempt.ts'
import { asLogged } from './log-order.ts'
import { LISTED, LOOKED_AT, type Told, toldByLog } from './told-by-log.ts'

/** The log of an IKE daemon, in whatever text it stands. */
interface Log {
  /** As a format's: `vendor/log`. */
  readonly id: string
  /** With its article: `a log of ...`. */
  readonly title: string
  /** What to paste as well. */
  readonly instead: string
}

/** What an IOS or an ASA prints below a line of its debug, which has nothing of its own to be known by, and the commands for that. */
const BELOW =
  /^ {1,12}\(key eng\. msg\.\) |^ {1,12}(?:local_proxy|remote_proxy|protocol|lifedur|spi)= |^\s{1,12}(?:src|dst) (?:addr|port) {1,9}: |^\s{1,12}protocol {1,9}: \d|\bCrypto mapdb : |\bmap_db_find_best\b|^\S{1,60}# ?(?:un)?debug crypto |^Initiator SPI : |^(?:Log Name|Source|Date|Event ID|Task Category|Level|Keywords|User|Computer): {2,20}\S|^Description:$|^(?:Dial-in User|VpnStrategy|DataEncryption|PrerequisiteEntry|AutoLogon|UseRasCredentials|Authentication Type|Ip(?:v[46])?[A-Z]\w{3,30}|UseFlags|ConnectOnWinlogon|Mobility enabled for IKEv2|Server address\/Phone Number|Device|Port|MediaType) = |^IKEv2 [A-Z_]{4,20} Exchange RE[A-Z]{4,6}\b|^\s{0,4}Payload contents:|^\s{0,4}[A-Z][\w()]{0,60} {1,3}Next payload: |^\s{0,4}(?:(?:SA|KE|N|VID|ID[ir]|AUTH|CERT|CERTREQ|CFG|EAP|TS[ir]|DELETE|NOTIFY\(\w{1,60}\)) {1,3})+$|^\s{0,6}(?:last (?:proposal|transform): 0x|Proposal: \d|type: \d{1,2}, reserved: 0x)/

const CHANGE = 'What to change is worked out from the configurations of both ends.'

/** By a line that only such a log has; each pattern is tried at the beginning of a line, or looks for a short word in it. */
const LOGS: readonly (Log & { readonly line: RegExp })[] = [
  {
    id: 'strongswan/log',
    title: 'a log of strongSwan (charon)',
    // EdgeOS leaves out the number of the thread, and `log_level` of strongswan.conf puts that of the level behind the group.
    line: /(?:\d\d|^|[:\t] ?)\[(?:ASN|CFG|CHD|DMN|ENC|ESP|IKE|JOB|KNL|LIB|MGR|NET|TLS|TNC|UPDOWN)\d?\] |(?:^|\]: )(?:initiating (?:Main Mode |Aggressive Mode )?IKE_SA |establishing (?:CHILD|IKE)_SA |(?:generating|parsed) [A-Z_0-9]{1,30} (?:request|response) \d+ \[|retransmit \d+ of request with message ID|(?:sending|received) packet: from |selected proposal: |(?:local|remote) host is behind NAT|received (?:[\w ().-]{1,40} vendor ID$|netlink error: )|(?:IKE_SA|CHILD_SA) \S{1,60} established |authentication of '|scheduling re(?:auth|key)|maximum IKE_SA lifetime |establishing connection '|connection '[^']{1,80}' established|unable to (?:add|install) |loaded (?:(?:ike|eap|private|rsa|ecdsa) \w{1,20}|connection|certificate) |no (?:authorities|pools) found, )/,
    instead: `${CHANGE} ${STRONGSWAN}`,
  },
  {
    id: 'libreswan/log',
    title: 'a log of Libreswan (pluto)',
    // To its own file pluto writes microseconds, older ones seconds; IPCop shows its log in columns.
    line: /\bpluto\[\d+\](?:: |\t)|^\w{3} {1,2}\d{1,2} \d\d:\d\d:\d\d(?:\.\d{6}: |: (?:\| |"|packet from |(?:added|adding|listening|loading) ))|^(?:\d[\dv]\d )?(?:"[^"\s]{1,80}"(?:\[\d+\] \S{1,60})? #\d+: |packet from [\da-f.:]{3,45}: )|^#\d{1,6}: {1,4}(?:STATE_|initiating |IKE SA )|\bcannot identify ourselves with either end of this connection/,
    instead: `${CHANGE} ${LIBRESWAN}`,
  },
  {
    id: 'cisco/log',
    title: 'a log of a Cisco',
    line: /%ASA-\d-(?:113019|(?:402|602|71[345]|75[012])\d{3}): |%(?:CRYPTO|IKEV2)-\d-|\bISAKMP(?:-\w{1,12})?(?:: ?| )\(|\bISAKMP: {1,9}\w|\[IKEv1(?: DEBUG)?\]|\bIKEv2:[(%]|\bIKEv2-(?:PROTO|PLAT|INTERNAL|ERROR)\b|\bIPSEC\(\w{1,40}\)|^ {0,4}(?:ESP: )?Proposal {1,2}\d{1,3}: {1,4}(?:ENCRYPTION|AES|3?DES)/,
    instead: `${CHANGE} Paste \`show running-config\` (of a router \`show running-config | section crypto|access-list|interface|ip route\`); \`show crypto ipsec sa\` is read as well.`,
  },
  {
    id: 'fortigate/log',
    title: 'a log of a FortiGate',
    line: /\blogdesc="[^"]{0,40}\bIPsec\b|\bid=\d{1,9} trace_id=\d{1,9} func=|[>#] ?diagnose debug (?:flow|application ike|enable)\b|^(?:\d{4}-\d\d-\d\d [\d:.]+ )?ike (?:(?:V=\w+:)?\d+:(?:[^:]{1,60}:(?:[\d ]|[^:\s]{1,60}: )| IKEv[12] exchange=| comes | no matching )|Negotiate )/,
    instead: `${CHANGE} Paste \`show vpn ipsec phase1-interface\` and \`show vpn ipsec phase2-interface\`; \`diagnose vpn tunnel list\` is read as well.`,
  },
  {
    id: 'windows/log',
    title: 'errors of IKE on Windows',
    // Behind the date, its oakley.log has milliseconds and a thread.
    line: /^ ?\d{1,2}-\d{1,2}: ?\d\d:\d\d:\d\d:\d{3}:[\da-f]{1,4} |^CoId=\{|\bcode returned on failure is -?\d|\b[Pp]olicy match error\b|\bIKE (?:authentication credentials are unacceptable|failed to find valid machine certificate)|^LastError {1,20}: [1-9]|\b(?:[Ee]rror|[Ff]ehler|[Ee]rreur)(?: code)?:? (?:789|79[12]|809|13[89]\d\d)\b/,
    instead: `${CHANGE} The security log says more: run \`auditpol /set /subcategory:"IPsec Main Mode" /failure:enable\`, and the same for "IPsec Quick Mode", try again, and paste the events 4652 to 4654 (547 of Windows 2003).`,
  },
]

/** What is read of a log, and what was looked at. */
export interface LogReading extends Log {
  /** What its lines say of why there is no tunnel, in sentences. */
  readonly tells: readonly string[]
  /** What the last of them says; `null` where there is none. */
  readonly last: 'failed' | 'up' | null
  /** The attempt that the last of them is about; `null` where the log does not tell what the other end asked for. */
  readonly attempt: LoggedAttempt | null
  /** That which the last of them is about, where the other end refused it; `null` where it did not, or nothing was. */
  readonly refusal: LoggedRefusal | null
  /** The lines that are of the log, by their numbers: looked at, or too far from its end for that. */
  readonly roles: ReadonlyMap<number, 'read' | 'unsupported'>
}

/** The log that stands in these lines; `null` where there is none. Of several the one that most lines are of gives the name. */
export function readLog(pasted: readonly SourceLine[]): LogReading | null {
  const lines = asLogged(pasted)
  const looked = lines.length > 2 * LOOKED_AT ? [...lines.slice(0, LOOKED_AT), ...lines.slice(-LOOKED_AT)] : lines
  const counts = LOGS.map(({ line }) => looked.filter(({ text }) => line.test(text)).length)
  const most = Math.max(...counts)
  const log = LOGS[counts.indexOf(most)]
  if (log === undefined || most === 0) return null
  const told = toldByLog(lines)
  const telling = new Set(told.map(({ number }) => number))
  const isOfLog = ({ number, text }: SourceLine) =>
    telling.has(number) || BELOW.test(text) || LOGS.some(({ line }) => line.test(text))
  const roles = new Map<number, 'read' | 'unsupported'>()
  for (const [at, line] of lines.entries())
    if (isOfLog(line)) roles.set(line.number, at < lines.length - LOOKED_AT ? 'unsupported' : 'read')
  const { id, title, instead } = log
  const last = told.at(-1)
  return {
    id,
    title,
    instead,
    tells: told.map(({ say }) => say),
    last: last?.is ?? null,
    attempt: last === undefined ? null : attemptOf(last, lines),
    refusal: last === undefined ? null : refusalOf(last, lines),
    roles,
  }
}

function refusalOf({ refused, number }: Told, lines: readonly SourceLine[]): LoggedRefusal | null {
  const at = lines.findLastIndex((line) => line.number === number)
  const last = lines[at]
  if (refused === null || last === undefined) return null
  return { span: lineSpan(last), refused, ...negotiationIn(lines.slice(Math.max(0, at - LISTED), at + 1)) }
}

function attemptOf({ subject, number }: Told, lines: readonly SourceLine[]): LoggedAttempt | null {
  const at = lines.findLastIndex((line) => line.number === number)
  return subject && attemptIn(lines.slice(Math.max(0, at - LISTED), at + 1), subject)
}
