import type { Pair } from '../model/ends/pick-pair.ts'
import { ikeStateOf } from './ike-state.ts'

/**
 * Of several tunnels, the only one that no status shows to be up, where each of the others is shown so; `undefined` where there is
 * none, or more than one.
 */
export function onlyDown(pairs: readonly Pair[]): Pair | undefined {
  const [down, ...more] = pairs.filter((pair) => !isShownUp(pair))
  return pairs.length > 1 && more.length === 0 && down !== undefined && hasStatus(down) ? down : undefined
}

function hasStatus({ a, b }: Pair): boolean {
  return [a, b].some(({ sas, ikeSas }) => sas !== undefined || ikeSas !== undefined)
}

/** There are SAs for traffic; where the output does not list such, an IKE SA that is established. */
function isShownUp({ a, b }: Pair): boolean {
  return [[a, b] as const, [b, a] as const].some(([end, other]) =>
    end.sas === undefined ? ikeStateOf(end, other)?.stage === 'established' : end.sas.length > 0,
  )
}
