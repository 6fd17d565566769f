import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'
import { fixture } from './read-xfrm.ts'

const SOCKET = 'src 0.0.0.0/0 dst 0.0.0.0/0 \n\tsocket out priority 0 ptype main \n'

function diagnose(a: string, b: string) {
  return analyse({
    pastes: [
      { source: 'a.txt', text: a, end: 'A' },
      { source: 'b.txt', text: b, end: 'B' },
    ],
  })
}

/** The policies of a further network of A's side, as A and as B would have them. */
function further(end: 'a' | 'b'): string {
  return fixture(`tunnel-${end}.txt`).replaceAll('10.1.0.0', '10.1.9.0').replaceAll('reqid 1', 'reqid 2')
}

describe('the steps for policies that a person made', () => {
  it('add the network that the other end has, in all three directions', () => {
    const report = diagnose(fixture('tunnel-a.txt'), fixture('tunnel-b.txt') + further('b'))
    const step = report.remediation.steps.find(({ run }) => run?.includes('policy add'))
    expect(step?.end).toBe('A')
    expect(step?.run?.split('\n')).toEqual([
      'ip xfrm policy add src 10.1.9.0/24 dst 10.2.0.0/24 dir out priority 375423 tmpl src 203.0.113.1 dst 198.51.100.7 proto esp reqid 1 mode tunnel',
      'ip xfrm policy add src 10.2.0.0/24 dst 10.1.9.0/24 dir in priority 375423 tmpl src 198.51.100.7 dst 203.0.113.1 proto esp reqid 1 mode tunnel',
      'ip xfrm policy add src 10.2.0.0/24 dst 10.1.9.0/24 dir fwd priority 375423 tmpl src 198.51.100.7 dst 203.0.113.1 proto esp reqid 1 mode tunnel',
    ])
    expect(report.remediation.after?.verdict).toBe('up')
  })

  it('add the forward policy that is missing', () => {
    const without = fixture('tunnel-a.txt').replace(/^src .*\n\tdir fwd(?:.*\n){3}/m, '')
    const { remediation } = diagnose(without, fixture('tunnel-b.txt'))
    expect(remediation.steps.map(({ end, run }) => [end, run])).toEqual([
      [
        'A',
        'ip xfrm policy add src 10.2.0.0/24 dst 10.1.0.0/24 dir fwd priority 375423 tmpl src 198.51.100.7 dst 203.0.113.1 proto esp reqid 1 mode tunnel',
      ],
    ])
  })

  it('add policies for the peer to which the tunnel is sent instead', () => {
    const elsewhere = fixture('tunnel-a.txt').replaceAll('198.51.100.7', '198.51.100.9')
    const without = elsewhere.replace(/^src .*\n\tdir fwd(?:.*\n){3}/m, '')
    const { remediation } = diagnose(without, fixture('tunnel-b.txt') + further('b'))
    const added = remediation.steps.flatMap(({ end, run }) => (end === 'A' && run !== null ? run.split('\n') : []))
    expect(added.map((command) => / dir (\w+) .* tmpl (src \S+ dst \S+) /.exec(command)?.slice(1).join(' '))).toEqual([
      'out src 203.0.113.1 dst 198.51.100.7',
      'in src 198.51.100.7 dst 203.0.113.1',
      'fwd src 198.51.100.7 dst 203.0.113.1',
      'fwd src 198.51.100.7 dst 203.0.113.1',
    ])
  })

  it('change networks of policies for the peer to which the tunnel is sent instead, and come up with it', () => {
    const elsewhere = fixture('tunnel-a.txt').replaceAll('198.51.100.7', '198.51.100.9')
    const { remediation } = diagnose(elsewhere.replaceAll('10.2.0.0/24', '10.2.0.0/25'), fixture('tunnel-b.txt'))
    const added = remediation.steps.flatMap(
      ({ run }) => run?.split('\n').filter((line) => line.includes(' add ')) ?? [],
    )
    expect(added.length).toBeGreaterThan(0)
    for (const command of added) expect(command).not.toContain('198.51.100.9')
    expect(remediation.after?.verdict).toBe('up')
  })

  it('delete a policy that takes packets away', () => {
    const bypass = 'src 10.1.0.9/32 dst 10.2.0.0/24 \n\tdir out priority 7 ptype main \n'
    const { remediation } = diagnose(bypass + fixture('tunnel-a.txt'), fixture('tunnel-b.txt'))
    expect(remediation.steps.map(({ run }) => run)).toEqual([
      'ip xfrm policy delete src 10.1.0.9/32 dst 10.2.0.0/24 dir out',
    ])
  })
})

describe('the steps where an IKE daemon runs', () => {
  it('are for its configuration, without commands that it would undo', () => {
    const report = diagnose(SOCKET + fixture('tunnel-a.txt'), SOCKET + fixture('tunnel-b.txt') + further('b'))
    for (const { run } of report.remediation.steps) expect(run).toBeNull()
    expect(report.remediation.steps[0]?.say).toContain('in the configuration of the IKE daemon')
  })

  it('are only assumed, since more may be configured than is installed', () => {
    const report = diagnose(SOCKET + fixture('tunnel-a.txt'), fixture('tunnel-b.txt') + further('b'))
    const refused = report.flows.filter(({ outcome }) => outcome === 'refused')
    expect(refused.length).toBeGreaterThan(0)
    expect(refused.map(({ certainty }) => certainty)).toEqual(refused.map(() => 'assumed'))
  })
})

describe('what no dump shows', () => {
  it('names the interface and the mark that must be set', () => {
    const scoped = fixture('tunnel-a.txt')
      .replace(/^\ttmpl/m, '\tmark 0x10/0xff \n\ttmpl')
      .replace(/mode tunnel$/m, 'mode tunnel\n\tif_id 0x7')
    const says = diagnose(scoped, fixture('tunnel-b.txt')).checks.map(({ say }) => say)
    expect(says.some((say) => say.includes('if_id 0x7') && say.includes('XFRM interface'))).toBe(true)
    expect(says.some((say) => say.includes('marked packets only'))).toBe(true)
  })
})
