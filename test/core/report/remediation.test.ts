import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { analyse } from '../../../src/core/index.ts'

const folder = '../../golden/cases/strongswan-other-ike-proposal'
const [a, b] = ['a.conf', 'b.conf'].map((name) => readFileSync(new URL(`${folder}/${name}`, import.meta.url), 'utf8'))

function reportOver(copies: number) {
  const texts = [a ?? '', (b ?? '').repeat(copies)]
  return analyse({ pastes: texts.map((text, at) => ({ source: `${'ab'[at]}.conf`, text })) })
}

describe('a configuration that was pasted more than once', () => {
  it('is changed once in each copy', () => {
    const { remediation } = reportOver(3)
    const places = remediation.steps.map(({ edit }) => edit?.line)
    const length = (b ?? '').split('\n').length - 1
    expect(places).toEqual([6, 6 + length, 6 + 2 * length])
  })
})

describe('a finding with very many steps', () => {
  it('shows fifty, and says how many more the remediation has', () => {
    const { diagnostics, remediation } = reportOver(80)
    expect(remediation.steps).toHaveLength(80)
    const [remedy] = diagnostics.find(({ code }) => code === 'PR001')?.remedies ?? []
    expect(remedy?.steps).toHaveLength(51)
    expect(remedy?.steps.slice(0, 50)).toEqual(
      remediation.steps.slice(0, 50).map(({ say, run, edit }) => ({ say, run, edit })),
    )
    const note = '30 more steps follow; the whole remediation has them all.'
    expect(remedy?.steps.at(-1)).toEqual({ say: note, run: null, edit: null })
  })
})
