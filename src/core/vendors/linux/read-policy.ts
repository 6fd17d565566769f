import type { ReadingProblem } from '../../model/format.ts'
import type { PacketFilter, SaTemplate } from '../../model/spd-entry.ts'
import type { Clause } from './clauses.ts'
import {
  directionOf,
  hostOf,
  ipsecProtocol,
  modeOf,
  numberIn,
  numberOf,
  prefixOf,
  type Report,
  reporter,
  scopeOf,
  serviceOf,
} from './record-values.ts'
import { clauseOf, type XfrmRecord } from './records.ts'

/** Of two policies with one priority the age decides, which is put into the weight when all of them are read. */
export interface RankedFilter extends PacketFilter {
  weight: bigint | null
}

interface PolicyReading {
  /** `null`: no filter of a tunnel's traffic. */
  readonly filter: RankedFilter | null
  /** Why there is none. */
  readonly kind: 'filter' | 'socket' | 'neighbour' | 'unusable'
  readonly problems: readonly ReadingProblem[]
}

/** Neighbour discovery and its relatives (RFC 4861): they never leave the link, so that no tunnel is for them. */
const NEIGHBOUR_TYPES = ['133', '134', '135', '136', '137']

/**
 * A policy of `ip xfrm policy`. Per-socket policies, by which a daemon keeps its own packets out of the tunnels, are no
 * entries of the SPD. The filter's weight is its priority in the upper of two words of 32 bits.
 */
export function readPolicy(record: XfrmRecord): PolicyReading {
  const problems: ReadingProblem[] = []
  const report = reporter(problems)
  const none = (kind: PolicyReading['kind']): PolicyReading => ({ filter: null, kind, problems })
  const pair = clauseOf(record, 'pair')
  const direction = clauseOf(record, 'direction')
  if (pair === undefined) return none('unusable')
  const templates = templatesOf(record, report)
  if (direction === undefined) {
    report(pair, 'This policy has no direction, so the text was cut; the policy is left out.', 'cut')
    return none('unusable')
  }
  if (direction.values['list'] === 'socket') {
    if (templates.length > 0)
      report(direction, 'This policy is for one socket alone and is not looked at.', 'unsupported')
    return none('socket')
  }
  const service = clauseOf(record, 'service')
  const blocks = clauseOf(record, 'action')?.values['action'] === 'block'
  if (!blocks && templates.length === 0 && NEIGHBOUR_TYPES.includes(service?.values['type'] ?? ''))
    return none('neighbour')
  const source = prefixOf(pair, 'source', report)
  const destination = prefixOf(pair, 'destination', report)
  const ports = serviceOf(service, report)
  if (source === undefined || destination === undefined || ports === undefined) return none('unusable')
  sayUnmodelled(record, report)
  const tunnel = templates.find(({ mode }) => mode === 'tunnel') ?? templates[0]
  const priority = numberOf(clauseOf(record, 'priority'), 'priority', report)
  const shown = clauseOf(record, 'tmpl') ?? direction
  const filter: RankedFilter = {
    name: null,
    source,
    destination,
    protocol: ports.protocol,
    sourcePort: ports.sourcePort,
    destinationPort: ports.destinationPort,
    mirrored: false,
    tunnel: { source: tunnel?.source ?? null, destination: tunnel?.destination ?? null },
    direction: directionOf(direction.values['direction']),
    action: blocks ? 'discard' : templates.length === 0 ? 'bypass' : 'protect',
    mode: tunnel?.mode ?? null,
    weight: priority === null ? null : BigInt(priority) << 32n,
    spans: [pair.span, shown.span],
    installed: { scope: scopeOf(record), templates },
  }
  return { filter, kind: 'filter', problems }
}

function sayUnmodelled(record: XfrmRecord, report: Report): void {
  const dev = clauseOf(record, 'dev')
  if (dev !== undefined)
    report(dev, `This policy is for the interface ${dev.values['dev']} alone; it is read as if for any.`, 'unsupported')
  const ptype = clauseOf(record, 'ptype')
  if (ptype?.values['ptype'] === 'sub')
    report(ptype, 'This is a sub-policy of Mobile IPv6; it is read like a main one.', 'unsupported')
}

/** Each template with the clauses that follow it, to the next. */
function templatesOf(record: XfrmRecord, report: Report): SaTemplate[] {
  const templates: Clause[][] = []
  for (const clause of record.clauses) {
    if (clause.kind === 'tmpl') templates.push([clause])
    else templates.at(-1)?.push(clause)
  }
  return templates.map((own) => {
    const [tmpl] = own
    const ids = own.find(({ kind }) => kind === 'ids')
    if (tmpl !== undefined && ids === undefined) report(tmpl, 'The text ends in the middle of this template.', 'cut')
    const { protocol, mode, spi } = ids?.values ?? {}
    if (ids !== undefined && modeOf(mode) === null)
      report(ids, `The mode "${mode}" is neither tunnel nor transport mode and is not looked at.`, 'unsupported')
    return {
      source: tmpl === undefined ? null : hostOf(tmpl, 'source', report),
      destination: tmpl === undefined ? null : hostOf(tmpl, 'destination', report),
      protocol: ipsecProtocol(protocol),
      spi: numberIn(spi) === 0 ? null : numberIn(spi),
      reqid: numberOf(ids, 'reqid', report),
      mode: modeOf(mode),
      optional: own.some(({ kind, values }) => kind === 'level' && values['level'] === 'use'),
    }
  })
}
