import { rememberedOf } from '../../model/remembered.ts'
import type { SourceLine } from '../../text/source-text.ts'
import { headingOf } from '../blocks.ts'
import { type CiscoSystem, type FoundOutput, isInOutput, outputAt, printedText } from '../cisco/show-outputs.ts'
import { readTerminalLine, type TerminalLine } from '../cisco/terminal-lines.ts'
import { isShowCommand, isTyped } from './show-commands.ts'

/**
 * Lines at which the outputs of one gateway begin. All outputs of one gateway that stand together are one block; another
 * begins where the prompt names another host, where an output comes again without a prompt (the same interface is listed twice), or behind
 * a heading or anything that no `show crypto` prints.
 */
export const anchorsOf = rememberedOf((source: readonly SourceLine[]): Readonly<Record<CiscoSystem, number[]>> => {
  const lines = source.map(readTerminalLine)
  const outputs = lines.map((_, index) => outputAt(lines, index))
  const inside = isInOutput(lines, outputs)
  return { ios: anchorsOn(lines, outputs, inside, 'ios'), asa: anchorsOn(lines, outputs, inside, 'asa') }
})

function anchorsOn(
  lines: readonly TerminalLine[],
  outputs: readonly (FoundOutput | undefined)[],
  inside: readonly boolean[],
  wanted: CiscoSystem,
): number[] {
  const anchors: number[] = []
  let host: string | null = null
  let command: number | null = null
  let begun = false
  let last: string | null = null
  let seen = new Set<string>()
  for (const [index, printed] of lines.entries()) {
    const { line, kind, words, host: named } = printed
    const text = printedText(printed)
    if (isTyped(printed)) {
      if (named !== null && host !== null && named !== host) begun = false
      host = named ?? host
      if (isShowCommand(printed)) command ??= line.number
      else if (words.length > 0) begun = false
      last = null
      continue
    }
    if (kind === 'blank' || kind === 'screen') continue
    if (begun && (inside[index] !== true || headingOf(text) !== null)) begun = false
    const output = outputs[index]
    if (output === undefined) continue
    const { name } = output
    if (output.system !== wanted) {
      begun = false
      command = null
      continue
    }
    // The same gateway is asked again where its prompt says so, as with the address of another peer.
    const again = name === 'ipsec sa' ? seen.has(text) : seen.has(name) && last !== name
    if (!begun || (again && host === null)) {
      anchors.push(command ?? line.number)
      seen = new Set()
    }
    begun = true
    last = name
    seen.add(name).add(text)
    command = null
  }
  return anchors
}
