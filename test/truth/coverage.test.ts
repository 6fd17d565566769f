import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type RecordedCase, readRecords } from '../../lab/record.ts'

const records = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.jsonl'))
  .flatMap((name) => readRecords(readFileSync(join(import.meta.dirname, name), 'utf8')))

interface Shape {
  readonly initiator?: 'strongswan' | 'libreswan'
  readonly responder?: 'strongswan' | 'libreswan'
  readonly version?: 1 | 2
  readonly kind?: RegExp
  readonly text?: RegExp
  readonly ike?: boolean
  readonly child?: boolean
  readonly error?: string
  readonly rekey?: string
  readonly responderDiffers?: true
}

/** What the daemons are known to do, and the records that show it. */
const ROWS: readonly (readonly [string, Shape])[] = [
  ['disjoint selectors leave an IKE SA without a child', { version: 2, ike: true, error: 'TS_UNACCEPTABLE' }],
  ['and in IKEv1 an INVALID_ID_INFORMATION', { version: 1, ike: true, error: 'INVALID_ID_INFORMATION' }],
  ['ESP proposals differ, IKEv2', { version: 2, ike: true, error: 'NO_PROPOSAL_CHOSEN' }],
  ['ESP proposals differ, IKEv1', { version: 1, ike: true, error: 'NO_PROPOSAL_CHOSEN' }],
  ['IKE proposals differ, IKEv2', { version: 2, ike: false, kind: /ike_prop/, error: 'NO_PROPOSAL_CHOSEN' }],
  ['IKE proposals differ, IKEv1', { version: 1, ike: false, kind: /ike_prop/, error: 'NO_PROPOSAL_CHOSEN' }],
  ['another key, IKEv2', { version: 2, kind: /psk/, error: 'AUTHENTICATION_FAILED' }],
  ['another key, IKEv1', { version: 1, kind: /psk/, error: 'PAYLOAD_MALFORMED' }],
  ['no key for these identities', { error: 'no_shared_key' }],
  ['an identity that is not known', { kind: /(?:^|\+)id(?:\+|$)/, error: 'AUTHENTICATION_FAILED' }],
  ['an identity that the initiator does not want', { version: 1, error: 'id_mismatch' }],
  ['other IKE versions', { kind: /(?:^|\+)ver(?:\+|$)/, ike: false, error: 'NO_PROPOSAL_CHOSEN' }],
  ['a peer that is silent', { error: 'timeout' }],
  ['PFS that only a rekey shows', { version: 2, child: true, rekey: 'NO_PROPOSAL_CHOSEN' }],
  ['PFS that IKEv1 shows at once', { version: 1, kind: /pfs/, error: 'NO_PROPOSAL_CHOSEN' }],
  ['a rekey that works', { child: true, rekey: 'ok' }],
  ['a virtual IP, and no pool', { error: 'INTERNAL_ADDRESS_FAILURE' }],
  ['aggressive mode with a key', { kind: /aggressive/, version: 1, error: 'AUTHENTICATION_FAILED' }],
  ['a text that does not load', { error: 'config_load_failed' }],
  ["the gateway's own address at one end, IKEv2", { kind: /isa/, version: 2, child: true }],
  ["the gateway's own address at one end, IKEv1", { kind: /isa/, version: 1, error: 'INVALID_ID_INFORMATION' }],
  ['families that are mixed', { kind: /families/, child: true }],
  ['protocols and ports', { kind: /proto_mixed/, child: true }],
  ['`dynamic`', { kind: /dynamic/, error: 'TS_UNACCEPTABLE' }],
  ['transport mode at one end, IKEv2', { kind: /transport/, version: 2, child: true }],
  ['transport mode at one end, IKEv1', { kind: /transport/, version: 1, error: 'INVALID_ID_INFORMATION' }],
  ['a packet that brings the tunnel up', { kind: /trap/, child: true }],
  ['libreswan wants exact networks', { responder: 'libreswan', initiator: 'strongswan', error: 'TS_UNACCEPTABLE' }],
  ['also when it asks itself', { initiator: 'libreswan', responder: 'strongswan', error: 'TS_UNACCEPTABLE' }],
  ['unless it may narrow', { text: /narrowing=yes/, kind: /wider|narrower|any/, version: 2, child: true }],
  ['libreswan has a child for each pair of subnets', { initiator: 'libreswan', text: /subnets=/, child: true }],
  ['IKEv1 of libreswan has to be allowed', { initiator: 'libreswan', kind: /forgotten|ver/, error: 'bad_config' }],
  ['its peer meets silence', { initiator: 'strongswan', responder: 'libreswan', version: 1, error: 'timeout' }],
  ['both are up with other selectors', { initiator: 'libreswan', version: 1, child: true, responderDiffers: true }],
  ['what libreswan takes through a NAT', { responder: 'libreswan', kind: /nat_trav/, responderDiffers: true }],
  ['and refuses without one', { responder: 'libreswan', kind: /nat_trav/, error: 'INVALID_ID_INFORMATION' }],
  ['libreswan needs its pre-shared key to be asked for', { kind: /forgotten|authby/, error: 'no_private_key' }],
  ['two libreswans, IKEv1', { initiator: 'libreswan', responder: 'libreswan', version: 1, child: true }],
  ['two libreswans, IKEv2', { initiator: 'libreswan', responder: 'libreswan', version: 2, child: true }],
]

describe('the recorded pairs', () => {
  it('are at least two thousand', () => {
    expect(records.length).toBeGreaterThan(2000)
  })

  it.each(ROWS)('show %s', (_, shape) => {
    expect(records.filter((record) => hasShape(record, shape)).length).toBeGreaterThan(0)
  })
})

function hasShape({ a, b, initiator, daemons, kinds, outcome }: RecordedCase, shape: Shape): boolean {
  const [own, peer] = initiator === 'a' ? (['a', 'b'] as const) : (['b', 'a'] as const)
  const facts: Readonly<Record<keyof Shape, boolean>> = {
    initiator: (daemons?.[own] ?? 'strongswan') === shape.initiator,
    responder: (daemons?.[peer] ?? 'strongswan') === shape.responder,
    version: (/version = 1|ikev2=no/.test(own === 'a' ? a : b) ? 1 : 2) === shape.version,
    kind: shape.kind?.test(kinds?.join('+') ?? '') ?? true,
    text: shape.text?.test(a + b) ?? true,
    ike: outcome.ike === shape.ike,
    child: outcome.child === shape.child,
    error: outcome.error === shape.error,
    rekey: outcome.rekey === shape.rekey,
    responderDiffers: outcome.responder !== undefined,
  }
  return Object.entries(facts).every(([name, holds]) => holds || !(name in shape))
}
