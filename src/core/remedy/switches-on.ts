import type { Plan } from '../rules/rule.ts'

/** Whether a way out puts entries into force, and does nothing else: what these lack, nobody knows until then. */
export function switchesOn({ changes }: Plan): boolean {
  return changes.every(({ change }) => change.kind === 'clear-obstacle' && change.obstacle.holds !== undefined)
}
