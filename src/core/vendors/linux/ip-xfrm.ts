import type { Block, Format, Reading, ReadingProblem } from '../../model/format.ts'
import { LineRoles } from '../../model/line-roles.ts'
import type { SecurityAssociation } from '../../model/security-association.ts'
import type { PacketFilter } from '../../model/spd-entry.ts'
import { lineSpan, type SourceLine } from '../../text/source-text.ts'
import { recogniseIpXfrm } from './ip-xfrm-anchors.ts'
import { PLAIN_LINES, plainPolicies } from './plain-policy.ts'
import { type RankedFilter, readPolicy } from './read-policy.ts'
import { readSa } from './read-sa.ts'
import { AGAIN } from './record-values.ts'
import { clauseOf, goesOn, noteRoles, recordsOf, type XfrmRecord } from './records.ts'
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
  const { lines } = block
  const roles = new LineRoles(lines)
  const commands: PlacedCommand[] = []
  const dump: Dump = {
    policies: [],
    sas: [],
    policyProblems: [],
    saProblems: [],
    hasSas: false,
    hasSockets: false,
    roles,
  }
  const plainPolicyAt = plainPolicies()
  let printed: SourceLine[] = []
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]
    if (line === undefined) break
    const policy = plainPolicyAt(lines, at)
    if (policy !== null && !goesOn(printed.at(-1))) {
      if (printed.length > 0) takeRecords(printed, dump)
      printed = []
      dump.policies.push(policy)
      for (let own = 0; own < PLAIN_LINES; own++) roles.set(line.number + own, 'read')
      at += PLAIN_LINES - 1
      continue
    }
    const command = listCommand(line.text)
    if (command !== null) commands.push({ command, at })
    if (command !== null || isScreenLine(line.text)) roles.set(line.number, 'irrelevant')
    else printed.push(line)
  }
  takeRecords(printed, dump)
  const { policies, sas } = dump
  const has = {
    policy: policies.length > 0 || answered(lines, commands, 'policy'),
    state: dump.hasSas || answered(lines, commands, 'state'),
  }
  const fragment = xfrmFragment({
    name: commands.find(({ command }) => command.host !== null)?.command.host ?? null,
    filters: has.policy ? inOrder(policies) : undefined,
    sas: has.state ? sas : undefined,
    daemon: dump.hasSockets,
    span: lineSpan(lines[0] ?? { source: block.source, number: 1, text: '' }),
  })
  const problems = [...dump.policyProblems, ...dump.saProblems, ...partial(lines, commands)]
  return { endpoints: [fragment], observations: [], roles, problems }
}

/** What has been read of a dump so far. */
interface Dump {
  /** `null`: no filter of a tunnel's traffic. */
  readonly policies: (RankedFilter | null)[]
  readonly sas: SecurityAssociation[]
  readonly policyProblems: ReadingProblem[]
  readonly saProblems: ReadingProblem[]
  hasSas: boolean
  /** Per-socket policies were seen. */
  hasSockets: boolean
  readonly roles: LineRoles
}

function takeRecords(lines: readonly SourceLine[], dump: Dump): void {
  for (const record of recordsOf(lines)) {
    if (isPolicy(record)) {
      const reading = readPolicy(record)
      dump.policies.push(reading.filter)
      dump.hasSockets ||= reading.kind === 'socket'
      for (const problem of reading.problems) dump.policyProblems.push(problem)
      const role = reading.kind === 'filter' ? 'read' : reading.kind === 'unusable' ? 'unsupported' : 'irrelevant'
      noteRoles(record, role, dump.roles)
      continue
    }
    dump.hasSas = true
    const { sa, problems } = readSa(record)
    for (const problem of problems) dump.saProblems.push(problem)
    if (sa !== null) dump.sas.push(sa)
    const cut = clauseOf(record, 'ids') === undefined
    if (cut) dump.saProblems.push(cutProblem(record))
    noteRoles(record, cut ? 'unsupported' : 'read', dump.roles)
  }
}

/** A command, and the index of its line. */
interface PlacedCommand {
  readonly command: ListCommand
  readonly at: number
}

/** The kernel lists the newest policy first; of two with one priority the older is taken. */
function inOrder(policies: readonly (RankedFilter | null)[]): PacketFilter[] {
  const filters: PacketFilter[] = []
  let age = BigInt(policies.length)
  for (const filter of policies) {
    age -= 1n
    if (filter === null) continue
    if (filter.weight !== null) filter.weight |= age
    filters.push(filter)
  }
  return filters
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
function answered(
  lines: readonly SourceLine[],
  commands: readonly PlacedCommand[],
  what: ListCommand['what'],
): boolean {
  return commands.some(({ command, at }) => {
    if (command.what !== what) return false
    let next = at + 1
    while (lines[next]?.text.trim() === '') next += 1
    const line = lines[next]
    return line !== undefined && isScreenLine(line.text)
  })
}

/** A command that lists a part says nothing about what it leaves out. */
function partial(lines: readonly SourceLine[], commands: readonly PlacedCommand[]): ReadingProblem[] {
  const filtered = commands.find(({ command }) => command.filter !== '')
  const line = filtered && lines[filtered.at]
  if (filtered === undefined || line === undefined) return []
  const { filter } = filtered.command
  const say = `This command lists only what fits "${filter}"; what it leaves out is taken to be missing.`
  return [{ kind: 'unsupported', span: lineSpan(line), say, instead: `${AGAIN.slice(0, -1)}, without "${filter}".` }]
}
