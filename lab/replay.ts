/** `node --import tsx lab/replay.ts FILE...`: runs recorded cases again and names every difference. */

import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { type LabResult, RecordedFile } from './case.ts'
import { closeLab, openLab, runCases } from './daemons.ts'

const UNTOLD: readonly string[] = ['wall_s', 'initiate_says', 'log']

async function replay(files: readonly string[]): Promise<number> {
  if (files.length === 0) {
    console.error('Name the files of recorded cases: node --import tsx lab/replay.ts FILE...')
    return 2
  }
  const lab = await openLab()
  if ('obstacle' in lab) {
    console.error(lab.obstacle)
    return 2
  }
  let differing = 0
  for (const file of files) {
    const { cases, results } = RecordedFile.parse(JSON.parse(readFileSync(file, 'utf8')))
    const recorded = new Map(results.map((result) => [result.id, result]))
    const started = Date.now()
    const fresh = await runCases(lab, cases)
    for (const result of fresh) {
      const before = recorded.get(result.id)
      const words = before === undefined ? ['nothing was recorded'] : differences(before, result)
      if (words.length > 0) differing += 1
      for (const word of words) console.log(`${result.id}: ${word}`)
    }
    const seconds = ((Date.now() - started) / 1000).toFixed(1)
    console.log(`${file}: ${fresh.length} cases in ${seconds} s with strongSwan ${lab.host.strongswan?.version}`)
  }
  closeLab(lab)
  console.log(`${differing} ${differing === 1 ? 'case differs' : 'cases differ'}`)
  return differing === 0 ? 0 : 1
}

/** Every fact that differs. Message ids of IKEv1 are random (RFC 2408, section 3.1), so they are left out. */
function differences(before: LabResult, now: LabResult): readonly string[] {
  const old = new Map<string, unknown>(Object.entries(before))
  const fresh = new Map<string, unknown>(Object.entries(now))
  const words: string[] = []
  for (const key of new Set([...old.keys(), ...fresh.keys()])) {
    if (UNTOLD.includes(key) || isDeepStrictEqual(plain(old.get(key)), plain(fresh.get(key)))) continue
    words.push(`${key} was ${JSON.stringify(old.get(key))} and is ${JSON.stringify(fresh.get(key))}`)
  }
  return words
}

function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value).replace(/(request|response) \d{5,}/g, '$1'))
}

process.exitCode = await replay(process.argv.slice(2))
