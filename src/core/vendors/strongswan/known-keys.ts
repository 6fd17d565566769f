import type { LineRole } from '../../model/format.ts'

/** What a value may be, by what strongSwan 5.9.8 refuses (measured). */
export type ValueKind =
  | 'text'
  | 'yes or no'
  | 'time'
  | 'number'
  | 'bits'
  | 'bytes'
  | 'mark'
  | 'auth'
  | readonly [string, ...string[]]

export interface KnownKey {
  readonly value: ValueKind
  /** `unsupported`: it decides something that is not modelled, unless the value is the neutral one. */
  readonly role: LineRole
  readonly neutral?: RegExp
}

const NO = /^(?:no|false|disabled|0)$/i
const YES = /^(?:yes|true|enabled|1)$/i

/** The keys of `connections.<conn>` in swanctl.conf(5), and those of later versions than 5.9.8. */
export const CONNECTION_KEYS = table(
  read('version', 'number'),
  read('local_addrs remote_addrs proposals vips pools', 'text'),
  read('aggressive', 'yes or no'),
  read('reauth_time rekey_time over_time rand_time', 'time'),
  read('local_port remote_port', 'number'),
  unsupported('pull', 'yes or no', YES),
  read('childless', ['allow', 'never', 'force']),
  read('ppk_required', 'yes or no'),
  read('ppk_id', 'text'),
  unsupported('mediation', 'yes or no', NO),
  unsupported('mediated_by mediation_peer', 'text'),
  irrelevant('dscp', 'bits'),
  read('encap', 'yes or no'),
  read('mobike', 'yes or no'),
  irrelevant('send_certreq', 'yes or no'),
  irrelevant('dpd_delay dpd_timeout', 'time'),
  irrelevant('fragmentation', ['yes', 'accept', 'no', 'force']),
  irrelevant('send_cert', ['ifasked', 'always', 'never']),
  irrelevant('unique', ['never', 'no', 'replace', 'keep']),
  irrelevant('keyingtries', 'number'),
  irrelevant('if_id_in if_id_out', 'mark'),
  irrelevant('ocsp', 'text'),
)

/** The keys of `local<suffix>` and `remote<suffix>`. Certificates decide at run time; no paste shows them. */
export const AUTH_KEYS = table(
  read('auth', 'auth'),
  read('id', 'text'),
  read('round', 'number'),
  irrelevant('certs cacerts pubkeys ca_id cert_policy groups eap_id aaa_id xauth_id', 'text'),
  irrelevant('revocation', ['strict', 'ifuri', 'relaxed']),
)

export const CERTIFICATE_KEYS = table(irrelevant('file handle module', 'text'), irrelevant('slot', 'number'))

/** The keys of `children.<child>`. */
export const CHILD_KEYS = table(
  read('local_ts remote_ts esp_proposals ah_proposals start_action', 'text'),
  read('mode', ['tunnel', 'transport', 'transport_proxy', 'beet', 'iptfs', 'drop', 'pass']),
  read('rekey_time life_time rand_time', 'time'),
  read('ipcomp', 'yes or no'),
  unsupported('sha256_96', 'yes or no', NO),
  read('label', 'text'),
  irrelevant('policies policies_fwd_out hostaccess mark_in_sa copy_df copy_ecn', 'yes or no'),
  irrelevant('rekey_bytes life_bytes rand_bytes', 'bytes'),
  irrelevant('rekey_packets life_packets rand_packets priority reqid replay_window', 'number'),
  irrelevant('inactivity', 'time'),
  irrelevant('dpd_action close_action', 'text'),
  irrelevant('mark_in mark_out set_mark_in set_mark_out if_id_in if_id_out', 'mark'),
  irrelevant('hw_offload', ['no', 'yes', 'auto', 'crypto', 'packet']),
  irrelevant('copy_dscp', ['out', 'in', 'yes', 'no']),
  irrelevant('label_mode', ['system', 'simple', 'selinux']),
  irrelevant('updown interface tfc_padding per_cpu_sas icmp', 'text'),
)

/** Which secrets there are, by how the name of their section begins; the daemon ignores others. */
export const SECRET_PREFIXES: readonly string[] =
  'eap xauth ntlm ike ppk private rsa ecdsa bliss pkcs8 pkcs12 token'.split(' ')

const SECRET_KEY = /^(?:secret|id.*|file|handle|slot|module|pin)$/
const POOL_KEY = /^(?:addrs|dns|nbns|dhcp|netmask|server|subnet|split_include|split_exclude|\d+)$/
const AUTHORITY_KEY = /^(?:cacert|file|handle|slot|module|crl_uris|ocsp_uris|cert_uri_base)$/

/** Whether a key belongs into a section of a kind that has nothing to decide but secrets. */
export function isKnownIn(kind: 'secrets' | 'pools' | 'authorities', key: string): boolean {
  return { secrets: SECRET_KEY, pools: POOL_KEY, authorities: AUTHORITY_KEY }[kind].test(key)
}

type Entry = readonly [string, KnownKey]

function table(...entries: readonly (readonly Entry[])[]): ReadonlyMap<string, KnownKey> {
  return new Map(entries.flat())
}

function read(names: string, value: ValueKind): Entry[] {
  return names.split(' ').map((name) => [name, { value, role: 'read' }])
}

function irrelevant(names: string, value: ValueKind): Entry[] {
  return names.split(' ').map((name) => [name, { value, role: 'irrelevant' }])
}

function unsupported(names: string, value: ValueKind, neutral?: RegExp): Entry[] {
  const known: KnownKey = { value, role: 'unsupported', ...(neutral && { neutral }) }
  return names.split(' ').map((name) => [name, known])
}
