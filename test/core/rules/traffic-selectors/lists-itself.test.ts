import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'
import { description } from '../../../../src/core/rules/traffic-selectors/examples.ts'

const [OWN, PEER] = ['203.0.113.1', '198.51.100.7']
const BRANCH = { vendor: 'other', locals: ['10.2.0.0/24'], remotes: ['10.1.0.0/24', OWN] }

function analysed(...remotes: readonly string[]) {
  return analyse(description({ locals: ['10.1.0.0/24'], remotes: ['10.2.0.0/24', ...remotes] }, BRANCH))
}

describe('a Remote Site with its own gateway in it (TS017)', () => {
  it('loses it, and the other end is told to list nothing for it', () => {
    const { diagnostics, remediation } = analysed(OWN)
    const errors = diagnostics.filter(({ severity }) => severity === 'error')
    expect(errors.map(({ code }) => code)).toEqual(['TS017'])
    expect(errors[0]?.what).toBe(`The Remote Site on ISA-A lists ${OWN}, which is ISA-A itself.`)
    expect(remediation.steps.map(({ end }) => end)).toEqual(['A'])
    expect(remediation.steps[0]?.say).toContain(`> Addresses, remove ${OWN}, press OK`)
    expect(remediation.after?.verdict).toBe('up')
  })

  it.each([[], [PEER], ['203.0.113.0/24']])('is none with %s', (...remotes) => {
    expect(analysed(...remotes).diagnostics.map(({ code }) => code)).not.toContain('TS017')
  })

  it('is no matter of an end that has no entries for itself', () => {
    const wrong = { ...BRANCH, remotes: ['10.1.0.0/24', PEER] }
    const { diagnostics } = analyse(description({ locals: ['10.1.0.0/24'], remotes: ['10.2.0.0/24'] }, wrong))
    expect(diagnostics.map(({ code }) => code)).not.toContain('TS017')
  })
})

describe('what another product protects between the two gateways (TS001)', () => {
  const source = (name: string) => {
    const path = new URL(`../../../golden/cases/cisco-ios-isa-between-gateways/${name}`, import.meta.url)
    return { source: name, text: readFileSync(path, 'utf8') }
  }

  it('is to go there, since an ISA Server makes no entries for it', () => {
    const { diagnostics, remediation } = analyse({ pastes: [source('isa-a.txt'), source('router-b.txt')] })
    const [own, between] = diagnostics.filter(({ code }) => code === 'TS001')
    expect(own?.why).not.toContain('between the two gateways')
    expect(between?.why).toMatch(
      / makes no entries between the two gateways.* Take VPN line 4 out of what R2 protects\.$/,
    )
    expect(remediation.steps.map((step) => step.for)).toEqual([[own?.id]])
  })
})
