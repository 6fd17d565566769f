import type { ReadingProblem } from '../../../model/format.ts'
import type { MissingPart } from '../../../model/obstacle.ts'
import type { RoomForPairs } from '../../room-for-pairs.ts'
import { type FirewallRule, type MainModeDefaults, type RuleField, textOf } from './rule-fields.ts'

/** What reading a rule needs, and what it tells. */
export interface RuleContext {
  readonly defaults: MainModeDefaults
  readonly problems: ReadingProblem[]
  readonly room: RoomForPairs
  readonly missing: MissingPart[]
}

/** What prints a rule whole. */
export const SHOW_ALL = 'Run `netsh advfirewall consec show rule name=all verbose` and paste its whole output.'

export function isDefault({ text }: RuleField): boolean {
  return /^default$/i.test(text)
}

/** Of a rule that was printed, and not whole: the methods are asked for, and taken to be the peer's. */
export function isUntold(
  rule: FirewallRule,
  key: 'mainModeMethods' | 'quickModeMethods',
  { missing }: RuleContext,
): boolean {
  if (!rule.isPrinted || rule.fields.has(key) || /^noauthentication$/i.test(textOf(rule, 'action'))) return false
  const [code, words] = key === 'mainModeMethods' ? ['PR001', 'main mode'] : ['PR002', 'quick mode']
  const topic = `${words} methods of rule "${rule.name.text}"`
  missing.push({ code, topic, command: '`netsh advfirewall consec show rule name=all verbose`' })
  return true
}
