import type { IkeSa, IkeStage } from '../../../model/ike-sa.ts'

/** What a state of pluto is: of an IKE SA, or of a child SA that is there, on its way, or neither. */
export type PlutoState =
  | { readonly of: 'ike'; readonly version: 1 | 2; readonly stage: IkeStage; readonly means: string }
  | { readonly of: 'child'; readonly is: 'up' | 'asked' | 'other' }

const UP = 'Both ends have proved who they are; child SAs can be negotiated.'

/**
 * By the name without `STATE_` and `V2_`, which versions write differently: the states of IKEv1 and IKEv2 in Libreswan's
 * programs/pluto; which one stays where a pre-shared key differs, or nobody answers, is measured with Libreswan 4.10.
 */
const IKE: readonly (readonly [RegExp, IkeStage, string])[] = [
  [/^MAIN_(?:R3|I4)$|^AGGR_[IR]2$|^PARENT_(?:I3|R2)$|^ESTABLISHED_IKE_SA$/, 'established', UP],
  [/^REKEY_IKE_/, 'established', 'The IKE SA is there and is being renewed.'],
  [/^MAIN_I1$/, 'contact', 'It has sent the first message of main mode and waits for the answer.'],
  [/^AGGR_I1$/, 'contact', 'It has sent the first message of aggressive mode and waits for the answer.'],
  [/^(?:MAIN|AGGR)_R0$/, 'contact', 'The first message has come in and is being answered.'],
  [/^MAIN_R1$/, 'agreed', 'It has answered with the proposal that it chose and waits for the keys of the other end.'],
  [/^MAIN_I2$/, 'agreed', 'The proposal is chosen; it has sent its key exchange and waits for that of the other end.'],
  [/^MAIN_R2$/, 'keyed', 'Keys are exchanged; it waits for the other end to prove who it is.'],
  [/^MAIN_I3$/, 'keyed', 'Keys are exchanged; it has shown who it is and waits for the other end to do the same.'],
  [
    /^AGGR_R1$/,
    'keyed',
    'It has answered with its keys and who it is, and waits for the other end to prove who it is.',
  ],
  [/^(?:XAUTH|MODE_CFG)_/, 'keyed', 'The IKE SA waits for a user name or for an address from a pool, as clients do.'],
  [/^(?:PARENT_I1|IKE_SA_INIT_I)$/, 'contact', 'It has sent IKE_SA_INIT and waits for the answer.'],
  [/^(?:PARENT_I0|IKE_SA_INIT_I0)$/, 'contact', 'It is about to send IKE_SA_INIT.'],
  [/^PARENT_R0$/, 'contact', 'IKE_SA_INIT has come in and is being answered.'],
  [
    /^(?:PARENT_R1|IKE_SA_INIT_I?R)$/,
    'keyed',
    'It has answered IKE_SA_INIT, so that the proposal is chosen and keys are exchanged, and waits for IKE_AUTH.',
  ],
  [/^IKE_INTERMEDIATE_/, 'keyed', 'Keys are exchanged, and further ones are (IKE_INTERMEDIATE); IKE_AUTH comes next.'],
  [
    /^(?:PARENT_I2|IKE_AUTH_I)$/,
    'keyed',
    'Keys are exchanged; it has shown who it is in IKE_AUTH and waits for the answer.',
  ],
  [/^(?:PARENT_R_EAP|IKE_AUTH_EAP_\w{1,9})$/, 'keyed', 'EAP is under way: the other end has not proved who it is.'],
  [/^(?:IKE_?SA_DEL\w{0,10})$/, 'closing', 'The IKE SA is being deleted.'],
]

/** The state of a name as `ipsec status` prints it, e.g. `STATE_MAIN_I1`; of a child its story counts as well. */
export function plutoState(name: string, story: string): PlutoState {
  const bare = name.replace(/^STATE_/, '').replace(/^V2_/, '')
  if (/^QUICK_|CHILD|^IPSEC_[IR]$|^CREATE_[IR]/.test(bare)) {
    const is = /^(?:QUICK_[IR]1|NEW_CHILD_I1|CREATE_I)$/.test(bare) ? 'asked' : 'other'
    return { of: 'child', is: /\bestablished\b/i.test(story) && is === 'other' ? 'up' : is }
  }
  const known = IKE.find(([pattern]) => pattern.test(bare))
  const version = /^(?:MAIN|AGGR|XAUTH|MODE_CFG|INFO)/.test(bare) ? 1 : 2
  return known === undefined
    ? { of: 'ike', version, stage: 'contact', means: 'What this state means is not known here.' }
    : { of: 'ike', version, stage: known[1], means: known[2] }
}

/** Who began an exchange that is not over; the names of states that are up do not tell for long. */
export function roleIn(name: string): IkeSa['role'] {
  const [, side] = /_([IR])\d?$/.exec(name) ?? []
  return side === undefined ? null : side === 'I' ? 'initiator' : 'responder'
}
