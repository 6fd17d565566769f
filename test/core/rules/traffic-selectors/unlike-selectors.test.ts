import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'
import { libreswanPair } from '../../../../src/core/rules/negotiation/examples.ts'

function errorsOf(a: readonly string[], b: readonly string[]): string[] {
  const { diagnostics } = analyse(libreswanPair({ keys: a }, { keys: b }))
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)
}

describe('TS019: selectors that differ though both ends report success', () => {
  it.each<readonly [string, string, string]>([
    ['A', 'rightprotoport=tcp', 'leftprotoport=tcp'],
    ['B', 'leftprotoport=tcp', 'rightprotoport=tcp'],
  ])('are told where a protocol stands on one side alone, and %s loses what it begins', (end, a, b) => {
    const { verdict, diagnostics, flows, remediation } = analyse(libreswanPair({ keys: [a] }, { keys: [b] }))
    expect(verdict).toBe('partial')
    expect(flows.filter(({ outcome }) => outcome === 'lost').map(({ initiator }) => initiator)).toEqual([end])
    expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual(['TS019'])
    expect(remediation.steps.map(({ edit }) => edit?.insert.trim())).toEqual([
      end === 'A' ? 'leftprotoport=tcp' : 'rightprotoport=tcp',
      end === 'A' ? 'rightprotoport=tcp' : 'leftprotoport=tcp',
    ])
    expect(remediation.after?.verdict).toBe('up')
  })

  it('are no matter where what is written differs, or where a protocol stands on both sides', () => {
    const both = ['leftprotoport=tcp', 'rightprotoport=tcp']
    expect(errorsOf(both, both)).toEqual([])
    expect(errorsOf(['rightprotoport=tcp'], [])).not.toContain('TS019')
    expect(errorsOf([], [])).toEqual([])
  })
})
