import type { After } from './schema.ts'

/** What the simulation says of the tunnel with the steps made, in the words that every front end shows. */
export function verdictAfter({ verdict, ends }: Pick<After, 'verdict' | 'ends'>): string {
  const isPart = verdict === 'unknown' && ends.some(({ entries }) => entries.length === 0)
  return isPart ? 'unknown, since not everything was pasted' : verdict
}
