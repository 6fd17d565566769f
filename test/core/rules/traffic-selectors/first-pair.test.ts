import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'
import { firstPairOnly } from '../../../../src/core/rules/traffic-selectors/ts014-first-pair.ts'
import { factsOf, gistOf } from '../facts-of.ts'

function gateway(own: string, peer: string, children: readonly (readonly [local: string, remote: string])[]): string {
  const written = children.map(
    ([local, remote], at) => `      net${at} {\n        local_ts = ${local}\n        remote_ts = ${remote}\n      }`,
  )
  return `connections {
  gw {
    version = 1
    local_addrs = ${own}
    remote_addrs = ${peer}
    local { auth = psk }
    remote { auth = psk }
    children {
${written.join('\n')}
    }
  }
}
secrets {
  ike-gw { secret = "the same on both" }
}
`
}

/** A has a child for each pair, B one with a list: what B begins is the first pair of it. */
const pastes = [
  {
    source: 'a.conf',
    end: 'A',
    text: gateway('203.0.113.1', '198.51.100.7', [
      ['10.1.0.0/24', '10.2.0.0/24'],
      ['10.1.0.0/24', '10.3.0.0/24'],
    ]),
  },
  {
    source: 'b.conf',
    end: 'B',
    text: gateway('198.51.100.7', '203.0.113.1', [['10.2.0.0/24, 10.3.0.0/24', '10.1.0.0/24']]),
  },
]
const report = analyse({ pastes })

describe('a list of IKEv1 whose pairs are children of the other end', () => {
  it('is told of, since the end with the list begins the first pair alone', () => {
    expect(report.verdict).toBe('partial')
    expect(report.diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual(['TS014'])
    const left = report.flows.filter(({ diagnostics }) => diagnostics.includes('TS014-1'))
    expect(left.map(({ source, initiator, outcome }) => [source, initiator, outcome])).toEqual([
      ['10.3.0.0/24', 'B', 'uncovered'],
    ])
  })

  it('is told of the flows that are left out alone', () => {
    const [found, ...more] = factsOf(firstPairOnly, { pastes })
    expect(more).toEqual([])
    expect(found && gistOf(found)).toBe('error stated, 10.3.0.1 -> 10.1.0.1 icmp')
    expect(found?.flows.map(({ initiator, outcome }) => `${initiator} ${outcome}`)).toEqual(['B uncovered'])
  })

  it('gets a child of its own for the pair that is left out', () => {
    const { steps, after } = report.remediation
    expect(steps.map(({ end, edit }) => [end, edit?.source, edit?.line])).toEqual([['B', 'b.conf', 13]])
    expect(steps[0]?.edit?.insert).toMatch(/local_ts = 10\.3\.0\.0\/24\n\s+remote_ts = 10\.1\.0\.0\/24/)
    expect(after?.verdict).toBe('up')
  })

  it('is the reason in the headline, and the pasted secret is none', () => {
    expect(report.diagnostics.map(({ code }) => code)).toContain('PA003')
    expect(report.summary).toContain('IKEv1 carries only the first pair of a list')
  })
})
