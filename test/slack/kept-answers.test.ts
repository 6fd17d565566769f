import { expect, it } from 'vitest'
import { analyse } from '../../src/core/index.ts'
import { keepAnswer, keptAnswer } from '../../src/slack/kept-answers.ts'
import { placeFor } from '../../src/slack/place.ts'
import type { Services } from '../../src/slack/services.ts'
import { EXAMPLE } from '../../src/slack/words.ts'
import { createStore } from '../../src/store.ts'

const store = createStore()
const services = { store } satisfies Pick<Services, 'store'>
const pastes = [{ source: 'a.txt', text: EXAMPLE }]
const report = analyse({ pastes })
const kept = {
  version: 1 as const,
  at: 1,
  user: 'U1',
  place: placeFor('C1', 'U1'),
  title: 'x',
  link: null,
  pastes,
  laterReplaces: false,
  report,
}

it('an answer is kept with its pastes', async () => {
  expect(await keepAnswer('U1:a', kept, services)).toBe(true)
  expect(await keptAnswer('U1:a', services)).toEqual(kept)
})

it('one whose pastes are too long is kept without them', async () => {
  const long = { ...kept, pastes: [{ source: 'a.txt', text: 'x'.repeat(2_000_001) }] }
  expect(await keepAnswer('U1:b', long, services)).toBe(true)
  expect(await keptAnswer('U1:b', services)).toEqual({ ...kept, pastes: null })
})

it('one that comes to gigabytes, since its findings share much, is not written out', async () => {
  const [finding] = report.diagnostics
  if (finding === undefined) throw new Error('the example has findings')
  const shared = { ...finding, evidence: Array.from({ length: 10_000 }, () => finding.evidence).flat() }
  const large = { ...kept, report: { ...report, diagnostics: Array.from({ length: 10_000 }, () => shared) } }
  expect(await keepAnswer('U1:c', large, services)).toBe(false)
  expect(await keptAnswer('U1:c', services)).toBeUndefined()
})
