import { describe, expect, it } from 'vitest'
import type { ChildOffer, IkeDaemon } from '../../../../src/core/model/ike-daemon.ts'
import type { Lifetime, Proposal } from '../../../../src/core/model/ike-policy.ts'
import type { ChildSa, Ends, IkeSa, Renewals } from '../../../../src/core/negotiation/ike/outcome.ts'
import { beginIke } from '../../../../src/core/negotiation/ike/phase1.ts'
import { negotiateChild } from '../../../../src/core/negotiation/ike/phase2.ts'
import { renewChild, renewIke } from '../../../../src/core/negotiation/ike/renew.ts'
import { range } from '../../../support/boxes.ts'
import { type Different, espProposal, only, set, sides } from './sides.ts'

const HOUR: Lifetime = { rekey: { from: 3240, to: 3600 }, end: 3960 }
const NEVER: Lifetime = { rekey: undefined, end: 3960 }

/** Which end's renewal comes to what: `never`, `ok`, or who refuses it, why, and the error message. */
function inWords({ initiator, responder }: Renewals): readonly [string, string] {
  const word = (renewal: Renewals['initiator']) => {
    if (renewal === null) return 'never'
    const { failure } = renewal
    return failure === null ? 'ok' : `${failure.by} ${failure.reason} ${failure.notify}`
  }
  return [word(initiator), word(responder)]
}

function established(ends: Ends, version: 1 | 2): IkeSa {
  const sa = beginIke(only(ends[0].policy.connections), version, ends)
  if ('reason' in sa) throw new Error(sa.reason)
  return sa
}

describe('the renewal of an IKE SA', () => {
  const lives = (lifetime: Lifetime): Different => ({ connection: { lifetime } })
  const ike = (a: Different, b: Different, version: 1 | 2 = 2) => {
    const ends = sides(a, b, version)
    return renewIke(only(ends[0].policy.connections), established(ends, version), ends)
  }

  it('is a matter of each end, when its own lifetime says so', () => {
    const found = ike(lives(HOUR), lives({ rekey: { from: 60, to: 90 }, end: undefined }))
    expect(found.initiator).toEqual({
      by: 'initiator',
      failure: null,
      attemptAfter: { from: 3240, to: 3600 },
      end: 3960,
    })
    expect(found.responder).toEqual({ by: 'responder', failure: null, attemptAfter: { from: 60, to: 90 }, end: null })
    expect(inWords(ike(lives(NEVER), lives(HOUR)))).toEqual(['never', 'ok'])
    expect(inWords(ike(lives(HOUR), lives(NEVER)))).toEqual(['ok', 'never'])
  })

  it('begins anew in IKEv1, which an end cannot that knows no address of its peer', () => {
    const waits: Different = { connection: { lifetime: HOUR, remoteAddresses: set([]) } }
    expect(inWords(ike(lives(HOUR), waits, 1))).toEqual(['ok', 'initiator no-peer-address null'])
    expect(inWords(ike(lives(HOUR), waits, 2))).toEqual(['ok', 'ok'])
  })

  it('begins anew in IKEv2 where the end authenticates anew (RFC 7296 2.8.3)', () => {
    const waits = (reauthenticates: boolean): Different => ({
      connection: { lifetime: { ...HOUR, reauthenticates }, remoteAddresses: set([]) },
    })
    expect(inWords(ike(lives({ ...HOUR, reauthenticates: true }), waits(false)))).toEqual(['ok', 'ok'])
    expect(inWords(ike(lives(HOUR), waits(true)))).toEqual(['ok', 'initiator no-peer-address null'])
  })

  it('is refused where the proposals of a rekey have nothing in common', () => {
    const ends = sides(lives(HOUR), lives(HOUR))
    const connection = only(ends[0].policy.connections)
    const sa = established(ends, 2)
    const weak: Proposal = { ...only(connection.proposals.value), encryption: ['CAST_CBC_128'] }
    const other = { ...sa, connection: { ...sa.connection, proposals: set([weak]) } }
    const refused = 'responder ike-proposals NO_PROPOSAL_CHOSEN'
    expect(inWords(renewIke(connection, other, ends))).toEqual([refused, refused])
  })
})

describe('the rekey of a child', () => {
  const child = (lifetime: Lifetime, ...proposals: readonly Proposal[]): Different => ({
    child: { lifetime, ...(proposals.length > 0 && { proposals: set(proposals) }) },
  })

  interface Asked {
    readonly version?: 1 | 2
    readonly throughNat?: boolean
    /** The child as it came up, if otherwise than it would. */
    readonly sa?: Partial<ChildSa>
  }

  function rekeyed(a: Different, b: Different, { version = 2, throughNat, sa: more }: Asked = {}): Renewals {
    const ends = sides(a, b, version)
    const connection = only(ends[0].policy.connections)
    const config = only(connection.children)
    const ike = { ...established(ends, version), ...(throughNat !== undefined && { throughNat }) }
    const purpose = version === 2 ? 'first' : 'further'
    const found = negotiateChild({ connection, child: config, sa: ike, purpose, packet: null }, ends)
    if ('reason' in found) throw new Error(found.reason)
    return renewChild({ connection, child: config, made: purpose }, { ...found, ...more }, ike, ends)
  }

  it('is a matter of each end, when its own lifetime says so', () => {
    const found = rekeyed(child(HOUR), child({ rekey: { from: 60, to: 90 }, end: undefined }))
    expect(found.initiator).toEqual({
      by: 'initiator',
      failure: null,
      attemptAfter: { from: 3240, to: 3600 },
      end: 3960,
    })
    expect(found.responder).toEqual({ by: 'responder', failure: null, attemptAfter: { from: 60, to: 90 }, end: null })
    expect(inWords(rekeyed(child(NEVER), child(HOUR)))).toEqual(['never', 'ok'])
    expect(inWords(rekeyed(child(HOUR), child(NEVER)))).toEqual(['ok', 'never'])
  })

  it('has a key exchange of its own, which the first child of IKEv2 had not (RFC 7296 1.2)', () => {
    const [plain, group] = [
      child(HOUR, espProposal('AES_CBC_256')),
      child(HOUR, espProposal('AES_CBC_256', 'MODP_2048')),
    ]
    const refused = 'responder pfs NO_PROPOSAL_CHOSEN'
    expect(inWords(rekeyed(group, plain))).toEqual([refused, refused])
    expect(inWords(rekeyed(plain, group))).toEqual([refused, refused])
    expect(inWords(rekeyed(group, group))).toEqual(['ok', 'ok'])
  })

  it('is about the child that the responder found, and in quick mode about one that is looked for anew', () => {
    const other = { proposals: set([espProposal('AES_CBC_128')]) }
    const ofChild = (version: 1 | 2): readonly [string, string] => {
      const aes256 = child(HOUR, espProposal('AES_CBC_256'))
      const config = { ...only(only(sides(aes256, aes256, version)[1].policy.connections).children), ...other }
      return inWords(rekeyed(aes256, aes256, { version, sa: { config } }))
    }
    const refused = 'responder child-proposals NO_PROPOSAL_CHOSEN'
    expect(ofChild(2)).toEqual([refused, refused])
    expect(ofChild(1)).toEqual(['ok', refused])
  })

  it('is refused in quick mode where there is none for the selectors in force', () => {
    const ends = sides({}, {}, 1)
    const elsewhere = { ...only(only(ends[0].policy.connections).children).local.value[0] }
    const { protocol, ports } = elsewhere
    if (protocol === undefined || ports === undefined) throw new Error('It has one.')
    const selector = { addresses: range('10.77.0.0/24'), protocol, ports }
    const installed = { mode: 'tunnel', local: [selector], remote: [selector] } as const
    expect(inWords(rekeyed(child(HOUR), child(HOUR), { version: 1, sa: { initiator: installed } }))).toEqual([
      'responder selectors INVALID_ID_INFORMATION',
      'ok',
    ])
    expect(inWords(rekeyed(child(HOUR), child(HOUR), { version: 1, sa: { responder: installed } }))).toEqual([
      'ok',
      'responder selectors INVALID_ID_INFORMATION',
    ])
    expect(inWords(rekeyed(child(HOUR), child(HOUR), { sa: { initiator: installed } }))).toEqual(['ok', 'ok'])
  })

  it('in quick mode tells of a NAT by who began the IKE SA alone', () => {
    const natOf = (throughNat: boolean) => {
      const seen: Record<'a' | 'b', (boolean | undefined)[]> = { a: [], b: [] }
      const [{ daemon }] = sides()
      const findChild =
        (end: 'a' | 'b'): IkeDaemon['findChild'] =>
        (policy, connection, offer: ChildOffer, hosts) => {
          seen[end].push(offer.throughNat)
          return daemon.findChild(policy, connection, offer, hosts)
        }
      const at = (end: 'a' | 'b'): Different => ({ ...child(HOUR), daemon: { findChild: findChild(end) } })
      rekeyed(at('a'), at('b'), { version: 1, throughNat })
      // The responder is asked for the child itself, and for its rekey.
      return seen
    }
    expect(natOf(true)).toEqual({ a: [false], b: [true, true] })
    expect(natOf(false)).toEqual({ a: [false], b: [false, false] })
  })

  it('fails for the group of the key exchange at who does not ask for another', () => {
    const groups = (...ke: readonly string[]) => child(HOUR, espProposal('AES_CBC_256', ...ke))
    const silent = (different: Different): Different => ({ ...different, daemon: { asksForGroup: false } })
    const refused = expect.stringMatching(/^responder first-group /)
    expect(inWords(rekeyed(groups('ECP_256', 'MODP_2048'), silent(groups('MODP_2048'))))).toEqual([refused, 'ok'])
    expect(inWords(rekeyed(silent(groups('MODP_2048')), groups('ECP_256', 'MODP_2048')))).toEqual(['ok', refused])
  })

  it('begins with the group that the child has, at who takes it again', () => {
    const groups = (...ke: readonly string[]) => child(HOUR, espProposal('AES_CBC_256', ...ke))
    const silent: Different = { ...groups('MODP_2048'), daemon: { asksForGroup: false } }
    const proposal = { encryption: 'AES_CBC_256', integrity: null, prf: null, ke: 'MODP_2048', esn: null }
    expect(inWords(rekeyed(groups('ECP_256', 'MODP_2048'), silent, { sa: { proposal } }))).toEqual(['ok', 'ok'])
  })

  it('is chosen in the order of the end that answers, where that counts', () => {
    const both = child(HOUR, espProposal('AES_CBC_256', 'ECP_256', 'MODP_2048'))
    const own = child(HOUR, espProposal('AES_CBC_256', 'MODP_2048', 'ECP_256'))
    const b = (prefers: 'initiator' | 'responder'): Different => ({
      ...own,
      daemon: { asksForGroup: false, prefersProposalsOf: () => prefers },
    })
    expect(inWords(rekeyed(both, b('initiator')))[0]).toBe('ok')
    expect(inWords(rekeyed(both, b('responder')))[0]).toMatch(/^responder first-group /)
  })
})
