import { listingText, type PrintedRule } from '../products/windows-firewall.ts'

/** `netsh advfirewall` commands, done to what `consec show rule name=all verbose` printed. Any other command is refused. */
export function runAdvfirewall(text: string, commands: string): string {
  return listingText(commands.split('\n').reduce(runOne, rulesOf(text)))
}

/** What netsh prints of a parameter. */
const LABELS: ReadonlyMap<string, string> = new Map([
  ['enable', 'Enabled'],
  ['mode', 'Mode'],
  ['localtunnelendpoint', 'LocalTunnelEndpoint'],
  ['remotetunnelendpoint', 'RemoteTunnelEndpoint'],
  ['endpoint1', 'Endpoint1'],
  ['endpoint2', 'Endpoint2'],
  ['profile', 'Profiles'],
  ['action', 'Action'],
  ['auth1', 'Auth1'],
  ['auth1psk', 'Auth1PSK'],
  ['qmsecmethods', 'QuickModeSecMethods'],
  ['qmpfs', 'QuickModePFS'],
])

function rulesOf(text: string): PrintedRule[] {
  return text.split(/(?=^Rule Name:)/m).flatMap((part) => {
    const lines = part.match(/^[A-Z][\w ]*: {1,40}\S.*$/gm) ?? []
    return lines.length === 0 ? [] : [new Map(lines.map((line) => pairOf(line, /: +/)))]
  })
}

function pairOf(text: string, separator: RegExp): readonly [string, string] {
  const [label = '', ...values] = text.split(separator)
  return [label, values.join(': ')]
}

function runOne(rules: PrintedRule[], command: string): PrintedRule[] {
  const global = /^netsh advfirewall set global mainmode mmsecmethods (\S+)$/.exec(command)?.[1]
  if (global !== undefined)
    return rules.map((rule) => withValue(rule, 'MainModeSecMethods', global.replaceAll(':', '-')))
  const [, verb, words = ''] = /^netsh advfirewall consec (add|set|delete) rule (.+)$/.exec(command) ?? []
  const [before = '', behind] = words.split(' new ')
  const name = assignments(before).get('name')
  if (verb === 'add' && behind === undefined) return [...rules, added(rules, assignments(before))]
  if (!rules.some((rule) => rule.get('Rule Name') === name)) throw new Error(`There is no rule for "${command}".`)
  if (verb === 'delete') return rules.filter((rule) => rule.get('Rule Name') !== name)
  if (verb !== 'set' || behind === undefined) throw new Error(`Nothing is known to come of "${command}".`)
  return rules.map((rule) =>
    rule.get('Rule Name') === name ? [...assignments(behind)].reduce(withParameter, rule) : rule,
  )
}

/** All that is not told is as it is in the other rules, or any. */
function added(rules: readonly PrintedRule[], values: ReadonlyMap<string, string>): PrintedRule {
  const name = values.get('name') ?? ''
  const [model] = rules
  if (name === '' || rules.some((rule) => rule.get('Rule Name') === name) || model === undefined)
    throw new Error(`A rule "${name}" cannot be added.`)
  for (const needed of ['localtunnelendpoint', 'remotetunnelendpoint', 'endpoint1', 'endpoint2', 'action', 'auth1'])
    if (!values.has(needed)) throw new Error(`A rule of a tunnel needs "${needed}".`)
  const blank = withValue(withValue(model, 'Rule Name', name), 'QuickModePFS', 'None')
  return [...values].filter(([key]) => key !== 'name').reduce(withParameter, blank)
}

function withParameter(rule: PrintedRule, [key, value]: readonly [string, string]): PrintedRule {
  const label = LABELS.get(key)
  if (label === undefined) throw new Error(`Nothing is known to come of "${key}".`)
  return withValue(rule, label, value)
}

function withValue(rule: PrintedRule, label: string, value: string): PrintedRule {
  if (!rule.has(label)) throw new Error(`netsh prints no "${label}".`)
  return new Map(rule).set(label, value)
}

function assignments(words: string): ReadonlyMap<string, string> {
  return new Map(
    (words.match(/\w+=(?:"[^"]*"|\S+)/g) ?? []).map((word) => {
      const [key = '', value = ''] = word.split(/=(.*)/s)
      return [key, value.replaceAll('"', '')] as const
    }),
  )
}
