import type { ReadingProblem } from '../../../model/format.ts'
import { rememberedOf } from '../../../model/remembered.ts'
import type { Action } from '../../../model/spd-entry.ts'
import type { Piece } from '../../flowing-text.ts'
import { readTerm } from '../address-term.ts'
import type { FilterPair } from '../filter-records.ts'
import { parseAction } from '../filter-words.ts'
import { isNone, type StorePair } from './static-labels.ts'
import { assignment, isNo, type LeftOut, nameOf, type Off, switchedOff } from './static-off.ts'
import { type FilterList, nameKey, type Policy, type Rule, type StaticStore } from './static-store.ts'

/** What a rule does with the filters of a list. */
export interface Use {
  readonly action: Action
  readonly tunnel: FilterPair | null
  /** Whether a missing tunnel end means transport mode, or only that the end was not shown. */
  readonly modeKnown: boolean
  /** Why the rule is not in force. */
  readonly off: Off | null
}

/** Something that was not shown or is not in force. */
interface Doubt extends Omit<ReadingProblem, 'span'> {
  readonly at: Piece
}

interface Uses {
  /** A list that is not in it is not in force. */
  readonly uses: ReadonlyMap<FilterList, readonly Use[]>
  readonly doubts: readonly Doubt[]
  /** Those that are in force, or would be with one command. */
  readonly rules: readonly Rule[]
}

const SHOW_ALL = 'Run `netsh ipsec static show all` and paste its whole output.'
/** Of one list; nobody has as many. Each rule makes filters of the whole list. */
const MOST_RULES = 100
const ASSUMED: Use = { action: 'protect', tunnel: null, modeKnown: false, off: null }

/**
 * How each filter list is used: by the rules of assigned policies, and by what is switched off and may be meant for a tunnel: rules that
 * are not activated, and policies that are not assigned, where no tunnel is in force. Where no rules are shown, a list is assumed to be
 * protected, with an unknown tunnel end, since a list alone tells neither.
 */
export function usesOf(store: StaticStore): Uses {
  const lists = new Map(
    store.lists.flatMap((list) => (list.name === null || list.repeated ? [] : [[nameKey(list.name), list] as const])),
  )
  const offOf = switchedOff(store)
  const uses = new Map<FilterList, Use[]>()
  const idle = new Set<FilterList>()
  const crowded = new Set<FilterList>()
  const doubts: Doubt[] = []
  const rules: Rule[] = []
  const [only] = store.policies
  if (only !== undefined && store.rules.length === 0 && lists.size === 0) doubts.push(bareStore(only))
  const policies = new Set<Policy | null>()
  for (const rule of store.rules) {
    if (rule.list === null || isUnlisted(rule.list.value.text)) continue
    const list = lists.get(nameKey(rule.list))
    const off = offOf(rule)
    if (!policies.has(rule.policy)) doubts.push(...policyDoubts(rule, off))
    policies.add(rule.policy)
    if (off === null || (typeof off === 'object' && !off.aside)) rules.push(rule)
    const use = off === 'left out' || off === 'passed over' ? null : applyRule(rule, { store, list, off }, doubts)
    if (use !== null && list === undefined) doubts.push(missingList(rule, rule.list))
    if (list === undefined) continue
    const known = uses.get(list)
    if (use === null) idle.add(list)
    else if (known === undefined) uses.set(list, [use])
    else if (known.length < MOST_RULES) known.push(use)
    else if (!crowded.has(list)) {
      crowded.add(list)
      doubts.push(crowdedList(rule.list))
    }
  }
  const everyRuleIsShown = store.rules.length > 0 && store.rules.every(({ list }) => list !== null)
  for (const list of store.lists) {
    if (list.repeated || uses.has(list) || idle.has(list)) continue
    // Windows keeps lists that no rule uses; only where a rule may be missing can such a list be in force.
    if (everyRuleIsShown) continue
    uses.set(list, [ASSUMED])
    const [first] = list.pairs
    doubts.push({ ...unusedList(list.name?.value.text), at: list.name?.value ?? first ?? { from: 0, to: 0 } })
  }
  return { uses, doubts, rules }
}

interface Applied {
  readonly store: StaticStore
  readonly list: FilterList | undefined
  readonly off: Off | null
}

/** Each of its filters is for packets of the gateway itself, which need no tunnel. Many rules may use one list. */
const isOfGateway = rememberedOf(({ pairs }: FilterList): boolean => {
  const sources = pairs.filter(({ key }) => key === 'source')
  const own = pairs.filter(
    ({ key, value }) => (key === 'source' || key === 'destination') && readTerm(value.text, '').kind === 'own',
  )
  return sources.length > 0 && own.length >= sources.length
})

/** `null` when its action cannot be told. */
function applyRule(rule: Rule, { store, list, off }: Applied, doubts: Doubt[]): Use | null {
  const written =
    rule.action ?? (rule.filterAction === null ? undefined : store.actions.get(nameKey(rule.filterAction)))
  const action = written === undefined ? 'protect' : parseAction(written.value.text)
  if (written === undefined) doubts.push(unknownAction(rule))
  if (written !== undefined && action === undefined) {
    const say = `"${written.value.text}" is not an action that is known here, so the filters of ${nameOf(rule)} are left out.`
    doubts.push({ kind: 'invalid', at: written.value, say, instead: 'The actions are permit, block and negotiate.' })
  }
  if (action === undefined) return null
  const isTold = rule.tunnel !== null || (store.showsTunnels && list !== undefined && isOfGateway(list))
  if (action === 'protect' && !isTold) doubts.push(unknownTunnel(rule))
  const tunnel = rule.tunnel === null || isNone(rule.tunnel.value.text) ? null : rule.tunnel
  return { action, tunnel, modeKnown: action !== 'protect' || isTold, off }
}

/** The default response rule has no list of its own. */
function isUnlisted(written: string): boolean {
  return isNone(written) || /dynamic/i.test(written)
}

function policyDoubts(rule: Rule, off: Off | LeftOut | null): Doubt[] {
  const { policy } = rule
  if (policy === null || policy.assigned === null) return [unknownAssignment(rule)]
  return off === 'left out' && isNo(policy.assigned) ? [idlePolicy(policy, policy.assigned)] : []
}

function idlePolicy({ name }: Policy, at: Piece): Doubt {
  const policy = name.value.text
  const say = `Policy "${policy}" is not assigned, so the filters of its rules are not in force and are left out.`
  const run = assignment(policy)
  const how = run === null ? 'assign it' : `run \`${run}\``
  const instead = `If it should be in force, ${how} and paste the new output. Windows applies one policy alone.`
  return { kind: 'unsupported', at, say, instead }
}

function unknownAssignment(rule: Rule): Doubt {
  const say = `Whether the policy of ${nameOf(rule)} is assigned is not shown; it is assumed to be.`
  return { kind: 'unsupported', at: (rule.policy ?? rule).name.value, say, instead: SHOW_ALL }
}

function bareStore({ name }: Policy): Doubt {
  const say = `Policy "${name.value.text}" is shown without rules and filter lists, so its filters are not known.`
  return { kind: 'cut', at: name.value, say, instead: SHOW_ALL }
}

function missingList(rule: Rule, list: StorePair): Doubt {
  const say = `Filter list "${list.value.text}", which ${nameOf(rule)} uses, is not shown, so its filters are not known.`
  return { kind: 'cut', at: list.value, say, instead: SHOW_ALL }
}

function crowdedList(list: StorePair): Doubt {
  const say = `More than ${MOST_RULES} rules use filter list "${list.value.text}"; from here on they are left out.`
  return { kind: 'invalid', at: list.value, say, instead: 'Paste the policy that is assigned alone.' }
}

/** Of a list with a name or without one. */
export function unusedList(name: string | undefined): Omit<Doubt, 'at'> {
  const list = name === undefined ? 'these filters' : `filter list "${name}"`
  const say = `No rule that uses ${list} is shown, so neither the action nor the tunnel endpoint is known; the action is assumed to be negotiate, and of two filters for both ways the first to be outbound, unless the other end tells.`
  return { kind: 'unsupported', say, instead: SHOW_ALL }
}

function unknownAction(rule: Rule): Doubt {
  const action = rule.filterAction === null ? '' : ` "${rule.filterAction.value.text}"`
  const say = `What the filter action${action} of ${nameOf(rule)} does is not shown; it is assumed to be negotiate.`
  return { kind: 'unsupported', at: (rule.filterAction ?? rule.name).value, say, instead: SHOW_ALL }
}

function unknownTunnel(rule: Rule): Doubt {
  const say = `The tunnel endpoint of ${nameOf(rule)} is not shown, so whether its filters use tunnel mode is not known.`
  const instead =
    'Run `netsh ipsec dynamic show qmfilter all type=specific`, which shows tunnel endpoints, and paste its whole output.'
  return { kind: 'unsupported', at: rule.name.value, say, instead }
}
