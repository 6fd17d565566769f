import { expect, it } from 'vitest'
import { analyse } from '../../src/core/index.ts'
import { gistOf } from '../../src/slack/compose/gist.ts'
import { isTooLong, readRest, writeRest } from '../../src/slack/compose/kept-rest.ts'
import { placeFor } from '../../src/slack/delivery/place.ts'
import { forgetAnswers, type KeptAnswer, keepAnswer, keptAnswer, keptRest } from '../../src/slack/kept-answers.ts'
import { EXAMPLE } from '../../src/slack/words.ts'
import { createStore } from '../../src/store.ts'

const pastes = [{ source: 'a.txt', text: EXAMPLE }]
const report = analyse({ pastes })
const rest = { pastes, laterReplaces: false, report }
const kept: KeptAnswer = {
  version: 2,
  at: 1,
  user: 'U1',
  place: placeFor('C1', 'U1'),
  gist: gistOf(report),
  link: null,
  hasPastes: true,
}

it('an answer is kept with what threads make others of, and forgotten with it', async () => {
  const services = { store: createStore() }
  expect(await keepAnswer('U1:a', kept, services, 'the rest')).toBe(true)
  expect(await keepAnswer('U1:a', { ...kept, link: 'https://x.slack.com/' }, services)).toBe(true)
  expect(await keptAnswer('U1:a', services)).toEqual({ ...kept, link: 'https://x.slack.com/' })
  expect(await keptRest('U1:a', services)).toBe('the rest')
  await services.store.delete('answer:U1:a')
  await keepAnswer('U2:a', kept, services, 'of somebody else')
  expect(await forgetAnswers('U1', services)).toBe(0)
  expect(await services.store.keys('')).toEqual(['answer-rest:U2:a', 'answer:U2:a'])
})

it('what is told of an answer is small, whatever its report holds', () => {
  const input = {
    source: 'x'.repeat(9_000),
    format: null,
    lines: { read: 1, irrelevant: 0, unsupported: [], unrecognised: [] },
  }
  const ends = report.ends.map((end) => ({
    ...end,
    name: 'y'.repeat(9_000),
    inputs: Array.from({ length: 999 }, () => input),
  }))
  const gist = gistOf({ ...report, ends, summary: 'z'.repeat(90_000) })
  expect(JSON.stringify(gist).length).toBeLessThan(5_000)
})

it('the rest is kept with its pastes', () => {
  const written = writeRest(rest)
  expect(written?.hasPastes).toBe(true)
  expect(readRest(written?.text ?? '')).toEqual(rest)
})

it('pastes that are too long are left out of it', () => {
  const long = [{ source: 'a.txt', text: 'x'.repeat(2_000_001) }]
  expect(isTooLong(long)).toBe(true)
  const written = writeRest({ ...rest, pastes: long })
  expect(written?.hasPastes).toBe(false)
  expect(readRest(written?.text ?? '')).toEqual({ ...rest, pastes: null })
})

it('one that comes to gigabytes, since its findings share much, is not written out', () => {
  const [finding] = report.diagnostics
  if (finding === undefined) throw new Error('the example has findings')
  const shared = { ...finding, evidence: Array.from({ length: 10_000 }, () => finding.evidence).flat() }
  const diagnostics = Array.from({ length: 10_000 }, () => shared)
  expect(writeRest({ ...rest, report: { ...report, diagnostics } })).toBeNull()
})
