import { rangeKey } from '../address/address-range.ts'
import { rememberedOf } from '../model/remembered.ts'
import type { Flow } from '../negotiation/flow.ts'
import { mustProtect } from '../negotiation/must-protect.ts'
import type { Simulation } from '../negotiation/simulate.ts'
import { counts, type Verdict } from '../negotiation/verdict.ts'
import { joinWords } from '../rules/wording.ts'
import { packetFields } from './packet-fields.ts'
import type { Diagnostic } from './schema.ts'
import { uncheckedTopics } from './unchecked.ts'

/** One sentence or two for people: what gets through, and the first reason why not. */
export function summarise(
  simulation: Simulation | undefined,
  verdict: Verdict,
  diagnostics: readonly Diagnostic[],
): string {
  const [worst] = diagnostics.filter(({ severity, code }) => severity !== 'info' && !NO_REASON.has(code))
  if (simulation === undefined) {
    const [seen] = diagnostics.filter(isSeenAlone)
    return (worst ?? seen)?.what ?? 'There is nothing to say about a tunnel.'
  }
  const { a, b } = simulation
  const tunnel = `The tunnel between ${a.name} and ${b.name}`
  const reason = worst === undefined ? '' : ` ${worst.title}: ${firstSentence(worst.what)}`
  if (verdict === 'up') {
    const fault = worst?.severity === 'error' ? reason : ''
    const down = diagnostics.find(({ code, severity }) => severity === 'warning' && SEEN_DOWN.has(code))
    if (fault === '' && down !== undefined)
      return `By what is pasted, the tunnel between ${a.name} and ${b.name} comes up ${fromWhere(simulation)} for all its traffic, but that is not what is seen: ${firstSentence(down.what)}`
    return takesSettingsToAgree(simulation)
      ? `By what is pasted, the tunnel between ${a.name} and ${b.name} comes up ${fromWhere(simulation)} for all its traffic; what no paste shows is taken to agree.${fault}`
      : `${tunnel} comes up ${fromWhere(simulation)} for all its traffic.${fault}`
  }
  if (verdict === 'unknown')
    return unknown(
      simulation,
      worst,
      diagnostics.find(saysWhyDown) ??
        diagnostics.find(({ code }) => SEEN.has(code)) ??
        diagnostics.findLast(isSeenAlone),
    )
  const against = diagnostics.find(({ code, severity }) => code === 'SA001' && severity === 'warning')
  const seen = against === undefined ? '' : ` Against that stands what is seen: ${firstSentence(against.what)}`
  if (verdict === 'down') return `${tunnel} carries nothing.${reason}${seen}`
  const whole = carried(simulation)
  if (whole === '') return `${tunnel} carries a part of its traffic.${reason}${seen}`
  return `${tunnel} carries ${whole}, but not everything that it should.${reason}${seen}`
}

/** Proposals, methods or keys of an end were not pasted, and may keep the tunnel down all the same. */
function takesSettingsToAgree(simulation: Simulation): boolean {
  return uncheckedTopics(simulation).some(({ code }) => SETTINGS.has(code))
}

const SETTINGS: ReadonlySet<string> = new Set(['PR001', 'PR002', 'AU001', 'AU002'])

/** What is seen of a tunnel without its ends: a ping, an event, a log. */
export function isSeenAlone({ code }: Diagnostic): boolean {
  return SEEN_ALONE.has(code)
}

const SEEN_ALONE: ReadonlySet<string> = new Set(['SA001', 'SA002', 'SA012'])

/** A pasted secret and a weak algorithm keep no traffic back. */
const NO_REASON: ReadonlySet<string> = new Set(['PA003', 'CR001', 'CR002', 'CR003'])

/** Why a log says that the tunnel is down says more than the state that it is in. */
function saysWhyDown({ code, severity }: Diagnostic): boolean {
  return code === 'SA012' && severity === 'warning'
}

/** Findings that say what an end shows of the tunnel as it is now, or its log of why it is not there. */
const SEEN: ReadonlySet<string> = new Set(['SA005', 'SA010', 'SA011', 'SA012'])

/** Findings that say that a tunnel which could be up is not, or was not when its log was written, or that nothing comes back. */
const SEEN_DOWN: ReadonlySet<string> = new Set(['SA001', 'SA002', 'SA003', 'SA005', 'SA010', 'SA012'])

function unknown(
  { a, b, differences }: Simulation,
  worst: Diagnostic | undefined,
  seen: Diagnostic | undefined,
): string {
  const isOther = a.spd === undefined && (b.spd !== undefined || a.span === null)
  const [known, missing] = isOther ? [b, a] : [a, b]
  if (known.spd === undefined && known.span !== null && missing.span !== null)
    return worst?.severity === 'error'
      ? `Neither ${a.name} nor ${b.name} shows what it would protect, but a fault is seen already. ${worst.title}: ${firstSentence(worst.what)}`
      : `Neither ${a.name} nor ${b.name} shows what it would protect, so it is not known whether their tunnel comes up.`
  if (known.spd === undefined && seen === undefined)
    return `Only ${(known.span === null ? missing : known).name} was pasted, without what it would protect, so it is not known whether the tunnel comes up.`
  const pasted = missing.span === null ? `Only ${known.name} was pasted` : `Of ${missing.name} only a part was pasted`
  const isListed = mustProtect(known, missing).length > 0
  if (missing.spd === undefined && worst?.severity === 'error' && (missing.span !== null || !isListed))
    return `${pasted}, which shows a fault already. ${worst.title}: ${firstSentence(worst.what)}${seen !== undefined && saysWhyDown(seen) ? ` ${seen.what}` : ''}`
  if (missing.spd === undefined && seen !== undefined) return `${pasted}. ${seen.what}`
  if (missing.spd === undefined && !isListed)
    return `${pasted}, and nothing of what ${known.name} has leads into a tunnel, so it is not known whether one comes up.`
  if (missing.spd === undefined)
    return `${pasted}: what ${missing.span === null ? 'the other end' : 'it'} must have is listed, whether the tunnel comes up is not known.`
  const differing = differences.filter(({ decisive, refused }) => decisive && !refused)
  if (differing.length > 0) {
    const [begins] = [a, b].filter(({ label }) => differing.every(({ takenBy }) => takenBy === label))
    const when = begins === undefined ? '' : ` when ${begins.name} begins`
    return `The ends differ in ${joinWords(differing.map(({ topic }) => topic))}, of which no document says what follows${when}, so it is not known whether the tunnel between ${a.name} and ${b.name} comes up${when === '' ? '' : ' then'}.`
  }
  return worst === undefined
    ? `It is not known whether the tunnel between ${a.name} and ${b.name} comes up.`
    : worst.what
}

/** An end that only answers does not begin anything. */
function fromWhere({ a, b, flows }: Simulation): string {
  const waiting = flows.find(({ outcome, remainder }) => outcome === 'responder-only' && !remainder)
  if (waiting === undefined) return 'from both ends'
  const [begins, waits] = waiting.initiator === a.label ? [b, a] : [a, b]
  return `when ${begins.name} begins (${waits.name} never does)`
}

const carried = rememberedOf(({ flows }: Simulation): string => {
  const distinct = new Map<string, Flow>()
  for (const flow of flows) {
    if (!counts(flow) || flow.outcome !== 'established') continue
    const key = networksKey(flow)
    if (!distinct.has(key)) distinct.set(key, flow)
  }
  const first = [...distinct.values()].slice(0, 4).map(flowText)
  return distinct.size > 4 ? `${first.slice(0, 3).join(', ')} and ${distinct.size - 3} more flows` : joinWords(first)
})

/** The same for flows of which the same is said; of a large tunnel most of that is only counted. */
function networksKey({ region }: Flow): string {
  const [only] = region
  // As of most flows, and the same as what follows.
  if (only !== undefined && region.length === 1) return `${rangeKey(only.local)}|${rangeKey(only.remote)}`
  const sides = [region.map(({ local }) => rangeKey(local)), region.map(({ remote }) => rangeKey(remote))]
  return sides.map((keys) => [...new Set(keys)].join('')).join('|')
}

function flowText(flow: Flow): string {
  const { source, destination } = packetFields(flow.region, false)
  return `${source.join(', ')} to ${destination.join(', ')}`
}

function firstSentence(text: string): string {
  return text.split('\n')[0] ?? text
}
