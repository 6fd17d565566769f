import { formatRange } from '../address/address-range.ts'
import type { Endpoint } from '../model/endpoint.ts'
import { differencesFor, notifyFor, type PolicyDifference } from '../negotiation/compare-policies.ts'
import type { Flow as SimulatedFlow } from '../negotiation/flow.ts'
import type { QuickMode } from '../negotiation/quick-modes.ts'
import type { Simulation } from '../negotiation/simulate.ts'
import { type Box, mirrorBox } from '../selectors/box.ts'
import { formatPort, formatProtocol } from '../selectors/protocol.ts'
import { reportNegotiation } from './negotiation.ts'
import type { Rows } from './rows.ts'
import type { Flow, Negotiation } from './schema.ts'

/** Flows of the report; `findings` gives the ids of the diagnostics that are about a flow. */
export function reportFlows(
  { flows }: Pick<Simulation, 'flows'>,
  rows: Rows,
  findings: (flow: SimulatedFlow) => readonly string[],
): Flow[] {
  return flows.map((flow) => {
    const row = rows.flow(flow)
    const diagnostics = findings(flow)
    return diagnostics.length === 0 ? row : { ...row, diagnostics: [...diagnostics] }
  })
}

/** One negotiation for each entry that an end can initiate; IKE itself is taken to agree unless settings differ. */
export function reportNegotiations(simulation: Simulation): Negotiation[] {
  const { a, b, quickModes, differences } = simulation
  const ends = new Map([a, b].map((end) => [end.label, end]))
  return quickModes.flatMap((quickMode) => {
    const [initiator, responder] = [ends.get(quickMode.initiator), ends.get(quickMode.responder)]
    if (initiator === undefined || responder === undefined || responder.spd === undefined) return []
    if (quickMode.outcome !== null) return [reportNegotiation(quickMode.outcome, simulation)]
    const counting = differencesFor(responder, differences)
    const differ = counting.find(({ refused }) => refused) ?? counting.find(({ decisive }) => decisive)
    const ike = ikeWith(differ)
    return [
      {
        initiator: initiator.label,
        version: 1,
        connection: responder.name,
        child: quickMode.entry.name,
        responder:
          quickMode.response?.kind === 'accepted'
            ? { connection: initiator.name, child: quickMode.response.entry.name }
            : null,
        ike,
        child_sa: ike.outcome === 'established' ? childSa(quickMode, initiator, differ) : null,
      },
    ]
  })
}

/** Settings of phase 2 that differ leave the IKE SA as it is. */
function ikeWith(differ: PolicyDifference | undefined): Negotiation['ike'] {
  const inChild = differ !== undefined && CHILD_TOPICS.has(differ.topic)
  const agrees = differ === undefined || inChild
  return {
    outcome: agrees ? 'established' : differ.refused ? 'failed' : 'unknown',
    notify: agrees || !differ.refused ? null : notifyFor(differ),
    reason: agrees ? null : 'settings-differ',
    proposal: null,
    certainty: 'assumed',
    rekey: null,
    rekeyByResponder: null,
  }
}

const CHILD_TOPICS: ReadonlySet<string> = new Set(['ESP encryption', 'ESP integrity', 'perfect forward secrecy'])

function childSa(
  { entry, response }: QuickMode,
  initiator: Endpoint,
  differ: PolicyDifference | undefined,
): Negotiation['child_sa'] {
  const [proposed] = entry.selectors
  const matching = response?.kind === 'accepted' ? response.selectors[0] : undefined
  const accepted = differ === undefined ? matching : undefined
  const undecided = matching !== undefined && differ?.refused === false
  return {
    outcome: undecided ? 'unknown' : accepted === undefined ? 'failed' : 'established',
    notify: matching !== undefined && differ?.refused === true ? notifyFor(differ) : null,
    reason: matching === undefined ? 'no-matching-selectors' : differ === undefined ? null : 'settings-differ',
    certainty: response?.certainty ?? 'assumed',
    mode: entry.mode,
    proposal: null,
    selectors:
      accepted === undefined
        ? { local: [], remote: [] }
        : selectorTexts(initiator.vendor.selectorRule.rule === 'narrow' ? accepted : (proposed ?? accepted)),
    responderSelectors: accepted === undefined ? { local: [], remote: [] } : selectorTexts(mirrorBox(accepted)),
    asFurtherChild: null,
    rekey: null,
    rekeyByResponder: null,
  }
}

function selectorTexts(box: Box): { local: string[]; remote: string[] } {
  return { local: [selectorText(box, 'local')], remote: [selectorText(box, 'remote')] }
}

/** `10.2.0.0/24[tcp/80]`, the brackets only where not any. */
function selectorText(box: Box, side: 'local' | 'remote'): string {
  const protocol = formatProtocol(box.protocol)
  const port = formatPort(box[`${side}Port`])
  const service = protocol === 'any' && port === 'any' ? '' : port === 'any' ? `[${protocol}]` : `[${protocol}/${port}]`
  return formatRange(box[side]) + service
}
