import type { Command } from './command.ts'

/** Which commands open a mode of their own, and what is said there; a product's data. */
export interface ModeGrammar {
  /** The mode that a command opens within `mode` (`null`: global), or `null` where it opens none that is known. */
  readonly opens: (said: Said, mode: string | null) => string | null
  /** Whether a command is one of a mode, where indentation does not tell. */
  readonly belongs: (said: Said, mode: string) => boolean
  /** Whether a command is a global one for sure, however far it is indented. */
  readonly isGlobal: (said: Said) => boolean
  /** Whether a line below a long command may be the rest of it, since it is no command; nothing is where this is missing. */
  readonly mayGoOn?: (said: string) => boolean
  /** The words of a command that was typed within `mode`, those that are cut short in full; as they are where it is missing. */
  readonly inFull?: (words: readonly string[], mode: string | null) => readonly string[]
}

/** A command by what it says. */
export type Said = Pick<Command, 'words' | 'text' | 'lower'>

/** The commands that are open while a text is read, each in the mode of the one before; `indent`: `null` where it is not known. */
export class OpenModes {
  readonly #grammar: ModeGrammar
  readonly #commands: Command[] = []
  readonly #indents: (number | null)[] = []
  /** What each opens; `null` where it is no mode that is known. */
  readonly #modes: (string | null)[] = []
  #depth = 0

  constructor(grammar: ModeGrammar) {
    this.#grammar = grammar
  }

  /** The innermost one that is known. */
  get mode(): string | null {
    for (let at = this.#depth - 1; at >= 0; at--) {
      const mode = this.#modes[at]
      if (mode != null) return mode
    }
    return null
  }

  /** Opens what a command opens, and closes what it does not stand in; `undefined`: it is a global one, else the one around it. */
  enter(command: Command, indent: number | null, separated: boolean): Command | undefined {
    const depth = this.#depth === 0 ? 0 : this.#around(command, indent, separated)
    this.#commands[depth] = command
    this.#indents[depth] = indent
    this.#modes[depth] = this.#grammar.opens(command, this.#modes[depth - 1] ?? null)
    this.#depth = depth + 1
    return this.#commands[depth - 1]
  }

  /** `exit` leaves the innermost mode, which is the last one that is known or that it stands in by indentation. */
  leave(indent: number | null): void {
    let depth = this.#depth
    while (depth > 0) {
      depth--
      if (this.#modes[depth] === null) continue
      const outside = this.#indents[depth] ?? null
      if (indent === null || outside === null || indent >= outside) break
    }
    this.#depth = depth
  }

  leaveAll(): void {
    this.#depth = 0
  }

  /** How many are still open for a command. */
  #around(said: Said, indent: number | null, separated: boolean): number {
    for (let depth = this.#depth; depth > 0; depth--) {
      const mode = this.#modes[depth - 1] ?? null
      const outside = this.#indents[depth - 1] ?? null
      const level = indent === null || outside === null || indent === outside
      if (!level && indent < outside) continue
      if (level ? !separated && this.#isOf(mode, said) : !this.#grammar.isGlobal(said) || this.#isOf(mode, said))
        return depth
    }
    return 0
  }

  #isOf(mode: string | null, said: Said): boolean {
    return mode !== null && this.#grammar.belongs(said, mode)
  }
}
