import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'

interface Entry {
  readonly peer: string
  readonly list: string
  /** Own and remote network of each line, with the masks of the product. */
  readonly lines: readonly (readonly [string, string])[]
  /** Its map stands at an interface of its own. */
  readonly apart?: true
}

interface Gateway {
  readonly own: string
  readonly entries: readonly Entry[]
}

const [HUB, BRANCH, OTHER] = ['203.0.113.1', '198.51.100.7', '192.0.2.33']
const SECOND = '203.0.113.129'

/** Numbers of entries go up by tens; those apart are in the map of a second interface. */
function router({ own, entries }: Gateway): string {
  const maps = entries.map(({ peer, list, apart }, at) => {
    const map = apart ? 'SECOND' : 'VPN'
    return `crypto map ${map} ${at + 1}0 ipsec-isakmp\n set peer ${peer}\n set transform-set T\n match address ${list}\n`
  })
  const lists = new Map(entries.map(({ list, lines }) => [list, lines.map((line) => ` permit ip ${line.join(' ')}\n`)]))
  const permits = [...lists].map(([list, lines]) => `ip access-list extended ${list}\n${lines.join('')}`)
  return `crypto isakmp policy 10
 encr aes 256
 hash sha256
 authentication pre-share
 group 14
crypto isakmp key Example-key-1 address 0.0.0.0 0.0.0.0
crypto ipsec transform-set T esp-aes 256 esp-sha256-hmac
${maps.join('')}interface GigabitEthernet0/0
 ip address ${own} 255.255.255.128
 crypto map VPN
${entries.some(({ apart }) => apart) ? `interface GigabitEthernet0/1\n ip address ${SECOND} 255.255.255.128\n crypto map SECOND\n` : ''}${permits.join('')}`
}

function asa({ own, entries }: Gateway): string {
  const maps = entries.map(
    ({ peer, list }, at) => `crypto map M ${at + 1}0 match address ${list}
crypto map M ${at + 1}0 set peer ${peer}
crypto map M ${at + 1}0 set ikev1 transform-set T
tunnel-group ${peer} type ipsec-l2l
tunnel-group ${peer} ipsec-attributes
 ikev1 pre-shared-key Example-key-1
`,
  )
  const permits = entries.flatMap(({ list, lines }) =>
    lines.map((line) => `access-list ${list} extended permit ip ${line.join(' ')}\n`),
  )
  return `interface GigabitEthernet0/0
 nameif outside
 ip address ${own} 255.255.255.128
${permits.join('')}crypto ipsec ikev1 transform-set T esp-aes-256 esp-sha-hmac
${maps.join('')}crypto map M interface outside
crypto ikev1 enable outside
crypto ikev1 policy 10
 authentication pre-share
 encryption aes-256
 hash sha
 group 14
`
}

/** What is said of the hub with these entries and of the branch, which has the last of them the other way round. */
function answer(write: (gateway: Gateway) => string, before: Entry, last: Entry) {
  const mirrored = last.lines.map(([local, remote]) => [remote, local] as const)
  const peer = last.apart ? SECOND : HUB
  const hub = write({ own: HUB, entries: [before, last] })
  const text = write({ own: BRANCH, entries: [{ peer, list: 'TO-HQ', lines: mirrored }] })
  const report = analyse({
    pastes: [
      { source: 'a.txt', text: hub, end: 'A' },
      { source: 'b.txt', text, end: 'B' },
    ],
    tunnel: BRANCH,
  })
  const { verdict, diagnostics, remediation } = report
  return {
    verdict,
    errors: diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code),
    after: remediation.after?.verdict,
    commands: remediation.steps[0]?.run?.split('\n').slice(1, -1),
    clear: report.flows.filter(({ packet }) => packet === 'clear').length,
  }
}

const [OWN, WIDE, NARROW] = ['10.1.0.0 0.0.255.255', '10.2.0.0 0.0.255.255', '10.2.5.0 0.0.0.255']

describe('an entry of a crypto map for another peer that stands in front', () => {
  const wider: Entry = { peer: OTHER, list: 'TO-OTHER', lines: [[OWN, WIDE]] }
  const branch: Entry = { peer: BRANCH, list: 'TO-BRANCH', lines: [[OWN, NARROW]] }

  it('leaves the packets of a narrower one to it, by a line that denies them', () => {
    expect(answer(router, wider, branch)).toEqual({
      verdict: 'partial',
      errors: ['SP002'],
      after: 'up',
      commands: ['ip access-list extended TO-OTHER', ' 9 deny ip 10.1.0.0 0.0.255.255 10.2.5.0 0.0.0.255'],
      clear: 0,
    })
  })

  it('does so on an ASA', () => {
    const own = '10.1.0.0 255.255.0.0'
    const before: Entry = { ...wider, lines: [[own, '10.2.0.0 255.255.0.0']] }
    expect(answer(asa, before, { ...branch, lines: [[own, '10.2.5.0 255.255.255.0']] })).toEqual({
      verdict: 'partial',
      errors: ['SP002'],
      after: 'up',
      commands: ['access-list TO-OTHER line 1 extended deny ip 10.1.0.0 255.255.0.0 10.2.5.0 255.255.255.0'],
      clear: 0,
    })
  })

  const both: Entry['lines'] = [
    [OWN, NARROW],
    [OWN, WIDE],
  ]

  it.each([
    ['it is for the same packets', { ...branch, peer: OTHER, list: 'TO-OTHER' }, branch],
    ['both have one list', { ...branch, peer: OTHER, lines: both }, { ...branch, lines: both }],
  ])('has no such line where %s', (_, before, last) => {
    const { verdict, errors, commands = [] } = answer(router, before, last)
    expect([verdict, errors.includes('SP002')]).toEqual(['partial', true])
    expect(commands.filter((command) => command.includes('deny'))).toEqual([])
  })

  it('takes nothing in the map of another interface, which routes choose', () => {
    expect(answer(router, wider, { ...branch, apart: true })).toMatchObject({ verdict: 'up', errors: [] })
  })
})
