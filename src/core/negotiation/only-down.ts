import type { Pair } from '../model/ends/pick-pair.ts'
import { ikeStateOf } from './ike-state.ts'

/**
 * Of several tunnels, the only one that no status shows to be up, where each of the others is shown so; `undefined` where there is
 * none, or more than one.
 */
export function onlyDown(pairs: readonly Pair[]): Pair | undefined {
  const down = pairs.find((pair) => !isShownUp(pair))
  if (pairs.length < 2 || down === undefined || !hasStatus(down)) return undefined
  const isOnly = pairs.slice(pairs.indexOf(down) + 1).every(isShownUp)
  return isOnly ? down : undefined
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
