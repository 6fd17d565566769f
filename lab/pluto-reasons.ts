import { type EndLetter, otherEnd } from './case.ts'
import type { WireNotify } from './wire-notify.ts'

/** How libreswan 4.10 logs a notify that it sends. The exchange is only known in IKEv2. */
const SENT: readonly RegExp[] = [
  /responding to (\w+) (?:message|request) \(ID \d+\) from \S+ with (?:un)?encrypted notification (\w+)/,
  /responding to (\w+) \(\d+\) message \(Message ID \d+\) with unencrypted notification (\w+)/,
  /sending ()(?:encrypted )?notification (\w+) to /,
  // What becomes of the child stands in the answer to IKE_AUTH.
  /(\w+) responder matching remote ESP\/AH proposals failed, responder SA processing returned (\w+)/,
  // An initiator that does not like the answer deletes the child again, and names the notify only here.
  /CHILD SA failed: ()(\w+)/,
]

/** And one that it receives. In IKEv1 some are ignored, but they were on the wire. */
const RECEIVED: readonly RegExp[] = [
  /(\w+) response (?:rejected Child SA with|contained the error notification) (\w+)/,
  /dropping unexpected (\w+) message containing (\w+) notification/,
  /(\w+) failed with error notification (\w+)/,
  /authentication request rejected by peer: ()(\w+)/,
  /ignoring informational payload ()(\w+),/,
  /received and ignored notification payload: ()(\w+)/,
]

/** What libreswan says when something fails, and the lab's name for it, as for charon. The first that fits counts. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/failed to add (?:\w+ )?connection|no connection named /, 'bad_config'],
  [/without knowing peer IP address/, 'other'],
  [/cannot identify ourselves with either end/i, 'not_oriented'],
  [/TCP: connect\(\d+\) failed/, 'timeout'],
  [/\d+ second timeout exceeded after \d+ retransmits/, 'timeout'],
  [/local policy requires (?:Transport|Tunnel) Mode but peer/, 'mode_mismatch'],
  [/cannot (?:install eroute|route) -- (?:it|route) (?:is|already) in use/, 'networks_in_use'],
  [/private key not found/, 'no_private_key'],
  [/connection requires PPK|connection has ppk=insist/, 'no_ppk'],
  [/missing v2CP reply/, 'virtual_ip'],
  [/no PSK found for |no preshared key found for /, 'no_shared_key'],
  [/computed hash does not match hash received/, 'psk_mismatch'],
  [/mismatch of preshared secrets\?/, 'psk_mismatch_v1'],
  [/Peer ID .* mismatched on first found connection/, 'id_mismatch'],
  [/no suitable connection found with IKEv2 policy|no connection has been authorized with /, 'no_ike_config'],
  [/no local proposal matches remote proposals|no acceptable Oakley Transform/, 'ike_proposal_mismatch'],
  [/no acceptable Proposal in IPsec SA|we require PFS but/, 'esp_proposal_mismatch'],
  [/cannot respond to IPsec SA request because no connection is known/, 'ts_no_matching_child'],
]

/** The notify that a line of pluto's log tells of, whoever sent it. */
export function plutoNotify(side: EndLetter, text: string): WireNotify | undefined {
  // Of this one it logs the cause alone (its peer: "IKE_AUTH response rejected Child SA with TS_UNACCEPTABLE").
  if (text.includes('No IKEv2 connection found with compatible Traffic Selectors')) {
    return { from: side, notify: 'TS_UNACCEPTABLE', exchange: '' }
  }
  return notifyIn(SENT, side, text) ?? notifyIn(RECEIVED, otherEnd(side), text)
}

export function plutoReason(text: string): string | undefined {
  return REASONS.find(([pattern]) => pattern.test(text))?.[1]
}

function notifyIn(patterns: readonly RegExp[], from: EndLetter, text: string): WireNotify | undefined {
  for (const pattern of patterns) {
    const [whole, exchange = '', notify = ''] = pattern.exec(text) ?? []
    if (whole !== undefined) return { from, notify, exchange }
  }
  return undefined
}
