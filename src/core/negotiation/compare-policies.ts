import { type Endpoint, TOPICS, type Topic } from '../model/endpoint.ts'
import { meantOf } from '../model/meant-connections.ts'
import { ONE_OF, planned, type Setting } from '../model/setting.ts'
import { CHILD_TOPICS, settingsOfChildren, withSetting } from '../model/settings-of.ts'
import { UNKNOWN_SECRET } from '../text/secrets/secret-mark.ts'

/** Every other topic decides whether a negotiation succeeds. */
const LIFETIMES: ReadonlySet<Topic> = new Set(['IKE lifetime', 'IPsec lifetime'])
const DECISIVE: readonly Topic[] = TOPICS.filter((topic) => !LIFETIMES.has(topic))

/** A setting that both ends stated with different values; the version is that with which each of them begins. */
export interface PolicyDifference {
  readonly topic: Topic | 'IKE version'
  readonly a: Setting<string>
  readonly b: Setting<string>
  /** It can make a negotiation fail. */
  readonly decisive: boolean
  /** No responder accepts it: what both ends state has nothing in common. */
  readonly refused: boolean
  /** The label of the end that is known to take, when it is asked, what the other one has; `null` where neither is. */
  readonly takenBy: string | null
}

/** Which settings visibly differ. Keys are compared by their marks; a mark that cannot be decoded never differs. */
export function comparePolicies(a: Endpoint, b: Endpoint): PolicyDifference[] {
  const settings = TOPICS.flatMap((topic) => {
    const differing = saidBy(a, topic).flatMap((mine) =>
      saidBy(b, topic)
        .filter((theirs) => !agree(mine.value, theirs.value) && isComparable(mine.value, theirs.value))
        .map((theirs) => ({ a: mine, b: theirs })),
    )
    const [first] = differing
    if (first === undefined) return []
    const decisive = !LIFETIMES.has(topic)
    const takenBy = topic === 'perfect forward secrecy' ? takerOf(a, b, differing) : null
    return [{ topic, ...first, decisive, refused: decisive && isRefused(first.a, first.b), takenBy }]
  })
  return [...differingVersions(a, b), ...settings]
}

/** An end that knows IKEv1 alone, and one that begins with IKEv2, to which the former does not answer. */
function differingVersions(a: Endpoint, b: Endpoint): PolicyDifference[] {
  const [ofA, ofB] = [versionOf(a), versionOf(b)]
  if (ofA === undefined || ofB === undefined || ofA.value === ofB.value) return []
  const takenBy = [a, b].find((end) => meantOf(end).some(({ accepts }) => accepts.includes(1)))?.label ?? null
  return [{ topic: 'IKE version', a: ofA, b: ofB, decisive: true, refused: true, takenBy }]
}

function versionOf(end: Endpoint): Setting<string> | undefined {
  if (end.vendor.onlyIkev1) return planned('IKEv1')
  const versions = meantOf(end).map(({ initiates }) => ({ ...initiates, value: `IKEv${initiates.value}` }))
  return versions.find(({ value }) => value === 'IKEv1') ?? versions[0]
}

function takerOf(a: Endpoint, b: Endpoint, differing: readonly Pick<PolicyDifference, 'a' | 'b'>[]): string | null {
  const [ofA, ofB] = [new Set(differing.map((each) => each.a.value)), new Set(differing.map((each) => each.b.value))]
  if ([...ofB].every((group) => takes(a, group))) return a.label
  return [...ofA].every((group) => takes(b, group)) ? b.label : null
}

/** The differences that count where that end is asked. */
export function differencesFor(asked: Endpoint, differences: readonly PolicyDifference[]): PolicyDifference[] {
  return differences.filter(({ takenBy }) => takenBy !== asked.label)
}

/** Whether the product takes that group in each child, where the configuration has none of its own. */
function takes(end: Endpoint, group: string): boolean {
  const { daemon } = end.vendor
  if (end.ike === undefined || daemon === undefined || group === 'off') return false
  return meantOf(end).every(({ initiates, children }) =>
    children.every((child) => {
      const offered = withSetting(child.proposals.value, 'perfect forward secrecy', group) ?? []
      const exchange = { version: initiates.value, purpose: 'further', ikeGroup: null } as const
      const accepted = daemon.acceptChild(child, exchange, offered)
      return offered.some(({ ke }) => accepted.some((own) => ke.every((name) => own.ke.includes(name))))
    }),
  )
}

/** The one setting of the end; where its children have different ones, those of all of them. */
function saidBy(end: Endpoint, topic: Topic): Setting<string>[] {
  const own = end.settings[topic]
  if (own === undefined) return []
  if (end.ike === undefined || !CHILD_TOPICS.some((each) => each === topic)) return [own]
  const said = settingsOfChildren(meantOf(end), topic)
  return said.length > 1 ? said : [own]
}

/** Some responders without perfect forward secrecy take a group that they are offered, others do not. */
function isOneSided(mine: string, theirs: string): boolean {
  return [mine, theirs].includes('off')
}

/** What an end has by default is not all that it accepts. */
function isRefused(mine: Setting<string>, theirs: Setting<string>): boolean {
  return mine.origin !== 'default' && theirs.origin !== 'default' && !isOneSided(mine.value, theirs.value)
}

/**
 * What a responder answers: of another key it cannot even read the message (RFC 2409 5.4), nor of another version; all else stands in a proposal
 * (RFC 2408 5.4).
 */
export function notifyFor({ topic }: PolicyDifference): string | null {
  return topic === 'pre-shared key' || topic === 'IKE version' ? null : 'NO_PROPOSAL_CHOSEN'
}

/** Of two lists one word in common is enough. */
function agree(mine: string, theirs: string): boolean {
  const known = new Set(theirs.split(ONE_OF))
  return mine.split(ONE_OF).some((word) => known.has(word))
}

/**
 * A key that cannot be decoded says nothing, nor does a number of an enumeration (`value 2`) beside a word, nor AES of no
 * size beside one that has a size.
 */
function isComparable(mine: string, theirs: string): boolean {
  if ([mine, theirs].includes(UNKNOWN_SECRET)) return false
  const words = [mine, theirs].flatMap((value) => value.split(ONE_OF))
  if (words.includes('AES') && words.some((word) => /^AES\d/.test(word))) return false
  return words.every(isNumber) || !words.some(isNumber)
}

function isNumber(word: string): boolean {
  return /^value \d+$/.test(word)
}

/** Decisive topics that at least one end did not state, or a key that cannot be compared. */
export function uncomparedTopics(a: Endpoint, b: Endpoint): Topic[] {
  return DECISIVE.filter((topic) => {
    const values = [a.settings[topic]?.value, b.settings[topic]?.value]
    const [mine, theirs] = values
    if (mine !== undefined && theirs !== undefined && !isComparable(mine, theirs)) return true
    return values.includes(undefined) && !(topic === 'pre-shared key' && usesCertificates(a, b))
  })
}

function usesCertificates(a: Endpoint, b: Endpoint): boolean {
  return [a, b].every((end) => end.settings['authentication method']?.value === 'certificate')
}
