import { describe, expect, it } from 'vitest'
import type { IkeSa, IkeStage } from '../../../src/core/model/ike-sa.ts'
import { ikeStateOf } from '../../../src/core/negotiation/ike-state.ts'
import { range } from '../../support/boxes.ts'
import { end, OWN, PEER, setting } from './made-ends.ts'

const sa = (stage: IkeStage, ...hosts: readonly string[]): IkeSa => ({
  version: null,
  hosts: hosts.map(range),
  state: stage,
  stage,
  means: '',
  role: null,
  spans: [],
})

/** The state that counts, `none told` without one, `not pasted` without an output. */
function state(ikeSas: readonly IkeSa[] | undefined, more: Parameters<typeof end>[2] = {}): string {
  const found = ikeStateOf(end('A', [], { ...(ikeSas !== undefined && { ikeSas }), ...more }), end('B', []))
  return found === undefined ? 'not pasted' : (found?.state ?? 'none told')
}

describe('the IKE SA with a peer, as an output of status shows it', () => {
  it('is not known without an output, and is none where the output lists none', () => {
    expect(state(undefined)).toBe('not pasted')
    expect(state([])).toBe('none told')
  })

  it('is the one that has come furthest (RFC 2409 5, RFC 7296 1.2), whichever is listed first', () => {
    const stages: readonly IkeStage[] = ['none', 'closing', 'contact', 'agreed', 'keyed', 'established']
    for (const [at, stage] of stages.entries()) {
      const all = stages.slice(0, at + 1).map((each) => sa(each, PEER))
      expect(state(all)).toBe(stage)
      expect(state(all.toReversed())).toBe(stage)
    }
  })

  it('is one between the two, by the address of the peer or by where the end goes', () => {
    const other = sa('established', OWN, '192.0.2.9')
    expect(state([other])).toBe('none told')
    expect(state([other, sa('contact', OWN, PEER)])).toBe('contact')
    const goesThere = { peers: [setting(range('192.0.2.9'))] }
    expect(state([other], goesThere)).toBe('established')
  })

  it('is any where no address is known', () => {
    const found = ikeStateOf(
      end('A', [], { ikeSas: [sa('agreed', '192.0.2.9')], peers: [] }),
      end('B', [], { addresses: [] }),
    )
    expect(found?.stage).toBe('agreed')
  })
})
