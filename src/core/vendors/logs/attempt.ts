import type { AddressRange } from '../../address/address-range.ts'
import { isProblem, parseAddress } from '../../address/parse-address.ts'
import type { IkeVersion } from '../../model/ike-policy.ts'
import type { AskedFor, LoggedAttempt } from '../../model/logged-attempt.ts'
import { stated } from '../../model/setting.ts'
import { lineSpan, type SourceLine, type Span } from '../../text/source-text.ts'
import { parseIdentity } from '../strongswan/identities.ts'
import { asaClasses } from './cisco-proposals.ts'
import { shownIdentity } from './identities.ts'
import { knownNames, knownProposals } from './known-algorithms.ts'
import type { Kind } from './listed-proposal.ts'
import { listedProposals } from './listed-proposals.ts'
import { askedSelectors, type ListedNetwork } from './listed-selectors.ts'

/** What a saying is about, of which the lines before it may tell what the other end has. */
export type Subject = Exclude<AskedFor['kind'], 'attributes'>

/**
 * The attempt that was refused in the last of these lines, for what its saying is about; `null` where the lines do not tell what the
 * other end asked for.
 */
export function attemptIn(lines: readonly SourceLine[], subject: Subject): LoggedAttempt | null {
  const last = lines.at(-1)
  if (last === undefined) return null
  const texts = lines.map(({ text }) => text)
  const spanAt = (at: number) => lineSpan(lines[at] ?? last)
  const asked = READERS[subject](texts, spanAt)
  if (asked === null) return null
  return { span: lineSpan(last), ...negotiationIn(lines), asked }
}

/** What the lines tell of the negotiation that the last of them is about. */
export function negotiationIn(
  lines: readonly SourceLine[],
): Pick<LoggedAttempt, 'own' | 'peer' | 'connection' | 'version'> {
  const texts = lines.map(({ text }) => text)
  return {
    ...hostsIn(texts),
    connection: CONNECTION.exec(texts.at(-1) ?? '')?.[1] ?? null,
    version: versionIn(texts),
  }
}

type SpanAt = (at: number) => Span

const READERS: { readonly [subject in Subject]: (texts: readonly string[], spanAt: SpanAt) => AskedFor | null } = {
  proposals(texts, spanAt) {
    const lists = listedProposals(texts)
    if (lists?.isPart) return attributesIn(texts, spanAt)
    const offered = lists === null ? null : knownProposals(lists.offered)
    if (lists === null || offered === null) return null
    const accepted = lists.accepted && knownProposals(lists.accepted)
    return { kind: 'proposals', offered: stated(offered, spanAt(lists.at)), accepted }
  },
  selectors(texts, spanAt) {
    const asked = askedSelectors(texts)
    if (asked === null) return null
    const span = spanAt(asked.at)
    const templates = (networks: readonly ListedNetwork[]) =>
      stated(
        networks.map((network) => ({ ...network, span })),
        span,
      )
    return { kind: 'selectors', own: templates(asked.own), peer: templates(asked.peer) }
  },
  identity(texts, spanAt) {
    const shown = shownIdentity(texts)
    if (shown === null) return null
    const told = (text: string) => stated(parseIdentity(text), spanAt(shown.at))
    return { kind: 'identity', shown: told(shown.identity), wanted: shown.asked === '' ? null : told(shown.asked) }
  },
  key: () => ({ kind: 'key' }),
  connection: () => ({ kind: 'connection' }),
  'no group': (texts, spanAt) => ({ kind: 'no group', span: spanAt(texts.length - 1) }),
}

/** Of an ASA; `null` where an algorithm is not known. */
function attributesIn(texts: readonly string[], spanAt: SpanAt): AskedFor | null {
  const classes = asaClasses(texts)
  const [offered, accepted] = (['received', 'configured'] as const).map((side) => {
    const of = (kind: Kind) => classes.filter((each) => each.kind === kind).map((each) => knownNames(kind, each[side]))
    const kinds = { encryption: of('encryption'), integrity: of('integrity'), ke: of('the key exchange') }
    const isKnown = Object.values(kinds).every((names) => names.every((each) => each.length > 0))
    return isKnown
      ? { encryption: kinds.encryption.flat(), integrity: kinds.integrity.flat(), ke: kinds.ke.flat() }
      : null
  })
  const last = classes.at(-1)
  if (last === undefined || !offered || !accepted) return null
  return { kind: 'attributes', span: spanAt(last.at), offered, accepted }
}

/** In front of a line of pluto; one for several networks is named `net/1x2`. */
const CONNECTION = /(?:^|[\s:])"([^"\s/]{1,80})(?:\/\d{1,3}x\d{1,3})?"(?:\[\d{1,6}\])?(?: [\da-f.:]{2,45})? #\d/

const HOST = String.raw`[\da-f.:]{2,45}`

/** The addresses of the gateway that logs and of the end that asks, as each product writes them. */
const HOSTS: readonly RegExp[] = [
  new RegExp(`received packet: from (?<peer>${HOST})\\[\\d{1,5}\\] to (?<own>${HOST})\\[\\d{1,5}\\]`),
  new RegExp(`configs matching (?<own>${HOST})(?:\\[[^\\]]{1,80}\\])?\\.\\.\\.(?<peer>${HOST})\\[`),
  new RegExp(`established between (?<own>${HOST})\\[[^\\]]{1,80}\\]\\.\\.\\.(?<peer>${HOST})\\[`),
  new RegExp(`\\bcomes (?<peer>${HOST}):\\d{1,5}->(?<own>${HOST}):\\d{1,5}`),
  new RegExp(`\\blocal= ?(?<own>${HOST}?)(?::\\d)?, remote= ?(?<peer>${HOST}?)(?::\\d)?,`),
  new RegExp(`\\bPacket \\[From (?<peer>${HOST}):\\d{1,5}/To (?<own>${HOST}):\\d`),
  new RegExp(`\\bPacket \\[To (?<peer>${HOST}):\\d{1,5}/From (?<own>${HOST}):\\d`),
  new RegExp(`\\bLocal: ?(?<own>${HOST}):\\d{1,5} Remote: ?(?<peer>${HOST}):\\d`),
  new RegExp(`\\bremip=(?<peer>${HOST}) locip=(?<own>${HOST})\\b`),
  new RegExp(`\\(local (?<own>${HOST}) remote (?<peer>${HOST})\\)`),
  new RegExp(`\\breceived packet from (?<peer>${HOST}) `),
  new RegExp(`\\bIP = (?<peer>${HOST})\\b`),
  new RegExp(`\\bpacket from (?<peer>${HOST}):\\d{1,5}: (?:.{3,60} message received on (?<own>${HOST}):\\d{1,5} )?`),
  new RegExp(`"[^"\\s]{1,80}"(?:\\[\\d{1,6}\\])? (?<peer>${HOST}) #\\d`),
]

function hostsIn(texts: readonly string[]): Pick<LoggedAttempt, 'own' | 'peer'> {
  const found = texts
    .map((text) => HOSTS.map((pattern) => pattern.exec(text)?.groups).find((groups) => groups !== undefined))
    .findLast((groups) => groups !== undefined)
  return { own: addressOf(found?.['own']), peer: addressOf(found?.['peer']) }
}

function addressOf(text: string | undefined): AddressRange | null {
  const address = text === undefined ? null : parseAddress(text)
  return address === null || isProblem(address) ? null : address
}

const OF_VERSION_2 =
  /IKE_SA_INIT|IKE_AUTH|CREATE_CHILD_SA|IKEv2|\bSA_INIT\b|\b(?:received|preparing) AUTH msg|\bTS[ir]_\d/
// A FortiGate speaks of "no matching phase2 found" and of a "quick mode selector" in IKEv2 as well.
const OF_VERSION_1 =
  /ID_PROT|AGGRESSIVE|QUICK_MODE|IKEv1|main mode|quick mode(?! selector)|phase ?[12](?! found)|ISAKMP|OAKLEY|STATE_(?:MAIN|QUICK)/i

/** The nearest line that tells. */
function versionIn(texts: readonly string[]): IkeVersion | null {
  const near = texts.findLast((text) => OF_VERSION_2.test(text) || OF_VERSION_1.test(text))
  if (near === undefined) return null
  return OF_VERSION_2.test(near) ? 2 : 1
}
