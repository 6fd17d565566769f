import type { NegotiationObservation } from '../../../model/observation.ts'
import { GAP, spellingPattern } from '../vocabulary.ts'

/** What the first sentence of an event tells by itself; `null` where a field of the event must tell it. */
export interface EventTemplate {
  /** Event ids that have this sentence; the first one is taken where no header says which. */
  readonly ids: readonly string[]
  readonly phase: NegotiationObservation['phase'] | null
  readonly result: NegotiationObservation['result']
  /** The reason, where the event has no field for one. */
  readonly reason: string | null
  readonly sentence: RegExp
}

/**
 * First sentences, from the message tables of Windows: 541 to 547 of `msaudite.dll` (Windows 2000 to 2003), the others of
 * `adtschema.dll` (Vista and later).
 */
const TEMPLATES: readonly EventTemplate[] = [
  template(['541'], null, 'established', 'IKE security association established'),
  template(['542', '543'], null, 'ended', 'IKE security association ended'),
  template(
    ['544'],
    'main',
    'failed',
    'IKE security association establishment failed because peer could not authenticate',
    'peer could not authenticate',
    'The certificate trust could not be established',
  ),
  template(['545'], 'main', 'failed', 'IKE peer authentication failed', 'peer authentication failed'),
  template(
    ['546'],
    null,
    'failed',
    'IKE security association establishment failed because peer sent invalid proposal',
    'peer sent invalid proposal',
  ),
  template(['547'], null, 'failed', 'IKE security association negotiation failed'),
  established('4651', 'Extended mode was not enabled. A certificate was used for authentication'),
  established('4650', 'Extended mode was not enabled. Certificate authentication was not used'),
  template(['4650', '4651'], 'main', 'established', 'An IPsec main mode security association was established'),
  template(['4653', '4652'], 'main', 'failed', 'An IPsec main mode negotiation failed'),
  template(['4654'], 'quick', 'failed', 'An IPsec quick mode negotiation failed'),
  template(['4655'], 'main', 'ended', 'An IPsec main mode security association ended'),
  template(['5451'], 'quick', 'established', 'An IPsec quick mode security association was established'),
  template(['5452'], 'quick', 'ended', 'An IPsec quick mode security association ended'),
  template(
    ['5453'],
    'main',
    'failed',
    'An IPsec negotiation with a remote computer failed because the IKE and AuthIP IPsec Keying Modules (IKEEXT) service is not started',
    'the IKE and AuthIP IPsec Keying Modules (IKEEXT) service is not started',
  ),
]

/** Any of the first sentences. */
export const SENTENCE = TEMPLATES.map(({ sentence }) => sentence.source).join('|')

/** The template of a first sentence. */
export function templateOf(sentence: string): EventTemplate | undefined {
  return TEMPLATES.find((each) => each.sentence.test(sentence))
}

/** The template of an event id whose sentence is missing. */
export function templateOfId(id: string): EventTemplate | undefined {
  return TEMPLATES.find(({ ids }) => ids.includes(id))
}

function template(
  ids: readonly string[],
  phase: EventTemplate['phase'],
  result: EventTemplate['result'],
  sentence: string,
  reason: string | null = null,
  more: string | null = null,
): EventTemplate {
  const rest = more === null ? '' : `(?:${GAP}${spellingPattern(more)}\\.?)?`
  return { ids, phase, result, reason, sentence: new RegExp(`${spellingPattern(sentence)}\\.?${rest}`, 'i') }
}

function established(id: string, more: string): EventTemplate {
  return template([id], 'main', 'established', `An IPsec main mode security association was established. ${more}`)
}
