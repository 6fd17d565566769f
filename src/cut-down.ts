import type { Paste } from './core/index.ts'

/**
 * What to do about pastes that are too much for one analysis: how much there is and where most of it stands, by its name and
 * never its text, and what may be left out.
 */
export function cutDown(pastes: readonly Paste[]): string {
  const sizes = pastes.map(({ source, text }) => ({ source, characters: text.length }))
  const characters = sizes.reduce((total, each) => total + each.characters, 0)
  const [largest] = sizes.toSorted((a, b) => b.characters - a.characters)
  const most =
    largest === undefined || sizes.length === 1
      ? ''
      : ` Most of it is in ${largest.source} (${amount(largest.characters)}).`
  return [
    `It has ${amount(characters)}.${most}`,
    'To cut it down, paste of each end only what is about one tunnel: its peer or connection, its proposals, and the access list, filters or networks that belong to it.',
    'Leave out the other tunnels, routes and interfaces that it does not use, and of a log all but the last attempt.',
  ].join(' ')
}

function amount(characters: number): string {
  return characters >= 1_000_000
    ? `${(characters / 1_000_000).toFixed(1)} million characters`
    : `${characters.toLocaleString('en')} characters`
}
