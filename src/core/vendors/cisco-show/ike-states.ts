import type { IkeSa, IkeStage } from '../../model/ike-sa.ts'

const STATES: readonly (readonly [RegExp, IkeStage, string])[] = [
  // Cisco IOS Security Command Reference, "show crypto isakmp sa", ISAKMP states.
  [/^(?:QM_IDLE|[AM]M_ACTIVE)$/, 'established', 'Both ends have proved who they are; child SAs can be negotiated.'],
  [/^(?:MM|AG)_NO_STATE$/, 'contact', 'The IKE SA was made, and nothing is agreed yet.'],
  [/^MM_SA_SETUP$/, 'agreed', 'The ends have agreed on a proposal and have not exchanged keys.'],
  [/^(?:MM_KEY_EXCH|AG_INIT_EXCH)$/, 'keyed', 'Keys are exchanged, and neither end has proved yet who it is.'],
  [/^(?:MM_KEY_AUTH|AG_AUTH)$/, 'established', 'The ends have proved who they are, and go on to quick mode.'],
  [/^CONF_\w{1,20}$/, 'keyed', 'The IKE SA waits for a user name or for an address from a pool, as clients do.'],
  // Cisco Secure Firewall ASA Series Command Reference, "show crypto ikev1 sa"; the numbers are those of the messages of
  // main mode (RFC 2409 5).
  [/^(?:MM|AM)_WAIT_MSG2$/, 'contact', 'It has sent the first message and waits for the second.'],
  [
    /^MM_WAIT_MSG3$/,
    'agreed',
    'It has answered with the proposal that it chose and waits for the keys of the other end.',
  ],
  [/^MM_WAIT_MSG4$/, 'agreed', 'It has sent its key exchange and waits for that of the other end.'],
  [/^(?:MM_WAIT_MSG5|AM_WAIT_MSG3)$/, 'keyed', 'Keys are exchanged; it waits for the other end to prove who it is.'],
  [/^MM_WAIT_MSG6$/, 'keyed', 'It has shown who it is and waits for the other end to do the same.'],
  [/^(?:MM|AM)_(?:BLD|SND|PROC|WAIT)\w{0,20}$/, 'contact', 'A message of the negotiation is being made or waited for.'],
  [/^(?:MM|AM)_(?:FREE|WAIT_DELETE|TM_\w{1,20}|DEL\w{0,10})$/, 'closing', 'The IKE SA is being deleted.'],
  [/^(?:MM|AM)_REKEY\w{0,20}$/, 'established', 'The IKE SA is there and is being renewed.'],
  // Cisco IOS Security Command Reference, "show crypto ikev2 sa".
  [/^READY$/, 'established', 'The IKE SA is established.'],
  [/^(?:IN-NEG|INIT)$/, 'contact', 'The IKE SA is being negotiated.'],
  [/^DEL\w{0,10}$/, 'closing', 'The IKE SA is being deleted.'],
  // The same, "show crypto session".
  [/^UP-(?:ACTIVE|IDLE)$/, 'established', 'The IKE SA is established.'],
  [/^UP-NO-IKE$/, 'none', 'There are child SAs, and the IKE SA that made them is gone.'],
  [/^DOWN-NEGOTIATING$/, 'contact', 'An IKE SA is being negotiated, and there is no child SA.'],
  [/^DOWN$/, 'none', 'There is neither an IKE SA nor a child SA.'],
]

/** What a state means that a gateway prints for an IKE SA; one that is not known tells nothing but itself. */
export function meaningOf(state: string): Pick<IkeSa, 'stage' | 'means'> {
  const [, stage, means] = STATES.find(([pattern]) => pattern.test(state)) ?? UNKNOWN
  return { stage, means }
}

const UNKNOWN = [/^/, 'contact', 'What this state means is not known here.'] as const

/** The `Status Description` of `show crypto ikev2 sa detail`, which says how far a negotiation has come. */
export function stageOfDescription(text: string): IkeStage | null {
  if (/^Negotiation done$/i.test(text)) return 'established'
  if (/waiting for INIT/i.test(text)) return 'contact'
  if (/waiting for (?:AUTH|EAP)/i.test(text)) return 'keyed'
  return /delet/i.test(text) ? 'closing' : null
}
