import type { LineRole, ReadingProblem } from '../../../model/format.ts'
import type { LineRoles } from '../../../model/line-roles.ts'
import { lineSpan } from '../../../text/source-text.ts'
import type { MainModeRule, StoredRule } from './main-mode-rules.ts'
import type { NetshCommand } from './netsh-command.ts'
import { SHOW_ALL } from './rule-context.ts'
import type { FirewallRule, RuleField, RuleKey } from './rule-fields.ts'

/** The parameters of `consec add rule` and `set rule` (Microsoft, Netsh AdvFirewall Consec Commands). */
const PARAMETERS: ReadonlyMap<string, RuleKey | null> = new Map([
  ['name', 'name'],
  ['enable', 'enabled'],
  ['profile', 'profiles'],
  ['mode', 'mode'],
  ['localtunnelendpoint', 'localTunnelEndpoint'],
  ['remotetunnelendpoint', 'remoteTunnelEndpoint'],
  ['endpoint1', 'endpoint1'],
  ['endpoint2', 'endpoint2'],
  ['port1', 'port1'],
  ['port2', 'port2'],
  ['protocol', 'protocol'],
  ['interfacetype', 'interfaces'],
  ['action', 'action'],
  ['auth1', 'auth1'],
  ['auth1psk', 'auth1Key'],
  ['auth2', 'auth2'],
  ['qmsecmethods', 'quickModeMethods'],
  ['qmpfs', 'quickModePfs'],
  ['exemptipsecprotectedconnections', 'exemption'],
  ['applyauthz', 'authorization'],
  ['description', null],
  ['type', null],
  ['forwardpathlifetime', null],
])

/** The rules of one computer, by their names, as texts tell of them one after the other. */
export interface RuleStore {
  readonly rules: Map<string, StoredRule>
  readonly mainMode: MainModeRule[]
  methods: RuleField | undefined
  lifetime: RuleField | undefined
}

/** Does what the commands of a script say to the rules that are known, and tells what becomes of each line. */
export function runCommands(
  commands: readonly NetshCommand[],
  store: RuleStore,
  roles: LineRoles,
  problems: ReadingProblem[],
): void {
  for (const command of commands) {
    const role = runOne(command, store, problems)
    for (const line of command.lines) roles.set(line.number, role)
  }
}

function runOne(command: NetshCommand, store: RuleStore, problems: ReadingProblem[]): LineRole {
  switch (command.what) {
    case 'consec add rule':
      return addRule(command, store, problems)
    case 'consec set rule':
      return setRule(command, store, problems)
    case 'consec delete rule':
      return deleteRules(command, store)
    case 'set global':
      return setGlobal(command, store)
    case 'mainmode add rule':
      return addMainModeRule(command, store)
    case 'mainmode set rule':
    case 'mainmode delete rule':
      return 'unsupported'
    default:
      return 'irrelevant'
  }
}

function addRule(command: NetshCommand, { rules }: RuleStore, problems: ReadingProblem[]): LineRole {
  const fields = fieldsOf(command, false)
  const name = fields.get('name')
  const [line] = command.lines
  if (name === undefined || line === undefined) return 'unrecognised'
  const key = keyOf(name.text)
  if (rules.has(key)) {
    const say = `There is a rule "${name.text}" already; which of the two is meant is not known, so that the first one counts.`
    problems.push({ kind: 'unsupported', span: lineSpan(line), say, instead: 'Give each rule a name of its own.' })
    return 'unsupported'
  }
  rules.set(key, { name, fields, isPrinted: false })
  return roleOf(command)
}

function setRule(command: NetshCommand, { rules }: RuleStore, problems: ReadingProblem[]): LineRole {
  const name = fieldsOf(command, false).get('name')
  const known = name && rules.get(keyOf(name.text))
  if (name === undefined) return 'unsupported'
  if (known === undefined) {
    const say = `The rule "${name.text}" that is changed here is not in the paste.`
    problems.push({ kind: 'cut', span: name.span, say, instead: SHOW_ALL })
    return 'unsupported'
  }
  for (const [key, field] of fieldsOf(command, true)) if (key !== 'name') known.fields.set(key, field)
  return roleOf(command)
}

function deleteRules(command: NetshCommand, { rules }: RuleStore): LineRole {
  const name = fieldsOf(command, false).get('name')
  if (name === undefined) return 'unsupported'
  if (/^all$/i.test(name.text)) rules.clear()
  else rules.delete(keyOf(name.text))
  return 'read'
}

/** `set global mainmode mmsecmethods dhgroup14:aes256-sha256`, `mmkeylifetime 480min,0sess`. */
function setGlobal({ words }: NetshCommand, store: RuleStore): LineRole {
  const [context, parameter, value] = words
  if (context?.text.toLowerCase() !== 'mainmode' || value === undefined) return 'irrelevant'
  const what = parameter?.text.toLowerCase()
  const rest = words.slice(2).map(({ text }) => text)
  if (what === 'mmsecmethods') store.methods = { text: rest.join(''), span: value.span }
  else if (what === 'mmkeylifetime') store.lifetime = { text: rest.join(''), span: value.span }
  else return 'unsupported'
  return 'read'
}

/** `netsh advfirewall mainmode add rule name=... mmsecmethods=... endpoint2=...` */
function addMainModeRule({ values }: NetshCommand, { mainMode }: RuleStore): LineRole {
  const get = (key: string) => values.find((value) => value.key === key)
  const [name, methods] = [get('name'), get('mmsecmethods')]
  if (name === undefined || methods === undefined || /^no$/i.test(get('enable')?.text ?? '')) return 'unsupported'
  mainMode.push({
    owner: { kind: 'rule', name: name.text },
    peers: get('endpoint2'),
    methods,
    lifetime: get('mmkeylifetime'),
  })
  return 'read'
}

function fieldsOf({ values }: NetshCommand, isNew: boolean): Map<RuleKey, RuleField> {
  const fields = new Map<RuleKey, RuleField>()
  for (const value of values) {
    const key = PARAMETERS.get(value.key)
    if (key != null && value.isNew === isNew) fields.set(key, { text: value.text, span: value.span })
  }
  return fields
}

/** What netsh does not know of a command is not passed over. */
function roleOf({ values, words }: NetshCommand): LineRole {
  const known = values.every(({ key }) => PARAMETERS.has(key) || CERTIFICATES.test(key))
  return known && words.length === 0 ? 'read' : 'unsupported'
}

const CERTIFICATES = /^auth[12](?:ecdsap\d{3})?(?:ca|healthcert)$|^auth1kerbproxyfqdn$/

export function keyOf(name: string): string {
  return name.toLowerCase()
}

/** Takes the rules of a listing into the store; of two of one name the second gets a number behind it. */
export function addListed({ rules }: RuleStore, listed: readonly FirewallRule[]): void {
  const numbers = new Map<string, number>()
  for (const { name, fields, isPrinted } of listed) {
    let key = keyOf(name.text)
    for (let at = numbers.get(key) ?? 2; rules.has(key); at++) {
      numbers.set(keyOf(name.text), at + 1)
      key = `${keyOf(name.text)} (${at})`
    }
    rules.set(key, { name, fields: new Map(fields), isPrinted })
  }
}
