import { equalRanges, formatHost } from '../../address/address-range.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import { isLogOf, namedIn } from '../../model/ends/peer-by-log.ts'
import { ownIdentity } from '../../model/identity.ts'
import type { Identity, IkeConnection, Proposal } from '../../model/ike-policy.ts'
import type { LoggedRefusal, Refused } from '../../model/logged-refusal.ts'
import { linesOf, type Setting } from '../../model/setting.ts'
import { coverages } from '../../negotiation/coverage.ts'
import type { Simulation } from '../../negotiation/simulate.ts'
import type { EvidencePlace } from '../rule.ts'
import { trafficText } from '../wording.ts'

/** What an end began with and its peer refused, as the text of the end has it, and what to ask of those who run the peer. */
interface RefusedByPeer {
  readonly what: string
  readonly ask: string
  readonly places: readonly EvidencePlace[]
}

/** What is known of the negotiation. */
interface Attempt {
  readonly end: Endpoint
  readonly other: Endpoint
  readonly connection: IkeConnection
  readonly own: string
  readonly peer: string
}

/** What was refused, in words and by the settings that say it, and what the other end has to tell. */
interface Part {
  readonly what: (attempt: Attempt) => string
  readonly ask: (attempt: Attempt) => string
  readonly settings: (connection: IkeConnection) => readonly (Setting<unknown> | undefined)[]
}

/** `null` where not just one end was pasted, or the log is not about the one connection of it with that peer. */
export function refusedByPeer({ a, b }: Simulation, refusal: LoggedRefusal): RefusedByPeer | null {
  const [end, other] = a.ike === undefined ? [b, a] : [a, b]
  if (end.ike === undefined || other.span !== null || other.ike !== undefined || !isLogOf(end, refusal)) return null
  const host = refusal.peer ?? other.addresses[0]?.value
  const own = refusal.own ?? end.addresses[0]?.value
  if (host === undefined || own === undefined) return null
  const [connection, ...more] = namedIn(end, refusal).filter(({ remoteAddresses: { value } }) =>
    value.some((address) => equalRanges(address, host)),
  )
  // Which of several it began with, the log does not tell.
  if (connection === undefined || more.length > 0) return null
  const attempt = { end, other, connection, own: formatHost(own), peer: formatHost(host) }
  const { what, ask, settings } = PARTS[refusal.refused]
  return {
    what: what(attempt),
    ask: `Ask those who run ${attempt.peer}: "${ask(attempt)}" Their log of that time says why. Or let them bring the tunnel up: what ${end.name} is asked for and refuses then stands in its own log, and is held against its text.`,
    places: settings(connection).flatMap((setting) =>
      (setting === undefined ? [] : linesOf(setting)).map((span) => ({
        span,
        label: `${end.name}: ${connection.name}`,
      })),
    ),
  }
}

const IKE: Part = {
  what: ({ peer, connection }) => `${peer} refused what is offered for IKE${behind(': ', ikeText(connection))}.`,
  ask: ({ own, connection }) =>
    `Which encryption, integrity, pseudo-random function and Diffie-Hellman group do you accept for IKE (phase 1) from ${own}, in which version, and do you have a connection for that address? We begin with IKEv${connection.initiates.value}${behind(' and offer ', ikeText(connection))}.`,
  settings: ({ proposals }) => [proposals],
}

const CHILD: Part = {
  what: ({ peer, connection }) =>
    `${peer} accepted the IKE SA, and refused what is offered for the child${behind(': ', childText(connection))}.`,
  ask: (attempt) =>
    `Which encryption, integrity and group of perfect forward secrecy (or none) do you accept for ESP (phase 2), and which networks do you have in this tunnel? We ${behind('offer ', childText(attempt.connection), ', for') || 'ask for'} ${networksText(attempt)}.`,
  settings: ({ children }) => children.slice(0, 1).map(({ proposals }) => proposals),
}

const PARTS: Readonly<Record<Refused, Part>> = {
  'ike offer': IKE,
  'child offer': CHILD,
  offer: {
    what: ({ peer, connection }) =>
      `${peer} refused what is offered, for IKE${behind(': ', ikeText(connection), ';')} or for the child${behind(': ', childText(connection))}.`,
    ask: (attempt) => `${IKE.ask(attempt)} ${CHILD.ask(attempt)}`,
    settings: (connection) => [...IKE.settings(connection), ...CHILD.settings(connection)],
  },
  selectors: {
    what: (attempt) => `${attempt.peer} refused the networks that are asked for: ${networksText(attempt)}.`,
    ask: (attempt) =>
      `Which networks do you have in this tunnel, on your side and on ours? We ask for ${networksText(attempt)}.`,
    settings: ({ children }) => children.slice(0, 1).flatMap(({ local, remote }) => [local, remote]),
  },
  'identity or key': {
    what: (attempt) =>
      `${attempt.peer} does not accept the identity or the key of ${attempt.end.name}, which ${identitiesText(attempt, 'shows', 'expects')}.`,
    ask: (attempt) =>
      `Whom do you expect of us, and how do we prove it (a pre-shared key or a certificate)? We ${identitiesText(attempt, 'show', 'expect')}. If that agrees, let us set a new key on both ends.`,
    settings: ({ local, remote }) => [local[0]?.id, local[0]?.method, remote[0]?.id],
  },
  contact: {
    what: ({ peer, own, connection }) =>
      `${peer} never answered what ${own} sent to it in IKEv${connection.initiates.value}.`,
    ask: ({ own, peer, connection }) =>
      `Does UDP from ${own} reach ${peer} at the ports 500 and 4500, and do you have a connection for ${own} in IKEv${connection.initiates.value}?`,
    settings: ({ remoteAddresses }) => [remoteAddresses],
  },
  'going on': {
    what: (attempt) =>
      `${attempt.peer} answered at first, and then no more: what is sent behind that does not reach it, or it does not accept the identity or the key of ${attempt.end.name}, which ${identitiesText(attempt, 'shows', 'expects')}.`,
    ask: (attempt) =>
      `Does UDP from ${attempt.own} reach ${attempt.peer} at port 4500, also in large packets? Whom do you expect of us? We ${identitiesText(attempt, 'show', 'expect')}. If all that agrees, let us set a new key on both ends.`,
    settings: ({ local, remote }) => [local[0]?.id, local[0]?.method, remote[0]?.id],
  },
}

/** More proposals or pairs of networks than this are counted. */
const TOLD = 4

function fewOf(words: readonly string[], between: string): string {
  const [first, more] = [words.slice(0, TOLD), words.length - TOLD]
  return more > 0 ? `${first.join(between)}${between}${more} more` : first.join(between)
}

/** In IKEv1 the pseudo-random function is that of the hash (RFC 2409 4). Empty where no paste tells the proposals. */
function ikeText({ proposals, proposalsUntold, initiates }: IkeConnection): string {
  if (proposalsUntold) return ''
  return proposalsText(proposals.value.map((each) => (initiates.value === 1 ? { ...each, prf: [] } : each)))
}

/** The first child of IKEv2 has no key exchange of its own (RFC 7296 1.2). Empty where no paste tells the proposals. */
function childText({ children: [child], initiates }: IkeConnection): string {
  const proposals = child === undefined || child.proposalsUntold ? [] : child.proposals.value
  return proposalsText(proposals.map((each) => (initiates.value === 2 ? { ...each, ke: [] } : each)))
}

function behind(before: string, text: string, after = ''): string {
  return text === '' ? '' : `${before}${text}${after}`
}

function proposalsText(proposals: readonly Proposal[]): string {
  const words = proposals.map(({ encryption, integrity, prf, ke }) =>
    [encryption, integrity, prf, ke].flatMap((names) => (names.length > 0 ? [names.join(' or ')] : [])).join(', '),
  )
  return fewOf([...new Set(words)], '; or ')
}

/** This end's side first. */
function networksText({ end, other }: Attempt): string {
  return fewOf(
    [...coverages(end, other).values()].map(({ box }) => trafficText(box)),
    ', ',
  )
}

function identitiesText(
  { end, connection: { local, remote }, own: host, peer }: Attempt,
  shows: string,
  expects: string,
): string {
  const [address] = end.addresses
  const own = address === undefined ? host : identityText(ownIdentity(local, address.value))
  const expected = remote[0]?.id?.value
  const by = local[0]?.method.value === 'psk' ? ', with a pre-shared key,' : ''
  return `${shows} ${own}${by} and ${expects} ${expected === undefined ? `anybody at ${peer}` : identityText(expected)}`
}

function identityText({ kind, text }: Identity): string {
  if (kind === 'certificate') return 'the subject of its certificate'
  return kind === 'any' ? 'anybody' : `${text} (${kind})`
}
