/** What a type 7 text is mixed with; long public, and the same in every release. */
const PAD = 'dsfd;kfoA,.iyewrkldJKDHSUBsgvca69834ncxv9873254k;fg87'

/**
 * The text behind a password of type 7 of IOS: two digits that say where in the pad it begins, then a pair of hexadecimal
 * digits for each character. `null` for what is none. It hides a text from a glance, no more.
 */
export function decodeType7(written: string): string | null {
  const [, start = '', pairs = ''] = /^(\d\d)((?:[\da-f]{2})+)$/i.exec(written) ?? []
  // Cisco begins at 0 to 15, and some tools anywhere in the pad.
  if (pairs === '' || Number(start) >= PAD.length) return null
  const bytes = (pairs.match(/../g) ?? []).map(
    (pair, index) => Number.parseInt(pair, 16) ^ PAD.charCodeAt((Number(start) + index) % PAD.length),
  )
  const text = new TextDecoder().decode(Uint8Array.from(bytes))
  return /\p{Cc}|\ufffd/u.test(text) ? null : text
}
