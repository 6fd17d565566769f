import type { AddressRange } from './address/address-range.ts'
import { equalRanges, formatHost } from './address/address-range.ts'
import { isProblem, parseAddress } from './address/parse-address.ts'
import type { AnalysisRequest, Paste } from './analysis-request.ts'
import { inForce } from './in-force.ts'
import type { Endpoint, EndpointFragment } from './model/endpoint.ts'
import { type Assignment, assignEnds } from './model/ends/assign-ends.ts'
import { namedNetworks } from './model/ends/named-networks.ts'
import { ownPeerOf } from './model/ends/own-peers.ts'
import { isLogOf, peerByLog } from './model/ends/peer-by-log.ts'
import { choosePair, type Pair, pairsOf } from './model/ends/pick-pair.ts'
import type { LoggedAttempt } from './model/logged-attempt.ts'
import type { Setting } from './model/setting.ts'
import type { Vendor } from './model/vendor.ts'
import { isFailure } from './negotiation/ike/outcome.ts'
import { onlyDown, shownTunnel } from './negotiation/shown-tunnels.ts'
import { type Simulation, simulate } from './negotiation/simulate.ts'
import { verdictOf } from './negotiation/verdict.ts'
import { planRemedy } from './remedy/plan-remedy.ts'
import { buildReport } from './report/build-report.ts'
import { reportInputs } from './report/inputs.ts'
import type { Report, TunnelRow } from './report/schema.ts'
import { summarise } from './report/summary.ts'
import { diagnostics } from './rules/index.ts'
import type { Finding, PasteFacts, RuleContext } from './rules/rule.ts'
import { toldMismatches } from './rules/traffic-selectors/told-mismatches.ts'
import { parsePacket } from './selectors/packet.ts'
import { blankSecrets } from './text/secrets/blank-secrets.ts'
import { thirdParty } from './vendors/generic/products.ts'
import { secretSpellings } from './vendors/index.ts'
import type { BlockFacts, Material } from './vendors/read-pastes.ts'

/** Reads the pastes, simulates both directions and says why the tunnel does not come up. Never throws on bad input. */
export function analyse(request: AnalysisRequest): Report {
  const { material, setAside, outdated } = inForce(request, givenAddresses(request))
  const readings = withOwnKeys(tunnelsOf(material, request))
  const reading = readings.find(({ chosen }) => chosen !== undefined) ?? readings[0]
  const simulation = reading?.chosen && simulate(reading.chosen.a, reading.chosen.b)
  const verdicts = new Set(readings.map(({ chosen }) => chosen && verdictOf(simulate(chosen.a, chosen.b).flows)))
  const probe = request.probe === undefined || request.probe.trim() === '' ? undefined : parsePacket(request.probe)
  const blocks = material.blocks.map((block) => ({ ...block, ends: endsOf(block, reading) }))
  const facts = pasteFacts(request, material, readings, verdicts.size > 1, probe)
  const context: RuleContext = {
    ...factsOf(simulation),
    blocks,
    observations: material.observations,
    secrets: material.secrets,
    paste: {
      ...facts,
      sameEnd: [...facts.sameEnd, ...outdated.map(([first, second]) => sameEnd(first, second, 'the second alone'))],
    },
  }
  const findings = examine(context)
  const undecided = context.paste.question !== null
  return buildReport({
    simulation,
    findings,
    remedy:
      simulation === undefined || undecided
        ? { treatment: null, alternatives: [], cut: false }
        : planRemedy(simulation, findings, (after) => examine({ ...context, ...factsOf(after) })),
    tunnels: (reading?.pairs ?? []).map(tunnelRow),
    undecided,
    inputs: reportInputs(blocks),
    setAside,
    probe: probe === undefined || isProblem(probe) ? undefined : probe,
    quote: material.quote,
  })
}

function factsOf(simulation: Simulation | undefined): Pick<RuleContext, 'simulation' | 'mismatches'> {
  return { simulation, mismatches: simulation === undefined ? [] : toldMismatches(simulation) }
}

function examine(context: RuleContext): Finding[] {
  return diagnostics.flatMap((diagnostic) => [...diagnostic.check(context)])
}

/** The pastes with every secret blanked, fit to be kept; marks of different calls cannot be compared. */
export function redact(pastes: readonly Paste[]): Paste[] {
  const { pastes: blanked } = blankSecrets(pastes, secretSpellings)
  return pastes.map((paste, at) => ({ ...paste, text: blanked[at]?.text ?? '' }))
}

/** The rows of `tunnels` alone, for pastes that hold many. */
export function survey(request: AnalysisRequest): TunnelRow[] {
  const [reading] = tunnelsOf(inForce(request, givenAddresses(request)).material, request)
  return (reading?.pairs ?? []).map(tunnelRow)
}

/** Labels of the ends that a block told something of. */
function endsOf({ fragments }: BlockFacts, reading: TunnelReading | undefined): string[] {
  return [...new Set(fragments.flatMap((fragment) => reading?.assignment.labels.get(fragment) ?? []))]
}

/** One way to read which paste is which end, with the pairs it gives and the one to look at. */
interface TunnelReading {
  readonly assignment: Assignment
  readonly pairs: readonly Pair[]
  readonly chosen: Pair | undefined
  /** It was chosen since it is the only one that is not shown to be up. */
  readonly isOnlyDown: boolean
  /** The end by whose text that is taken which its log says was refused. */
  readonly takes: Endpoint | null
}

/** Where one reading gives each end the key that it needs and another does not, the texts were written for the former. */
function withOwnKeys(readings: readonly TunnelReading[]): readonly TunnelReading[] {
  const sound = readings.filter(
    ({ chosen }) =>
      chosen === undefined ||
      simulate(chosen.a, chosen.b).quickModes.every(
        ({ outcome }) => outcome === null || !isFailure(outcome.ike) || outcome.ike.reason !== 'own-key',
      ),
  )
  return sound.length > 0 ? sound : readings
}

function tunnelsOf(material: Material, request: AnalysisRequest): TunnelReading[] {
  const unknown = thirdParty('other')
  if (unknown === undefined || material.fragments.length === 0) return []
  const attempt = material.blocks.flatMap(({ log }) => log?.attempt ?? []).at(-1)
  const assignments = assignEnds(material.fragments, givenAddresses(request))
  return whereLogged(assignments, attempt).map((assignment) => {
    const logged = pairByLog(assignment.endpoints, attempt, unknown)
    // What was refused and would not be has another cause, or the text has changed since.
    const isTaken = logged !== undefined && !refusesPeer(logged)
    const pairs = withLogged(pairsOf(assignment.endpoints, unknown), isTaken ? undefined : logged)
    const named = request.tunnel === undefined ? undefined : choosePair(pairs, request.tunnel)
    const known = pairs.filter(({ b }) => b.spd !== undefined)
    const only = known.length === 1 ? known[0] : pairs.length === 1 ? pairs[0] : undefined
    const down = named === undefined && only === undefined ? onlyDown(pairs) : undefined
    return {
      assignment,
      pairs,
      chosen: named ?? only ?? down,
      isOnlyDown: down !== undefined,
      takes: isTaken ? logged.a : null,
    }
  })
}

/** A log that tells whose it is tells which side of a text is the own one, where that text alone does not. */
function whereLogged(assignments: readonly Assignment[], attempt: LoggedAttempt | undefined): readonly Assignment[] {
  const fitting = assignments.filter(
    ({ endpoints: [end, ...more] }) => end !== undefined && more.length === 0 && attempt && isLogOf(end, attempt),
  )
  return fitting.length > 0 ? fitting : assignments
}

/** The pair that a log is about, where one end alone was pasted and its text takes part in that. */
function pairByLog(
  [end, ...more]: readonly Endpoint[],
  attempt: LoggedAttempt | undefined,
  unknown: Vendor,
): Pair | undefined {
  if (end === undefined || more.length > 0 || attempt === undefined) return undefined
  const peer = peerByLog(end, attempt, end.label === 'B' ? 'A' : 'B', unknown)
  return peer && pairsOf([end, peer], unknown)[0]
}

/** What the peer begins is refused, as the log says. */
function refusesPeer({ a, b }: Pair): boolean {
  return simulate(a, b).flows.some(({ initiator, outcome }) => initiator === b.label && outcome === 'refused')
}

/** In the place of the pair with the same peer, of which nothing else is known. */
function withLogged(pairs: readonly Pair[], logged: Pair | undefined): readonly Pair[] {
  const [address] = logged?.b.addresses ?? []
  if (logged === undefined || address === undefined) return pairs
  const at = pairs.findIndex(({ b }) => b.addresses.some(({ value }) => equalRanges(value, address.value)))
  const known = pairs[at]
  return known === undefined ? [logged] : pairs.with(at, { ...logged, id: known.id })
}

function tunnelRow({ id, a, b }: Pair): TunnelRow {
  const simulation = simulate(a, b)
  const verdict = verdictOf(simulation.flows)
  const [peer] = b.addresses
  return {
    id,
    name: `${a.name} - ${b.name}`,
    peer: peer === undefined ? null : formatHost(peer.value),
    ends: [a.label, b.label],
    verdict,
    summary: summarise(simulation, verdict, []),
  }
}

/** Addresses that the request gives by label; one that is no address is told by `pasteFacts`. */
function givenAddresses({ addresses = {} }: AnalysisRequest): Map<string, Setting<AddressRange>> {
  const given = new Map<string, Setting<AddressRange>>()
  for (const [label, text] of Object.entries(addresses)) {
    const value = parseAddress(text)
    if (!isProblem(value))
      given.set(label.toUpperCase(), { origin: 'default', value, authority: 'given with the request' })
  }
  return given
}

function pasteFacts(
  request: AnalysisRequest,
  material: Material,
  readings: readonly TunnelReading[],
  differ: boolean,
  probe: ReturnType<typeof parsePacket> | undefined,
): PasteFacts {
  const [reading] = readings
  const badAddresses = Object.entries(request.addresses ?? {}).flatMap(([label, text]) => {
    const value = parseAddress(text)
    return isProblem(value) ? [{ source: `The address of ${label.toUpperCase()}`, say: value.problem }] : []
  })
  const open = reading === undefined || reading.chosen !== undefined ? [] : reading.pairs
  return {
    unreadable: [...material.unreadable, ...badAddresses],
    question: differ ? question(readings) : null,
    tunnels: open.flatMap((pair) =>
      pair.b.addresses.slice(0, 1).map(({ value }) => ({ end: pair.a, peer: value, shown: shownTunnel(pair) })),
    ),
    onlyDown:
      reading?.isOnlyDown === true && reading.chosen ? { ...reading.chosen, among: reading.pairs.length } : null,
    sameEnd: [
      ...(reading?.assignment.merged ?? []).map(([first, second]) =>
        sameEnd(
          first.fragment,
          second.fragment,
          [first, second].every(({ fragment }) => fragment.ike !== undefined) ? 'as parts' : 'filters of the first',
        ),
      ),
      ...material.repeated.map(([first, second]) => sameEnd(first, second, 'the first alone')),
    ],
    meant: reading?.assignment.meant ?? [],
    ownPeers: material.fragments.flatMap(({ fragment }) => ownPeerOf(fragment) ?? []),
    unresolved: [...(reading?.assignment.unresolved ?? [])].map(([end, filters]) => ({
      end,
      spans: filters.flatMap((filter) => filter.spans.slice(0, 1)),
    })),
    takesLogged: reading?.takes ?? null,
    probe: probe !== undefined && isProblem(probe) ? probe.problem : null,
  }
}

function sameEnd(
  first: EndpointFragment,
  second: EndpointFragment,
  taken: PasteFacts['sameEnd'][number]['taken'],
): PasteFacts['sameEnd'][number] {
  return {
    first: first.span,
    second: second.span,
    own: first.addresses[0]?.value ?? null,
    taken,
    onlyFirst: lacking(second, first),
    onlySecond: lacking(first, second),
  }
}

/** Networks that one text has and the other one lacks. */
function lacking(text: EndpointFragment, other: EndpointFragment): string[] {
  return [...namedNetworks(other)].filter((network) => !namedNetworks(text).has(network))
}

function question(readings: readonly TunnelReading[]): PasteFacts['question'] {
  const told = readings.flatMap(({ chosen }) => {
    const [own] = chosen?.a.addresses ?? []
    if (chosen === undefined || own === undefined) return []
    return [
      { own: formatHost(own.value), label: chosen.a.label, verdict: verdictOf(simulate(chosen.a, chosen.b).flows) },
    ]
  })
  return { readings: told, span: readings[0]?.chosen?.a.span ?? null }
}
