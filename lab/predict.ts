import { analyse, type Negotiation, type Report } from '../src/core/index.ts'
import { addressesOf, type LabCase } from './case.ts'
import type { Outcome } from './record.ts'

/** Local reasons of the daemons by the slugs of the report, where no notify was sent. */
const LOCAL: Readonly<Record<string, string>> = {
  timeout: 'timeout',
  'not-loaded': 'bad_config',
  'no-shared-key': 'no_shared_key',
  'peer-identity': 'id_mismatch',
  'no-selectors': 'ts_missing',
}

/** What the product says of a case: the two texts pasted, and the negotiation of the child that is initiated. */
export function predict(labCase: LabCase): Outcome | undefined {
  const report = analyse({
    pastes: [
      { source: 'a.conf', text: labCase.a, end: 'A' },
      { source: 'b.conf', text: labCase.b, end: 'B' },
      ...charon(labCase.charon_a, 'A'),
      ...charon(labCase.charon_b, 'B'),
    ],
    addresses: { A: addressesOf(labCase, 'a')[0] ?? '', B: addressesOf(labCase, 'b')[0] ?? '' },
  })
  const label = labCase.initiator.toUpperCase()
  const negotiation = report.negotiations.find(
    ({ initiator, child, connection }) =>
      initiator === label && child === labCase.initiate && (labCase.ike === undefined || labCase.ike === connection),
  )
  return negotiation === undefined ? notLoaded(report) : outcomeOf(negotiation)
}

function charon(text: string | null | undefined, end: 'A' | 'B') {
  return text ? [{ source: `${end.toLowerCase()}-strongswan.conf`, text: `charon {\n${text}\n}\n`, end }] : []
}

/** A configuration that its daemon refuses to load gives a finding about the paste and no negotiation. */
function notLoaded({ diagnostics }: Report): Outcome | undefined {
  return diagnostics.some(({ code, severity }) => code === 'PA005' && severity === 'error')
    ? { ike: false, child: false, error: 'bad_config', selectors: null }
    : undefined
}

function outcomeOf({ ike, child_sa: child }: Negotiation): Outcome | undefined {
  if (ike.outcome === 'unknown' || child?.outcome === 'unknown') return undefined
  const up = child?.outcome === 'established'
  const error = ike.outcome === 'failed' ? wordOf(ike) : up || child === null ? null : wordOf(child)
  return {
    ike: ike.outcome === 'established',
    child: up,
    error,
    selectors: up && child !== null ? { local: child.selectors.local, remote: child.selectors.remote } : null,
    ...(child?.rekey == null
      ? {}
      : { rekey: child.rekey.outcome === 'established' ? 'ok' : (child.rekey.notify ?? 'unknown') }),
  }
}

function wordOf({ notify, reason }: { readonly notify: string | null; readonly reason: string | null }): string {
  return notify ?? LOCAL[reason ?? ''] ?? reason ?? 'unknown'
}
