import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'
import { runAdvfirewall } from '../../../support/operator/windows-firewall.ts'
import { swanctlText } from '../../../support/products/swanctl.ts'
import { windowsFirewallText } from '../../../support/products/windows-firewall.ts'
import { type NetworkPair, type TunnelEnd, tunnelBetween } from '../../../support/tunnel.ts'

const { a, b } = tunnelBetween({ coversOwnAddress: false }, { coversOwnAddress: false }, 1)

const [HQ, LAB, BRANCH, PHONES] = ['10.1.0.0/24', '10.9.0.0/24', '10.2.0.0/24', '10.3.0.0/24']

function pairs(...written: readonly (readonly [string, string])[]): NetworkPair[] {
  return written.map(([local, remote]) => ({ local, remote }))
}

/** One rule whose two lists these are. */
function listing(endpoint1: string, endpoint2: string, change: (text: string) => string = (text) => text): string {
  return change(
    windowsFirewallText(a)
      .replace(/^(Endpoint1: +).*/m, `$1${endpoint1}`)
      .replace(/^(Endpoint2: +).*/m, `$1${endpoint2}`),
  )
}

/** The other end, whose pairs are written from the side of the rules. */
function peer(own: readonly NetworkPair[], change: Partial<TunnelEnd> = {}): string {
  return swanctlText({ ...b, ...change, pairs: own.map(({ local, remote }) => ({ local: remote, remote: local })) })
}

function report(rules: string, other: string) {
  return analyse({
    pastes: [
      { source: 'a.txt', text: rules, end: 'A' },
      { source: 'b.conf', text: other, end: 'B' },
    ],
  })
}

/** What is to be typed at the end with the rules, in whichever way that end alone is changed. */
function commands(rules: string, other: string): string[] {
  const { remediation } = report(rules, other)
  const alone = remediation.alternatives.find(({ ends }) => ends.join() === 'A')
  const own = remediation.steps.filter(({ end }) => end === 'A')
  const steps = own.length > 0 ? own : (alone?.steps ?? [])
  return steps.flatMap(({ run }) => run ?? [])
}

/** Both ends agree once the commands were typed. */
function mended(rules: string, other: string): string {
  const text = commands(rules, other)
    .map((command) => command.replace(/<the key of [^>]+>/, a.key))
    .reduce(runAdvfirewall, rules)
  return report(text, other).verdict
}

describe('a network that the other end has too', () => {
  it('goes into the list of the rule, which is given whole', () => {
    const other = peer(pairs([HQ, BRANCH], [HQ, PHONES]))
    expect(commands(listing(HQ, BRANCH), other)).toEqual([
      `netsh advfirewall consec set rule name="Tunnel" new endpoint2=${BRANCH},${PHONES}`,
    ])
    expect(mended(listing(HQ, BRANCH), other)).toBe('up')
  })

  it('gets a rule of its own where the lists would make more pairs of it', () => {
    const rules = listing(`${HQ},${LAB}`, BRANCH)
    const other = peer(pairs([HQ, BRANCH], [LAB, BRANCH], [HQ, PHONES]))
    expect(commands(rules, other)).toEqual([
      `netsh advfirewall consec add rule name="Tunnel 2" mode=tunnel endpoint1=${HQ} endpoint2=${PHONES} localtunnelendpoint=203.0.113.1 remotetunnelendpoint=198.51.100.7 profile=Domain,Private,Public action=RequireInRequireOut auth1=ComputerPSK qmsecmethods=ESP:SHA1-3DES+60min+100000kb qmpfs=DHGroup14 auth1psk="<the key of Tunnel>"`,
    ])
    expect(mended(rules, other)).toBe('up')
  })

  it('stands in the place of another one, with what is there now in the sentence', () => {
    const other = peer(pairs([HQ, PHONES]))
    const { remediation } = report(listing(HQ, BRANCH), other)
    const said = [...remediation.steps, ...remediation.alternatives.flatMap(({ steps }) => steps)].map(({ say }) => say)
    expect(said.join('\n')).toContain(`set Endpoint2 to ${PHONES} (now ${BRANCH})`)
  })
})

describe('a rule that is otherwise wrong', () => {
  it.each([
    [
      'the tunnel goes elsewhere',
      (text: string) => text.replace(/^(RemoteTunnelEndpoint: +).*/m, '$1192.0.2.99'),
      ['netsh advfirewall consec set rule name="Tunnel" new remotetunnelendpoint=198.51.100.7'],
    ],
    [
      'it is not enabled',
      (text: string) => text.replace(/^(Enabled: +).*/m, '$1No'),
      ['netsh advfirewall consec set rule name="Tunnel" new enable=yes'],
    ],
    [
      'perfect forward secrecy has another group',
      (text: string) => text.replace(/^(QuickModePFS: +).*/m, '$1DHGroup2'),
      ['netsh advfirewall consec set rule name="Tunnel" new qmsecmethods=ESP:SHA1-3DES+60min+100000kb qmpfs=dhgroup14'],
    ],
    [
      'main mode has another group',
      (text: string) => text.replace(/^(MainModeSecMethods: +).*/m, '$1DHGroup2-3DES-SHA1'),
      ['netsh advfirewall set global mainmode mmsecmethods dhgroup2:3des-sha1,dhgroup14:3des-sha1'],
    ],
  ])('is set right where %s', (_, change, expected) => {
    const rules = listing(HQ, BRANCH, change)
    const other = peer(pairs([HQ, BRANCH]))
    expect(commands(rules, other)).toEqual(expected)
    expect(mended(rules, other)).toBe('up')
  })

  it('gets the same new key as the other end', () => {
    const rules = listing(HQ, BRANCH, (text) => text.replace(a.key, 'Example-key-7'))
    expect(commands(rules, peer(pairs([HQ, BRANCH])))).toEqual([
      'netsh advfirewall consec set rule name="Tunnel" new auth1=computerpsk auth1psk="<the same new key on both ends>"',
    ])
  })

  it('has no words for IKEv2, which the other end is to leave', () => {
    const { remediation } = report(listing(HQ, BRANCH), peer(pairs([HQ, BRANCH]), { version: 2 }))
    expect(remediation.steps.map(({ end }) => end)).toEqual(['B'])
    expect(remediation.after?.verdict).toBe('up')
  })

  it('whose peer has a main mode rule is changed there', () => {
    const mainMode =
      'netsh advfirewall mainmode add rule name="To B" mmsecmethods=dhgroup2:3des-sha1 endpoint1=any endpoint2=198.51.100.7\n'
    expect(commands(mainMode + listing(HQ, BRANCH), peer(pairs([HQ, BRANCH])))).toEqual([
      'netsh advfirewall mainmode set rule name="To B" new mmsecmethods=dhgroup2:3des-sha1,dhgroup14:3des-sha1',
    ])
  })

  it('that was made by PowerShell with a set of main mode is changed in that set', () => {
    const script = readFileSync(
      new URL('../../../golden/cases/windows-rules-powershell/hq.ps1.txt', import.meta.url),
      'utf8',
    )
    const other = readFileSync(
      new URL('../../../golden/cases/windows-rules-powershell/branch.conf', import.meta.url),
      'utf8',
    )
    expect(commands(script, other)[0]).toMatch(
      /^Set-NetIPsecMainModeCryptoSet -DisplayName "Branch main mode" -Proposal/,
    )
  })
})
