import { BOTH_LISTS, paste } from '../paste/examples.ts'
import { diagnostic } from '../rule.ts'

interface Log {
  readonly source: string
  readonly title: string
  readonly tells: readonly string[]
  readonly instead: string
}

const BESIDE = 'The answer rests on the other texts; a log may be older than they are.'

/** What the log of an IKE daemon says of why there is no tunnel; its lines may hold anything, and are not shown. */
export const ikeLog = diagnostic<Log>({
  code: 'SA012',
  title: 'What the log says',
  reads: ['paste'],
  *check({ blocks }) {
    const isBeside = blocks.some(({ format }) => format !== null)
    for (const { source, unread } of blocks) {
      const tells = unread?.tells ?? []
      if (unread === null || tells.length === 0) continue
      yield {
        severity: isBeside ? 'info' : 'error',
        certainty: 'stated',
        evidence: [],
        witness: null,
        flows: [],
        plans: [],
        data: { source, title: unread.title, tells, instead: isBeside ? BESIDE : unread.instead },
      }
    }
  },
  explain: ({ source, title, tells, instead }) => ({
    what: `${source} holds ${title}. ${tells.join(' ')}`,
    why: instead,
  }),
  page: {
    text: `Of a log of strongSwan, Libreswan, an ASA, an IOS or a FortiGate the lines are found that say why a negotiation came to
nothing, of each cause the last one, with the proposals, networks and identities of both ends that stand beside it. A log tells what one
end sees: the one that refuses says why, the other one that it was refused.`,
    fires: paste(
      '09[CFG] received proposals: IKE:AES_CBC_128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_1024\n09[CFG] configured proposals: IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/ECP_256\n09[IKE] received proposals unacceptable\n',
      'charon.log',
    ),
    quiet: BOTH_LISTS,
  },
})
