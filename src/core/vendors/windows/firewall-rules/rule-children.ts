import type { ChildConfig, Proposal } from '../../../model/ike-policy.ts'
import { defaulted, type Setting, stated } from '../../../model/setting.ts'
import { type LeftOut, readEndpoint, readPorts, readProtocol, templatesOf } from './endpoints.ts'
import { groupOf, parseQuickMode, type QuickModeMethod } from './methods.ts'
import { isDefault, isUntold, type RuleContext, SHOW_ALL } from './rule-context.ts'
import {
  AS_PROPOSED,
  DEFAULT_QUICK_MODE,
  lifetimeUntil,
  NARROWS,
  NO_COMPRESSION,
  QUICK_MODE_AUTHORITY,
  QUICK_MODE_LIFETIME,
} from './rule-defaults.ts'
import { type FirewallRule, listed, type RuleField } from './rule-fields.ts'

/** The children of a rule; `null` where it does not tell what it protects, or that cannot be read. */
export function childrenOf(
  rule: FirewallRule,
  name: string,
  action: string,
  context: RuleContext,
): ChildConfig[] | null {
  const { fields } = rule
  const [one, two] = [fields.get('endpoint1'), fields.get('endpoint2')]
  const family = [one, two].some((field) => field?.text.includes(':')) ? 'ipv6' : 'ipv4'
  const [ours, theirs] = [readEndpoint(one, family), readEndpoint(two, family)]
  const [ourPorts, theirPorts] = [readPorts(fields.get('port1')), readPorts(fields.get('port2'))]
  const protocol = readProtocol(fields.get('protocol'))
  for (const each of [ours, theirs, ourPorts, theirPorts, protocol]) tellLeftOut(each.leftOut, context)
  if (two === undefined && one === undefined) {
    const say = `What rule "${rule.name.text}" protects is not told; it is left out.`
    context.problems.push({ kind: 'cut', span: rule.name.span, say, instead: SHOW_ALL })
    return null
  }
  const [service] = protocol.read
  if (service === undefined) return null
  const local = templatesOf(ours.read, ourPorts.read, service, one)
  const remote = templatesOf(theirs.read, theirPorts.read, service, two)
  const full = context.room.take(`rule "${rule.name.text}"`, rule.name.span, local.length, remote.length)
  if (full !== null) {
    context.problems.push(full.problem)
    return null
  }
  const common = commonOf(rule, action, context)
  const isOne = local.length * remote.length === 1
  return local.flatMap((mine, at) =>
    remote.map(
      (other, place): ChildConfig => ({
        ...common,
        name: isOne ? name : `${name}/${at + 1}x${place + 1}`,
        local: sideOf([mine], one),
        remote: sideOf([other], two),
      }),
    ),
  )
}

function tellLeftOut(leftOut: readonly LeftOut[], { problems }: RuleContext): void {
  for (const { kind, field, say } of leftOut) {
    const instead =
      kind === 'invalid'
        ? 'An endpoint is an address, a subnet, a range, a list of them, or any.'
        : 'Write the addresses themselves: a tunnel needs the same networks on both ends.'
    problems.push({ kind, span: field.span, say, instead })
  }
}

function sideOf(value: ChildConfig['local']['value'], field: RuleField | undefined): ChildConfig['local'] {
  return field === undefined ? defaulted(value, 'An endpoint that is not given is any.') : stated(value, field.span)
}

type Common = Omit<ChildConfig, 'name' | 'local' | 'remote'>

function commonOf(rule: FirewallRule, action: string, context: RuleContext): Common {
  const written = rule.fields.get('action')
  const methods = quickModeOf(rule, context)
  const end = methods.find(({ lifetime }) => lifetime !== undefined)?.lifetime ?? QUICK_MODE_LIFETIME
  const mode = rule.fields.get('mode') ?? rule.name
  return {
    span: rule.name.span,
    proposals: childProposals(rule, methods),
    ...(isUntold(rule, 'quickModeMethods', context) && { proposalsUntold: true as const }),
    mode: action === 'noauthentication' ? stated('pass', (written ?? mode).span) : stated('tunnel', mode.span),
    narrows: NARROWS,
    pfs: pfsOf(rule),
    compression: NO_COMPRESSION,
    waits: action === 'requireinclearout',
    lifetime: lifetimeUntil(end),
  }
}

function pfsOf(rule: FirewallRule): ChildConfig['pfs'] {
  const field = rule.fields.get('quickModePfs')
  return field !== undefined && /^mainmode$/i.test(field.text) ? stated('ike-group', field.span) : AS_PROPOSED
}

function childProposals(rule: FirewallRule, methods: readonly QuickModeMethod[]): Setting<readonly Proposal[]> {
  const pfs = rule.fields.get('quickModePfs')
  const group = pfs && groupOf(pfs.text)
  const ke = group === undefined ? [] : [group]
  const proposals = methods.map(({ proposal }) => ({ ...proposal, ke }))
  const field = rule.fields.get('quickModeMethods')
  const beside = pfs === undefined ? [] : [pfs.span]
  if (field === undefined || isDefault(field)) return defaulted(proposals, QUICK_MODE_AUTHORITY)
  return stated(proposals, field.span, beside)
}

function quickModeOf(rule: FirewallRule, { problems }: RuleContext): readonly QuickModeMethod[] {
  const field = rule.fields.get('quickModeMethods')
  if (field === undefined || isDefault(field)) return DEFAULT_QUICK_MODE
  return listed(field).flatMap(({ text }) => {
    const method = parseQuickMode(text)
    if (method === 'unlike') {
      const say = `"${text}" of rule "${rule.name.text}" is left out: AH around ESP, and AuthNoEncap, are not compared.`
      problems.push({ kind: 'unsupported', span: field.span, say, instead: WRITE_METHOD })
    } else if (method === null) {
      const say = `"${text}" of rule "${rule.name.text}" is no method of quick mode; it is left out.`
      problems.push({ kind: 'invalid', span: field.span, say, instead: WRITE_METHOD })
    } else return method
    return []
  })
}

const WRITE_METHOD = 'Write a method such as ESP:SHA256-AES256+60min+100000kb.'
