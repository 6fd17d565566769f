import type { AddressRange } from '../../../address/address-range.ts'
import { isProblem, parseHost } from '../../../address/parse-address.ts'
import { addressIdentity, FROM_CERTIFICATE } from '../../../model/identity.ts'
import type { AuthRound, IkeConnection, SharedKey } from '../../../model/ike-policy.ts'
import { defaulted, type Setting, stated } from '../../../model/setting.ts'
import type { Writable } from '../../../model/writable.ts'
import { UNKNOWN_SECRET } from '../../../text/secrets/secret-mark.ts'
import { parseMainMode } from './methods.ts'
import { childrenOf } from './rule-children.ts'
import { isDefault, isUntold, type RuleContext, SHOW_ALL } from './rule-context.ts'
import {
  DEFAULT_MAIN_MODE,
  IKE_VERSION,
  lifetimeUntil,
  MAIN,
  MAIN_MODE_LIFETIME,
  NOT_CHILDLESS,
} from './rule-defaults.ts'
import { type FirewallRule, isAny, listed, textOf } from './rule-fields.ts'

/** A rule with the tunnel that it makes. */
export interface RuleTunnel {
  readonly rule: FirewallRule
  readonly connection: IkeConnection
  readonly key: SharedKey | undefined
}

/** Why a rule makes no tunnel: it is for the computers themselves, or it cannot be one. */
export type NoTunnel = 'transport' | 'left out'

/**
 * The tunnel of a rule, a child for each network of Endpoint1 with each of Endpoint2, which is assumed. Endpoint1 is the side of
 * the local tunnel endpoint (Microsoft, "Connection Security Rule Wizard: Tunnel Endpoints Page").
 */
export function tunnelOf(rule: FirewallRule, name: string, context: RuleContext): RuleTunnel | NoTunnel {
  if (!/^tunnel$/i.test(textOf(rule, 'mode'))) return 'transport'
  const action = textOf(rule, 'action').toLowerCase()
  const remote = addressesOf(rule, 'remoteTunnelEndpoint', context)
  const local = addressesOf(rule, 'localTunnelEndpoint', context)
  if (remote === null || local === null) return 'left out'
  if (isOther(rule, context)) return 'left out'
  const isExempt = action === 'noauthentication'
  if (!isExempt && /^request/.test(action)) tellRequest(rule, context)
  const auth = isExempt ? NO_AUTHENTICATION : authenticationOf(rule, context)
  const children = auth === null ? null : childrenOf(rule, name, action, context)
  if (auth === null || children === null || children.length === 0) return 'left out'
  const connection: Writable<IkeConnection> = {
    name,
    span: rule.name.span,
    initiates: IKE_VERSION,
    accepts: ONLY_1,
    exchange: MAIN,
    childless: NOT_CHILDLESS,
    localAddresses: local,
    remoteAddresses: remote,
    ...mainModeOf(rule, context),
    local: [auth],
    remote: [auth],
    virtualAddresses: NONE,
    pools: NONE,
    children,
    lifetime: lifetimeUntil(mainModeLifetime(rule, context)),
  }
  // "Do not establish tunnels for outbound connections" (Microsoft, "Connection Security Rule Wizard: Requirements Page").
  if (action === 'requireinclearout')
    connection.onlyAnswers = stated(true, (rule.fields.get('action') ?? rule.name).span)
  return { rule, connection, key: isExempt ? undefined : keyOf(rule, connection) }
}

const ONLY_1 = [1] as const
const NONE: readonly never[] = []

/** `-KeyModule IKEv2`, which Microsoft documents for transport mode alone. */
function isOther(rule: FirewallRule, { problems }: RuleContext): boolean {
  const field = rule.fields.get('keyModule')
  if (field === undefined || /default|ikev1/i.test(field.text)) return false
  const say = `Rule "${rule.name.text}" negotiates by ${field.text} alone, which is not compared; it is left out.`
  problems.push({
    kind: 'unsupported',
    span: field.span,
    say,
    instead: 'A tunnel of such a rule is negotiated by IKEv1.',
  })
  return true
}

/** A tunnel endpoint: one address, or any; `null` where it cannot be read. */
function addressesOf(
  rule: FirewallRule,
  key: 'localTunnelEndpoint' | 'remoteTunnelEndpoint',
  context: RuleContext,
): Setting<readonly AddressRange[]> | null {
  const field = rule.fields.get(key)
  if (field === undefined) return ANY_ADDRESS
  if (isAny(field.text)) return stated(NONE, field.span)
  const found: AddressRange[] = []
  // Windows 8 and later print one of each family.
  for (const { text } of listed(field)) {
    const address = parseHost(text.replace(/\/(?:32|128)$/, ''))
    if (isProblem(address)) {
      context.problems.push({ kind: 'invalid', span: field.span, say: address.problem, instead: WRITE_ADDRESS })
      return null
    }
    found.push(address)
  }
  return stated(found, field.span)
}

const ANY_ADDRESS = defaulted<readonly AddressRange[]>(
  [],
  'Microsoft, Netsh AdvFirewall Consec Commands: a tunnel endpoint that is not given is any.',
)
const WRITE_ADDRESS = 'A tunnel endpoint is an address of the gateway, or any.'

/** In tunnel mode netsh takes no such action (Microsoft, Netsh AdvFirewall Consec Commands, remarks). */
function tellRequest(rule: FirewallRule, { problems }: RuleContext): void {
  const field = rule.fields.get('action')
  if (field === undefined) return
  const say = `"${field.text}" is no action of a tunnel: rule "${rule.name.text}" is taken to require authentication both ways.`
  const instead = 'The actions of a tunnel are RequireInRequireOut, RequireInClearOut and NoAuthentication.'
  problems.push({ kind: 'unsupported', span: field.span, say, instead })
}

const NO_AUTHENTICATION: AuthRound = { method: defaulted('any', 'The rule exempts packets from IPsec.'), id: undefined }

/** The first method that IKE can show another product: Kerberos and NTLM are those of Windows alone. */
function authenticationOf(rule: FirewallRule, { problems }: RuleContext): AuthRound | null {
  const field = rule.fields.get('auth1')
  if (field === undefined) {
    const method = rule.fields.has('auth1Key') ? 'psk' : null
    const key = rule.fields.get('auth1Key')
    if (method !== null && key !== undefined) return { method: stated(method, key.span), id: undefined }
    const say = `How rule "${rule.name.text}" authenticates is not told; it is left out.`
    problems.push({ kind: 'cut', span: rule.name.span, say, instead: SHOW_ALL })
    return null
  }
  for (const { text } of listed(field)) {
    if (/^computerpsk$/i.test(text)) return { method: stated('psk', field.span), id: undefined }
    if (/^computercert/i.test(text))
      return { method: stated('pubkey', field.span), id: defaulted(FROM_CERTIFICATE, BY_CERTIFICATE) }
  }
  const say = `"${field.text}" is known to Windows alone, so that rule "${rule.name.text}" makes no tunnel with another product; it is left out.`
  const instead = 'Other products authenticate by ComputerPSK or ComputerCert.'
  problems.push({ kind: 'unsupported', span: field.span, say, instead })
  return null
}

const BY_CERTIFICATE = 'Windows shows the subject of its certificate (RFC 2409 5.1).'
/** The key is that of the rule, for its peer. */
function keyOf(rule: FirewallRule, { local, remoteAddresses }: IkeConnection): SharedKey | undefined {
  if (local[0]?.method.value !== 'psk') return undefined
  const field = rule.fields.get('auth1Key')
  const mark = field !== undefined && /^‹secret \d+›$/.test(field.text) ? field.text : UNKNOWN_SECRET
  const owners = remoteAddresses.value.map(addressIdentity)
  return { mark, span: (field ?? rule.fields.get('auth1') ?? rule.name).span, owners }
}

function mainModeOf(rule: FirewallRule, context: RuleContext): Pick<IkeConnection, 'proposals' | 'proposalsUntold'> {
  const { defaults, problems } = context
  const field = rule.fields.get('mainModeMethods') ?? defaults.methods
  if (field === undefined) {
    const untold = isUntold(rule, 'mainModeMethods', context)
    return { proposals: DEFAULT_MAIN_MODE, ...(untold && { proposalsUntold: true as const }) }
  }
  if (isDefault(field)) return { proposals: DEFAULT_MAIN_MODE }
  const proposals = listed(field).flatMap(({ text }) => {
    const proposal = parseMainMode(text)
    if (proposal !== null) return proposal
    const say = `"${text}" is no method of main mode; it is left out.`
    problems.push({
      kind: 'invalid',
      span: field.span,
      say,
      instead: 'Write a method such as DHGroup14-AES256-SHA256.',
    })
    return []
  })
  return { proposals: stated(proposals, field.span) }
}

function mainModeLifetime(rule: FirewallRule, { defaults }: RuleContext): number {
  const text = (rule.fields.get('mainModeLifetime') ?? defaults.lifetime)?.text ?? ''
  const minutes = Number(/(\d{1,6})\s*min/i.exec(text)?.[1] ?? 0)
  return minutes > 0 ? minutes * 60 : MAIN_MODE_LIFETIME
}
