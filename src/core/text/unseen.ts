/**
 * What a screen does not show: escape sequences of terminals (ECMA-48; those of `\x1b]` go up to BEL or ST on the same line), and characters that take no
 * room, as they come with texts that are copied from windows and web pages.
 */
export const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  /\x1b(?:\[[0-?]{0,40}[ -/]{0,4}[@-~]|\][^\x07\x1b\r\n]{0,400}(?:\x07|\x1b\\)|[ -/]{0,4}[0-Z\\^-~])|\p{Default_Ignorable_Code_Point}/gu

/** Of Latin-1, as most texts are, the engine does not even search for the last. */
const WITHIN_LATIN_1 = ['\x1b', '\xad']
const BEYOND_LATIN_1 = /[\u0100-\uffff]/

/** Whether a text may hold some of it; most do not. */
export function mayHoldUnseen(text: string): boolean {
  return BEYOND_LATIN_1.test(text) || WITHIN_LATIN_1.some((one) => text.includes(one))
}

export function withoutUnseen(text: string): string {
  return mayHoldUnseen(text) ? text.replace(UNSEEN, '') : text
}
