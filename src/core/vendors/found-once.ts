import type { SourceLine } from '../text/source-text.ts'
import { type FlowingText, flow } from './flowing-text.ts'

/** A text with what was found in it. */
interface FoundIn<R> {
  readonly flowing: FlowingText
  readonly found: R
}

/**
 * For a format that knows its text only by reading it: what was found when the lines were recognised is kept until the same
 * lines are read, or are gone themselves. Lines of one paste follow each other, so that the first and the last tell which they are.
 */
export function foundOnce<R>(find: (flowing: FlowingText) => R): {
  readonly recognising: (lines: readonly SourceLine[]) => FoundIn<R>
  readonly reading: (lines: readonly SourceLine[]) => FoundIn<R>
} {
  const kept = new WeakMap<SourceLine, FoundIn<R>>()
  const fresh = (lines: readonly SourceLine[]): FoundIn<R> => {
    const flowing = flow(lines)
    return { flowing, found: find(flowing) }
  }
  return {
    recognising: (lines) => {
      const result = fresh(lines)
      const [first] = lines
      if (first !== undefined) kept.set(first, result)
      return result
    },
    reading: (lines) => {
      const [first] = lines
      const known = first && kept.get(first)
      if (first === undefined || known === undefined) return fresh(lines)
      kept.delete(first)
      return known.flowing.lines.at(-1) === lines.at(-1) ? known : fresh(lines)
    },
  }
}
