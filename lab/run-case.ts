import { daemonOf, type LabCase, type LabResult } from './case.ts'
import { charonGateway } from './charon-gateway.ts'
import { mergeLogs } from './charon-log.ts'
import type { Belongings } from './cleanup.ts'
import type { Gateway } from './gateway.ts'
import type { Host } from './host.ts'
import { endingNotify, findReasons, type LogFindings, localError, localReason } from './log-reasons.ts'
import { plutoGateway } from './pluto-gateway.ts'
import { type RekeyAttempt, rekey } from './rekey.ts'
import { pause } from './run-command.ts'
import type { SaView } from './security-associations.ts'
import { numericSelectors, type ServicePorts } from './service-ports.ts'
import { sendTrigger } from './trigger.ts'
import { addressWorld, type Site, type World } from './world.ts'

export interface CaseOptions {
  readonly host: Host
  readonly ports: ServicePorts
  readonly own: Belongings
  /** Keep both logs in the result. */
  readonly keepLog: boolean
  /** Keep what both ends show before they begin. */
  readonly keepShown: boolean
}

/** Seconds until an attempt counts as failed, where the case says nothing else. */
const TIMEOUT_SECONDS = 6

/** Runs one case with two fresh daemons. A failure of the lab itself is told in `lab_error`, never thrown. */
export async function runCase(world: World, labCase: LabCase, options: CaseOptions): Promise<LabResult> {
  const started = Date.now()
  const daemons: Gateway[] = []
  try {
    await addressWorld(world, labCase)
    const a = await startGateway(world.a, labCase, options)
    daemons.push(a)
    const b = await startGateway(world.b, labCase, options)
    daemons.push(b)
    await Promise.all([a.ready(), b.ready()])
    const negotiated = await negotiate(a, b, labCase, options.keepShown)
    if (negotiated.rekeyed === undefined) await Promise.all([a.stop(), b.stop()])
    else await stopInOrder(a, b)
    const result = describe(labCase, negotiated, a, b, options)
    return { ...result, wall_s: (Date.now() - started) / 1000 }
  } catch (error) {
    await Promise.all(daemons.map((daemon) => daemon.stop()))
    const lab_error = error instanceof Error ? error.message : String(error)
    return { ...nothing(labCase), lab_error, wall_s: (Date.now() - started) / 1000 }
  }
}

async function startGateway(site: Site, labCase: LabCase, { host, own }: CaseOptions): Promise<Gateway> {
  return daemonOf(labCase, site.end) === 'strongswan'
    ? charonGateway(site, labCase, host, own)
    : await plutoGateway(site, labCase, host, own)
}

/**
 * The recorded results hold the messages after a rekey with the deletes of the shutdown: A's first, which leave B
 * nothing to delete.
 */
async function stopInOrder(a: Gateway, b: Gateway): Promise<void> {
  await a.stop()
  await b.stop()
}

interface Negotiated {
  readonly loadErrors: { readonly a?: string; readonly b?: string }
  readonly says: string
  readonly initiator: SaView
  readonly responder: SaView
  /** How many entries each log had before the rekey. */
  readonly logged: { readonly a: number; readonly b: number }
  readonly rekeyed?: RekeyAttempt
  readonly shown?: { readonly a: string; readonly b: string }
}

async function negotiate(a: Gateway, b: Gateway, labCase: LabCase, keepShown: boolean): Promise<Negotiated> {
  const [initiator, responder] = labCase.initiator === 'a' ? [a, b] : [b, a]
  const loadErrors: { a?: string; b?: string } = {}
  for (const daemon of [responder, initiator]) {
    const complaint = await daemon.load()
    if (complaint !== undefined) loadErrors[daemon.site.end] = complaint
  }
  const shown = keepShown ? { a: await a.shows(), b: await b.shows() } : undefined
  const says = await initiate(initiator, labCase)
  const [initiatorView, responderView] = await settledSas(initiator, responder)
  const logged = { a: a.log().length, b: b.log().length }
  const negotiated = {
    loadErrors,
    says,
    initiator: initiatorView,
    responder: responderView,
    logged,
    ...(shown && { shown }),
  }
  const child = initiatorView.children.at(-1)
  if (child === undefined || !labCase.rekey) return negotiated
  const by = labCase.rekey === true || labCase.rekey === labCase.initiator ? initiator : responder
  const there = by === initiator ? child : responderView.children.at(-1)
  const rekeyed = await rekey(by, there?.name ?? child.name ?? '', labCase.rekey_ike ?? false)
  return rekeyed === undefined ? negotiated : { ...negotiated, rekeyed }
}

/** Brings the child up by command or by a packet; returns the last line that was said about it. */
function initiate(initiator: Gateway, labCase: LabCase): Promise<string> {
  const seconds = labCase.timeout ?? TIMEOUT_SECONDS
  return labCase.trigger === undefined ? initiator.initiate(seconds) : sendTrigger(initiator, labCase.trigger, seconds)
}

/**
 * Waits until the responder's last step has landed: the third message of quick mode, a delete after a refusal. One conn
 * of libreswan can bring up several children, so their number must have come to rest.
 */
async function settledSas(initiator: Gateway, responder: Gateway): Promise<readonly [SaView, SaView]> {
  const deadline = Date.now() + 500
  let before = -1
  for (;;) {
    await pause(30)
    const [mine, theirs] = await Promise.all([initiator.sas(), responder.sas()])
    const agree =
      mine.children.length > 0 === theirs.children.length > 0 && mine.ike.length > 0 === theirs.ike.length > 0
    const settled = mine.children.length <= 1 || mine.children.length === before
    if ((agree && settled) || Date.now() > deadline) return [mine, theirs]
    before = mine.children.length
  }
}

function nothing(labCase: LabCase): LabResult {
  return {
    id: labCase.id,
    established: false,
    child_established: false,
    negotiated_ts: null,
    error: null,
    wire_notifies: [],
  }
}

function describe(labCase: LabCase, run: Negotiated, a: Gateway, b: Gateway, options: CaseOptions): LabResult {
  const [logA, logB] = [a.log(), b.log()]
  const findings = findReasons(mergeLogs(logA.slice(0, run.logged.a), logB.slice(0, run.logged.b)))
  const sas = describeSas(run, options.ports)
  const up = sas.established && sas.child_established
  const hasLoadErrors = Object.keys(run.loadErrors).length > 0
  const log = mergeLogs(logA, logB).map(({ time, side, group, text }) => `${time.slice(11)} ${side} [${group}] ${text}`)
  return {
    id: labCase.id,
    ...sas,
    error: up ? null : errorOf(findings, hasLoadErrors, run.says),
    ...(up ? {} : { reason: localReason(findings) ?? null }),
    wire_notifies: findings.notifies.map(({ from, notify, exchange }) => `${from}: ${notify} in ${exchange}`),
    ...(hasLoadErrors ? { load_errors: run.loadErrors } : {}),
    ...(run.rekeyed === undefined
      ? {}
      : {
          rekey: describeRekey(run.rekeyed, findReasons(mergeLogs(logA.slice(run.logged.a), logB.slice(run.logged.b)))),
        }),
    initiate_says: run.says,
    ...(run.shown === undefined ? {} : { shown: run.shown }),
    ...(options.keepLog ? { log } : {}),
  }
}

function errorOf(findings: LogFindings, hasLoadErrors: boolean, says: string): string {
  const known = endingNotify(findings)?.notify ?? localError(findings)
  if (known !== undefined) return known
  if (hasLoadErrors) return 'config_load_failed'
  // libreswan's whack repeats the log, line by line.
  return says === '' || /^\d{3} /.test(says) ? 'unknown' : says
}

type SaFacts = Pick<
  LabResult,
  'established' | 'child_established' | 'negotiated_ts' | 'negotiated_ts_responder' | 'ike' | 'child' | 'one_sided'
>

function describeSas({ initiator, responder }: Negotiated, ports: ServicePorts): SaFacts {
  const mine = initiator.children.at(-1)
  const theirs = responder.children.at(-1)
  const ike = initiator.ike.at(-1)
  const halfUp = {
    initiator: { ike: ike !== undefined, child: mine !== undefined },
    responder: { ike: responder.ike.length > 0, child: theirs !== undefined },
  }
  const oneSided = halfUp.initiator.ike !== halfUp.responder.ike || halfUp.initiator.child !== halfUp.responder.child
  return {
    established: halfUp.initiator.ike && halfUp.responder.ike,
    child_established: halfUp.initiator.child && halfUp.responder.child,
    negotiated_ts:
      mine === undefined
        ? null
        : { local: numericSelectors(mine.local, ports), remote: numericSelectors(mine.remote, ports) },
    ...(mine === undefined
      ? {}
      : {
          child: {
            mode: mine.mode,
            protocol: mine.protocol,
            name: mine.name,
            n_children: initiator.children.length,
            encap: mine.encap,
            proposal: mine.proposal,
          },
        }),
    ...(theirs === undefined
      ? {}
      : {
          negotiated_ts_responder: {
            local: numericSelectors(theirs.local, ports),
            remote: numericSelectors(theirs.remote, ports),
            name: theirs.name,
            conn: theirs.conn,
          },
        }),
    ...(ike === undefined
      ? {}
      : {
          ike: {
            version: ike.version,
            conn_initiator: ike.conn,
            conn_responder: responder.ike.at(-1)?.conn ?? null,
            ids: [ike.localId, ike.remoteId],
            proposal: ike.proposal,
          },
        }),
    ...(oneSided ? { one_sided: halfUp } : {}),
  }
}

function describeRekey(attempt: RekeyAttempt, findings: LogFindings): LabResult['rekey'] {
  const error = findings.notifies[0]?.notify ?? findings.reasons[0]?.kind ?? 'unknown'
  return {
    ...attempt,
    ...(attempt.ok ? {} : { error }),
    errors: findings.reasons.slice(0, 8).map(({ side, text }) => `${side}: ${text}`),
    messages: findings.messages.slice(0, 12),
  }
}
