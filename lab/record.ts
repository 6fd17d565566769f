import * as z from 'zod'
import { addressesOf, Daemon, EndLetter, type LabCase, type LabResult, Nat, SelectorPair, Trigger } from './case.ts'

/** What a prediction has to get right about a case. */
export const Outcome = z
  .object({
    /** Whether the IKE SA stays up at both ends. */
    ike: z.boolean(),
    child: z.boolean(),
    /** An RFC name where a notify was sent, else `timeout` or a local reason; null when both are up. */
    error: z.string().nullable(),
    /** At the initiator, as charon writes them: `10.1.0.0/24[tcp/80]`, `10.1.0.1..10.1.0.9`. */
    selectors: SelectorPair.nullable(),
    /** At the responder, as it writes them, where they do not mirror the initiator's. */
    responder: SelectorPair.optional(),
    /** What a rekey of the child said: `ok`, or the notify. Only where one was asked for and there was a child. */
    rekey: z.string().optional(),
  })
  .readonly()
export type Outcome = z.infer<typeof Outcome>

const AddressList = z.array(z.string()).readonly()

/** One line of test/truth/*.jsonl. */
export const RecordedCase = z
  .object({
    id: z.string(),
    kinds: z.array(z.string()).readonly().optional(),
    a: z.string(),
    b: z.string(),
    initiate: z.string(),
    initiator: EndLetter,
    addresses: z.object({ a: AddressList, b: AddressList }).readonly(),
    ike: z.string().optional(),
    rekey: z.union([z.boolean(), EndLetter]).optional(),
    trigger: Trigger.optional(),
    charon: z.object({ a: z.string().optional(), b: z.string().optional() }).readonly().optional(),
    daemons: z.object({ a: Daemon.optional(), b: Daemon.optional() }).readonly().optional(),
    secrets: z.object({ a: z.string().optional(), b: z.string().optional() }).readonly().optional(),
    nat: z.object({ a: Nat.optional(), b: Nat.optional() }).readonly().optional(),
    pasted: z.object({ a: z.string().optional(), b: z.string().optional() }).readonly().optional(),
    outcome: Outcome,
  })
  .readonly()
export type RecordedCase = z.infer<typeof RecordedCase>

export function outcomeOf(result: LabResult): Outcome {
  const { rekey, negotiated_ts: initiator, negotiated_ts_responder: responder } = result
  const mirrored =
    responder === undefined ||
    initiator === null ||
    (sameSet(initiator.local, responder.remote) && sameSet(initiator.remote, responder.local))
  return {
    ike: result.established,
    child: result.child_established,
    error: result.error,
    selectors: initiator,
    ...(mirrored ? {} : { responder: { local: responder.local, remote: responder.remote } }),
    ...(rekey === undefined ? {} : { rekey: rekey.ok ? 'ok' : (rekey.error ?? 'unknown') }),
  }
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  const set = new Set(other)
  return new Set(one).size === set.size && one.every((selector) => set.has(selector))
}

/** The compact form of a case and its result; undefined where the lab itself failed, as that is no truth. */
export function recordCase(labCase: LabCase, result: LabResult): RecordedCase | undefined {
  if (result.lab_error !== undefined) return undefined
  const { id, a, b, initiate, initiator, kinds, ike, rekey, trigger } = labCase
  return {
    id,
    ...(kinds === undefined ? {} : { kinds }),
    a,
    b,
    initiate,
    initiator,
    addresses: { a: addressesOf(labCase, 'a'), b: addressesOf(labCase, 'b') },
    ...(ike === undefined ? {} : { ike }),
    ...(rekey ? { rekey } : {}),
    ...(trigger === undefined ? {} : { trigger }),
    ...ofEnds('daemons', labCase.daemon_a, labCase.daemon_b),
    ...ofEnds('secrets', labCase.secrets_a, labCase.secrets_b),
    ...ofEnds('charon', labCase.charon_a, labCase.charon_b),
    ...ofEnds('nat', labCase.nat_a, labCase.nat_b),
    ...ofEnds('pasted', labCase.pasted_a, labCase.pasted_b),
    outcome: outcomeOf(result),
  }
}

/** What is said of one end or of both, under one name; nothing where nothing is said. */
function ofEnds<Name extends string, Value>(
  name: Name,
  a: Value,
  b: Value,
): { readonly [key in Name]?: EndValues<Value> }
function ofEnds<Value>(name: string, a: Value, b: Value): { readonly [key: string]: EndValues<Value> } {
  if (!a && !b) return {}
  return { [name]: { ...(a ? { a } : {}), ...(b ? { b } : {}) } }
}
interface EndValues<Value> {
  readonly a?: NonNullable<Value>
  readonly b?: NonNullable<Value>
}

/** The case of a record, to run it again. */
export function caseOf(record: RecordedCase): LabCase {
  const { addresses, charon, daemons, secrets, nat, pasted, outcome: _, ...rest } = record
  return {
    ...rest,
    addr_a: addresses.a,
    addr_b: addresses.b,
    ...(charon?.a === undefined ? {} : { charon_a: charon.a }),
    ...(charon?.b === undefined ? {} : { charon_b: charon.b }),
    ...(daemons?.a === undefined ? {} : { daemon_a: daemons.a }),
    ...(daemons?.b === undefined ? {} : { daemon_b: daemons.b }),
    ...(secrets?.a === undefined ? {} : { secrets_a: secrets.a }),
    ...(secrets?.b === undefined ? {} : { secrets_b: secrets.b }),
    ...(nat?.a === undefined ? {} : { nat_a: nat.a }),
    ...(nat?.b === undefined ? {} : { nat_b: nat.b }),
    ...(pasted?.a === undefined ? {} : { pasted_a: pasted.a }),
    ...(pasted?.b === undefined ? {} : { pasted_b: pasted.b }),
  }
}

export function writeRecords(records: readonly RecordedCase[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('')
}

/** Reads a truth file. It throws with the number of a line that is not a record: the file is ours, so that is a bug. */
export function readRecords(text: string): readonly RecordedCase[] {
  const records: RecordedCase[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue
    const read = RecordedCase.safeParse(parseLine(line))
    if (!read.success) throw new Error(`Line ${index + 1} is not a recorded case: ${read.error.message}`)
    records.push(read.data)
  }
  return records
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
