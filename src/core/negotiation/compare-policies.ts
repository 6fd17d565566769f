import type { Endpoint, Topic } from '../model/endpoint.ts'
import type { Setting } from '../model/setting.ts'
import { UNKNOWN_SECRET } from '../text/secrets.ts'

/** Topics that decide whether a negotiation succeeds; lifetimes do not. */
const DECISIVE: readonly Topic[] = [
  'IKE encryption',
  'IKE integrity',
  'IKE Diffie-Hellman group',
  'authentication method',
  'pre-shared key',
  'ESP encryption',
  'ESP integrity',
  'perfect forward secrecy',
]
const LIFETIMES: readonly Topic[] = ['IKE lifetime', 'IPsec lifetime']

/** A setting that both ends stated with different values. */
export interface PolicyDifference {
  readonly topic: Topic
  readonly a: Setting<string>
  readonly b: Setting<string>
  /** It can make a negotiation fail. */
  readonly decisive: boolean
}

/** Which settings visibly differ. Keys are compared by their marks; a mark that cannot be decoded never differs. */
export function comparePolicies(a: Endpoint, b: Endpoint): PolicyDifference[] {
  return [...DECISIVE, ...LIFETIMES].flatMap((topic) => {
    const [mine, theirs] = [a.settings[topic], b.settings[topic]]
    if (mine === undefined || theirs === undefined || mine.value === theirs.value) return []
    if (topic === 'pre-shared key' && [mine.value, theirs.value].includes(UNKNOWN_SECRET)) return []
    return [{ topic, a: mine, b: theirs, decisive: DECISIVE.includes(topic) }]
  })
}

/** Decisive topics that at least one end did not state, or a key that cannot be compared. */
export function uncomparedTopics(a: Endpoint, b: Endpoint): Topic[] {
  return DECISIVE.filter((topic) => {
    const values = [a.settings[topic]?.value, b.settings[topic]?.value]
    if (topic === 'pre-shared key' && values.includes(UNKNOWN_SECRET)) return true
    return values.includes(undefined) && !(topic === 'pre-shared key' && usesCertificates(a, b))
  })
}

function usesCertificates(a: Endpoint, b: Endpoint): boolean {
  return [a, b].every((end) => end.settings['authentication method']?.value === 'certificate')
}
