/**
 * The source of a pattern for whichever of some patterns fits first, each in a group of its own. They are told by their
 * place, since groups with names cost an object with all names for each match. The patterns have no groups themselves.
 */
export function alternatives(patterns: readonly string[]): string {
  return patterns.map((pattern) => `(${pattern})`).join('|')
}

/** The name of the one that fits; names stand in the order of the patterns. */
export function fitting<N>(match: RegExpExecArray, names: readonly N[]): N | undefined {
  for (let at = 0; at < names.length; at++) if (match[at + 1] !== undefined) return names[at]
  return undefined
}
