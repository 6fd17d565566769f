import { expect, it } from 'vitest'
import { analyse } from '../../../../src/core/analyse.ts'

const NETWORK = '255.255.255.0'

/** A gateway with two entries for one peer, each with a list of its own. */
function gateway(own: string, peer: string, first: string, second: string): string {
  const entry = (number: number, list: string) => `crypto map M ${number} match address ${list}
crypto map M ${number} set peer ${peer}
crypto map M ${number} set ikev1 transform-set TS
`
  return `interface GigabitEthernet0/0
 nameif outside
 ip address ${own} ${NETWORK}
access-list FIRST extended permit ip ${first}
access-list SECOND extended permit ip ${second}
crypto ipsec ikev1 transform-set TS esp-aes-256 esp-sha-hmac
${entry(10, 'FIRST')}${entry(20, 'SECOND')}crypto map M interface outside
crypto ikev1 enable outside
crypto ikev1 policy 10
 authentication pre-share
 encryption aes-256
 hash sha
 group 14
tunnel-group ${peer} type ipsec-l2l
tunnel-group ${peer} ipsec-attributes
 ikev1 pre-shared-key Example-key-1
`
}

function remedy(first: string, second: string) {
  const a = gateway('203.0.113.1', '198.51.100.7', first, second)
  const b = gateway(
    '198.51.100.7',
    '203.0.113.1',
    `10.2.0.0 ${NETWORK} 10.1.0.0 ${NETWORK}`,
    `10.4.0.0 ${NETWORK} 10.3.0.0 ${NETWORK}`,
  )
  const { verdict, remediation } = analyse({
    pastes: [
      { source: 'a.txt', text: a, end: 'A' },
      { source: 'b.txt', text: b, end: 'B' },
    ],
  })
  const lists = remediation.steps
    .slice(0, -1)
    .map(({ run }) => run?.split('\n').filter((line) => line.includes('access-list')))
  return { verdict, after: remediation.after?.verdict, lists }
}

it('is up where both entries have their mirror images', () => {
  expect(remedy(`10.1.0.0 ${NETWORK} 10.2.0.0 ${NETWORK}`, `10.3.0.0 ${NETWORK} 10.4.0.0 ${NETWORK}`).verdict).toBe(
    'up',
  )
})

it.each([
  [
    'FIRST',
    `10.1.0.0 ${NETWORK} 10.2.0.0 255.255.0.0`,
    `10.3.0.0 ${NETWORK} 10.4.0.0 ${NETWORK}`,
    '10.1.0.0',
    '10.2.0.0',
  ],
  [
    'SECOND',
    `10.1.0.0 ${NETWORK} 10.2.0.0 ${NETWORK}`,
    `10.3.0.0 ${NETWORK} 10.4.0.0 255.255.0.0`,
    '10.3.0.0',
    '10.4.0.0',
  ],
])('changes the line of the list that has it, which is %s', (list, first, second, own, far) => {
  expect(remedy(first, second)).toEqual({
    verdict: 'partial',
    after: 'up',
    // At B, whose line becomes the mirror image of A's.
    lists: [
      [
        `access-list ${list} extended permit ip ${far} 255.255.0.0 ${own} ${NETWORK}`,
        `no access-list ${list} extended permit ip ${far} ${NETWORK} ${own} ${NETWORK}`,
      ],
    ],
  })
})
