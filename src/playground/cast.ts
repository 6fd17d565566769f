/** The one team of the playground. */
export const team = { id: 'T01PLAYGRND', domain: 'playground', name: 'Playground' } as const

/** The person at the page. */
export const person = { id: 'U01PERSON00', name: 'you', realName: 'You' } as const

/** The app under test, its bot user and its bot. */
export const app = { id: 'A01IPSECDIA', bot: 'B01IPSECDIA', user: 'U01IPSECBOT', name: 'ipsec-diagnose' } as const

/** The app's one slash command. */
export const command = '/ipsec-diagnose'

/** A conversation; `direct` is the one between the person and the app. */
export interface Channel {
  readonly id: string
  readonly name: string
  readonly direct: boolean
}

/** All conversations there are; the page opens with the first. */
export const channels: readonly [Channel, Channel] = [
  { id: 'C01VPNONCAL', name: 'vpn-on-call', direct: false },
  { id: 'D01IPSECDIA', name: 'ipsec-diagnose', direct: true },
]
