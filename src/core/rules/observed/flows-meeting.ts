import { formatHost } from '../../address/address-range.ts'
import { rememberedOf } from '../../model/remembered.ts'
import type { Flow, Outcome } from '../../negotiation/flow.ts'
import type { Simulation } from '../../negotiation/simulate.ts'
import { type Box, describeService } from '../../selectors/box.ts'
import { buildBoxIndex } from '../../selectors/box-index.ts'
import { joinWords } from '../wording.ts'

/** What is seen of some packets is held against so many flows; more of them say nothing of each. */
const MOST = 64
/** So many are named. */
const NAMED = 3

/** Their packets do not get through, nor a part of them. */
const FAILS: ReadonlySet<Outcome> = new Set(['uncovered', 'lost', 'refused', 'no-policy', 'discarded'])

/** What the texts of both ends say of packets of which something was seen. */
export interface ByPastes {
  /** `10.1.0.0/24 > 10.2.0.0/24`: flows that do not get through, and those that do. */
  readonly failing: readonly string[]
  readonly through: readonly string[]
  /** All of them get through, from each end that begins. */
  readonly isUp: boolean
  /** None of them gets through, whoever begins. */
  readonly isDown: boolean
  /** What the gateway that sends them shows of the first that fails. */
  readonly seen: string | null
}

const NOTHING: ByPastes = { failing: [], through: [], isUp: false, isDown: false, seen: null }

/** The flows that have some packets, the source on the local side. */
export function flowsMeeting(simulation: Simulation | undefined, packets: readonly Box[]): ByPastes {
  if (simulation === undefined) return NOTHING
  const { boxes, owners, index } = indexed(simulation)
  const found = new Map<Flow, Box>()
  for (const each of packets) {
    const places = index.overlappingUpTo(each, MOST)
    if (places === null) return NOTHING
    for (const place of places) {
      const [flow, box] = [owners[place], boxes[place]]
      if (flow !== undefined && box !== undefined) found.set(flow, box)
    }
  }
  const failing = textsOf(found, ({ outcome }) => FAILS.has(outcome))
  const through = textsOf(found, ({ outcome }) => outcome === 'established')
  return {
    failing,
    through,
    isUp: found.size > 0 && [...found.keys()].every(({ outcome }) => outcome === 'established'),
    isDown: found.size > 0 && [...found.keys()].every(({ outcome }) => FAILS.has(outcome)),
    seen: [...found.keys()].find(({ seen }) => seen !== null)?.seen ?? null,
  }
}

/** What all flows come to, where what is seen is of the gateways themselves: none of them is named. */
export function allFlows(simulation: Simulation | undefined): ByPastes {
  const flows = simulation?.flows.filter(({ remainder }) => !remainder) ?? []
  return { ...NOTHING, isUp: flows.length > 0 && flows.every(({ outcome }) => outcome === 'established') }
}

/** Many observations ask for the same tunnel, and most texts hold none. */
const indexed = rememberedOf(({ flows }: Simulation) => {
  const parts = flows.flatMap((flow) => (flow.remainder ? [] : flow.region.map((box) => ({ flow, box }))))
  const boxes = parts.map(({ box }) => box)
  return { boxes, owners: parts.map(({ flow }) => flow), index: buildBoxIndex(boxes) }
})

function textsOf(found: ReadonlyMap<Flow, Box>, isMeant: (flow: Flow) => boolean): string[] {
  const texts = new Set<string>()
  for (const [flow, box] of found)
    if (isMeant(flow)) texts.add(`${formatHost(box.local)} > ${formatHost(box.remote)}${describeService(box)}`)
  return [...texts]
}

/** How what is seen goes with the texts, as a sentence that begins with a blank; empty where they say nothing of it. */
export function besidePastes({ failing, through, isUp }: Pick<ByPastes, 'failing' | 'through' | 'isUp'>): string {
  if (isUp) return ` ${NOT_IN_FORCE}`
  if (failing.length === 0) return ''
  const others = through.filter((each) => !failing.includes(each))
  const rest = others.length === 0 ? '' : `, while ${named(others)} ${others.length === 1 ? 'gets' : 'get'} through`
  return ` By the texts that were pasted, that is what ${named(failing)} ${failing.length === 1 ? 'comes' : 'come'} to${rest}.`
}

const NOT_IN_FORCE =
  'By the texts of both ends such packets get through. Where the texts are not older than what is seen, a gateway runs with something else (a change that was not applied, another filter or connection that is taken first), or UDP port 500 or ESP is lost on the way.'

export function named(texts: readonly string[]): string {
  const more = texts.length - NAMED
  return joinWords(more > 0 ? [...texts.slice(0, NAMED), `${more} more`] : texts)
}
