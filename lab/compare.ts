import type { LabCase } from './case.ts'
import type { Outcome } from './record.ts'

/** What the product says will happen; undefined where it makes no statement about the case. */
export type Predict = (labCase: LabCase) => Outcome | undefined

/** Where a prediction and the daemons differ, in words; nothing where they agree. */
export function compare(prediction: Outcome, outcome: Outcome): string[] {
  const words: string[] = []
  if (prediction.ike !== outcome.ike) words.push(upDown('The IKE SA', prediction.ike, outcome.ike))
  if (prediction.child !== outcome.child) words.push(upDown('The child SA', prediction.child, outcome.child))
  if (cause(prediction.error) !== cause(outcome.error)) {
    words.push(`The daemons ended with ${named(outcome.error)}, the prediction with ${named(prediction.error)}.`)
  }
  words.push(...selectorWords(prediction, outcome))
  if (prediction.rekey !== undefined && outcome.rekey !== undefined && prediction.rekey !== outcome.rekey) {
    words.push(`The rekey ended with ${outcome.rekey}, the prediction says ${prediction.rekey}.`)
  }
  return words
}

/** The lab names a text that the daemon refuses by what failed first, loading it or initiating what was not loaded. */
function cause(error: string | null): string | null {
  return error !== null && /^(?:bad_config|config_load_failed|initiate failed)/.test(error) ? 'not loaded' : error
}

/** One case whose prediction is wrong. */
export interface WrongPrediction {
  readonly labCase: LabCase
  readonly differences: readonly string[]
}

export interface Comparison {
  readonly predicted: number
  readonly wrong: readonly WrongPrediction[]
}

/** Compares each measured case that the product makes a statement about. */
export function comparePredictions(measured: readonly (readonly [LabCase, Outcome])[], predict: Predict): Comparison {
  const wrong: WrongPrediction[] = []
  let predicted = 0
  for (const [labCase, outcome] of measured) {
    const prediction = predict(labCase)
    if (prediction === undefined) continue
    predicted += 1
    const differences = compare(prediction, outcome)
    if (differences.length > 0) wrong.push({ labCase, differences })
  }
  return { predicted, wrong }
}

/** The selectors count only where both say that the child is up: what stays of a failed one is not comparable. */
function selectorWords(prediction: Outcome, outcome: Outcome): readonly string[] {
  if (!prediction.child || !outcome.child) return []
  const words: string[] = []
  for (const side of ['local', 'remote'] as const) {
    const said = canonical(prediction.selectors?.[side] ?? [])
    const real = canonical(outcome.selectors?.[side] ?? [])
    const lost = real.filter((selector) => !said.includes(selector))
    const extra = said.filter((selector) => !real.includes(selector))
    if (lost.length > 0)
      words.push(`The initiator's ${side} selectors hold ${lost.join(', ')}, which was not predicted.`)
    if (extra.length > 0)
      words.push(`The prediction has the ${side} selectors ${extra.join(', ')}, which are not there.`)
  }
  return words
}

/** Order and repetition mean nothing in a selector list, and a range may be written with a dash or with dots. */
function canonical(selectors: readonly string[]): readonly string[] {
  const written = selectors.map((selector) => {
    const [, addresses = selector, restriction = ''] = /^([^[]*)(.*)$/.exec(selector.replace(/\s/g, '')) ?? []
    return addresses.toLowerCase().replace(/(?<=[\da-f:])-(?=[\da-f:])/, '..') + restriction
  })
  return [...new Set(written)].sort()
}

function upDown(what: string, predicted: boolean, real: boolean): string {
  return `${what} ${real ? 'came up' : 'did not come up'}, the prediction says it ${predicted ? 'does' : 'does not'}.`
}

function named(error: string | null): string {
  return error ?? 'no error'
}
