import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'

interface Router {
  readonly above: string
  readonly own: string
  readonly peer: string
  readonly networks: string
}

const R1 = { own: '203.0.113.1', peer: '198.51.100.2', networks: '10.1.0.0 0.0.255.255 10.2.0.0 0.0.255.255' }
const R2 = { own: '198.51.100.2', peer: '203.0.113.1', networks: '10.2.0.0 0.0.255.255 10.1.0.0 0.0.255.255' }

function routerText({ above, own, peer, networks }: Router): string {
  return `${above}
crypto isakmp policy 10
 encr aes 256
 hash sha256
 authentication pre-share
 group 14
crypto isakmp key not-a-real-key address ${peer}
crypto ipsec transform-set T esp-aes 256 esp-sha256-hmac
crypto map VPN 10 ipsec-isakmp
 set peer ${peer}
 set transform-set T
 match address 110
interface GigabitEthernet0/0
 ip address ${own} 255.255.255.252
 crypto map VPN
access-list 110 permit ip ${networks}
`
}

describe('both routers in one paste', () => {
  it.each([
    ['their names', 'hostname R1', 'hostname R2'],
    ['prompts', 'R1#show run | s crypto', 'R2#show run | s crypto'],
    ['headings with names', 'HQ:', 'Branch office:'],
  ])('are told apart by %s', (_, first, second) => {
    const text = routerText({ above: first, ...R1 }) + routerText({ above: second, ...R2 })
    const report = analyse({ pastes: [{ source: 'paste', text }] })
    expect(report.verdict).toBe('up')
    expect(report.ends.map(({ tunnelAddresses }) => tunnelAddresses)).toEqual([[R1.own], [R2.own]])
  })

  it('stay one router where each part has the same prompt', () => {
    const [ike, rest] = routerText({ above: 'R1#show run | s crypto', ...R1 }).split('interface')
    const text = `${ike}R1#show crypto ipsec sa\nR1#show run interface gi0/0\ninterface${rest}${routerText({ above: 'R2#show run', ...R2 })}`
    const report = analyse({ pastes: [{ source: 'paste', text }] })
    expect(report.verdict).toBe('up')
    expect(report.ends.map(({ tunnelAddresses }) => tunnelAddresses)).toEqual([[R1.own], [R2.own]])
  })
})
