import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/analyse.ts'

const NETWORK = '255.255.255.0'

function asa(own: string, peer: string, [local, remote]: readonly [string, string], more = ''): string {
  return `interface GigabitEthernet0/0
 nameif outside
 ip address ${own} ${NETWORK}
interface GigabitEthernet0/1
 nameif inside
 ip address ${local.replace(/0$/, '1')} ${NETWORK}
access-list VPN extended permit ip ${local} ${NETWORK} ${remote} ${NETWORK}
crypto ipsec ikev1 transform-set TS esp-aes-256 esp-sha-hmac
crypto map M 10 match address VPN
crypto map M 10 set peer ${peer}
crypto map M 10 set ikev1 transform-set TS
crypto map M interface outside
crypto ikev1 enable outside
crypto ikev1 policy 10
 authentication pre-share
 encryption aes-256
 hash sha
 group 14
group-policy SITE internal
group-policy SITE attributes
 vpn-filter value FILTER
tunnel-group ${peer} type ipsec-l2l
tunnel-group ${peer} general-attributes
 default-group-policy SITE
tunnel-group ${peer} ipsec-attributes
 ikev1 pre-shared-key Example-key-1
${more}`
}

/** Two gateways of which the second has the filter. */
function between(filter: readonly string[], probe?: string) {
  const lines = filter.map((line) => `access-list FILTER extended ${line}\n`).join('')
  const a = asa('203.0.113.1', '198.51.100.7', ['10.1.0.0', '10.2.0.0'])
  const b = asa('198.51.100.7', '203.0.113.1', ['10.2.0.0', '10.1.0.0'], lines)
  return analyse({
    pastes: [
      { source: 'a.txt', text: a, end: 'A' },
      { source: 'b.txt', text: b, end: 'B' },
    ],
    ...(probe !== undefined && { probe }),
  })
}

const WEB = `permit tcp 10.1.0.0 ${NETWORK} 10.2.0.0 ${NETWORK} eq 443`
const HALF = `permit ip 10.1.0.0 255.255.255.128 10.2.0.0 ${NETWORK}`

function checks(...filter: readonly string[]): string[] {
  const report = between(filter)
  expect(report.verdict).toBe('up')
  return report.checks.map(({ say }) => say).filter((say) => say.includes('vpn-filter'))
}

describe('a vpn-filter that lets a part of the traffic pass', () => {
  it('is meant so, and told with a packet that it drops', () => {
    expect(checks(WEB)).toEqual([
      'On B (198.51.100.7), the vpn-filter "FILTER" of the group policy lets a part of the traffic pass alone. 10.2.0.1 -> 10.1.0.1 icmp, for one, is dropped.',
    ])
    expect(checks(HALF)).toEqual([
      'On B (198.51.100.7), the vpn-filter "FILTER" of the group policy lets a part of the traffic pass alone. 10.2.0.1 -> 10.1.0.129 icmp, for one, is dropped.',
    ])
    expect(checks(`deny ip host 10.1.0.9 any`, 'permit ip any any').join()).toContain('10.2.0.1 -> 10.1.0.9 icmp')
  })

  it('is not told where it lets all of it pass, or its lines are not pasted', () => {
    expect(checks('permit ip any any')).toEqual([])
    expect(checks(HALF, `permit ip 10.1.0.128 255.255.255.128 any`)).toEqual([])
    expect(checks(WEB, `permit ip object-group THEIRS any`)).toEqual([])
    expect(checks()).toEqual([])
  })

  it('is why a packet is dropped, either way', () => {
    const fate = (packet: string) => {
      const probe = between([WEB, HALF], packet).probe
      return [probe?.outcome, probe?.say.includes('vpn-filter')]
    }
    expect(fate('10.1.0.200 -> 10.2.0.9 tcp/443')).toEqual(['established', false])
    expect(fate('10.1.0.200 -> 10.2.0.9 tcp/3389')).toEqual(['discarded', true])
    expect(fate('10.2.0.9 -> 10.1.0.200 icmp')).toEqual(['discarded', true])
    expect(fate('10.2.0.9 -> 10.1.0.20 icmp')).toEqual(['established', false])
  })

  it('is an obstacle where it lets nothing pass', () => {
    const report = between([`permit ip 10.9.0.0 ${NETWORK} any`])
    expect(report.diagnostics.map(({ code }) => code)).toContain('SP009')
    expect(report.remediation.after?.verdict).toBe('up')
  })
})
