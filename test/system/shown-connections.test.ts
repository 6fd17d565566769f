import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { LabCase, LabResult } from '../../lab/case.ts'
import { closeLab, openLab, runCases } from '../../lab/daemons.ts'
import { randomPairs } from '../../lab/random-pairs.ts'
import { caseOf, readRecords } from '../../lab/record.ts'
import { analyse } from '../../src/core/index.ts'

const PAIRS = 120
const lab = await openLab({ daemons: ['strongswan', 'libreswan'], keepShown: true })
const obstacle = 'obstacle' in lab ? ` (skipped: ${lab.obstacle})` : ''

it.skipIf(obstacle !== '')(
  `what both ends of ${PAIRS} pairs of live daemons show of their connections tells what their texts tell${obstacle}`,
  async () => {
    if ('obstacle' in lab) throw new Error(lab.obstacle)
    const records = ['strongswan-1', 'mixed-1', 'libreswan-1'].flatMap((name) =>
      readRecords(readFileSync(join('test', 'truth', `${name}.jsonl`), 'utf8')).slice(0, PAIRS / 4),
    )
    const cases = [...records.map(caseOf), ...randomPairs(1129309, PAIRS / 4, 'starter')]
    try {
      const results = await runCases(lab, cases)
      const compared = cases.flatMap((labCase, at) =>
        results.slice(at, at + 1).flatMap((result) => compare(labCase, result)),
      )
      expect(compared.length).toBeGreaterThan(PAIRS / 2)
      // Nothing that comes up by its texts has a fault by what is shown of it.
      expect(compared.filter(({ texts, shown }) => texts.verdict === 'up' && shown.verdict !== 'up')).toEqual([])
      // Networks, identities, versions and modes are shown, so that a tunnel that fails for them is not called up.
      expect(compared.filter(({ texts, shown }) => texts.shows && shown.verdict === 'up')).toEqual([])
    } finally {
      closeLab(lab)
    }
  },
  180_000,
)

/** Findings about what every product shows of its connections. */
const SHOWN = /^(?:TS0(?:01|03|05|06|13)|MD00[13]|AU001)$/
/** A key id is shown as a name of the same letters is. */
const KEY_ID = /keyid:|@#|@\[/

/** The answers to the texts of both ends, and to what both show; none where an end has loaded nothing. */
function compare(labCase: LabCase, { id, shown }: LabResult) {
  if (shown === undefined || !isLoaded(shown.a) || !isLoaded(shown.b)) return []
  const ends = ['a', 'b'] as const
  const texts = ends.flatMap((end) => {
    const secrets = labCase[`secrets_${end}`]
    return [labCase[end], ...(secrets === undefined ? [] : [secrets])].map((text) => ({ end, text }))
  })
  const answer = answerTo(texts)
  const shows =
    answer.verdict !== 'up' && answer.errors.some((code) => SHOWN.test(code)) && !KEY_ID.test(labCase.a + labCase.b)
  return [{ id, texts: { ...answer, shows }, shown: answerTo(ends.map((end) => ({ end, text: shown[end] }))) }]
}

function isLoaded(text: string): boolean {
  return /^\S+: IKEv[12]|^000 "[^"]+":|^ *\S+: +\S+\.\.\.\S+ +IKEv/m.test(text)
}

function answerTo(texts: readonly { readonly end: 'a' | 'b'; readonly text: string }[]) {
  const pastes = texts.map(({ end, text }, at) => ({ source: `${at}.txt`, text, end: end.toUpperCase() }))
  const { verdict, diagnostics } = analyse({ pastes })
  return { verdict, errors: diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code) }
}
