import { type EndLetter, otherEnd } from './case.ts'
import type { LogEntry } from './log-entry.ts'
import { PLUTO } from './pluto-log.ts'
import { plutoNotify, plutoReason } from './pluto-reasons.ts'
import type { WireNotify } from './wire-notify.ts'

/** charon's short names in its [ENC] lines and the names of RFC 7296, section 3.10.1, and RFC 2408, section 3.14.1. */
const NOTIFY_NAMES: ReadonlyMap<string, string> = new Map([
  ['TS_UNACCEPT', 'TS_UNACCEPTABLE'],
  ['NO_PROP', 'NO_PROPOSAL_CHOSEN'],
  ['AUTH_FAILED', 'AUTHENTICATION_FAILED'],
  ['INVAL_KE', 'INVALID_KE_PAYLOAD'],
  ['INVAL_SYN', 'INVALID_SYNTAX'],
  ['INVAL_MAJOR', 'INVALID_MAJOR_VERSION'],
  ['FAIL_CP_REQ', 'FAILED_CP_REQUIRED'],
  ['INT_ADDR_FAIL', 'INTERNAL_ADDRESS_FAILURE'],
  ['SINGLE_PAIR', 'SINGLE_PAIR_REQUIRED'],
  ['NO_ADD_SAS', 'NO_ADDITIONAL_SAS'],
  ['INVAL_ID', 'INVALID_ID_INFORMATION'],
  ['INVAL_HASH', 'INVALID_HASH_INFORMATION'],
  ['PLD_MAL', 'PAYLOAD_MALFORMED'],
  ['PAYL_MALF', 'PAYLOAD_MALFORMED'],
  ['INVAL_SPI', 'INVALID_SPI'],
  ['CRIT', 'UNSUPPORTED_CRITICAL_PAYLOAD'],
  ['INVAL_EX', 'INVALID_EXCHANGE_TYPE'],
  ['INVAL_IKE_SPI', 'INVALID_IKE_SPI'],
  ['INVAL_MID', 'INVALID_MESSAGE_ID'],
  ['INVAL_SEL', 'INVALID_SELECTORS'],
  ['TEMP_FAIL', 'TEMPORARY_FAILURE'],
  ['NO_CHILD_SA', 'CHILD_SA_NOT_FOUND'],
  ['CHILD_NOTFOUND', 'CHILD_SA_NOT_FOUND'],
  ['COOKIE', 'COOKIE'],
  ['UNACCEPT_ADDR', 'UNACCEPTABLE_ADDRESSES'],
  ['INVAL_PAYLOAD_TYPE', 'INVALID_PAYLOAD_TYPE'],
  ['SITU_NOTSUP', 'SITUATION_NOT_SUPPORTED'],
  ['AUTH_FAIL', 'AUTHENTICATION_FAILED'],
])

/** Numbers that have another meaning in IKEv1, or one there only (RFC 2408, section 3.14.1); charon has no names for them. */
const NOTIFY_NAMES_1: ReadonlyMap<string, string> = new Map([
  ['INVAL_KE', 'INVALID_KEY_INFORMATION'],
  ['(15)', 'BAD_PROPOSAL_SYNTAX'],
])
const EXCHANGES_1 = /^(?:ID_PROT|AGGRESSIVE|QUICK_MODE|TRANSACTION|INFORMATIONAL_V1)$/

/** A retry follows these, so they end nothing. */
const RETRIED: readonly string[] = ['COOKIE', 'INVALID_KE_PAYLOAD']

const RECEIVED_NAMES = [...new Set(NOTIFY_NAMES.values())].filter((name) => name !== 'COOKIE').join('|')
const RECEIVED = new RegExp(`received (${RECEIVED_NAMES}) (?:error )?notify`)

/** What charon says when something fails, and our name for it. The first that fits counts. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/found \d+ matching configs?, but none allows /, 'auth_method_mismatch'],
  [/no peer config found/, 'no_peer_config'],
  [/Aggressive Mode PSK disabled for security reasons/, 'aggressive_psk_refused'],
  [/(?:local|remote) traffic selector missing in configuration/, 'ts_missing'],
  [/algorithm '.*' not recognized/, 'bad_config'],
  [/no matching proposal found, sending NO_PROPOSAL_CHOSEN/, 'esp_proposal_mismatch'],
  [/no proposal found/, 'ike_proposal_mismatch'],
  [/traffic selectors .* unacceptable/, 'ts_unacceptable'],
  [/no matching CHILD_SA config found for /, 'ts_no_matching_child'],
  [/no acceptable traffic selectors found/, 'ts_unacceptable'],
  [/received proposals? unacceptable/, 'ike_proposal_mismatch'],
  [/no acceptable proposal found/, 'esp_proposal_mismatch'],
  [/received netmask or /, 'other'],
  [/no IKE config found for /, 'no_ike_config'],
  [/no (?:alternative config found|matching peer config found)/, 'no_peer_config'],
  [/tried \d+ shared keys? for .* but MAC mismatched/, 'psk_mismatch'],
  [/PPK required but /, 'no_ppk'],
  [/no shared key found for /, 'no_shared_key'],
  [/no private key found for /, 'no_private_key'],
  [/calculated HASH does not match HASH payload|HASH_V1 payload length/, 'psk_mismatch_v1'],
  [/could not decrypt payloads/, 'psk_mismatch_v1'],
  [/message parsing failed/, 'other'],
  [/IDir .* does not match to /, 'id_mismatch'],
  [/constraint check failed: /, 'constraint'],
  [/selected peer config .* (?:unacceptable|inacceptable)/, 'peer_config_unacceptable'],
  [/authentication of .* failed/, 'auth_failed'],
  [/peer does not support childless IKE_SA initiation/, 'childless'],
  [/expected a virtual IP request|virtual IP.*fail|no virtual IP found/, 'virtual_ip'],
  [/giving up after \d+ retransmits/, 'timeout'],
  [/unable to install /, 'kernel_install'],
  [/(?:peer didn't accept DH group|peer selected invalid)|DH group \S+ (?:inacceptable|unacceptable)/, 'dh_mismatch'],
  [/key exchange method \S+ unacceptable/, 'dh_mismatch'],
  [/requested DH group .* not contained in any of our proposals/, 'dh_mismatch'],
  [/Quick Mode .* (?:not|un)/, 'other'],
  [/no .*secret found|no XAuth method found|XAuth authentication .* failed/, 'xauth'],
  [/loading EAP_\w+ method failed|EAP authentication .* failed/, 'eap'],
  [/received \w+ delete for .*before/, 'other'],
  [/missing .* payload|initiating .* failed/, 'other'],
  [/unable to resolve|unable to allocate/, 'other'],
]

/** Harmless lines that would fit one of the reasons. */
const HARMLESS =
  /remote host is behind NAT|received (?:DELETE|NO_ADDITIONAL_ADDRESSES|NO_ADDITIONAL|MULTIPLE_AUTH|ESP_TFC_PADDING_NOT_SUPPORTED|USE_TRANSPORT_MODE|IPCOMP|INITIAL_CONTACT|NON_FIRST)\w* /

const MESSAGE = /^(generating|parsed) (\w+) (request|response) (\d+) \[ ?(.*?) ?\]$/

/** The error notifies of RFC 7296 and RFC 2408 by their full names. */
const ERROR_NAMES: ReadonlySet<string> = new Set([...NOTIFY_NAMES.values(), ...NOTIFY_NAMES_1.values()])

export interface Reason {
  readonly side: EndLetter
  readonly kind: string
  readonly text: string
}

/** What the merged logs tell: messages sent, error notifies in them, and the lines that name a failure. */
export interface LogFindings {
  readonly messages: readonly string[]
  readonly notifies: readonly WireNotify[]
  readonly reasons: readonly Reason[]
}

export function findReasons(merged: readonly LogEntry[]): LogFindings {
  const messages: string[] = []
  const notifies: WireNotify[] = []
  const reasons: Reason[] = []
  // What charon received counts only where the sender is no charon, whose log has it already.
  const charons = new Set(merged.filter(({ group }) => group !== PLUTO).map(({ side }) => side))
  for (const { side, group, text } of merged) {
    if (group === PLUTO) {
      const notify = plutoNotify(side, text)
      if (notify !== undefined && ERROR_NAMES.has(notify.notify)) notifies.push(notify)
      const kind = plutoReason(text)
      if (kind !== undefined) reasons.push({ side, kind, text })
    } else if (group === 'ENC') {
      const [whole, verb = '', exchange = '', kind = '', id = '', payloads = ''] = MESSAGE.exec(text) ?? []
      const own = verb === 'generating'
      if (whole !== undefined && (own || !charons.has(otherEnd(side)))) {
        const from = own ? side : otherEnd(side)
        messages.push(`${from}> ${exchange} ${kind} ${id} [ ${payloads} ]`)
        const names = EXCHANGES_1.test(exchange) ? new Map([...NOTIFY_NAMES, ...NOTIFY_NAMES_1]) : NOTIFY_NAMES
        for (const [, short = ''] of payloads.matchAll(/N\((\w+|\(\d+\))\)/g)) {
          const notify = names.get(short)
          if (notify !== undefined) notifies.push({ from, notify, exchange })
        }
      }
      if (/decryption failed|could not decrypt payloads/.test(text)) {
        reasons.push({ side, kind: 'decrypt_failed_psk?', text })
      }
    } else if (!HARMLESS.test(text)) {
      const kind = reasonKind(text)
      if (kind !== undefined) reasons.push({ side, kind, text })
    }
  }
  return { messages, notifies, reasons }
}

/** The first error notify that nothing retries: what a person sees in the packet capture. */
export function endingNotify(findings: LogFindings): WireNotify | undefined {
  return findings.notifies.find(({ notify }) => !RETRIED.includes(notify))
}

/** The first local cause; what was only received from the peer, or names no cause, comes last. */
export function localReason({ reasons }: LogFindings): Reason | undefined {
  const local = reasons.filter(({ kind }) => !kind.startsWith('received '))
  return local.find(({ kind }) => kind !== 'timeout' && kind !== 'other') ?? local[0] ?? reasons[0]
}

/**
 * The kind that goes into `error` when no notify was sent. Another group that is asked for ends nothing; who has no key to sign
 * with gives up at once, and then tries again until the peer is silent.
 */
export function localError({ reasons }: LogFindings): string | undefined {
  const ending =
    reasons.find(({ kind }) => kind === 'timeout' || kind === 'no_private_key') ??
    reasons.find(({ kind }) => kind !== 'dh_mismatch')
  return (ending ?? reasons[0])?.kind
}

function reasonKind(text: string): string | undefined {
  const received = RECEIVED.exec(text)
  if (received !== null) return `received ${received[1] ?? ''}`
  return REASONS.find(([pattern]) => pattern.test(text))?.[1]
}
