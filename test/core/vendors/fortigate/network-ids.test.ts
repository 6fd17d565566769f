import { expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'

function fortigate(own: string, peer: string, networks: readonly [string, string], lines: string, version = 2): string {
  return `config vpn ipsec phase1-interface
    edit "peer"
        set interface "wan1"
        set ike-version ${version}
        set local-gw ${own}
        set proposal aes256-sha256
        set dhgrp 14
${lines}        set remote-gw ${peer}
        set psksecret Example-key-1
    next
end
config vpn ipsec phase2-interface
    edit "net"
        set phase1name "peer"
        set proposal aes256-sha256
        set dhgrp 14
        set src-subnet ${networks[0]}
        set dst-subnet ${networks[1]}
    next
end
`
}

const [LEFT, RIGHT] = ['10.1.0.0 255.255.255.0', '10.2.0.0 255.255.255.0']
const overlay = (number: string) => `        set network-overlay enable\n        set network-id ${number}\n`
const off = '        set network-overlay disable\n        set network-id 9\n'

const answer = (ofA: string, ofB: string, version?: number) =>
  analyse({
    pastes: [
      { source: 'a.txt', end: 'A', text: fortigate('203.0.113.1', '198.51.100.7', [LEFT, RIGHT], ofA, version) },
      { source: 'b.txt', end: 'B', text: fortigate('198.51.100.7', '203.0.113.1', [RIGHT, LEFT], ofB, version) },
    ],
  })

it.each([
  ['are the same', overlay('5'), overlay('5')],
  ['are on neither end', '', ''],
  ['are switched off', off, ''],
])('network IDs that %s let the tunnel come up', (_, ofA, ofB) => {
  expect(answer(ofA, ofB).verdict).toBe('up')
})

it('network IDs count in IKEv2 alone', () => {
  expect(answer(overlay('5'), overlay('6'), 1).verdict).toBe('up')
})

it('a network ID is something to look at where the other end is no FortiGate', () => {
  const text =
    'ends:\n  B:\n    vendor: other\n    external_address: 198.51.100.7\n    local_networks: [10.2.0.0/24]\n    remote_networks: [10.1.0.0/24]\n'
  const conf =
    'conn a\n\tauthby=secret\n\tleft=198.51.100.7\n\tleftsubnet=10.2.0.0/24\n\tright=203.0.113.1\n\trightsubnet=10.1.0.0/24\n\tikev2=insist\n\tike=aes256-sha2_256;modp2048\n\tauto=add\n'
  const told = (b: string, lines: string) =>
    analyse({
      pastes: [
        { source: 'a.txt', end: 'A', text: fortigate('203.0.113.1', '198.51.100.7', [LEFT, RIGHT], lines) },
        { source: 'b.txt', end: 'B', text: b },
      ],
    }).checks.some(({ say }) => say.includes('has a network ID'))
  expect([told(conf, overlay('5')), told(conf, ''), told(text, overlay('5'))]).toEqual([true, false, false])
})

it.each([
  ['differ', overlay('5'), overlay('6'), 'B', '5'],
  ['are on the first end alone', overlay('5'), off, 'B', '5'],
  ['are on the second end alone', '', overlay('6'), 'A', '6'],
])('network IDs that %s keep the tunnel down', (_, ofA, ofB, end, number) => {
  const { verdict, diagnostics, remediation } = answer(ofA, ofB)
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  expect([verdict, errors.map(({ code }) => code), remediation.after?.verdict]).toEqual(['down', ['MD006'], 'up'])
  expect(remediation.steps.map((step) => step.end)).toEqual([end])
  expect(remediation.steps[0]?.run).toContain(`        set network-overlay enable\n        set network-id ${number}\n`)
})
