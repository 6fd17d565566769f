import type { Block, Format, Reading, ReadingProblem } from '../../../model/format.ts'
import type { SourceLine } from '../../../text/source-text.ts'
import { type FlowingText, lineIndexAt, placeOf, rolesOf, type Understood } from '../../flowing-text.ts'
import { foundOnce } from '../../found-once.ts'
import { isa, tmg } from '../vendor.ts'
import { fragmentOf, hasGuessedLocals, missingParts, newDraft, type SummaryDraft, take } from './summary-draft.ts'
import { headingsOf, type Part, partsOf } from './summary-labels.ts'
import { shortened } from './summary-lists.ts'

/**
 * The site-to-site summary that ISA Server 2004/2006 and TMG show for a Remote Site with IPsec tunnel mode. No published
 * sample of it is known: headings, labels and their order are reconstructed from the properties behind them
 * (`FPCVpnNetworkIPSecSettings` of the TMG SDK). So labels alone count, not line breaks, indentation or order.
 */
export const siteToSiteSummary: Format = {
  id: 'isa/site-to-site-summary',
  title: 'ISA Server or TMG site-to-site summary',
  command:
    'ISA Server Management (or Forefront TMG Management) > Virtual Private Networks (VPN) > Remote Sites > right-click the site > Site-to-Site Summary',
  hint: /tunnel\s+end|ike\s+phase|ip\s+subnets|routable\s+local/i,
  recognise,
  read,
}

/** A line such as "Forefront TMG site-to-site summary" above the first label. */
const TITLE = /^[^:]{0,200}\b(?:summary|forefront|TMG|ISA Server)\b[^:]{0,200}$/i
const TMG = /\b(?:TMG|forefront)\b/i
const WHOLE =
  'Paste the whole summary, from "Local Tunnel Endpoint" to the last line under "Routable Local IP Addresses", or hand it in as a file.'

const summaries = foundOnce(({ lines }) => shortened(lines))

function recognise(lines: readonly SourceLine[]): readonly number[] {
  const { flowing } = summaries.recognising(lines).found
  const anchors = new Set<number>()
  const seen = new Set<string>()
  for (const part of headingsOf(flowing.text)) {
    if (!comesAgain(part, seen) && anchors.size > 0) continue
    const index = withTitle(flowing.lines, lineIndexAt(flowing, part.from))
    anchors.add(flowing.lines[index]?.number ?? 1)
  }
  return [...anchors]
}

/** A heading that comes a second time begins a new summary; the networks may come several times in one. */
function comesAgain(part: Part, seen: Set<string>): boolean {
  const heading = part.kind === 'endpoint' ? `${part.side} endpoint` : part.kind === 'section' ? part.section : null
  if (heading === null || heading === 'local' || heading === 'remote') return false
  const again = seen.has(heading)
  if (again) seen.clear()
  seen.add(heading)
  return again
}

function withTitle(lines: readonly SourceLine[], index: number): number {
  let above = index - 1
  while (above >= 0 && lines[above]?.text.trim() === '') above--
  return TITLE.test(lines[above]?.text ?? '') ? above : index
}

function read(block: Block): Reading {
  const summary = summaries.reading(block.lines).found
  const { flowing, below } = summary
  const drafts: SummaryDraft[] = []
  const understood: Understood[] = []
  const problems: ReadingProblem[] = []
  const seen = new Set<string>()
  for (const part of partsOf(flowing.text)) {
    if (drafts.length === 0) understood.push(...titleBefore(flowing, part))
    let draft = drafts.at(-1)
    if (comesAgain(part, seen) || draft === undefined) {
      draft = newDraft(part)
      drafts.push(draft)
    }
    const role = take(draft, part, summary, problems)
    if (role !== null) understood.push({ from: part.from, to: part.to, role })
  }
  for (const draft of drafts) for (const problem of problemsOf(draft, flowing)) problems.push(problem)
  const roles = rolesOf(flowing, understood, block.lines)
  for (const [above, networks] of below) {
    const role = roles.get(above)
    if (role !== undefined) for (let own = 1; own <= networks.length; own++) roles.set(above + own, role)
  }
  const vendor = isTmg(flowing, understood, roles) ? tmg : isa
  const endpoints = drafts.map((draft) => fragmentOf(draft, vendor, flowing))
  return { endpoints, observations: [], roles, problems }
}

function titleBefore(flowing: FlowingText, { from }: Part): Understood[] {
  return TITLE.test(flowing.text.slice(0, from)) ? [{ from: 0, to: from, role: 'irrelevant' }] : []
}

/** The title or a remark says so; a network may well be called after the TMG at the other end. */
function isTmg(flowing: FlowingText, understood: readonly Understood[], roles: Reading['roles']): boolean {
  const title = understood[0]?.role === 'irrelevant' ? flowing.text.slice(0, understood[0].to) : ''
  return TMG.test(title) || flowing.lines.some((line) => roles.get(line.number) === undefined && TMG.test(line.text))
}

function problemsOf(draft: SummaryDraft, flowing: FlowingText): ReadingProblem[] {
  const problems: ReadingProblem[] = []
  const missing = missingParts(draft)
  if (missing.length > 0) {
    const say = `The site-to-site summary is not whole: it lacks ${missing.join(', ')}.`
    problems.push({ kind: 'cut', span: placeOf(flowing, draft.end), say, instead: WHOLE })
  }
  if (hasGuessedLocals(draft)) {
    problems.push({
      kind: 'unsupported',
      span: placeOf(flowing, draft.start),
      say: 'There are several local networks and no list "Routable Local IP Addresses", so all of them are taken as routable (assumed).',
      instead: WHOLE,
    })
  }
  return problems
}
