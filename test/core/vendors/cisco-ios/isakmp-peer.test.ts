import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'

interface Router {
  readonly name: string
  readonly own: string
  readonly peer: string
  /** The last digit of the second octet of its network, and of the other one. */
  readonly nets: readonly [own: number, other: number]
  readonly keys: string
}

function router({ name, own, peer, nets, keys }: Router): string {
  const [here, there] = nets.map((net) => `10.${net}.0.0 0.0.255.255`)
  return `version 15.9
hostname ${name}
crypto isakmp policy 10
 encr aes 256
 hash sha256
 authentication pre-share
 group 14
${keys}
crypto ipsec transform-set STRONG esp-aes 256 esp-sha256-hmac
crypto map VPN 10 ipsec-isakmp
 set peer ${peer}
 set transform-set STRONG
 match address VPN
interface GigabitEthernet0/0
 ip address ${own} 255.255.255.0
 crypto map VPN
ip route 0.0.0.0 0.0.0.0 GigabitEthernet0/0
ip access-list extended VPN
 permit ip ${here} ${there}
end
`
}

const HUB_KEY = 'crypto isakmp key Example-key-1 address 203.0.113.7'

function report(password: string, more = '') {
  const section = `crypto isakmp peer address 198.51.100.1
 set aggressive-mode password ${password}
 set aggressive-mode client-endpoint fqdn branch.example`
  const branch = router({ name: 'branch', own: '203.0.113.7', peer: '198.51.100.1', nets: [1, 2], keys: section })
  const hub = router({ name: 'hub', own: '198.51.100.1', peer: '203.0.113.7', nets: [2, 1], keys: `${HUB_KEY}${more}` })
  return analyse({
    pastes: [
      { source: 'a.txt', end: 'A', text: branch },
      { source: 'b.txt', end: 'B', text: hub },
    ],
  })
}

describe('crypto isakmp peer with set aggressive-mode', () => {
  it('holds the key for that peer, and is read to its last line', () => {
    const { verdict, diagnostics, ends } = report('Example-key-1')
    expect(verdict).toBe('up')
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(
      ends.flatMap(({ inputs }) => inputs).flatMap(({ lines }) => [...lines.unrecognised, ...lines.unsupported]),
    ).toEqual([])
  })

  it('is where another key is seen, and where it is changed', () => {
    const { verdict, diagnostics, remediation } = report('Example-key-2')
    expect(verdict).toBe('down')
    const wrong = diagnostics.find(({ code }) => code === 'AU002')
    expect(wrong?.evidence.map(({ source, line }) => `${source}:${line}`)).toContain('a.txt:9')
    const [step] = remediation.steps.filter(({ end }) => end === 'A')
    expect(step?.run).toContain('crypto isakmp peer address 198.51.100.1\n set aggressive-mode password ')
  })

  it('has its router begin in aggressive mode, which the peer may refuse', () => {
    const { diagnostics, remediation } = report('Example-key-1', '\ncrypto isakmp aggressive-mode disable')
    const wrong = diagnostics.find(({ code }) => code.startsWith('MD'))
    expect(wrong?.evidence.map(({ source, line }) => `${source}:${line}`)).toContain('a.txt:10')
    expect(remediation.after?.verdict).toBe('up')
    const [step] = remediation.steps.filter(({ end }) => end === 'A')
    expect(step?.run).toContain(
      'no crypto isakmp peer address 198.51.100.1\ncrypto isakmp key <the pre-shared key as it is now> address 198.51.100.1',
    )
  })
})
