import type { ReadingProblem } from '../../model/format.ts'
import type { SaAlgorithm, SecurityAssociation } from '../../model/security-association.ts'
import type { Box } from '../../selectors/box.ts'
import type { Clause } from './clauses.ts'
import {
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

interface SaReading {
  /** `null`: it is none of ESP, AH or IPComp, or was cut. */
  readonly sa: SecurityAssociation | null
  readonly problems: readonly ReadingProblem[]
}

/** An SA of `ip xfrm state`. Its keys are blanked before this is called, and nothing of them is kept. */
export function readSa(record: XfrmRecord): SaReading {
  const problems: ReadingProblem[] = []
  const report = reporter(problems)
  const [pair, ids] = [clauseOf(record, 'pair'), clauseOf(record, 'ids')]
  if (pair === undefined || ids === undefined) return { sa: null, problems }
  const source = hostOf(pair, 'source', report)
  const destination = hostOf(pair, 'destination', report)
  const protocol = ipsecProtocol(ids.values['protocol'])
  if (source === null || destination === null || protocol === null) return { sa: null, problems }
  const spi = numberIn(ids.values['spi'])
  const counted = clauseOf(record, 'counted')
  const way = clauseOf(record, 'direction')?.values['direction']
  const dir = way === 'in' || way === 'out' ? way : null
  const sa: SecurityAssociation = {
    source,
    destination,
    protocol,
    spi,
    reqid: numberOf(ids, 'reqid', report),
    mode: modeOf(ids.values['mode']),
    scope: scopeOf(record),
    direction: dir,
    algorithms: record.clauses.flatMap(algorithmOf),
    packets: counted === undefined ? null : Number(counted.values['packets']),
    ...sequenceOf(record),
    dropped: droppedOf(clauseOf(record, 'stats')),
    replayWindow: replayWindowOf(record),
    selectors: selectorsOf(record, report),
    spans: [pair.span, ids.span, ...(counted === undefined ? [] : [counted.span])],
  }
  return { sa, problems }
}

const USES: Readonly<Record<string, SaAlgorithm['use']>> = { enc: 'encryption', aead: 'aead' }

function algorithmOf({ kind, values: { use = '', name = '', key = '' } }: Clause): SaAlgorithm[] {
  if (kind !== 'algorithm' && kind !== 'comp') return []
  const mark = /^(?:0x)?(‹secret [\d?]+›)$/.exec(key.trim())?.[1] ?? null
  return [{ use: kind === 'comp' ? 'compression' : (USES[use] ?? 'authentication'), name, key: mark }]
}

/** The upper half counts where extended sequence numbers are in use (RFC 4303 2.2.1). */
function sequenceOf(record: XfrmRecord): Pick<SecurityAssociation, 'received' | 'sent'> {
  const values = (clauseOf(record, 'antiReplay') ?? clauseOf(record, 'antiReplayEsn'))?.values ?? {}
  return {
    received: joined(values['receivedHigh'], values['received']),
    sent: joined(values['sentHigh'], values['sent']),
  }
}

function joined(high: string | undefined, low: string | undefined): number | null {
  const [upper, lower] = [high === undefined ? 0 : numberIn(high), numberIn(low)]
  return upper === null || lower === null ? null : upper * 2 ** 32 + lower
}

function droppedOf(stats: Clause | undefined): SecurityAssociation['dropped'] {
  if (stats === undefined) return null
  const { outside, replayed, failed } = stats.values
  return { outsideWindow: Number(outside), replayed: Number(replayed), forged: Number(failed) }
}

/** With extended sequence numbers, or a window of more than 32, the first line says 0. */
function replayWindowOf(record: XfrmRecord): number | null {
  const wide = numberIn(clauseOf(record, 'antiReplayEsn')?.values['window'])
  return wide ?? numberIn(clauseOf(record, 'replayWindow')?.values['window'])
}

/** `local` is the source of the SA's packets. */
function selectorsOf(record: XfrmRecord, report: Report): Box | null {
  const at = record.clauses.findIndex(({ kind }) => kind === 'sel')
  const sel = record.clauses[at]
  if (sel === undefined) return null
  const local = prefixOf(sel, 'source', report)
  const remote = prefixOf(sel, 'destination', report)
  const next = record.clauses[at + 1]
  const service = serviceOf(next?.kind === 'service' ? next : undefined, report)
  if (local === undefined || remote === undefined || service === undefined) return null
  const { protocol, sourcePort, destinationPort } = service
  return { local, remote, protocol, localPort: sourcePort, remotePort: destinationPort }
}
