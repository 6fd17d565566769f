import type { Pair } from '../model/ends/pick-pair.ts'
import type { IkeSa } from '../model/ike-sa.ts'
import { ikeStateOf } from './ike-state.ts'

/** What the status of an end shows of a tunnel. */
export interface ShownTunnel {
  readonly isUp: boolean
  /** Its IKE SA; `null` where none is listed. */
  readonly ike: IkeSa | null
}

/** There are SAs for traffic; where the output does not list such, an IKE SA that is established. `null` without the status of an end. */
export function shownTunnel({ a, b }: Pair): ShownTunnel | null {
  const ways = [[a, b] as const, [b, a] as const].filter(
    ([{ sas, ikeSas }]) => sas !== undefined || ikeSas !== undefined,
  )
  if (ways.length === 0) return null
  const states = ways.map(([end, other]) => ikeStateOf(end, other) ?? null)
  return {
    isUp: ways.some(([{ sas }], at) => (sas === undefined ? states[at]?.stage === 'established' : sas.length > 0)),
    ike: states.find((state) => state !== null) ?? null,
  }
}

/** Of several tunnels, the only one that is shown not to be up, where each of the others is shown to be; `undefined` where there is none, or more than one. */
export function onlyDown(pairs: readonly Pair[]): Pair | undefined {
  const down = pairs.find((pair) => shownTunnel(pair)?.isUp !== true)
  if (pairs.length < 2 || down === undefined || shownTunnel(down) === null) return undefined
  const isOnly = pairs.slice(pairs.indexOf(down) + 1).every((pair) => shownTunnel(pair)?.isUp === true)
  return isOnly ? down : undefined
}
