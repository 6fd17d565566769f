import { describe, expect, it } from 'vitest'
import type { Complaint } from '../../fuzz/complaint.ts'
import { caseDrawer, type FuzzCase } from '../../fuzz/draw-case.ts'
import { type Examiner, openExaminer } from '../../fuzz/hunt.ts'
import { minimise } from '../../fuzz/minimise.ts'
import { seedGroups } from '../../fuzz/seed-pastes.ts'
import { analyse, formats } from '../../src/core/index.ts'

describe('the texts that are spoiled', () => {
  it('are of every format that is read', () => {
    const read = new Set(
      seedGroups().flatMap((group) => {
        const { ends, otherInputs } = analyse({ pastes: group })
        return [...ends.flatMap(({ inputs }) => inputs), ...otherInputs].map(({ format }) => format)
      }),
    )
    expect(formats.map(({ id }) => id).filter((id) => !read.has(id))).toEqual([])
  })
})

describe('a case', () => {
  it('follows from its seed and number alone', () => {
    const [one, same, other] = [caseDrawer(7), caseDrawer(7), caseDrawer(8)]
    one(3)
    expect(one(12)).toEqual(same(12))
    expect(one(12)).not.toEqual(other(12))
  })

  it('holds the secrets that are planted in it', () => {
    const cases = Array.from({ length: 60 }, (_, number) => caseDrawer(1)(number))
    expect(cases.flatMap(({ secrets }) => secrets).length).toBeGreaterThan(20)
    expect(new Set(cases.map(({ request }) => JSON.stringify(request))).size).toBe(60)
  })
})

describe('the thread in which a case is examined', () => {
  const worker = new URL('./misbehaving-worker.mjs', import.meta.url)
  const asking = (probe: string): FuzzCase => ({ request: { pastes: [], probe }, secrets: [] })

  it('is replaced when it hangs, fills its memory or ends', async () => {
    const examiner = openExaminer({ worker, ceiling: 1_500 })
    try {
      const kinds: (string | undefined)[] = []
      for (const probe of ['', 'hang', '', 'throw', 'fill', '']) {
        kinds.push((await examiner.examine(asking(probe)))[0]?.kind)
      }
      expect(kinds).toEqual([undefined, 'hung', undefined, 'died', expect.stringMatching(/^(memory|hung)$/), undefined])
    } finally {
      await examiner.close()
    }
  })
})

describe('a case that went wrong', () => {
  it('loses what it does not need', async () => {
    const wrong: Complaint = { kind: 'threw', say: 'TypeError at core/x.ts:12' }
    const examiner: Examiner = {
      examine: async ({ request: { pastes } }) =>
        pastes.some(({ text }) => text.includes('bad')) ? [{ ...wrong, say: 'TypeError at core/x.ts:7' }] : [],
      close: async () => undefined,
    }
    const pastes = [
      { source: 'a', text: 'one\ntwo' },
      { source: 'b', text: 'three\nfour so bad it is\nfive' },
    ]
    const small = await minimise({ request: { pastes }, secrets: [] }, wrong, examiner)
    expect(small.request.pastes).toEqual([{ source: 'b', text: 'bad' }])
  })
})
