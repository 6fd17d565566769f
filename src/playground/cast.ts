/** The one team of the playground. */
export const team = { id: 'T01PLAYGRND', domain: 'playground', name: 'Playground' } as const

/** Somebody at a page of the playground. */
export interface Person {
  readonly id: string
  readonly name: string
  readonly realName: string
}

/** Who sits at the page unless it is told otherwise, and a colleague with the other end of the tunnel. */
export const person: Person = { id: 'U01PERSON00', name: 'you', realName: 'You' }
export const colleague: Person = { id: 'U02COLLEAG0', name: 'kim', realName: 'Kim' }
export const people: readonly Person[] = [person, colleague]

/** The app under test, its bot user and its bot. */
export const app = { id: 'A01IPSECDIA', bot: 'B01IPSECDIA', user: 'U01IPSECBOT', name: 'ipsec-diagnose' } as const

/** The app's one slash command. */
export const command = '/ipsec-diagnose'

/** The app's one message shortcut. */
export const shortcut = { callback: 'diagnose-message', name: 'Diagnose IPsec tunnel' } as const

/** A conversation. */
export interface Channel {
  readonly id: string
  readonly name: string
  /** Between a person and the app. */
  readonly direct: boolean
  /** Whose direct messages these are. */
  readonly owner: string | null
  /** Shared with another organisation. */
  readonly external: boolean
  /** Whether the app was invited. */
  readonly member: boolean
}

/** All conversations there are; the page opens with the first. */
export const channels: readonly [Channel, Channel, ...Channel[]] = [
  { id: 'C01VPNONCAL', name: 'vpn-on-call', direct: false, owner: null, external: false, member: true },
  { id: 'D01IPSECDIA', name: 'ipsec-diagnose', direct: true, owner: person.id, external: false, member: true },
  { id: 'D02IPSECDIA', name: 'ipsec-diagnose', direct: true, owner: colleague.id, external: false, member: true },
  { id: 'C02PARTNERS', name: 'partner-vpn', direct: false, owner: null, external: true, member: true },
  { id: 'C03NETWORKS', name: 'networks', direct: false, owner: null, external: false, member: false },
]

/** The conversations that a person sees. */
export function channelsOf(user: string): readonly Channel[] {
  return channels.filter(({ owner }) => owner === null || owner === user)
}

export function channelOf(id: string): Channel | undefined {
  return channels.find((channel) => channel.id === id)
}

export function directOf(user: string): Channel | undefined {
  return channels.find(({ owner }) => owner === user)
}
