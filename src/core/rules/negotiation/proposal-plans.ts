import type { IkeVersion, Proposal } from '../../model/ike-policy.ts'
import { chooseProposal } from '../../negotiation/ike/proposal.ts'
import {
  isRecommendedGroup,
  recommended,
  STRONG_ESP,
  STRONG_IKE,
  strengthOf,
  withSha1,
} from '../cryptography/rfc-levels.ts'
import type { Plan } from '../rule.ts'
import type { Party } from './failures.ts'
import { changeOf, type PlannedChange, plansOf } from './plans.ts'
import { canOffer } from './unsaid-algorithms.ts'

type Parties = readonly [Party, Party]

/** One end takes a proposal of the other, the strongest first; where none is good, both take one that is. */
export function ikeProposalPlans(parties: Parties): Plan[] {
  const [initiator] = parties
  const version = initiator.connection.initiates.value
  const given = (party: Party) => party.connection.proposals.value
  const usable = (proposal: Proposal) => version === 2 || proposal.integrity.length > 0
  const set = (party: Party, proposals: readonly Proposal[]) =>
    changeOf(party, { kind: 'ike-proposals', connection: party.connection.name, proposals })
  const ways = exchanges(parties, given, usable).map(({ taker, proposal }) => [set(taker, [...given(taker), proposal])])
  const both = strongestFirst(STRONG_IKE, version).map((proposal) =>
    parties.map((party) => set(party, [...given(party), proposal])),
  )
  return plansOf(...ways, ...both)
}

/** As for IKE; an end that has only authentication (AH) takes the other's encryption in its place. */
export function childProposalPlans(parties: Parties): Plan[] {
  const given = (party: Party) => party.child?.proposals.value ?? []
  const set = (party: Party, proposals: readonly Proposal[]) =>
    party.child === undefined
      ? []
      : [
          changeOf(party, {
            kind: 'child-proposals',
            connection: party.connection.name,
            child: party.child.name,
            proposals,
          }),
        ]
  const ways = exchanges(parties, given, ({ protocol }) => protocol === 'esp').flatMap(({ taker, proposal }) => {
    const kept = given(taker).filter((own) => own.protocol === proposal.protocol && canOffer(taker, own))
    const taken = withSequence(proposal, kept)
    const others = kept.filter((own) => !isSameProposal(own, taken))
    return [set(taker, [...others, taken]), set(taker, [taken, ...others]), set(taker, [taken])]
  })
  const ke = sharedGroup(parties)
  const both = strongestFirst(STRONG_ESP, parties[0].connection.initiates.value).map((proposal) =>
    parties.flatMap((party) => {
      const kept = given(party).filter((own) => own.protocol === 'esp' && canOffer(party, own))
      return set(party, [...kept, { ...proposal, ke: kept.some((each) => each.ke.length > 0) ? ke : [] }])
    }),
  )
  return plansOf(
    ...ways,
    ...both,
    ...withOneGroup(parties, ke).map((proposal) => parties.flatMap((party) => set(party, [proposal]))),
  )
}

/**
 * Where a group of what an end has is not the one that both are to get: quick mode knows one group for all proposals, and
 * some products one for each peer, so that the good proposal takes the place of the others.
 */
function withOneGroup(parties: Parties, ke: readonly string[]): Proposal[] {
  const own = parties.flatMap(({ child }) => (child?.proposals.value ?? []).flatMap((proposal) => proposal.ke))
  if (own.every((group) => ke.includes(group))) return []
  return strongestFirst(STRONG_ESP, parties[0].connection.initiates.value).map((proposal) => ({ ...proposal, ke }))
}

function strongestFirst(proposal: Proposal, version: IkeVersion): Proposal[] {
  return version === 1 ? [proposal, withSha1(proposal)] : [proposal]
}

/** Whether sequence numbers are long (ESN) stays as it is where that fits. */
function withSequence(proposal: Proposal, [own]: readonly Proposal[]): Proposal {
  const fits = own?.esn.some((esn) => proposal.esn.includes(esn)) === true
  return fits ? { ...proposal, esn: own.esn } : proposal
}

/**
 * The end that lacks a group of perfect forward secrecy gets that of the other: no end gives up what it has. Quick mode
 * knows one group for all proposals, so that the others may have to go.
 */
export function groupPlans(parties: Parties, ikeGroup: string | null): Plan[] {
  const set = (party: Party, ke: (own: readonly string[]) => readonly string[]) =>
    party.child === undefined
      ? []
      : [
          changeOf(party, {
            kind: 'child-proposals',
            connection: party.connection.name,
            child: party.child.name,
            proposals: party.child.proposals.value.map((proposal) => ({ ...proposal, ke: ke(proposal.ke) })),
          }),
        ]
  const [initiator, responder] = parties
  const ways = [
    [responder, initiator],
    [initiator, responder],
  ] as const
  const taken = ways.flatMap(([taker, giver]) =>
    groupsOf(giver).flatMap((group) => [
      set(taker, (own) => [...new Set([...own, group])]),
      set(taker, (own) => [...new Set([group, ...own])]),
      set(taker, () => [group]),
    ]),
  )
  // Some products rekey with the group of the IKE SA, whatever the child names.
  const ofIke = ikeGroup !== null && isRecommendedGroup(ikeGroup) ? [ikeGroup] : []
  const joined = ofIke.flatMap((group) => {
    const each = ways.map(([taker]) => set(taker, (own) => [...new Set([...own, group])]))
    return [...each, each.flat()]
  })
  const common = groupsOf(initiator).filter((group) => groupsOf(responder).includes(group))
  const single = [...new Set([...ofIke, ...common, ...sharedGroup(parties)])].map((group) =>
    parties.flatMap((party) => (hasOnly(party, group) ? [] : set(party, () => [group]))),
  )
  const switched = parties.flatMap(switchOn)
  return plansOf(
    ...taken,
    ...joined,
    ...single,
    switched,
    ...joined.map((way) => [...way, ...switched]),
    ...ikeGroupWays(parties, set).map((way) => [...way, ...switched]),
  )
}

/**
 * Where the child is rekeyed with the group of the IKE SA, and that is none to recommend: both ends put an IKE proposal with a
 * good one first, the same that the child then has.
 */
function ikeGroupWays(
  parties: Parties,
  set: (party: Party, ke: (own: readonly string[]) => readonly string[]) => PlannedChange[],
): PlannedChange[][] {
  const [first, second] = parties
  const given = (party: Party) => party.connection.proposals.value
  const common = given(first).flatMap((proposal) => {
    const chosen = chooseProposal(given(second), [proposal])
    const good = chosen === undefined ? undefined : recommended(proposal)
    return good === undefined ? [] : [firstOfEach(good)]
  })
  const groups = [...new Set([...parties.flatMap(groupsOf), 'MODP_2048'])]
  const made = groups.map((group) => ({ ...STRONG_IKE, ke: [group] }))
  return [...common, ...made].map((proposal) => {
    const [group = 'MODP_2048'] = proposal.ke
    return parties.flatMap((party) => [
      changeOf(party, {
        kind: 'ike-proposals',
        connection: party.connection.name,
        proposals: [proposal, ...given(party).filter((each) => !isSameProposal(each, proposal))],
      }),
      ...(hasOnly(party, group) ? [] : set(party, () => [group])),
    ])
  })
}

function isSameProposal(a: Proposal, b: Proposal): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function hasOnly({ child }: Party, group: string): boolean {
  return child?.proposals.value.every(({ ke }) => ke.length === 1 && ke[0] === group) === true
}

/** Perfect forward secrecy that was switched off in so many words. */
function switchOn(party: Party) {
  const { child, connection } = party
  if (child === undefined || child.pfs.origin !== 'stated' || child.pfs.value === 'ike-group') return []
  return [changeOf(party, { kind: 'pfs', connection: connection.name, child: child.name, pfs: 'ike-group' })]
}

function groupsOf({ child }: Party): string[] {
  return [...new Set((child?.proposals.value ?? []).flatMap(({ ke }) => ke))].filter(isRecommendedGroup)
}

/** A group that one of them has, or one that every product has. */
function sharedGroup(parties: Parties): readonly string[] {
  return [parties.flatMap(groupsOf)[0] ?? 'MODP_2048']
}

/** Who can take which proposal of the other, the strongest first. */
function exchanges(
  [initiator, responder]: Parties,
  given: (party: Party) => readonly Proposal[],
  usable: (proposal: Proposal) => boolean,
): { readonly taker: Party; readonly proposal: Proposal }[] {
  const ways = [
    [responder, initiator],
    [initiator, responder],
  ] as const
  return ways
    .flatMap(([taker, giver]) =>
      given(giver).flatMap((proposal) => {
        const good = usable(proposal) ? recommended(proposal, given(taker)) : undefined
        if (good === undefined) return []
        const one = firstOfEach(good)
        return (isSingle(good) ? [good] : [one, good]).map((each) => ({ taker, proposal: each }))
      }),
    )
    .toSorted((a, b) => strengthOf(b.proposal) - strengthOf(a.proposal))
    .slice(0, 6)
}

/** A list of all that a product has says less than the one that comes first, and not every product has words for it. */
function firstOfEach(proposal: Proposal): Proposal {
  const { encryption, integrity, prf, ke } = proposal
  const first = (algorithms: readonly string[]) => algorithms.slice(0, 1)
  return { ...proposal, encryption: first(encryption), integrity: first(integrity), prf: first(prf), ke: first(ke) }
}

function isSingle({ encryption, integrity, prf, ke }: Proposal): boolean {
  return [encryption, integrity, prf, ke].every(({ length }) => length <= 1)
}
