import { redact } from '../../src/core/index.ts'

/** The texts of one call with their secrets blanked. */
export function blanked(...texts: readonly string[]): string[] {
  return redact(texts.map((text, at) => ({ source: `${at}.txt`, text }))).map(({ text }) => text)
}

export function blank(text: string): string {
  return blanked(text)[0] ?? ''
}
