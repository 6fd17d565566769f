import type { Suite, TunnelEnd } from '../tunnel.ts'

/** What netsh prints of one rule: labels and values, in their order. */
export type PrintedRule = ReadonlyMap<string, string>

/**
 * What `netsh advfirewall consec show rule name=all verbose` prints of a tunnel: a rule for each pair of networks (Microsoft,
 * Netsh AdvFirewall Consec Commands, and the sample in article 949856).
 */
export function windowsFirewallText(end: TunnelEnd): string {
  return listingText(end.pairs.map((_, at) => ruleOf(end, at)))
}

export function listingText(rules: readonly PrintedRule[]): string {
  return `${rules.map(ruleText).join('\n')}Ok.\n`
}

function ruleText(rule: PrintedRule): string {
  const [[title, name] = ['', ''], ...others] = rule
  const lines = others.map(([label, value]) => `${`${label}:`.padEnd(38)}${value}`)
  return `${[`${`${title}:`.padEnd(38)}${name}`, '-'.repeat(70), ...lines].join('\n')}\n`
}

function ruleOf(end: TunnelEnd, at: number): PrintedRule {
  const { local = '', remote = '' } = end.pairs[at] ?? {}
  return new Map([
    ['Rule Name', at === 0 ? 'Tunnel' : `Tunnel ${at + 1}`],
    ['Description', 'Site to site'],
    ['Enabled', 'Yes'],
    ['Profiles', 'Domain,Private,Public'],
    ['Type', 'Static'],
    ['Mode', 'Tunnel'],
    ['LocalTunnelEndpoint', end.address],
    ['RemoteTunnelEndpoint', end.peer],
    ['InterfaceTypes', 'Any'],
    ['Endpoint1', local],
    ['Endpoint2', remote],
    ['Port1', 'Any'],
    ['Port2', 'Any'],
    ['Protocol', 'Any'],
    ['Action', 'RequireInRequireOut'],
    ['Auth1', 'ComputerPSK'],
    ['Auth1PSK', end.key],
    ['MainModeSecMethods', `${groupWord(end.ike.group)}-${algorithms(end.ike, 'cipher first')}`],
    ['MainModeKeyLifetime', `${end.ikeLifetime / 60}min,0sess`],
    ['QuickModeSecMethods', `ESP:${algorithms(end.child, 'hash first')}+${end.childLifetime / 60}min+100000kb`],
    ['QuickModePFS', end.pfs === null ? 'None' : groupWord(end.pfs)],
    ['Rule source', 'Local Setting'],
    ['ApplyAuthorization', 'No'],
  ])
}

function algorithms({ encryption, integrity }: Suite, order: 'cipher first' | 'hash first'): string {
  const words = [encryption.toUpperCase(), integrity.toUpperCase()]
  return (order === 'cipher first' ? words : words.toReversed()).join('-')
}

function groupWord(group: number): string {
  return `DHGroup${group}`
}
