import type { Example } from '../rule.ts'

const OWN = '203.0.113.1'
const PEER = '198.51.100.7'

interface FilterWords {
  readonly action?: string
  readonly mask?: string
  readonly protocol?: string
  readonly mirrored?: boolean
  readonly tunnel?: string
  readonly weight?: number
}

/** One specific filter of the gateway 203.0.113.1 with a tunnel to 198.51.100.7, in the shape that netsh prints. */
export function filter(
  direction: 'outbound' | 'inbound',
  source: string,
  destination: string,
  words: FilterWords = {},
): string {
  const { action = 'Negotiate', mask = '255.255.255.0', protocol = 'ANY', mirrored = false } = words
  const tunnel = words.tunnel ?? (direction === 'outbound' ? PEER : OWN)
  return [
    `Filter name           : ${direction} ${source} ${action}`,
    `Source Address        : ${source}        (${mask})`,
    `Destination Address   : ${destination}        (${mask})`,
    ...(tunnel === 'none' ? [] : [`Tunnel Destination    : ${tunnel}`]),
    `Protocol              : ${protocol}     Src Port: 0      Dest Port: 0`,
    ...(mirrored ? ['Mirrored              : yes'] : []),
    `Direction             : ${direction}`,
    ...(words.weight === undefined ? [] : [`Weight                : ${words.weight}`]),
    `Inbound Action        : ${action}`,
    `Outbound Action       : ${action}`,
    '',
    '',
  ].join('\n')
}

/** A dump of these filters. */
export function dump(filters: string): Example {
  const count = filters.split('Filter name').length - 1
  const text = `Quick Mode Filters(Specific):\n-----------------------------\n\n${filters}${count} Specific Filter(s)\n`
  return { pastes: [{ source: 'a.txt', text }] }
}

/** The two filters that a tunnel between two networks needs. */
export const PAIR = filter('outbound', '10.1.0.0', '10.2.0.0') + filter('inbound', '10.2.0.0', '10.1.0.0')

/** The same of the peer, 198.51.100.7. */
export function pairOfPeer(): Example {
  const out = filter('outbound', '10.2.0.0', '10.1.0.0', { tunnel: OWN })
  const back = filter('inbound', '10.1.0.0', '10.2.0.0', { tunnel: PEER })
  return { pastes: dump(out + back).pastes.map((paste) => ({ ...paste, source: 'b.txt' })) }
}
