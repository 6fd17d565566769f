import type { ValueKind } from '../known-keys.ts'
import { cNumber } from './numbers.ts'

/** `null`: it is neither. */
export function yesOrNo(text: string): boolean | null {
  if (/^(?:yes|true|enabled|1)$/i.test(text)) return true
  return /^(?:no|false|disabled|0)$/i.test(text) ? false : null
}

const SECONDS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 }

/** Seconds of `4h`; `undefined` for -1, which stands for "not set"; `null` for no time (swanctl.conf(5), "Time formats"). */
export function timeOf(text: string): number | undefined | null {
  // The daemon looks at 15 characters.
  const written = text.slice(0, 15).trimStart()
  const [, digits = '', unit = ''] = /^([+-]?(?:0x[\da-f]+|\d*)) *([smhd]?)$/i.exec(written) ?? []
  const number = digits === '' && unit !== '' ? 0 : cNumber(digits)
  if (number === undefined) return null
  return number < 0 ? undefined : number * (SECONDS[unit.toLowerCase()] ?? 1)
}

type AuthMethod = 'psk' | 'pubkey' | 'eap' | 'xauth'

/** `null` for a word that the daemon refuses. It looks at the beginning of most: `pubkey-sha256`, `eap-tls`. */
export function authMethodOf(text: string): AuthMethod | null {
  if (/^(?:ike:|pubkey|rsa|ecdsa|bliss)/.test(text)) return 'pubkey'
  if (/^psk$/i.test(text)) return 'psk'
  if (/^xauth/i.test(text)) return 'xauth'
  return /^eap/i.test(text) ? 'eap' : null
}

/** Why the daemon refuses a value, to be put behind the key; `null` when it takes it. */
export function refusedValue(kind: ValueKind, text: string): string | null {
  // Nothing but printable characters reaches the daemon.
  if (/[\p{Cc}]/u.test(text)) return 'holds a line break or another character that cannot be printed'
  if (isAccepted(kind, text)) return null
  return typeof kind === 'string' ? `is ${NOUNS[kind]}` : `is not one of ${kind.join(', ')}`
}

const NOUNS: Readonly<Record<string, string>> = {
  'yes or no': 'neither yes nor no',
  time: 'no time, which is a number with s, m, h or d behind it',
  number: 'no whole number',
  bits: 'no binary number',
  bytes: 'no amount, which is a number with k, m or g behind it',
  mark: 'no mark, which is a number, with a mask behind a slash',
  auth: 'no way to authenticate that strongSwan knows (psk, pubkey, eap, xauth)',
}

function isAccepted(kind: ValueKind, text: string): boolean {
  if (typeof kind !== 'string') return kind.includes(text.toLowerCase())
  switch (kind) {
    case 'yes or no':
      return yesOrNo(text) !== null
    case 'time':
      return timeOf(text) !== null
    case 'number':
      return cNumber(text) !== undefined
    case 'bits':
      return /^[01]+$/.test(text)
    case 'bytes':
      return /^(?:0x[\da-f]+|\d+) *[kmg]?$/i.test(text)
    case 'mark':
      return /^(?:%unique(?:-dir)?|%same|0x[\da-f]+|\d+)(?:\/(?:0x[\da-f]+|\d*))?$/i.test(text)
    case 'auth':
      return authMethodOf(text) !== null
    case 'text':
      return true
  }
}

const ACTIONS = /^(?:start|restart|route|trap|none|clear)$/i

/** The actions of `trap|start`; `null` when one is unknown. */
export function actionsOf(text: string): readonly string[] | null {
  const actions = text.split('|').map((action) => action.trim().toLowerCase())
  return actions.every((action) => ACTIONS.test(action)) ? actions : null
}
