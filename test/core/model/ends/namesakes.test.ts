import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'

function router(peer: string, local: string, remote: string, name = 'Router'): string {
  return `${name}#show running-config
crypto isakmp policy 10
 authentication pre-share
crypto isakmp key cisco123 address ${peer}
crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac
crypto map VPN 10 ipsec-isakmp
 set peer ${peer}
 set transform-set TS
 match address 110
access-list 110 permit ip ${local} 0.0.0.255 ${remote} 0.0.0.255
${name}#`
}

function namesOf(...texts: readonly string[]): string[] {
  return analyse({ pastes: texts.map((text, at) => ({ source: `${at}.txt`, text })) }).ends.map(({ name }) => name)
}

describe('ends that call themselves the same', () => {
  it('are told apart by their labels', () => {
    const [a, b] = [router('198.51.100.7', '10.1.0.0', '10.2.0.0'), router('203.0.113.1', '10.2.0.0', '10.1.0.0')]
    expect(namesOf(a, b)).toEqual(['Router (A)', 'Router (B)'])
    const { summary } = analyse({ pastes: [a, b].map((text, at) => ({ source: `${at}.txt`, text })) })
    expect(summary).toContain('between Router (A) and Router (B)')
  })

  it('keep their names where these differ', () => {
    const [a, b] = [router('198.51.100.7', '10.1.0.0', '10.2.0.0'), router('203.0.113.1', '10.2.0.0', '10.1.0.0', 'R2')]
    expect(namesOf(a, b)).toEqual(['Router', 'R2'])
  })
})
