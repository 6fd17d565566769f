import { expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'

function router(own: string, peer: string, keys: readonly string[]): string {
  const tunnels = keys.map(
    (key, at) => `interface Tunnel${at}
 tunnel source GigabitEthernet0/0
 tunnel destination ${peer}
${key}
 tunnel protection ipsec profile GRE shared
`,
  )
  return `crypto isakmp policy 10
 encr aes 256
 hash sha256
 authentication pre-share
 group 14
crypto isakmp key Example-key-1 address ${peer}
crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac
 mode transport
crypto ipsec profile GRE
 set transform-set TS
${tunnels.join('')}interface GigabitEthernet0/0
 ip address ${own} 255.255.255.0
`
}

const key = (value: string) => ` tunnel key ${value}`

it.each([
  ['are the same', [key('7')], [key('7')], 'up', []],
  ['are on neither end', [''], [''], 'up', []],
  ['are hidden at one end', [key('7')], [key('*****')], 'up', []],
  ['of one of two tunnels are the same', [key('7'), key('8')], [key('8')], 'up', []],
  ['differ', [key('7')], [key('8')], 'down', ['B']],
  ['are on the first end alone', [key('7')], [''], 'down', ['B']],
  ['are on the second end alone', [''], [key('7')], 'down', ['A']],
])('tunnels of GRE whose keys %s are told as that', (_, ofA, ofB, verdict, changed) => {
  const { diagnostics, remediation, ...report } = analyse({
    pastes: [
      { source: 'a.txt', end: 'A', text: router('203.0.113.1', '198.51.100.7', ofA) },
      { source: 'b.txt', end: 'B', text: router('198.51.100.7', '203.0.113.1', ofB) },
    ],
  })
  const steps = remediation.steps.filter(({ run }) => run?.includes('tunnel key <the tunnel key of '))
  expect([report.verdict, steps.map(({ end }) => end)]).toEqual([verdict, changed])
  if (verdict === 'up') return
  expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual(['MD009'])
  expect(remediation.after?.verdict).toBe('up')
})
