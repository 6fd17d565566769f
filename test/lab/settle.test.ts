import { describe, expect, it } from 'vitest'
import type { LabResult } from '../../lab/case.ts'
import { majority } from '../../lab/settle.ts'

function ended(error: string | null, more: Partial<LabResult> = {}): LabResult {
  const up = error === null
  return { id: 'x', established: up, child_established: up, negotiated_ts: null, error, wire_notifies: [], ...more }
}

describe('two of three runs', () => {
  it('decide, whichever they are', () => {
    expect(majority([ended('timeout'), ended(null), ended(null)])?.error).toBeNull()
    expect(majority([ended(null), ended('timeout'), ended(null)])?.error).toBeNull()
    expect(majority([ended(null), ended('timeout'), ended('timeout')])?.error).toBe('timeout')
  })

  it('count by their outcome, not by how long they took', () => {
    expect(majority([ended('timeout'), ended(null, { wall_s: 1 }), ended(null, { wall_s: 2 })])?.error).toBeNull()
  })

  it('are no truth where none agree, or where the lab failed', () => {
    const three = majority([ended('timeout'), ended(null), ended('NO_PROPOSAL_CHOSEN')])
    expect(three?.lab_error).toBe('Each run ends otherwise.')
    const failed = { lab_error: 'no namespace' }
    expect(majority([ended(null, failed), ended(null, failed), ended(null)])?.lab_error).toBeDefined()
  })
})
