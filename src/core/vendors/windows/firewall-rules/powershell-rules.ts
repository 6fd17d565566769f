import type { LineRole, ReadingProblem } from '../../../model/format.ts'
import type { LineRoles } from '../../../model/line-roles.ts'
import { UNKNOWN_SECRET } from '../../../text/secrets/secret-mark.ts'
import { Shell, type ShellObject, type ShellStatement, type ShellValue } from './powershell-script.ts'
import { keyOf, type RuleStore } from './rule-commands.ts'
import { SHOW_ALL } from './rule-context.ts'
import type { RuleField, RuleKey } from './rule-fields.ts'

/** Does what the statements of a script say to the rules that are known, and tells what becomes of each line. */
export function runStatements(
  statements: readonly ShellStatement[],
  store: RuleStore,
  roles: LineRoles,
  problems: ReadingProblem[],
): void {
  const reader = new ScriptReader(store, problems)
  for (const statement of statements) {
    const role = reader.run(statement)
    for (const line of statement.lines) roles.set(line.number, role)
  }
}

/** The parameters of `New-NetIPsecRule` that are the fields of a rule as they are (Microsoft's reference of NetSecurity). */
const PARAMETERS: ReadonlyMap<string, RuleKey> = new Map([
  ['mode', 'mode'],
  ['profile', 'profiles'],
  ['localtunnelendpoint', 'localTunnelEndpoint'],
  ['remotetunnelendpoint', 'remoteTunnelEndpoint'],
  ['localaddress', 'endpoint1'],
  ['remoteaddress', 'endpoint2'],
  ['localport', 'port1'],
  ['remoteport', 'port2'],
  ['protocol', 'protocol'],
  ['keymodule', 'keyModule'],
])

class ScriptReader {
  readonly #store: RuleStore
  readonly #problems: ReadingProblem[]
  readonly #shell: Shell
  /** Sets by their names, as rules may call them. */
  readonly #sets = new Map<string, ShellObject>()
  #role: LineRole = 'irrelevant'

  constructor(store: RuleStore, problems: ReadingProblem[]) {
    this.#store = store
    this.#problems = problems
    this.#shell = new Shell((object) => this.#take(object))
  }

  /** A statement without a command sets a variable. */
  run(statement: ShellStatement): LineRole {
    this.#role = 'irrelevant'
    this.#shell.run(statement)
    return /^[^#\n]{0,200}\$[\w:]{1,60}[ \t]{0,20}=/.test(statement.lines[0]?.text ?? '') ? 'read' : this.#role
  }

  /** A rule of main mode has the methods of a set. */
  #takeMainMode({ parameters }: ShellObject): void {
    const value = parameters.get('mainmodecryptoset')
    const methods = this.#methodsOf(value, mainModeWord)
    const [set] = this.#setsOf(value)
    const name = (set?.parameters.get('displayname') ?? set?.parameters.get('name'))?.texts[0]
    if (methods === undefined || set === undefined || name === undefined) return
    const minutes = set.parameters.get('maxminutes')?.texts[0]
    this.#store.mainMode.push({
      owner: { kind: 'set', name: name.text },
      peers: joined(parameters.get('remoteaddress')),
      methods,
      lifetime: minutes && { ...minutes, text: `${minutes.text}min` },
    })
  }

  #take(object: ShellObject): void {
    const { command, parameters } = object
    if (/cryptoset$|authset$/.test(command) && command.startsWith('new-')) {
      for (const name of ['name', 'displayname'])
        for (const { text } of parameters.get(name)?.texts ?? []) this.#sets.set(text.toLowerCase(), object)
      if (parameters.has('default')) this.#takeDefault(object)
    }
    if (command === 'new-netipsecmainmoderule') this.#takeMainMode(object)
    if (command.startsWith('new-netipsec')) this.#role = 'read'
    if (command === 'new-netipsecrule') this.#addRule(object)
    else if (/^(?:set|enable|disable|remove)-netipsecrule$/.test(command)) this.#changeRule(object)
    else if (/^(?:set|remove)-netipsec/.test(command)) this.#role = 'unsupported'
  }

  /** What all rules have that name no set of their own. */
  #takeDefault(object: ShellObject): void {
    if (object.command !== 'new-netipsecmainmodecryptoset') return
    this.#store.methods = this.#methodsOf({ texts: [], objects: [object] }, mainModeWord)
    const minutes = object.parameters.get('maxminutes')?.texts[0]
    if (minutes !== undefined) this.#store.lifetime = { ...minutes, text: `${minutes.text}min` }
  }

  #addRule(object: ShellObject): void {
    const name = (object.parameters.get('displayname') ?? object.parameters.get('name'))?.texts[0] ?? object.place
    const fields = this.#fieldsOf(object)
    fields.set('name', name)
    const key = keyOf(name.text)
    if (this.#store.rules.has(key)) this.#role = 'unsupported'
    else this.#store.rules.set(key, { name, fields, isPrinted: false })
  }

  #changeRule(object: ShellObject): void {
    const { command, parameters, place } = object
    const name = (parameters.get('displayname') ?? parameters.get('name'))?.texts[0]
    const known = name && this.#store.rules.get(keyOf(name.text))
    this.#role = known === undefined ? 'unsupported' : 'read'
    if (name !== undefined && known === undefined) {
      const say = `The rule "${name.text}" that is changed here is not in the paste.`
      this.#problems.push({ kind: 'cut', span: name.span, say, instead: SHOW_ALL })
    }
    if (known === undefined || name === undefined) return
    if (command === 'remove-netipsecrule') this.#store.rules.delete(keyOf(name.text))
    else if (command === 'set-netipsecrule')
      for (const [key, field] of this.#fieldsOf(object)) known.fields.set(key, field)
    else known.fields.set('enabled', { ...place, text: command === 'enable-netipsecrule' ? 'yes' : 'no' })
  }

  #fieldsOf(object: ShellObject): Map<RuleKey, RuleField> {
    const { parameters } = object
    const fields = new Map<RuleKey, RuleField>()
    for (const [parameter, key] of PARAMETERS) {
      const field = joined(parameters.get(parameter))
      if (field !== undefined) fields.set(key, field)
    }
    const enabled = parameters.get('enabled')?.texts[0]
    if (enabled !== undefined) fields.set('enabled', { ...enabled, text: /false/i.test(enabled.text) ? 'no' : 'yes' })
    const action = actionOf(parameters)
    if (action !== undefined) fields.set('action', action)
    this.#takeAuthentication(parameters.get('phase1authset'), fields)
    this.#takeQuickMode(parameters.get('quickmodecryptoset'), fields)
    return fields
  }

  /** The object that a value is, or that has its name. */
  #setsOf(value: ShellValue | undefined): readonly ShellObject[] {
    const named = (value?.texts ?? []).flatMap(({ text }) => this.#sets.get(text.toLowerCase()) ?? [])
    return [...(value?.objects ?? []), ...named]
  }

  #methodsOf(
    value: ShellValue | undefined,
    wordOf: (parameters: ShellObject['parameters']) => string,
  ): RuleField | undefined {
    const proposals = this.#setsOf(value).flatMap(({ parameters }) => parameters.get('proposal')?.objects ?? [])
    const [first] = proposals
    if (first === undefined) return undefined
    return { text: proposals.map(({ parameters }) => wordOf(parameters)).join(','), span: first.place.span }
  }

  #takeQuickMode(value: ShellValue | undefined, fields: Map<RuleKey, RuleField>): void {
    const methods = this.#methodsOf(value, quickModeWord)
    if (methods !== undefined) fields.set('quickModeMethods', methods)
    for (const { parameters } of this.#setsOf(value)) {
      const pfs = (parameters.get('perfectforwardsecrecygroup') ?? parameters.get('pfsgroup'))?.texts[0]
      if (pfs !== undefined) fields.set('quickModePfs', { ...pfs, text: groupWord(pfs.text) })
    }
  }

  #takeAuthentication(value: ShellValue | undefined, fields: Map<RuleKey, RuleField>): void {
    const proposals = this.#setsOf(value).flatMap(({ parameters }) => parameters.get('proposal')?.objects ?? [])
    const [first] = proposals
    if (first === undefined) return
    fields.set('auth1', { text: proposals.map(methodWord).join(','), span: first.place.span })
    const key = proposals.flatMap(({ parameters }) => parameters.get('presharedkey')?.texts ?? [])[0]
    if (key !== undefined) fields.set('auth1Key', key.text === UNKNOWN_SECRET ? (this.#onlyKey() ?? key) : key)
  }

  /** Where a variable stood that was blanked: the only one that holds a key. */
  #onlyKey(): RuleField | undefined {
    const [key, ...others] = this.#shell.keys.values()
    return others.length === 0 ? key : undefined
  }
}

function joined(value: ShellValue | undefined): RuleField | undefined {
  const [first] = value?.texts ?? []
  return first && { text: (value?.texts ?? []).map(({ text }) => text).join(','), span: first.span }
}

/** `RequireInRequireOut` of `-InboundSecurity Require -OutboundSecurity Require`; without a word for one of them it is required. */
function actionOf(parameters: ShellObject['parameters']): RuleField | undefined {
  const [inbound, outbound] = [
    parameters.get('inboundsecurity')?.texts[0],
    parameters.get('outboundsecurity')?.texts[0],
  ]
  const told = outbound ?? inbound
  if (told === undefined) return undefined
  const [entering, leaving] = [inbound?.text ?? 'Require', outbound?.text ?? 'Require'].map((word) =>
    word.toLowerCase(),
  )
  if (entering === 'none') return { text: 'noauthentication', span: told.span }
  return { text: `${entering}in${leaving === 'none' ? 'clear' : leaving}out`, span: told.span }
}

function methodWord({ parameters }: ShellObject): string {
  if (parameters.has('presharedkey')) return 'computerpsk'
  if (parameters.has('cert') || parameters.has('authority')) return 'computercert'
  return parameters.has('ntlm') ? 'computerntlm' : 'computerkerb'
}

/** `DH14` is the `dhgroup14` of netsh, `DH19` its `ecdhp256`. */
function groupWord(written: string): string {
  const word = written.toLowerCase()
  if (word === 'sameasmainmode') return 'mainmode'
  if (word === 'dh19') return 'ecdhp256'
  if (word === 'dh20') return 'ecdhp384'
  return word.replace(/^dh(?=\d)/, 'dhgroup')
}

function word(parameters: ShellObject['parameters'], name: string, otherwise: string): string {
  return (parameters.get(name)?.texts[0]?.text ?? otherwise).toLowerCase().replace(/^des3$/, '3des')
}

/** `-Encryption` is AES256 and `-Hash` SHA384 where nothing is said (Microsoft, New-NetIPsecMainModeCryptoProposal). */
function mainModeWord(parameters: ShellObject['parameters']): string {
  const group = groupWord(word(parameters, 'keyexchange', 'none'))
  return `${group}-${word(parameters, 'encryption', 'aes256')}-${word(parameters, 'hash', 'sha384')}`
}

/** All is none where nothing is said, and the lifetime 60 minutes (Microsoft, New-NetIPsecQuickModeCryptoProposal). */
function quickModeWord(parameters: ShellObject['parameters']): string {
  const protocols = (parameters.get('encapsulation')?.texts ?? []).map(({ text }) => text.toLowerCase())
  const cipher = word(parameters, 'encryption', 'none')
  const hash = word(parameters, 'esphash', 'none')
  const esp = cipher.startsWith('aesgcm') ? `esp:${cipher}-${cipher}` : `esp:${hash}-${cipher}`
  const parts = [
    ...(protocols.includes('ah') ? [`ah:${word(parameters, 'ahhash', 'none')}`] : []),
    ...(protocols.includes('esp') ? [esp] : []),
  ]
  return `${parts.join('+') || 'none'}+${word(parameters, 'maxminutes', '60')}min`
}
