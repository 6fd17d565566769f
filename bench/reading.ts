import type { Format } from '../src/core/model/format.ts'
import { blankSecrets } from '../src/core/text/secrets/blank-secrets.ts'
import { splitLines } from '../src/core/text/source-text.ts'
import { splitBlocks } from '../src/core/vendors/blocks.ts'
import { formats, secretSpellings } from '../src/core/vendors/index.ts'
import { atLeast, atMost, type Figure, type Section, told } from './figure.ts'
import { exponentOf, mediansByTurns, medianTime } from './measure.ts'
import { textOf } from './texts.ts'

/** A reader has at least this part of the speed of the plainest thing that could be done with the text. */
const PART = 0.25
/** Twice the text takes twice the time. */
const EXPONENT = 1.1
const MEGABYTE = 1_000_000

/** How quickly each format reads, against splitting the same text into lines and running one regular expression on each. */
export async function reading(
  megabytes: readonly number[],
  only: string | undefined,
  progress: (line: string) => void,
): Promise<Section> {
  const figures: Figure[] = []
  const [size = 1] = megabytes
  const sample = textOf('windows/netsh-qmfilters', size * MEGABYTE) ?? ''
  const lines = splitLines('text', sample)
  const plain = await medianTime(() => plainly(sample), 3)
  const blanking = await medianTime(() => blankSecrets([{ source: 'text', text: sample }], secretSpellings), 3)
  const recognising = await medianTime(() => void splitBlocks('text', [...lines], formats), 3)
  figures.push(told('blanking of secrets', plain / blanking, ' of the speed'))
  figures.push(told(`recognising by all ${formats.length} formats`, plain / recognising, ' of the speed'))
  for (const format of formats.filter(({ id }) => only === undefined || id === only)) {
    const points: { size: number; time: number }[] = []
    for (const size of megabytes) {
      const text = textOf(format.id, size * MEGABYTE)
      if (text === null) continue
      const [time, plain] = mediansByTurns(
        () => read(format, text),
        () => plainly(text),
      )
      progress(`${format.id} ${size} MB: ${Math.round(time)} ms, plainly ${Math.round(plain)} ms`)
      points.push({ size, time })
      figures.push(atLeast(`${format.id}, ${size} MB`, plain / time, PART, ' of the speed'))
    }
    if (points.length > 1) figures.push(atMost(`${format.id}: exponent`, exponentOf(points), EXPONENT, ''))
  }
  return {
    title: 'Reading',
    about:
      'Each format recognises and reads a text of its own (`bench/texts.ts`), by turns with splitting the same text into lines and running `/^\\s*([^:=\\s]+)\\s*[:=]?\\s*(.*)$/` on each, in the same run, both once before. The blanking of secrets and the recognising by the other formats, which every paste goes through as well, are told for the first text as rows of their own.',
    figures,
  }
}

function plainly(text: string): number {
  let found = 0
  for (const line of text.split('\n')) if (/^\s*([^:=\s]+)\s*[:=]?\s*(.*)$/.exec(line) !== null) found += 1
  return found
}

function read(format: Format, text: string): void {
  const lines = splitLines('text', text)
  const [anchor] = format.recognise(lines)
  if (anchor === undefined) throw new Error(`${format.id} does not recognise its own text.`)
  format.read({ source: 'text', lines: lines.slice(anchor - 1) })
}
