import type { Paste, Report } from '../../src/core/index.ts'
import { NEW_KEY } from '../../src/core/model/change.ts'
import { applyTextEdits } from './apply-edits.ts'
import { atConsole } from './operator/isa-console.ts'
import { type Product, pastesOf } from './products.ts'
import type { TunnelEnd } from './tunnel.ts'

type Step = Report['remediation']['steps'][number]

/**
 * What one end can be pasted as once a person has done the steps for it, and nothing else: edits are made, commands are run,
 * and where a product has neither, the sentence is done at its console. A step that leaves nothing to do is an error.
 */
export function followSteps(product: Product, end: TunnelEnd, all: readonly Step[]): Paste[] {
  const pastes = pastesOf(product, end)
  const label = pastes[0]?.end
  const steps = all.filter((step) => step.end === label).map((step) => filledIn(step, end))
  const { edits, blocks, sentences } = kindsOf(steps)
  if (product.operate === 'console') {
    return pastesOf(
      product,
      sentences.reduce((before, say) => atConsole(before, say), end),
    )
  }
  if (sentences.length > 0) throw new Error(`Only words say how: ${sentences.join('\n')}`)
  if (product.operate !== undefined && edits.length > 0) throw new Error('What a box prints is not edited.')
  return pastes.map((paste) => {
    const edited = applyTextEdits(
      paste.text,
      edits.filter(({ source }) => source === paste.source),
    )
    return { ...paste, text: blocks.reduce((before, block) => run(product, before, block), edited) }
  })
}

/** What a person puts in the place of words in angle brackets: a key that the two ends agree on, or the one they have. */
function filledIn(step: Step, { key }: TunnelEnd): Step {
  const fill = (text: string) => text.replaceAll(NEW_KEY, 'Example-key-9').replaceAll(/<the key of [^>]+>/g, () => key)
  const edit = step.edit === null ? null : { ...step.edit, insert: fill(step.edit.insert) }
  return { ...step, run: step.run === null ? null : fill(step.run), edit }
}

function kindsOf(steps: readonly Step[]) {
  return {
    edits: steps.flatMap(({ edit }) => (edit === null ? [] : [edit])),
    blocks: steps.flatMap(({ run: block, edit }) => (block === null || edit !== null ? [] : [block])),
    sentences: steps.flatMap(({ say, run: block, edit }) => (block === null && edit === null ? [say] : [])),
  }
}

function run(product: Product, text: string, block: string): string {
  if (typeof product.operate !== 'function') throw new Error(`${product.format} takes no commands: ${block}`)
  return product.operate(text, block)
}
