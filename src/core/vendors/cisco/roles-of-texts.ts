import type { LineRole, Reading } from '../../model/format.ts'
import type { SourceLine } from '../../text/source-text.ts'

/** What becomes of the lines of several texts that are read as one; lines of two texts may have the same number. */
export class RolesOfTexts {
  readonly #roles = new Map<string, (LineRole | undefined)[]>()
  /** The text that was asked for last, which mostly is the only one. */
  #last: { readonly source: string; readonly roles: (LineRole | undefined)[] | undefined } | null = null

  constructor(texts: readonly (readonly SourceLine[])[]) {
    for (const lines of texts) {
      const last = lines.at(-1)
      if (last === undefined) continue
      const known = this.#roles.get(last.source)?.length ?? 0
      if (last.number >= known) this.#roles.set(last.source, Array.from({ length: last.number + 1 }))
    }
  }

  get({ source, number }: SourceLine): LineRole | undefined {
    return this.#of(source)?.[number]
  }

  set({ source, number }: Pick<SourceLine, 'source' | 'number'>, role: LineRole): void {
    const roles = this.#of(source)
    if (roles !== undefined && number < roles.length) roles[number] = role
  }

  /** Each line becomes what another one is. */
  setLike(lines: readonly (readonly [line: SourceLine, like: SourceLine])[]): void {
    for (const [line, like] of lines) {
      const role = this.get(like)
      if (role !== undefined) this.set(line, role)
    }
  }

  /** It is not known after all. */
  delete({ source, number }: SourceLine): void {
    const roles = this.#of(source)
    if (roles !== undefined && number < roles.length) roles[number] = undefined
  }

  /** Of one text, by the numbers of its lines. */
  of(source: string): Reading['roles'] {
    const roles = this.#roles.get(source)
    return { get: (line) => roles?.[line] }
  }

  #of(source: string): (LineRole | undefined)[] | undefined {
    if (this.#last?.source !== source) this.#last = { source, roles: this.#roles.get(source) }
    return this.#last.roles
  }
}
