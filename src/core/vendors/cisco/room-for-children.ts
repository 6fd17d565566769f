/** So many children are made of access lists that a connection before has named. */
const MOST_AGAIN = 16_384

/**
 * Room for the children of access lists. Each connection negotiates children of its own, so that a list which many name makes
 * as many children as its pairs times the connections. Those of the first one always have room.
 */
export class RoomForChildren {
  #again = 0

  /** Takes room for the children of a list that is named again; `false`: there is none. */
  take(children: number): boolean {
    if (this.#again + children > MOST_AGAIN) return false
    this.#again += children
    return true
  }
}

/** Of an entry without room, as full sentences. */
export function namedTooOften(list: string, pairs: number): { readonly say: string; readonly instead: string } {
  return {
    say: `Many entries name the access list "${list}" with its ${pairs} pairs of networks, and no more than ${MOST_AGAIN} pairs of such lists are looked at again; those of this entry are not.`,
    instead: 'Paste only the entries of the crypto map that are about this tunnel.',
  }
}

/** The same as a part of a configuration that was not pasted, and how to get it. */
export function pairsOfEntries(list: string): { readonly topic: string; readonly command: string } {
  return {
    topic: `pairs of the access list ${list} for each entry that names it`,
    command: '`show running-config` and paste only the entries of the crypto map that are about this tunnel',
  }
}
