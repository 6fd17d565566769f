import { expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'
import { applyChanges } from '../../../../src/core/remedy/apply.ts'
import { box } from '../../../support/boxes.ts'
import { endsOf } from '../../remedy/two-ends.ts'

function asaText(name: string, own: string, peer: string, list: string): string {
  return `hostname ${name}
interface GigabitEthernet0/0
 nameif outside
 ip address ${own} 255.255.255.0
object-group network SITES
 network-object 192.0.2.0 255.255.255.128
 network-object 192.0.2.128 255.255.255.128
${list}
crypto ipsec ikev1 transform-set T esp-aes-256 esp-sha-hmac
crypto map M 10 match address L
crypto map M 10 set peer ${peer}
crypto map M 10 set ikev1 transform-set T
crypto map M interface outside
crypto ikev1 enable outside
crypto ikev1 policy 10
 authentication pre-share
 encryption aes-256
 hash sha
 group 14
tunnel-group ${peer} type ipsec-l2l
tunnel-group ${peer} ipsec-attributes
 ikev1 pre-shared-key *****
`
}

const GROUPED = 'access-list L extended permit ip object-group SITES 10.1.1.0 255.255.255.0'
const far = (network: string, own: string) =>
  `access-list L extended permit ip ${network} 192.0.2.${own} 255.255.255.128`

function analysed(list: string, farLines: readonly string[]) {
  return analyse({
    pastes: [
      { source: 'a', end: 'A', text: asaText('hq', '203.0.113.1', '198.51.100.1', list) },
      { source: 'b', end: 'B', text: asaText('branch', '198.51.100.1', '203.0.113.1', farLines.join('\n')) },
    ],
  })
}

/** The lines of the access list that the commands of a step leave. */
function listAfter(run: string): string[] {
  const lines = [GROUPED]
  for (const command of run.split('\n').filter((line) => /^(?:no )?access-list /.test(line))) {
    if (!command.startsWith('no ')) lines.push(command)
    else {
      const at = lines.indexOf(command.slice(3))
      expect(at, command).toBeGreaterThanOrEqual(0)
      lines.splice(at, 1)
    }
  }
  return lines
}

const WIDE = '10.1.0.0 255.255.0.0'
const SAME = '10.1.1.0 255.255.255.0'

it.each([
  ['both pairs are', [far(WIDE, '0'), far(WIDE, '128')], [WIDE, WIDE]],
  ['the first pair is', [far(WIDE, '0'), far(SAME, '128')], [WIDE, SAME]],
  ['the second pair is', [far(SAME, '0'), far(WIDE, '128')], [SAME, WIDE]],
])('a line with a group is written out once when %s changed, as the simulation has it', (_, farLines, become) => {
  const { remediation } = analysed(GROUPED, farLines)
  expect(remediation.after?.verdict).toBe('up')
  expect(remediation.steps.map(({ run }) => run).slice(1)).toEqual(['write memory'])
  const list = listAfter(remediation.steps[0]?.run ?? '')
  expect(list).toEqual([
    `access-list L extended permit ip 192.0.2.0 255.255.255.128 ${become[0]}`,
    `access-list L extended permit ip 192.0.2.128 255.255.255.128 ${become[1]}`,
  ])
  expect(analysed(list.join('\n'), farLines).verdict).toBe('up')
})

it('says the same for each change of a line, so that it is one step, and takes a pair out of it', () => {
  const text = asaText('hq', '203.0.113.1', '198.51.100.1', GROUPED)
  const before = endsOf({ pastes: [{ source: 'a', text, end: 'A' }] }).a
  const [first, second] = [box('192.0.2.0/25', '10.1.1.0/24'), box('192.0.2.128/25', '10.1.1.0/24')]
  const remove = { kind: 'remove', entry: '', box: first } as const
  const replace = { kind: 'replace', from: second, to: box('192.0.2.128/25', '10.1.0.0/16') } as const
  const after = applyChanges(before, [remove, replace])
  if (after === undefined) throw new Error('An ASA can be told that.')
  const [step] = before.dialect?.remove(remove, before, after) ?? []
  expect(step).toEqual({
    say: 'On hq, in the crypto ACL L, remove 192.0.2.0/25 to 10.1.1.0/24, and change 192.0.2.128/25 to 10.1.1.0/24 into 192.0.2.128/25 to 10.1.0.0/16.',
    run: `configure terminal
access-list L extended permit ip 192.0.2.128 255.255.255.128 10.1.0.0 255.255.0.0
no ${GROUPED}
end`,
  })
  expect(before.dialect?.replace(replace, before, after)).toEqual([step])
})
