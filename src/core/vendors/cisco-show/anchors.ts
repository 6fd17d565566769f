import { rememberedOf } from '../../model/remembered.ts'
import type { SourceLine } from '../../text/source-text.ts'
import { headingOf } from '../blocks.ts'
import {
  type CiscoSystem,
  type FoundOutput,
  outputAt,
  outputWithin,
  printedText,
  staysInside,
} from '../cisco/show-outputs.ts'
import { plainText, readTerminalLine, type TerminalLine } from '../cisco/terminal-lines.ts'
import { isShowCommand, isTyped, isTypedShow } from './show-commands.ts'

/**
 * Lines at which the outputs of one gateway begin. All outputs of one gateway that stand together are one block; another
 * begins where the prompt names another host, where an output comes again without a prompt (the same interface is listed twice), or behind
 * a heading or anything that no `show crypto` prints.
 */
export const anchorsOf = rememberedOf((source: readonly SourceLine[]): Readonly<Record<CiscoSystem, number[]>> => {
  const [ios, asa] = [new BlocksOfSystem('ios'), new BlocksOfSystem('asa')]
  let inside = false
  for (let index = 0; index < source.length; index++) {
    const line = source[index]
    if (line === undefined) break
    const plain = plainText(line.text)
    if (plain === '') continue
    const terminal = plain === null || isTypedShow(plain) ? readTerminalLine(line) : null
    const text = terminal === null ? (plain ?? '') : printedText(terminal)
    const output = (inside ? outputAt : outputWithin)(source, index, text)
    const hasPrompt = terminal !== null && (terminal.kind === 'prompt' || terminal.host !== null)
    inside = staysInside(inside, line.text, hasPrompt, output !== undefined)
    if (terminal !== null && isTyped(terminal)) {
      ios.typed(terminal)
      asa.typed(terminal)
    } else if (terminal?.kind !== 'screen') {
      const ends = !inside || headingOf(text) !== null
      if (ends) {
        ios.left()
        asa.left()
      }
      if (output === undefined) continue
      ios.output(output, text, line.number)
      asa.output(output, text, line.number)
    }
  }
  return { ios: ios.anchors, asa: asa.anchors }
})

/** The blocks of the gateways of one system. */
class BlocksOfSystem {
  readonly anchors: number[] = []
  readonly #system: CiscoSystem
  #host: string | null = null
  /** The line at which the outputs that follow were asked for. */
  #command: number | null = null
  #begun = false
  #last: string | null = null
  #seen = new Set<string>()

  constructor(system: CiscoSystem) {
    this.#system = system
  }

  typed(printed: TerminalLine): void {
    const { host, words, line } = printed
    if (host !== null && this.#host !== null && host !== this.#host) this.#begun = false
    this.#host = host ?? this.#host
    if (isShowCommand(printed)) this.#command ??= line.number
    else if (words.length > 0) this.#begun = false
    this.#last = null
  }

  left(): void {
    this.#begun = false
  }

  output({ name, system }: FoundOutput, text: string, number: number): void {
    if (system !== this.#system) {
      this.#begun = false
      this.#command = null
      return
    }
    // The same gateway is asked again where its prompt says so, as with the address of another peer.
    const again = name === 'ipsec sa' ? this.#seen.has(text) : this.#seen.has(name) && this.#last !== name
    if (!this.#begun || (again && this.#host === null)) {
      this.anchors.push(this.#command ?? number)
      this.#seen = new Set()
    }
    this.#begun = true
    this.#last = name
    this.#seen.add(name).add(text)
    this.#command = null
  }
}
