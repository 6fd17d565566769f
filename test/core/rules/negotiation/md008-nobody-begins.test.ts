import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'

const router = (own: string, peer: string, line = '') => `crypto isakmp policy 10
 encr aes 256
 authentication pre-share
 group 14
crypto isakmp key Example-key-1 address ${peer}
crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac
crypto ipsec profile P
 set transform-set TS
${line}
interface GigabitEthernet1
 ip address ${own} 255.255.255.0
interface Tunnel1
 tunnel source GigabitEthernet1
 tunnel mode ipsec ipv4
 tunnel destination ${peer}
 tunnel protection ipsec profile P
`
const fortigate = (own: string, peer: string, line = '') => `config system interface
    edit "wan1"
        set ip ${own} 255.255.255.0
    next
end
config vpn ipsec phase1-interface
    edit "peer"
        set interface "wan1"
        set ike-version 2
        set peertype any
        set proposal aes256-sha256
        set remote-gw ${peer}
        set psksecret Example-key-1
        ${line}
    next
end
config vpn ipsec phase2-interface
    edit "peer"
        set phase1name "peer"
        set proposal aes256-sha256
    next
end
`
const [A, B] = ['203.0.113.1', '198.51.100.7']

function answer(a: string, b: string) {
  const pastes = [
    { source: 'a.txt', end: 'A', text: a },
    { source: 'b.txt', end: 'B', text: b },
  ]
  const { verdict, summary, diagnostics, remediation } = analyse({ pastes })
  return {
    verdict,
    summary,
    codes: diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code),
    run: remediation.steps.map(({ run }) => run).join('\n'),
    after: remediation.after?.verdict,
  }
}

describe.each([
  ['IOS', router, 'responder-only', 'crypto ipsec profile P\n no responder-only\n'],
  ['FortiOS', fortigate, 'set passive-mode enable', 'edit "peer"\n        set passive-mode disable\n'],
])('an end of %s that is told to answer alone', (_, text, line, step) => {
  it('never begins', () => {
    expect(answer(text(A, B, line), text(B, A))).toMatchObject({
      verdict: 'up',
      codes: [],
      summary: expect.stringContaining(`comes up when B (${B}) begins (A (${A}) never does)`),
    })
  })

  it('has no tunnel with another one, and the step lets one of them begin', () => {
    const { verdict, codes, run, after } = answer(text(A, B, line), text(B, A, line))
    expect([verdict, codes, after]).toEqual(['down', ['MD008'], 'up'])
    expect(run.replace(/^ +edit/gm, 'edit')).toContain(step)
  })
})
