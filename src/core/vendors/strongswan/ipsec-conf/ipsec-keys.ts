import type { LineRole } from '../../../model/format.ts'
import { keyRows, type TableKey } from '../../freeswan/key-table.ts'

/** What a value may be, by what starter of strongSwan 5.9.8 refuses (measured); other values make it ignore the conn. */
type IpsecValue = 'text' | 'time' | 'number' | 'percent' | readonly [string, ...string[]]

type IpsecKey = TableKey<IpsecValue>

const keys = keyRows<IpsecValue>

const YES_OR_NO = ['yes', 'no'] as const
const NO = /^no$/

const CONN: ReadonlyMap<string, IpsecKey> = new Map([
  ...keys('read', 'text', 'also left right ike esp ah'),
  ...sided('read', 'text', 'auth auth2 id protoport sourceip subnet subnetwithin certpolicy groups'),
  ...sided('read', YES_OR_NO, 'allowany'),
  ...keys(
    'read',
    ['secret', 'psk', 'pubkey', 'rsasig', 'rsa', 'ecdsasig', 'ecdsa', 'xauthpsk', 'xauthrsasig', 'never'],
    'authby',
  ),
  ...keys('read', ['ignore', 'add', 'route', 'start'], 'auto'),
  ...keys('read', ['ike', 'ikev1', 'ikev2'], 'keyexchange'),
  ...keys('read', ['tunnel', 'transport', 'transport_proxy', 'beet', 'passthrough', 'pass', 'drop', 'reject'], 'type'),
  ...keys('read', ['client', 'server'], 'xauth'),
  ...keys('read', YES_OR_NO, 'aggressive compress reauth rekey'),
  ...keys('read', 'time', 'ikelifetime keylife lifetime margintime rekeymargin'),
  ...keys('read', 'percent', 'rekeyfuzz'),
  ...keys('unsupported', ['pull', 'push'], 'modeconfig', /^pull$/),
  ...keys('unsupported', YES_OR_NO, 'mediation sha256_96', NO),
  ...keys('unsupported', YES_OR_NO, 'installpolicy', /^yes$/),
  ...keys('unsupported', 'text', 'mediated_by me_peerid'),
  ...sided('read', 'text', 'ikeport'),
  ...keys('read', YES_OR_NO, 'forceencaps mobike'),
  ...keys('irrelevant', ['yes', 'no', 'force', 'accept'], 'fragmentation'),
  ...keys('irrelevant', ['none', 'clear', 'hold', 'restart'], 'closeaction dpdaction'),
  ...keys('irrelevant', 'time', 'dpddelay dpdtimeout inactivity'),
  ...keys('irrelevant', 'number', 'lifebytes lifepackets marginbytes marginpackets replay_window'),
  ...keys(
    'irrelevant',
    'text',
    'aaa_identity eap eap_identity ikedscp keyingtries mark mark_in mark_out pfs pfsgroup reqid tfc xauth_identity',
  ),
  ...sided('irrelevant', 'text', 'ca ca2 cert cert2 dns groups2 id2 natip nexthop rsasigkey sigkey updown'),
  ...sided('irrelevant', YES_OR_NO, 'firewall hostaccess'),
  ...sided('irrelevant', ['always', 'ifasked', 'never', 'yes', 'no'], 'sendcert'),
])

const CA: ReadonlyMap<string, IpsecKey> = new Map([
  ...keys(
    'irrelevant',
    'text',
    'also auto cacert certuribase crluri crluri1 crluri2 ldapbase ldaphost ocspuri ocspuri1 ocspuri2',
  ),
])

const SETUP: ReadonlyMap<string, IpsecKey> = new Map([
  ...keys('irrelevant', ['yes', 'no', 'replace', 'keep', 'never'], 'uniqueids'),
  ...keys('irrelevant', ['yes', 'no', 'ifuri'], 'strictcrlpolicy'),
  ...keys('irrelevant', YES_OR_NO, 'cachecrls charonstart'),
  ...keys(
    'irrelevant',
    'text',
    `charondebug crlcheckinterval dumpdir force_keepalive fragicmp hidetos interfaces keep_alive klipsdebug nat_traversal
    nocrsend overridemtu packetdefault pkcs11initargs pkcs11keepstate pkcs11module pkcs11proxy plutodebug plutostart
    plutostderrlog postpluto prepluto virtual_private`,
  ),
])

function sided(role: LineRole, value: IpsecValue, names: string): (readonly [string, IpsecKey])[] {
  const both = names.split(/\s+/).flatMap((name) => [`left${name}`, `right${name}`])
  return keys(role, value, both.join(' '))
}

/** `undefined`: strongSwan says "unknown keyword" and goes on without it. */
export function ipsecKey(section: string, name: string): IpsecKey | undefined {
  if (section === 'config') return SETUP.get(name)
  return section === 'ca' ? CA.get(name) : CONN.get(name)
}

/** All keys of a section. */
export function ipsecKeyNames(section: string): Iterable<string> {
  if (section === 'config') return SETUP.keys()
  return section === 'ca' ? CA.keys() : CONN.keys()
}

/** Why starter refuses a value, to be put behind the key; `null` when it takes it. An empty value counts as none. */
export function refusedIpsecValue({ value }: IpsecKey, text: string): string | null {
  if (text === '') return null
  switch (value) {
    case 'text':
      return null
    case 'time':
      return secondsOf(text) === undefined ? 'is no time, which is a number with s, m, h or d behind it' : null
    case 'number':
      return /^\d+$/.test(text) ? null : 'is no whole number'
    case 'percent':
      return /^\d+%$/.test(text) ? null : 'is no percentage, such as 100%'
    default:
      return value.includes(text) ? null : `is not one of ${value.join(', ')}`
  }
}

const UNITS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 }

/** Seconds of `3h`; `undefined` for what is no time. */
export function secondsOf(text: string): number | undefined {
  const [, digits, unit = ''] = /^(\d{1,10})([smhd]?)$/.exec(text) ?? []
  return digits === undefined ? undefined : Number(digits) * (UNITS[unit] ?? 1)
}
