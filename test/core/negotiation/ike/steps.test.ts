import { describe, expect, it } from 'vitest'
import { negotiate } from '../../../../src/core/negotiation/ike/negotiate.ts'
import type { NegotiationOutcome } from '../../../../src/core/negotiation/ike/outcome.ts'
import { type Different, espProposal, identity, only, set, sides } from './sides.ts'

function negotiated(a: Different, b: Different = {}, version: 1 | 2 = 2): NegotiationOutcome {
  const ends = sides(a, b, version)
  const connection = only(ends[0].policy.connections)
  return negotiate('A', connection, only(connection.children), ends)
}

function step(found: object | null): string {
  if (found === null) return 'none'
  return 'reason' in found && 'notify' in found ? `${found.reason} ${found.notify}` : 'ok'
}

/** The IKE SA, the child, and the child as a further one. */
function steps(outcome: NegotiationOutcome): readonly string[] {
  return [outcome.ike, outcome.childSa, outcome.further].map(step)
}

/** Whether each of the IKE SA, the child, and the further child is renewed. */
function renewed({ ikeRenewals, childRenewals, furtherRenewals }: NegotiationOutcome): readonly boolean[] {
  return [ikeRenewals, childRenewals, furtherRenewals].map((renewals) => renewals !== null)
}

const esp = (...proposal: Parameters<typeof espProposal>): Different => ({
  child: { proposals: set([espProposal(...proposal)]) },
})
const expects = (text: string): Different => ({
  connection: { remote: [{ method: set('psk'), id: set(identity(text)) }] },
})

describe('a negotiation from the first message on', () => {
  it('goes on to the child, to further ones, and to the renewal of each', () => {
    const found = negotiated({})
    expect(steps(found)).toEqual(['ok', 'ok', 'ok'])
    expect(renewed(found)).toEqual([true, true, true])
    expect(found).toMatchObject({ initiator: 'A', version: 2, connection: { name: 'to-b' }, child: { name: 'net' } })
  })

  it('begins nothing in a version that its own end does not load', () => {
    const found = negotiated({ connection: { accepts: [1] } })
    expect(steps(found)).toEqual(['not-loaded null', 'none', 'none'])
    expect(renewed(found)).toEqual([false, false, false])
  })

  it('ends with the IKE SA', () => {
    const found = negotiated({ keys: [] })
    expect(steps(found)).toEqual(['no-shared-key null', 'none', 'none'])
    expect(renewed(found)).toEqual([false, false, false])
  })

  it('has an IKE SA without the child that is refused', () => {
    const found = negotiated(esp('AES_CBC_256'), esp('AES_CBC_128'))
    expect(steps(found)).toEqual(['ok', 'child-proposals NO_PROPOSAL_CHOSEN', 'child-proposals NO_PROPOSAL_CHOSEN'])
    expect(renewed(found)).toEqual([true, false, false])
  })
})

describe('the first child', () => {
  const [group, plain] = [esp('AES_CBC_256', 'MODP_2048'), esp('AES_CBC_256')]

  it('has no key exchange of its own in IKE_AUTH, and a further one has (RFC 7296 1.2, 1.3)', () => {
    const found = negotiated(group, plain)
    expect(steps(found)).toEqual(['ok', 'ok', 'pfs NO_PROPOSAL_CHOSEN'])
    expect(renewed(found)).toEqual([true, true, false])
    expect(step(found.childRenewals?.initiator?.failure ?? null)).toBe('pfs NO_PROPOSAL_CHOSEN')
  })

  it('is like a further one where IKE_AUTH has none (RFC 6023), and in quick mode', () => {
    const childless = (different: Different): Different => ({ ...different, connection: { childless: set('force') } })
    const refused = ['ok', 'pfs NO_PROPOSAL_CHOSEN', 'pfs NO_PROPOSAL_CHOSEN']
    expect(steps(negotiated(childless(group), childless(plain)))).toEqual(refused)
    expect(steps(negotiated(group, plain, 1))).toEqual(refused)
    const agreed = negotiated(group, group, 1)
    expect(agreed.further).toBe(agreed.childSa)
  })

  it('that offers no selector in quick mode takes the IKE SA with it', () => {
    const nothing: Different = { daemon: { offerSelectors: () => ({ local: [], remote: [] }) } }
    expect(steps(negotiated(nothing, {}, 1))).toEqual(['no-selectors null', 'none', 'none'])
    expect(steps(negotiated(nothing))).toEqual(['ok', 'selectors TS_UNACCEPTABLE', 'selectors TS_UNACCEPTABLE'])
  })
})

describe('an initiator that finds another responder than it wants', () => {
  const stranger = expects('*.other')

  it('says so, where the child is agreed', () => {
    expect(steps(negotiated(stranger))).toEqual(['peer-identity AUTHENTICATION_FAILED', 'none', 'none'])
  })

  it('has read the error about the child before, which stands in the same message', () => {
    const found = negotiated({ ...stranger, ...esp('AES_CBC_256') }, esp('AES_CBC_128'))
    expect(steps(found)).toEqual(['peer-identity NO_PROPOSAL_CHOSEN', 'none', 'none'])
  })

  it('does not come to what it would refuse itself', () => {
    const refuses: Different = { ...stranger, daemon: { takeAnswer: () => 'mode' } }
    expect(steps(negotiated(refuses))).toEqual(['peer-identity AUTHENTICATION_FAILED', 'none', 'none'])
  })

  it('has no child in main mode yet', () => {
    const found = negotiated({ ...stranger, ...esp('AES_CBC_256') }, esp('AES_CBC_128'), 1)
    expect(steps(found)).toEqual(['peer-identity null', 'none', 'none'])
  })
})
