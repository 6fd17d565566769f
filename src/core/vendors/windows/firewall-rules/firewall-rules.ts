import type { EndpointFragment } from '../../../model/endpoint.ts'
import { type Block, type Format, NOTHING_READ, type Reading, type ReadingProblem } from '../../../model/format.ts'
import type { SharedKey } from '../../../model/ike-policy.ts'
import type { LineRoles } from '../../../model/line-roles.ts'
import type { MissingPart } from '../../../model/obstacle.ts'
import { settingsOf } from '../../../model/settings-of.ts'
import { lineSpan } from '../../../text/source-text.ts'
import { flow, rolesOf } from '../../flowing-text.ts'
import { readingsOfBlocks } from '../../readings-of-blocks.ts'
import { RoomForPairs } from '../../room-for-pairs.ts'
import { singles } from '../../single-addresses.ts'
import { ruleAnchors } from './anchors.ts'
import { applyMainModeRules, type MainModeRule } from './main-mode-rules.ts'
import { commandsIn, isRemark } from './netsh-command.ts'
import { runStatements } from './powershell-rules.ts'
import { statementsIn } from './powershell-script.ts'
import { addListed, type RuleStore, runCommands } from './rule-commands.ts'
import { SHOW_ALL } from './rule-context.ts'
import { firewallDialect } from './rule-dialect.ts'
import { type FirewallRule, textOf } from './rule-fields.ts'
import { listingOf } from './rule-listing.ts'
import { type NoTunnel, type RuleTunnel, tunnelOf } from './rule-tunnels.ts'
import { isOn, switchedOff } from './switched-off.ts'
import { computersOf } from './two-computers.ts'
import { windowsFirewall } from './vendor.ts'

/** Connection security rules of Windows Firewall, as netsh prints them, and as scripts of netsh or PowerShell make them. */
export const firewallRules: Format = {
  id: 'windows/firewall-rules',
  title: 'Connection security rules of Windows Firewall',
  command: 'netsh advfirewall consec show rule name=all verbose',
  hint: /rule\s{0,9}name|advfirewall|-netipsec/i,
  recognise: ruleAnchors,
  read: (block) => readTogether([block])[0] ?? NOTHING_READ,
  readTogether,
}

/** The texts of one end are one computer's, but for those that plainly are of both ends. */
function readTogether(blocks: readonly Block[]): Reading[] {
  const readings = new Map<Block, Reading>()
  for (const own of computersOf(blocks)) {
    const read = readComputer(own)
    for (const [at, block] of own.entries()) readings.set(block, read[at] ?? NOTHING_READ)
  }
  return blocks.map((block) => readings.get(block) ?? NOTHING_READ)
}

function readComputer(blocks: readonly Block[]): Reading[] {
  const store: RuleStore = { rules: new Map(), mainMode: [], methods: undefined, lifetime: undefined }
  const problems: ReadingProblem[] = []
  const roles = blocks.map((block) => readBlock(block, store, problems))
  applyMainModeRules(store.mainMode, store.rules.values())
  const found = tunnelsOf(store, problems)
  const endpoints = fragmentsOf(blocks, found, store)
  if (found.tunnels.length === 0 && found.told !== null) problems.push(found.told)
  return readingsOfBlocks(blocks, endpoints, roles, problems)
}

function readBlock({ lines }: Block, store: RuleStore, problems: ReadingProblem[]): LineRoles {
  const { commands, others: rest } = commandsIn(lines)
  const { statements, others } = statementsIn(rest)
  const flowing = flow(others)
  const { rules, defaults, mainMode, none, error, understood, cut } = listingOf(flowing)
  const roles = rolesOf(flowing, understood, lines)
  for (const { number, text } of others) if (isRemark(text)) roles.set(number, 'irrelevant')
  addListed(store, rules)
  for (const rule of mainMode) store.mainMode.push(rule)
  store.methods ??= defaults.methods
  store.lifetime ??= defaults.lifetime
  runCommands(commands, store, roles, problems)
  runStatements(statements, store, roles, problems)
  if (none !== undefined && rules.length === 0) {
    const say = 'netsh says that there is no connection security rule.'
    problems.push({ kind: 'unsupported', span: none.span, say, instead: NO_RULE })
  }
  if (error !== undefined) {
    const say = `"${error.text}" says that netsh could not print the rules.`
    problems.push({ kind: 'unsupported', span: error.span, say, instead: AS_ADMINISTRATOR })
  }
  if (cut !== undefined) {
    const say = `The text ends before rule "${cut.name.text}" says what it protects.`
    problems.push({ kind: 'cut', span: cut.name.span, say, instead: SHOW_ALL })
  }
  return roles
}

const NO_RULE =
  'Run `netsh advfirewall consec show rule name=all verbose` on the gateway itself; an older policy shows with `netsh ipsec static show all`.'
const AS_ADMINISTRATOR = 'Run it again in a command prompt that was opened with "Run as administrator".'

interface Tunnels {
  readonly tunnels: readonly RuleTunnel[]
  readonly missing: readonly MissingPart[]
  readonly told: ReadingProblem | null
}

/** The tunnels of all rules, and what is told where there is none. */
function tunnelsOf(store: RuleStore, problems: ReadingProblem[]): Tunnels {
  const room = new RoomForPairs('`netsh advfirewall consec show rule name=all verbose`')
  const missing: MissingPart[] = []
  const context = { defaults: { methods: store.methods, lifetime: store.lifetime }, problems, room, missing }
  const tunnels: RuleTunnel[] = []
  let transport: FirewallRule | undefined
  const names = new Set<string>()
  for (const [key, rule] of store.rules) {
    const name = names.has(rule.name.text) ? key : rule.name.text
    names.add(name)
    const tunnel: RuleTunnel | NoTunnel = tunnelOf(rule, name, context)
    if (tunnel === 'transport') transport ??= rule
    else if (tunnel !== 'left out') tunnels.push(tunnel)
  }
  const [mainMode] = store.mainMode
  const told =
    transport !== undefined ? onlyTransport(transport) : mainMode === undefined ? null : onlyMainMode(mainMode)
  return { tunnels, missing, told }
}

/** Such rules protect packets of the computers themselves, and are not compared with what goes through a tunnel. */
function onlyTransport({ name }: FirewallRule): ReadingProblem {
  const say = `"${name.text}" is a rule in transport mode, and no rule of a tunnel is there: nothing is compared.`
  const instead = 'Paste the rules with "Mode: Tunnel" as well, or those of the gateway that has the tunnel.'
  return { kind: 'unsupported', span: name.span, say, instead }
}

function onlyMainMode({ owner, methods }: MainModeRule): ReadingProblem {
  const say = `"${owner.name}" is of main mode, and no connection security rule is there: which networks are protected is not told.`
  return { kind: 'unsupported', span: methods.span, say, instead: SHOW_ALL }
}

/** One end; none where the text tells of no tunnel. */
function fragmentsOf(
  blocks: readonly Block[],
  { tunnels, missing }: Tunnels,
  { rules }: RuleStore,
): EndpointFragment[] {
  const [line] = blocks[0]?.lines ?? []
  if (line === undefined || rules.size === 0) return []
  const inForce = withoutIdle(tunnels)
  const connections = inForce.map(({ connection }) => connection)
  const keys = distinctKeys(inForce)
  return [
    {
      vendor: windowsFirewall,
      name: hostIn(blocks),
      label: null,
      addresses: singles(connections.map(({ localAddresses }) => localAddresses)),
      peers: singles(connections.map(({ remoteAddresses }) => remoteAddresses)),
      filters: undefined,
      site: undefined,
      settings: settingsOf(connections, keys),
      ike: { connections, keys, daemon: {}, notLoaded: [] },
      editor: null,
      dialect: firewallDialect(inForce),
      obstacles: inForce.flatMap(switchedOff),
      missing,
      span: lineSpan(line),
    },
  ]
}

/** `[GW-A]: PS C:\\>`, the prompt of a remote computer. */
function hostIn(blocks: readonly Block[]): string | null {
  for (const { lines } of blocks)
    for (const { text } of lines) {
      const host = text.startsWith('[') ? /^\[([\w.-]{1,64})\]: /.exec(text)?.[1] : undefined
      if (host !== undefined) return host
    }
  return null
}

/** A rule that is switched off beside another one for the same peer was put out of use by somebody. */
function withoutIdle(tunnels: readonly RuleTunnel[]): readonly RuleTunnel[] {
  const served = new Set(tunnels.filter(isOn).map(peerKey))
  return tunnels.filter((tunnel) => isOn(tunnel) || !served.has(peerKey(tunnel)))
}

function peerKey({ rule }: RuleTunnel): string {
  return textOf(rule, 'remoteTunnelEndpoint').toLowerCase()
}

/** Rules for one peer mostly have the same key. */
function distinctKeys(tunnels: readonly RuleTunnel[]): readonly SharedKey[] {
  const keys = tunnels.flatMap(({ key }) => (key === undefined ? [] : [key]))
  return [
    ...new Map(
      keys.toReversed().map((key) => [`${key.mark} ${key.owners.map(({ text }) => text).join(' ')}`, key]),
    ).values(),
  ].toReversed()
}
