/** A text by its name and its length in characters, or in bytes where it is not decoded yet. */
export interface Sized {
  readonly source: string
  readonly size: number
}

/**
 * What to do about pastes that are too much for one analysis: how much there is and where most of it stands, by its name and
 * never its text, and what may be left out.
 */
export function cutDown(texts: readonly Sized[]): string {
  const all = texts.reduce((total, { size }) => total + size, 0)
  const [largest] = texts.toSorted((a, b) => b.size - a.size)
  const most =
    largest === undefined || texts.length === 1 ? '' : ` Most of it is in ${largest.source} (${amount(largest.size)}).`
  return [
    `It has ${amount(all)}.${most}`,
    'To cut it down, paste of each end only what is about one tunnel: its peer or connection, its proposals, and the access list, filters or networks that belong to it.',
    'Leave out the other tunnels, routes and interfaces that it does not use, and of a log all but the last attempt.',
  ].join(' ')
}

function amount(characters: number): string {
  return characters >= 1_000_000
    ? `${(characters / 1_000_000).toFixed(1)} million characters`
    : `${characters.toLocaleString('en')} characters`
}
