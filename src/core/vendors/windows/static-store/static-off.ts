import { grouped } from '../../../model/grouped.ts'
import type { DialectStep } from '../../../model/vendor.ts'
import type { Piece } from '../../flowing-text.ts'
import { quotable } from '../netsh-names.ts'
import { isNone, type StorePair } from './static-labels.ts'
import type { Policy, Rule, StaticStore } from './static-store.ts'

/** Why a rule, or each one of a policy, is not in force, and the command that mends it. */
export interface Off {
  readonly at: Piece
  readonly say: string
  readonly step: DialectStep
  readonly alone: boolean
  readonly aside: boolean
}

export type LeftOut = 'left out' | 'passed over'

/**
 * Why a rule is not in force; `null` where it is. Windows applies one policy alone: what is left out is a rule that is not
 * activated of a policy that is not assigned. Such a policy without tunnels beside another one, as Windows ships three, is passed
 * over.
 */
export function switchedOff({ rules, policies }: StaticStore): (rule: Rule) => Off | LeftOut | null {
  const assigned = policies.find((policy) => !isNo(policy.assigned))
  const tunnelled = grouped(rules.filter(hasTunnel), ({ policy }) => policy)
  const unassigned = new Map<Policy, Off>()
  return (rule) => {
    const { policy } = rule
    if (policy === null || !isNo(policy.assigned))
      return isNo(rule.activated) ? notActivated(rule, rule.activated) : null
    const tunnels = tunnelled.get(policy)
    if (tunnels === undefined) return assigned === undefined ? 'left out' : 'passed over'
    if (isNo(rule.activated)) return 'left out'
    const isBeside = assigned !== undefined && tunnelled.has(assigned)
    if (isBeside && !hasTunnel(rule)) return 'passed over'
    const known =
      unassigned.get(policy) ?? (isBeside ? beside(policy, assigned, tunnels) : notAssigned(policy, assigned))
    unassigned.set(policy, known)
    return known
  }
}

function hasTunnel({ tunnel }: Rule): boolean {
  return tunnel !== null && !isNone(tunnel.value.text)
}

function notAssigned({ name, assigned }: Policy, inForce: Policy | undefined): Off {
  const policy = name.value.text
  const say =
    inForce === undefined
      ? `Policy "${policy}" is not assigned, and no other one is, so that none of its filters is in force.`
      : `Policy "${policy}" is not assigned: "${inForce.name.value.text}" is, and Windows applies one policy alone, so that none of the filters of "${policy}" is in force.`
  const displaced =
    inForce === undefined ? '' : ` Its rules are then in force in the place of those of "${inForce.name.value.text}".`
  return {
    at: assigned ?? name,
    alone: true,
    aside: inForce !== undefined,
    say,
    step: {
      say: `Assign the policy "${policy}".${displaced} A policy that a domain assigns goes before it.`,
      run: assignment(policy),
    },
  }
}

/** Where the policy that is assigned has tunnels too, the rules are added to it: assigned in its place, they would take those down. */
function beside({ name, assigned }: Policy, { name: other }: Policy, rules: readonly Rule[]): Off {
  const [policy, inForce] = [name.value.text, other.value.text]
  const runs = rules.map((rule) => addition(rule, inForce))
  const words = rules.map((rule) => nameOf(rule)).join(' and ')
  return {
    at: assigned ?? name,
    alone: false,
    aside: true,
    say: `Policy "${policy}" is not assigned: "${inForce}" is, which has tunnels as well, and Windows applies one policy alone, so that none of the filters of "${policy}" is in force.`,
    step: {
      say: `Add ${words} of "${policy}" to the policy "${inForce}"; to assign "${policy}" in its place would take the tunnels of "${inForce}" down. <key> stands for the preshared key of the tunnel.`,
      run: runs.every((run) => run !== null) ? runs.join('\n') : null,
    },
  }
}

function addition({ name, list, filterAction, tunnel }: Rule, policy: string): string | null {
  const names = [name, list, filterAction].map((pair) => quotable(pair?.value.text))
  if (names.includes(undefined) || quotable(policy) === undefined || tunnel === null) return null
  const [rule, lists, action] = names
  return `netsh ipsec static add rule name="${rule}" policy="${policy}" filterlist="${lists}" filteraction="${action}" tunnel=${tunnel.value.text} psk="<key>"`
}

export function assignment(policy: string): string | null {
  return quotable(policy) === undefined ? null : `netsh ipsec static set policy name="${policy}" assign=yes`
}

function notActivated({ name, policy }: Rule, at: Piece): Off {
  const rule = name.value.text
  const [named, owner] = [isNone(rule) ? undefined : quotable(rule), quotable(policy?.name.value.text)]
  const run = `netsh ipsec static set rule name="${named}" policy="${owner}" activate=yes`
  return {
    at,
    alone: false,
    aside: false,
    say: `${isNone(rule) ? 'A rule' : `Rule "${rule}"`} is not activated, so that its filters are not in force.`,
    step: {
      say: isNone(rule) ? 'Activate the rule.' : `Activate the rule "${rule}".`,
      run: named === undefined || owner === undefined ? null : run,
    },
  }
}

export function isNo(pair: StorePair | null): pair is StorePair {
  return pair !== null && /^(?:no|false|否)$/i.test(pair.value.text)
}

export function nameOf(rule: Rule): string {
  return isNone(rule.name.value.text) ? 'this rule' : `rule "${rule.name.value.text}"`
}
