/** Half of a surrogate pair without the other. */
const HALF = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/**
 * Text as it may stand in a message: characters that turn the direction of text or steer a terminal become `·`, and half a
 * character becomes `�`, for in JSON it is an escape that many programs refuse, with the whole message.
 */
export function shown(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]|[\p{Cf}\u2028\u2029]/gu, '·').replace(HALF, '\ufffd')
}
