import type { Part } from '../labelled-text.ts'
import { GAP, type Label, type Marks, vocabularyOf } from '../vocabulary.ts'
import type { RuleKey } from './rule-fields.ts'

/** `globalMethods`, `globalLifetime`: what `show global` prints of main mode. `other`: it has no part in a negotiation. */
export type ShownKey = RuleKey | 'globalMethods' | 'globalLifetime' | 'other'

type ShownMark = 'line' | 'none' | 'error' | 'noise'

export type ShownPart = Part<ShownKey, ShownMark>

const YES_NO = /(?:yes|no)(?!\w)/
/** The mark that stands in the place of a key, or what was not taken for one. */
const KEY = /‹secret [\d?]{1,9}›|[^\n]{1,400}/
const ITEM = String.raw`[\w.:/+*-]{1,100}(?:[ \t](?:min|kb)[\w.:/+*-]{0,60}){0,2}`
/** Behind a comma it may go on in the next line. */
const LIST = new RegExp(String.raw`${ITEM}(?:[ \t]{0,9},${GAP}${ITEM}){0,10000}`)
const WORDS = /[a-z]\w{1,40}(?:[ \t]{0,9},[ \t]{0,9}[a-z]\w{1,40}){0,20}/
const PROTOCOL = /(?:any|tcp|udp|icmpv4|icmpv6|\d{1,3})(?![\w-])/
const MODE = /(?:tunnel|transport)(?!\w)/
const ACTION = /(?:(?:require|request)in(?:require|request|clear)out|noauthentication)(?!\w)/
const PROFILES = /(?:any|domain|private|public)(?:[ \t]{0,9},[ \t]{0,9}(?:domain|private|public)){0,3}(?!\w)/

/** Certificates of an authentication method: which authority, and how they are mapped to accounts. */
const CERTIFICATE_LABELS = ['Auth1', 'Auth2'].flatMap((auth) =>
  ['', 'ECDSAP256', 'ECDSAP384'].flatMap((kind) =>
    ['CAName', 'CertMapping', 'ExcludeCAName', 'CertType', 'HealthCert'].map((what) => `${auth}${kind}${what}`),
  ),
)

/** Of `show global`, what has no part in a negotiation. */
const GLOBAL_LABELS: readonly string[] = [
  'StrongCRLCheck',
  'SAIdleTimeMin',
  'DefaultExemptions',
  'IPsecThroughNAT',
  'AuthzUserGrp',
  'AuthzComputerGrp',
  'AuthzUserGrpTransport',
  'AuthzComputerGrpTransport',
  'StatefulFTP',
  'StatefulPPTP',
  'ForceDH',
  'BootTimeRuleCategory',
  'FirewallRuleCategory',
  'StealthRuleCategory',
  'ConSecRuleCategory',
]

/**
 * The labels of `netsh advfirewall consec show rule`, with and without `verbose`: those of the samples in Microsoft's article
 * 949856 and in guides to L2TP and to AWS, and the two tunnel endpoints, of which no output is published, by the names of their
 * parameters.
 */
const LABELS: readonly Label<ShownKey>[] = [
  { key: 'name', spellings: ['Rule Name'], value: 'text' },
  { key: 'other', spellings: ['Description', 'Grouping', 'Rule source', ...CERTIFICATE_LABELS], value: 'text' },
  { key: 'enabled', spellings: ['Enabled'], value: YES_NO },
  { key: 'profiles', spellings: ['Profiles'], value: PROFILES },
  { key: 'other', spellings: ['Type'], value: /(?:static|dynamic)(?!\w)/ },
  { key: 'mode', spellings: ['Mode'], value: MODE },
  { key: 'localTunnelEndpoint', spellings: ['LocalTunnelEndpoint', 'Local Tunnel Endpoint'], value: LIST },
  { key: 'remoteTunnelEndpoint', spellings: ['RemoteTunnelEndpoint', 'Remote Tunnel Endpoint'], value: LIST },
  { key: 'interfaces', spellings: ['InterfaceTypes'], value: WORDS },
  { key: 'endpoint1', spellings: ['Endpoint1'], value: LIST },
  { key: 'endpoint2', spellings: ['Endpoint2'], value: LIST },
  { key: 'port1', spellings: ['Port1'], value: LIST },
  { key: 'port2', spellings: ['Port2'], value: LIST },
  { key: 'protocol', spellings: ['Protocol'], value: PROTOCOL },
  { key: 'action', spellings: ['Action'], value: ACTION },
  { key: 'auth1', spellings: ['Auth1'], value: WORDS },
  { key: 'auth1Key', spellings: ['Auth1PSK'], value: KEY },
  { key: 'auth2', spellings: ['Auth2'], value: WORDS },
  { key: 'mainModeMethods', spellings: ['MainModeSecMethods'], value: LIST },
  { key: 'mainModeLifetime', spellings: ['MainModeKeyLifetime'], value: LIST },
  { key: 'quickModeMethods', spellings: ['QuickModeSecMethods'], value: LIST },
  { key: 'quickModePfs', spellings: ['QuickModePFS'], value: WORDS },
  { key: 'exemption', spellings: ['ExemptIPsecProtectedConnections'], value: YES_NO },
  { key: 'authorization', spellings: ['ApplyAuthorization'], value: YES_NO },
  { key: 'other', spellings: GLOBAL_LABELS, value: 'text' },
  { key: 'globalMethods', spellings: ['SecMethods'], value: LIST },
  { key: 'globalLifetime', spellings: ['KeyLifetime'], value: LIST },
]

const MARKS: Marks<ShownMark> = [
  ['line', /[-=_*]{5,}/],
  ['none', /^[ \t]*No rules match the specified criteria\.?[ \t]*$/],
  ['error', /^[ \t]*(?:The requested operation requires elevation|An error occurred while attempting)[^\n]{0,200}$/],
  [
    'noise',
    /^[ \t]*(?:Ok\.|Updated \d{1,6} rule\(s\)\.|Deleted \d{1,6} rule\(s\)\.|(?:Global Settings|IPsec|Main Mode|Categories):)[ \t]*$/,
  ],
]

export const ruleVocabulary = vocabularyOf(LABELS, MARKS)

/** A label that only a connection security rule has; a rule of the firewall itself begins with its name as well. */
export const OWN_LABEL =
  /(?<![\p{L}\d])(?:endpoint[12]|mainmodesecmethods|quickmodesecmethods|auth1|(?:local|remote)tunnelendpoint)(?![ \t]*=)/iu
