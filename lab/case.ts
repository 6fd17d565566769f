import * as z from 'zod'

/** One end of the lab: A is always the left gateway, whoever initiates. */
export const EndLetter = z.enum(['a', 'b'])
export type EndLetter = z.infer<typeof EndLetter>

const Addresses = z.union([z.string(), z.array(z.string()).readonly()])

/** A packet that shall bring the tunnel up; the initiator's child needs `start_action = trap`. */
export const Trigger = z
  .object({
    src: z.string(),
    dst: z.string(),
    proto: z.enum(['udp', 'tcp']).default('udp'),
    dport: z.number().int().default(9),
  })
  .readonly()
export type Trigger = z.infer<typeof Trigger>

/** The product at one end: strongSwan reads a swanctl.conf, or with secrets an ipsec.conf as libreswan does. */
export const Daemon = z.enum(['strongswan', 'libreswan'])
export type Daemon = z.infer<typeof Daemon>

/** A router in front of an end, which puts this address in the place of the end's own (masquerading). */
export const Nat = z
  .object({
    address: z.string(),
    /** What comes from outside to the UDP ports of IKE is passed on to the end; the source ports stay as they are. */
    forwards: z.boolean().optional(),
  })
  .readonly()
export type Nat = z.infer<typeof Nat>

/** The configurations of two ends and what to do with them. The names are those of the recorded results. */
export const LabCase = z
  .object({
    id: z.string(),
    a: z.string(),
    b: z.string(),
    /** strongSwan where nothing is said. */
    daemon_a: Daemon.optional(),
    daemon_b: Daemon.optional(),
    /** The ipsec.secrets of a libreswan end; a strongSwan that has one is begun by starter, with an ipsec.conf. */
    secrets_a: z.string().optional(),
    secrets_b: z.string().optional(),
    /** What is pasted of an end in the place of its file: the configuration of a router that makes the file of it. */
    pasted_a: z.string().optional(),
    pasted_b: z.string().optional(),
    /** The child to initiate; with libreswan the conn. */
    initiate: z.string(),
    initiator: EndLetter,
    addr_a: Addresses,
    addr_b: Addresses,
    /** The connection to initiate, where the name of the child alone is not clear. */
    ike: z.string().optional(),
    /** Rekey the child afterwards: `true` at the initiator, or at the end named. */
    rekey: z.union([z.boolean(), EndLetter]).nullish(),
    rekey_ike: z.boolean().optional(),
    trigger: Trigger.optional(),
    /** Further lines for the `charon` section of one end's strongswan.conf. */
    charon_a: z.string().nullish(),
    charon_b: z.string().nullish(),
    nat_a: Nat.optional(),
    nat_b: Nat.optional(),
    timeout: z.number().optional(),
    kinds: z.array(z.string()).readonly().optional(),
  })
  .readonly()
export type LabCase = z.infer<typeof LabCase>

export const SelectorPair = z
  .object({ local: z.array(z.string()).readonly(), remote: z.array(z.string()).readonly() })
  .readonly()
export type SelectorPair = z.infer<typeof SelectorPair>

const Text = z.string().nullable()
const HalfUp = z.object({ ike: z.boolean(), child: z.boolean() }).readonly()

/** What two daemons did with a case, in the form of the recorded results. */
export const LabResult = z
  .object({
    id: z.string(),
    established: z.boolean(),
    child_established: z.boolean(),
    /** The initiator's view. */
    negotiated_ts: SelectorPair.nullable(),
    negotiated_ts_responder: z
      .object({
        local: z.array(z.string()).readonly(),
        remote: z.array(z.string()).readonly(),
        name: Text,
        conn: Text,
      })
      .readonly()
      .optional(),
    /** The first error notify on the wire by its RFC name, else `timeout` or a local reason; null when both are up. */
    error: Text,
    reason: z.object({ side: EndLetter, kind: z.string(), text: z.string() }).readonly().nullable().optional(),
    wire_notifies: z.array(z.string()).readonly(),
    ike: z
      .object({
        version: z.number(),
        conn_initiator: z.string(),
        conn_responder: Text,
        ids: z.array(Text).readonly(),
        proposal: z.string(),
      })
      .readonly()
      .optional(),
    child: z
      .object({
        mode: Text,
        protocol: Text,
        name: Text,
        n_children: z.number(),
        encap: Text,
        proposal: z.string(),
      })
      .readonly()
      .optional(),
    one_sided: z.object({ initiator: HalfUp, responder: HalfUp }).readonly().optional(),
    load_errors: z.object({ a: z.string().optional(), b: z.string().optional() }).readonly().optional(),
    rekey: z
      .object({
        ok: z.boolean(),
        by: EndLetter,
        rc: z.number().nullable(),
        error: z.string().optional(),
        errors: z.array(z.string()).readonly(),
        messages: z.array(z.string()).readonly(),
      })
      .readonly()
      .optional(),
    initiate_says: z.string().optional(),
    /** What both show of what they have loaded, before anything is begun, where it was asked for. */
    shown: z.object({ a: z.string(), b: z.string() }).readonly().optional(),
    /** Both logs merged, where they were asked for. */
    log: z.array(z.string()).readonly().optional(),
    /** The lab itself failed: this case says nothing about the daemons. */
    lab_error: z.string().optional(),
    wall_s: z.number().optional(),
  })
  .readonly()
export type LabResult = z.infer<typeof LabResult>

/** A file of cases with what was measured for them, as in the recorded folder. */
export const RecordedFile = z
  .object({
    daemon: z.string().optional(),
    cases: z.array(LabCase).readonly(),
    results: z.array(LabResult).readonly().default([]),
  })
  .readonly()
export type RecordedFile = z.infer<typeof RecordedFile>

/** The addresses of one end as a list. */
export function addressesOf(labCase: LabCase, end: EndLetter): readonly string[] {
  const value = end === 'a' ? labCase.addr_a : labCase.addr_b
  return typeof value === 'string' ? [value] : value
}

export function daemonOf(labCase: LabCase, end: EndLetter): Daemon {
  return (end === 'a' ? labCase.daemon_a : labCase.daemon_b) ?? 'strongswan'
}

export function natOf(labCase: LabCase, end: EndLetter): Nat | undefined {
  return end === 'a' ? labCase.nat_a : labCase.nat_b
}

export function otherEnd(end: EndLetter): EndLetter {
  return end === 'a' ? 'b' : 'a'
}
