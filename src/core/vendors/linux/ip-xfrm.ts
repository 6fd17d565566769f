import type { Block, Format, Reading, ReadingProblem } from '../../model/format.ts'
import { LineRoles } from '../../model/line-roles.ts'
import type { SecurityAssociation } from '../../model/security-association.ts'
import type { PacketFilter } from '../../model/spd-entry.ts'
import { lineSpan, type SourceLine } from '../../text/source-text.ts'
import { recogniseIpXfrm } from './ip-xfrm-anchors.ts'
import { type PolicyReading, readPolicy } from './read-policy.ts'
import { readSa } from './read-sa.ts'
import { AGAIN } from './record-values.ts'
import { clauseOf, noteRoles, recordsOf, type XfrmRecord } from './records.ts'
import { isScreenLine, type ListCommand, listCommand } from './screen-lines.ts'
import { xfrmFragment } from './xfrm-fragment.ts'

/**
 * The policies and SAs that the kernel has installed, whoever installed them: an IKE daemon, or a person with
 * `ip xfrm policy add`. iproute2 prints no JSON of them, whatever `-j` is told (measured with 6.1).
 */
export const ipXfrm: Format = {
  id: 'linux/ip-xfrm',
  title: 'Linux policies and SAs (ip xfrm)',
  command: 'ip -s xfrm policy; ip -s xfrm state',
  hint: /src\s|\sx(?:f|fr|frm)?\s{1,5}[ps]/,
  recognise: recogniseIpXfrm,
  read,
}

function read(block: Block): Reading {
  const roles = new LineRoles(block.lines)
  const problems: ReadingProblem[] = []
  const commands: ListCommand[] = []
  const printed: SourceLine[] = []
  for (const line of block.lines) {
    const command = listCommand(line.text)
    if (command !== null) commands.push(command)
    if (command !== null || isScreenLine(line.text)) roles.set(line.number, 'irrelevant')
    else printed.push(line)
  }
  const policies: PolicyReading[] = []
  const sas: SecurityAssociation[] = []
  let hasSas = false
  for (const record of recordsOf(printed)) {
    if (isPolicy(record)) {
      const reading = readPolicy(record)
      policies.push(reading)
      const role = reading.kind === 'filter' ? 'read' : reading.kind === 'unusable' ? 'unsupported' : 'irrelevant'
      noteRoles(record, role, roles)
      continue
    }
    hasSas = true
    const { sa, problems: own } = readSa(record)
    for (const problem of own) problems.push(problem)
    if (sa !== null) sas.push(sa)
    const cut = clauseOf(record, 'ids') === undefined
    if (cut) problems.push(cutProblem(record))
    noteRoles(record, cut ? 'unsupported' : 'read', roles)
  }
  const lists = {
    policy: policies.length > 0 || answered(block, 'policy'),
    state: hasSas || answered(block, 'state'),
  }
  const fragment = xfrmFragment({
    name: commands.find(({ host }) => host !== null)?.host ?? null,
    filters: lists.policy ? inOrder(policies) : undefined,
    sas: lists.state ? sas : undefined,
    daemon: policies.some(({ kind }) => kind === 'socket'),
    span: lineSpan(block.lines[0] ?? { source: block.source, number: 1, text: '' }),
  })
  const all = [...policies.flatMap((policy) => policy.problems), ...problems, ...partial(block, commands)]
  return { endpoints: [fragment], observations: [], roles, problems: all }
}

/** The kernel lists the newest policy first; of two with one priority the older is taken. */
function inOrder(policies: readonly PolicyReading[]): PacketFilter[] {
  return policies.flatMap(({ filter }, index) => {
    if (filter === null) return []
    const age = BigInt(policies.length - 1 - index)
    return [filter.weight === null ? filter : { ...filter, weight: filter.weight | age }]
  })
}

function cutProblem({ lines: [first] }: XfrmRecord): ReadingProblem {
  const span = first === undefined ? { source: '', line: 1, column: 1, length: 0 } : lineSpan(first)
  const say = 'The text ends in the middle of this policy or SA, which is left out.'
  return { kind: 'cut', span, say, instead: AGAIN }
}

function isPolicy(record: XfrmRecord): boolean {
  const { list } = clauseOf(record, 'direction')?.values ?? {}
  const ids = record.clauses.findIndex(({ kind }) => kind === 'ids')
  const tmpl = record.clauses.findIndex(({ kind }) => kind === 'tmpl')
  if (list === 'socket' || tmpl >= 0) return true
  return (
    ids < 0 && (clauseOf(record, 'priority') !== undefined || clauseOf(record, 'ptype') !== undefined || list === 'dir')
  )
}

/** A command with another prompt right below it printed nothing: there is none. */
function answered({ lines }: Block, what: ListCommand['what']): boolean {
  return lines.some(({ text }, index) => {
    if (listCommand(text)?.what !== what) return false
    const next = lines.find((line, at) => at > index && line.text.trim() !== '')
    return next !== undefined && isScreenLine(next.text)
  })
}

/** A command that lists a part says nothing about what it leaves out. */
function partial({ lines }: Block, commands: readonly ListCommand[]): ReadingProblem[] {
  const filtered = commands.find(({ filter }) => filter !== '')
  const line = lines.find(({ text }) => filtered !== undefined && listCommand(text)?.filter === filtered.filter)
  if (filtered === undefined || line === undefined) return []
  const say = `This command lists only what fits "${filtered.filter}"; what it leaves out is taken to be missing.`
  return [
    { kind: 'unsupported', span: lineSpan(line), say, instead: `${AGAIN.slice(0, -1)}, without "${filtered.filter}".` },
  ]
}
