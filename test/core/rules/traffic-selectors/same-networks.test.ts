import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'
import { libreswanPair } from '../../../../src/core/rules/negotiation/examples.ts'
import { sameNetworks } from '../../../../src/core/rules/traffic-selectors/ts016-same-networks.ts'
import { applyEdits } from '../../../support/apply-edits.ts'
import { factsOf, gistOf, placesOf, waysOf } from '../facts-of.ts'

const told = (keysOfA: readonly string[], keysOfB: readonly string[]) => {
  const { pastes } = libreswanPair({ keys: keysOfA }, { keys: keysOfB })
  const report = analyse({ pastes })
  const found = report.diagnostics.filter(({ code }) => code === 'TS016')
  return { pastes, report, found, edited: applyEdits(pastes, report) }
}

/** Networks of the own side, leftsubnet and leftsubnets, as they stand in a text. */
const networksIn = (text = '') =>
  text.split('\n').flatMap((line) => /^ +((?:left|right)subnets?=.+)/.exec(line)?.[1] ?? [])

describe('a network that stands twice in the lists of a connection', () => {
  it.each([
    [
      'in leftsubnets',
      ['leftsubnets={10.3.0.0/24 10.3.0.0/24}'],
      ['rightsubnets={10.3.0.0/24}'],
      'to-b/2x0 of A (192.0.2.1) comes to the same networks as a child of to-b that is up before.',
      ['rightsubnet=10.2.0.0/24', 'leftsubnets="10.1.0.0/24 10.3.0.0/24"'],
    ],
    [
      'in leftsubnet and in leftsubnets',
      ['leftsubnets={10.1.0.0/24 10.3.0.0/24}'],
      ['rightsubnets={10.3.0.0/24}'],
      'to-b/1x0 of A (192.0.2.1) comes to the same networks as a child of to-b that is up before.',
      ['rightsubnet=10.2.0.0/24', 'leftsubnets={10.1.0.0/24 10.3.0.0/24}'],
    ],
    [
      'on both sides',
      ['leftsubnets={10.1.0.0/24}', 'rightsubnets={10.2.0.0/24}'],
      [],
      'to-b/0x1, to-b/1x0 and to-b/1x1 of A (192.0.2.1) come to the same networks as a child of to-b that is up before.',
      ['leftsubnet=10.1.0.0/24', 'rightsubnet=10.2.0.0/24'],
    ],
    [
      'in many children',
      ['leftsubnets={10.1.0.0/24 10.3.0.0/24}', 'rightsubnets={10.2.0.0/24 10.4.0.0/24}'],
      ['leftsubnets={10.4.0.0/24}', 'rightsubnets={10.3.0.0/24}'],
      'to-b/0x1, to-b/1x0, to-b/1x1, to-b/1x2 and 1 more of A (192.0.2.1) come to the same networks as a child of to-b that is up before.',
      ['leftsubnets={10.1.0.0/24 10.3.0.0/24}', 'rightsubnets={10.2.0.0/24 10.4.0.0/24}'],
    ],
  ])('%s is named once, and nothing else changes', (_, keysOfA, keysOfB, what, networks) => {
    const { report, found, edited } = told(keysOfA, keysOfB)
    expect(found.map((each) => [each.severity, each.what])).toEqual([['warning', what]])
    expect(networksIn(edited?.[0]?.text).toSorted()).toEqual(networks.toSorted())
    const after = analyse({ pastes: edited ?? [] })
    expect(after.verdict).toBe('up')
    expect(after.diagnostics.map(({ code }) => code)).not.toContain('TS016')
    const carried = ({ flows }: typeof report) =>
      flows.filter(({ outcome }) => outcome === 'established').map((flow) => `${flow.source} > ${flow.destination}`)
    expect(carried(after).toSorted()).toEqual(carried(report).toSorted())
  })

  it('shows each line once', () => {
    const { found } = told(['leftsubnets={10.1.0.0/24}', 'rightsubnets={10.2.0.0/24}'], [])
    const lines = found.flatMap(({ evidence }) => evidence.map(({ line }) => line))
    expect(lines.toSorted((a, b) => Number(a) - Number(b))).toEqual([6, 9, 11, 12])
  })
})

it('a network that stands twice is told with the lines of its child, which is left out', () => {
  const [found, ...more] = factsOf(sameNetworks, sameNetworks.page.fires)
  expect(more).toEqual([])
  expect(found && gistOf(found)).toBe('warning stated, 10.3.0.1 -> 10.2.0.1 icmp')
  expect(found && placesOf(found)).toEqual(['a.conf 9 A (192.0.2.1)', 'a.conf 11 A (192.0.2.1)'])
  expect(found && waysOf(found)).toEqual(['A remove'])
  expect(found?.flows.map(({ initiator, outcome }) => `${initiator} ${outcome}`)).toEqual(['A uncovered'])
})

it('children that an answer makes alike are told without a step: which of them is meant, nobody can say', () => {
  const { found } = told(
    ['leftsubnets={10.1.0.0/25 10.1.0.0/16}', 'narrowing=yes'],
    ['rightsubnets={10.1.0.0/25}', 'narrowing=yes'],
  )
  expect(found.map(({ what, remedies }) => [what, remedies])).toEqual([
    ['to-b/2x0 of A (192.0.2.1) comes to the same networks as a child of to-b that is up before.', []],
  ])
  expect(found[0]?.why).toMatch(/Of the children that the other end answers with the same networks, keep one\.$/)
})
