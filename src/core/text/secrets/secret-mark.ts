/** The mark of a secret that cannot be compared with others. */
export const UNKNOWN_SECRET = '‹secret ?›'

/** The mark of a key that nobody pasted, and that is another one than its peer's, as the log of that says. */
export const OTHER_SECRET = '‹secret other›'

/** What stands in the place of each secret: `‹secret 1›`, `‹secret ?›`. */
export const SECRET_MARK = /‹secret [\d?]+›/g

/** The mark of a key that stood in the text; several marks are pieces of one key, which cannot be compared. `null`: none. */
export function keyMark(text: string): string | null {
  const marks = text.match(SECRET_MARK) ?? []
  return marks.length > 1 ? UNKNOWN_SECRET : (marks[0] ?? null)
}
