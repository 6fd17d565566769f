import type { Plan } from '../rules/rule.ts'

/** Whether a way out does nothing but put entries into force. What else they lack shows only once they are. */
export function switchesOn({ changes }: Plan): boolean {
  return changes.every(({ change }) => change.kind === 'clear-obstacle' && change.obstacle.holds !== undefined)
}
