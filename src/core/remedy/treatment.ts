import type { Change } from '../model/change.ts'
import type { Endpoint } from '../model/endpoint.ts'
import { remembered } from '../model/remembered.ts'
import { resimulate } from '../negotiation/resimulate.ts'
import type { Simulation } from '../negotiation/simulate.ts'
import type { Finding } from '../rules/rule.ts'
import { applyChanges, isTooMuch } from './apply.ts'

/** A change of an end, which all changes together turn into `after`, and the findings that ask for it. */
export interface AppliedChange {
  readonly change: Change
  readonly before: Endpoint
  readonly after: Endpoint
  readonly for: readonly Finding[]
}

/** A set of changes and the tunnel as it will be with them. */
export interface Treatment {
  readonly applied: readonly AppliedChange[]
  readonly after: Simulation
}

/** A change that findings ask for, at the end with this label. */
export interface Wanted {
  readonly end: string
  readonly change: Change
  readonly for: readonly Finding[]
}

/** The rules, asked again about the tunnel as it will be. */
export type Examine = (simulation: Simulation) => readonly Finding[]

/** What the planner can do to find out. */
export interface Trials {
  /** Whether so many trials are still to be had. */
  readonly affords: (trials: number) => boolean
  /** All changes made at once; `null` when there is none, an end cannot be told one, or enough was tried. */
  readonly treat: (simulation: Simulation, wanted: readonly Wanted[]) => Treatment | null
  readonly examine: Examine
  /** The finding about the tunnel as it is that says the same as one about a tunnel with changes. */
  readonly shownBefore: (later: Finding) => Finding | undefined
  /** Whether there was too much to follow it to its end. */
  readonly limits: { passed: boolean }
}

/** With more entries than this at both ends a tunnel is large. */
export const LARGE = 20_000

/** Trials of a tunnel with few entries; with many entries there are fewer of them. */
const TRIALS = 600

/** Each trial simulates the whole tunnel. The more entries there are, the fewer trials are made, down to none. */
export function limited({ a, b }: Pick<Simulation, 'a' | 'b'>): Pick<Trials, 'treat' | 'affords'> {
  const cost = 1 + entriesOf({ a, b }) / 20
  let left = TRIALS
  return {
    affords: (trials) => trials * cost <= left,
    treat(simulation, wanted) {
      if (wanted.length === 0) return null
      left -= cost
      return left < 0 ? null : treat(simulation, wanted)
    },
  }
}

/** How many entries both ends have. */
export function entriesOf({ a, b }: Pick<Simulation, 'a' | 'b'>): number {
  return (a.spd?.length ?? 0) + (b.spd?.length ?? 0)
}

/** Whether a list of changes makes too much of one of the ends to be treated. */
export function isTooMuchFor({ a, b }: Simulation, wanted: readonly Wanted[]): boolean {
  return [a, b].some((end) => {
    const changes = wanted.filter((each) => each.end === end.label).map(({ change }) => change)
    return changes.length > 0 && isTooMuch(end, changes)
  })
}

/** Remembered, since what one round tried the next step asks for again, with the very same list. */
export const treat = remembered((simulation: Simulation, wanted: readonly Wanted[]): Treatment | null => {
  const [a, b] = [simulation.a, simulation.b].map((end) => {
    const changes = wanted.filter((each) => each.end === end.label).map(({ change }) => change)
    return changes.length === 0 ? end : applyChanges(end, changes)
  })
  if (a === undefined || b === undefined || wanted.length === 0) return null
  const applied = wanted.map(({ end, change, for: findings }): AppliedChange => {
    const [before, after] = end === simulation.a.label ? [simulation.a, a] : [simulation.b, b]
    return { change, before, after, for: findings }
  })
  return { applied, after: resimulate(simulation, a, b) }
})
