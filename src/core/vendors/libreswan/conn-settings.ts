import {
  type AuthRound,
  type ChildConfig,
  type IkePorts,
  type IkeVersion,
  type Lifetime,
  type NatTraversal,
  portsBetween,
} from '../../model/ike-policy.ts'
import { defaulted, type Setting, stated } from '../../model/setting.ts'
import type { ConfKey } from '../freeswan/conf-text.ts'
import { authMethod, type Remark } from './conn-end.ts'
import { versionOf, yesOrNo } from './known-keys.ts'

export const MANUAL = 'ipsec.conf(5) of Libreswan 4.10'
/** `ikev2=permit`: it begins with IKEv1, and answers either. */
export const OPENSWAN = 'ipsec.conf(5) of Openswan 2.6'

/** The keys of a `conn` with those that it includes, by name. */
export type Keys = ReadonlyMap<string, ConfKey>

export function settingOf(keys: Keys, name: string, byDefault: Setting<boolean>): Setting<boolean> {
  const key = keys.get(name)
  const value = key === undefined ? null : yesOrNo(key.value)
  return key === undefined || value === null ? byDefault : stated(value, key.span)
}

/** Libreswan answers with the one version only. `older`: as Openswan has it. */
export function readVersion(keys: Keys, older: boolean): Setting<IkeVersion> {
  const exchange = keys.get('keyexchange')
  if (exchange !== undefined && /^ikev[12]$/i.test(exchange.value)) {
    return stated(exchange.value.endsWith('1') ? 1 : 2, exchange.span)
  }
  const key = keys.get('ikev2')
  if (key === undefined) return older ? VERSION_1 : VERSION_2
  return stated(versionOf(key.value), key.span)
}

/** What it answers with. Openswan's `permit`, which is its default, takes both. */
export function acceptedVersions(keys: Keys, version: IkeVersion, older: boolean): readonly IkeVersion[] {
  return older && version === 1 && !/^(?:no|never)$/i.test(keys.get('ikev2')?.value ?? '') ? [1, 2] : [version]
}

const VERSION_1 = defaulted(1, OPENSWAN)
const VERSION_2 = defaulted(2, MANUAL)
const BY_SIGNATURE = defaulted('pubkey', `${MANUAL}: without "authby" it is by RSA or ECDSA signature.`)

export function readMethod(keys: Keys): AuthRound['method'] | Remark {
  const key = keys.get('authby')
  if (key === undefined) return BY_SIGNATURE
  if (/^secret$/i.test(key.value)) return stated('psk', key.span)
  const words = key.value.toLowerCase().split(/[\s,]+/)
  const unknown = words.find(
    (word) => !/^(?:secret|rsasig|rsa(?:-sha[\d_]+)?|ecdsa(?:-sha[\d_]+)?|never|null)$/.test(word),
  )
  if (unknown !== undefined) {
    const say = `"${unknown}" in "authby" is no way to authenticate that Libreswan knows.`
    return { span: key.span, say, instead: 'Write secret, rsasig, ecdsa or null.' }
  }
  const methods = new Set(words.map(authMethod))
  return stated(PREFERRED.find((method) => methods.has(method)) ?? 'any', key.span)
}

/** Of several it uses one, and takes no other of its peer (measured: "peer attempted PSK authentication but we want rsasig"). */
const PREFERRED = ['pubkey', 'psk', 'null'] as const

const SHA2 = ['SHA2_256', 'SHA2_384', 'SHA2_512']

/** How signatures may be made by `authby` (ipsec.conf(5)); `undefined`: anyhow. */
export function signaturesOf(key: ConfKey | undefined): readonly string[] | undefined {
  return key?.value
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((word) => authMethod(word) === 'pubkey')
    .flatMap((word) => {
      const [kind = '', hash] = word.split('-')
      const family = kind === 'rsasig' ? 'RSA' : kind.toUpperCase()
      if (hash !== undefined && hash !== 'sha2') return [`${family} ${hash.toUpperCase()}`]
      return [...SHA2, ...(kind === 'ecdsa' || hash === 'sha2' ? [] : ['SHA1'])].map((each) => `${family} ${each}`)
    })
}

const NO_POST_QUANTUM = defaulted('never', 'Measured with Libreswan 4.10: without "ppk" it uses no such key.')

/** Without the word, and with `permit`, it takes part in no post-quantum key (measured, against the manual). */
export function readPostQuantum(key: ConfKey | undefined): Setting<'never' | 'propose' | 'insist'> {
  if (key === undefined) return NO_POST_QUANTUM
  const word = key.value.toLowerCase()
  if (/^(?:insist|always)$/.test(word)) return stated('insist', key.span)
  return stated(/^(?:yes|propose)$/.test(word) ? 'propose' : 'never', key.span)
}

const AS_NEEDED: NatTraversal = { forces: false, declinesAs: [] }

/**
 * Measured, in IKEv1: `encapsulation=no` counts as responder, `nat-ikev1-method=none` as initiator; `forceencaps` is for show. With
 * `encapsulation=no` its packets are ESP in either role and version, though its peer finds a NAT.
 */
export function readNatTraversal(keys: Keys): NatTraversal {
  if (!keys.has('encapsulation') && !keys.has('nat-ikev1-method')) return AS_NEEDED
  const word = (name: string): string | undefined => keys.get(name)?.value.toLowerCase()
  const encapsulation = keys.get('encapsulation')
  return {
    ...(word('encapsulation') === 'no' && encapsulation !== undefined && { off: encapsulation.span }),
    forces: word('encapsulation') === 'yes',
    declinesAs: [
      ...(word('nat-ikev1-method') === 'none' ? (['initiator'] as const) : []),
      ...(word('encapsulation') === 'no' ? (['responder'] as const) : []),
    ],
  }
}

/** With `enable-tcp=fallback` it begins over UDP. */
export function readPorts(own: IkePorts['own'], peer: IkePorts['peer'], keys: Keys): IkePorts | undefined {
  const [ports, tcp] = [portsBetween(own, peer), keys.get('enable-tcp')]
  return tcp?.value.toLowerCase() === 'yes' ? { ...ports, tcp: stated(true, tcp.span) } : ports
}

const TUNNEL = defaulted('tunnel', MANUAL)

export function readMode(keys: Keys): ChildConfig['mode'] {
  const key = keys.get('type')
  const word = key?.value.toLowerCase()
  if (key === undefined) return TUNNEL
  if (word === 'transport') return stated('transport', key.span)
  if (word === 'pass' || word === 'passthrough') return stated('pass', key.span)
  return stated(word === 'drop' || word === 'reject' ? 'drop' : 'tunnel', key.span)
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }

/** Seconds of `8h`; a number alone is seconds. `undefined` for what is no time. */
function secondsOf(text: string | undefined): number | undefined {
  const [, digits, unit = ''] = /^(\d{1,9})\s*([a-z]?)$/i.exec(text?.trim() ?? '') ?? []
  if (digits === undefined) return undefined
  const factor = unit === '' ? 1 : SECONDS[unit.toLowerCase()]
  return factor === undefined ? undefined : Number(digits) * factor
}

const DAY = 86_400

/** ipsec.conf(5): 8 hours; rekeying from `rekeymargin` before the end on, earlier by chance by up to `rekeyfuzz` of it. */
export function lifetimeOf(keys: Keys, names: readonly string[]): Lifetime {
  const isWritten = names.some((name) => keys.has(name)) || MARGINS.some((name) => keys.has(name))
  return isWritten ? writtenLifetime(keys, names) : LIFETIME
}

const MARGINS = ['rekey', 'rekeymargin', 'rekeyfuzz']

function writtenLifetime(keys: Keys, names: readonly string[]): Lifetime {
  const name = names.find((each) => keys.has(each))
  const written = secondsOf(name === undefined ? undefined : keys.get(name)?.value) ?? 8 * 3600
  // A day is the most, and what 0 stands for (measured).
  const end = written === 0 ? DAY : Math.min(written, DAY)
  if (yesOrNo(keys.get('rekey')?.value ?? 'yes') === false) return { rekey: undefined, end }
  const margin = Math.min(secondsOf(keys.get('rekeymargin')?.value) ?? 9 * 60, Math.floor(end / 2))
  const fuzz = Number(/^(\d{1,5})%$/.exec(keys.get('rekeyfuzz')?.value ?? '')?.[1] ?? 100)
  const earliest = Math.floor(margin * (1 + fuzz / 100))
  return { rekey: { from: Math.max(0, end - earliest), to: Math.max(0, end - margin) }, end }
}

const LIFETIME = writtenLifetime(new Map(), [])
