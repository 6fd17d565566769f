import * as z from 'zod'

/** `stated`: proved by a pasted line. `assumed`: rests on a documented default or on something that was not pasted. */
export const Certainty = z.enum(['stated', 'assumed'])
export type Certainty = z.infer<typeof Certainty>

const NegotiationSelectors = z.object({ local: z.array(z.string()), remote: z.array(z.string()) })

/** What happens when an end renews an SA; the times are seconds after the SA came up. */
const Rekey = z.object({
  outcome: z.enum(['established', 'failed']),
  notify: z.string().nullable(),
  reason: z.string().nullable(),
  /** The earliest and the latest. */
  attemptAfter: z.tuple([z.number(), z.number()]),
  /** When that end gives the SA up; `null` where the renewal succeeds, or the end keeps the SA. */
  deadAfter: z.number().nullable(),
})

/**
 * One negotiation from its first message on, between the connections and children of these names. `notify` is the RFC's name
 * of the first error Notify; `reason` a word of `src/core/model/ike-daemon.ts` for why it fails, also where nothing is
 * sent (`timeout`). Both are `null` where it does not fail.
 */
export const Negotiation = z.object({
  initiator: z.string(),
  version: z.union([z.literal(1), z.literal(2)]),
  connection: z.string(),
  child: z.string(),
  responder: z.object({ connection: z.string(), child: z.string() }).nullable(),
  ike: z.object({
    outcome: z.enum(['established', 'failed', 'unknown']),
    notify: z.string().nullable(),
    reason: z.string().nullable(),
    proposal: z.string().nullable(),
    certainty: Certainty,
    /** By the initiator, and by the responder with its own lifetimes. */
    rekey: Rekey.nullable(),
    rekeyByResponder: Rekey.nullable(),
  }),
  /** `null` where there is no IKE SA. */
  child_sa: z
    .object({
      outcome: z.enum(['established', 'failed', 'unknown']),
      notify: z.string().nullable(),
      reason: z.string().nullable(),
      certainty: Certainty,
      mode: z.enum(['tunnel', 'transport']).nullable(),
      proposal: z.string().nullable(),
      selectors: NegotiationSelectors,
      responderSelectors: NegotiationSelectors,
      /**
       * The same child negotiated on an IKE SA that is there, with a key exchange of its own (RFC 7296 1.3.1). `selectors` are
       * those at the initiator, which need not be those of the first child.
       */
      asFurtherChild: z
        .object({
          outcome: z.string(),
          notify: z.string().nullable(),
          reason: z.string().nullable(),
          selectors: NegotiationSelectors,
          rekey: Rekey.nullable(),
          rekeyByResponder: Rekey.nullable(),
        })
        .nullable(),
      rekey: Rekey.nullable(),
      rekeyByResponder: Rekey.nullable(),
    })
    .nullable(),
})
export type Negotiation = z.infer<typeof Negotiation>
