import type { IkeVersion } from '../../../model/ike-policy.ts'
import type { IkeSa, IkeStage } from '../../../model/ike-sa.ts'

/** Whether the other end has answered: its SPI is there, or is 0 still. `null`: not printed. */
type Answered = boolean | null

/** `ike_sa_state_t` of strongSwan's src/libcharon/sa/ike_sa.h. */
const STATES: ReadonlyMap<string, readonly [IkeStage, string]> = new Map([
  ['CREATED', ['contact', 'The IKE SA was made, and no message is out yet.']],
  ['PASSIVE', ['established', 'The IKE SA is that of another node of a cluster, and waits to take its place.']],
  ['ESTABLISHED', ['established', 'Both ends have proved who they are; child SAs can be negotiated.']],
  ['REKEYING', ['established', 'The IKE SA is there and is being renewed.']],
  ['REKEYED', ['closing', 'Another IKE SA has taken its place.']],
  ['DELETING', ['closing', 'The IKE SA is being deleted.']],
  ['DESTROYING', ['closing', 'The IKE SA is being deleted.']],
])

/** What a state of an IKE SA means; one that is not known tells nothing but itself. */
export function meaningOf(
  state: string,
  version: IkeVersion | null,
  answered: Answered,
): Pick<IkeSa, 'stage' | 'means'> {
  const [stage, means] =
    state === 'CONNECTING' ? connecting(version, answered) : (STATES.get(state) ?? ['contact', `It says "${state}".`])
  return { stage, means }
}

function connecting(version: IkeVersion | null, answered: Answered): readonly [IkeStage, string] {
  if (answered === null) return ['contact', 'The IKE SA is being negotiated.']
  if (!answered) return ['contact', 'The first message is out, and the other end has not answered.']
  return version === 2
    ? [
        'keyed',
        'IKE_SA_INIT is over, so that the proposals for IKE agree; IKE_AUTH, in which the ends prove who they are, is not.',
      ]
    : [
        'agreed',
        'The first message was answered, so that the proposals for IKE agree; main or aggressive mode has not come to its end.',
      ]
}
