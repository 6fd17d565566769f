/** A word and its 0-based index in the text that it stands in. */
export interface PlacedWord {
  readonly text: string
  readonly at: number
}

/** The words between blanks, as `\S+` finds them, from an index on. */
export function wordsOf(text: string, from: number): PlacedWord[] {
  const words: PlacedWord[] = []
  let start = -1
  for (let at = from; at < text.length; at++) {
    const blank = isBlank(text.charCodeAt(at))
    if (blank && start >= 0) words.push({ text: text.slice(start, at), at: start })
    if (blank) start = -1
    else if (start < 0) start = at
  }
  if (start >= 0) words.push({ text: text.slice(start), at: start })
  return words
}

/** The index of the first character that is no blank; the length of the text where there is none. */
export function indentOf(text: string, from = 0): number {
  let at = from
  while (at < text.length && isBlank(text.charCodeAt(at))) at++
  return at
}

/** With a single blank for each gap between words. */
export function singleBlanks(text: string): string {
  let wasBlank = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const isGap = isBlank(code)
    if (isGap && (wasBlank || code !== 32)) return text.replace(/\s+/g, ' ')
    wasBlank = isGap
  }
  return text
}

/** Whether `\s` matches the character of a UTF-16 code. */
export function isBlank(code: number): boolean {
  if (code < 128) return code === 32 || (code >= 9 && code <= 13)
  return /\s/.test(String.fromCharCode(code))
}
