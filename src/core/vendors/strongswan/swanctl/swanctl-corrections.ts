import type { Correction, Endpoint, EndpointFragment, TextEdit } from '../../../model/endpoint.ts'
import type { Reading, ReadingProblem } from '../../../model/format.ts'
import type { SelectorTemplate } from '../../../model/ike-policy.ts'
import type { SourceLine } from '../../../text/source-text.ts'
import { nearWords } from '../../near-words.ts'
import { withEarlier } from '../../with-earlier.ts'
import { AUTH_KEYS, CHILD_KEYS, CONNECTION_KEYS } from '../known-keys.ts'
import { nearProposals } from '../near-proposals.ts'
import type { Notes } from '../settings/settings-notes.ts'
import type { SettingsKey, SettingsSection } from '../settings/settings-tree.ts'
import { appendLines, replacePiece, valuePiece } from '../settings/settings-writer.ts'
import { formatSelector } from '../words.ts'

type FragmentCorrection = Correction<EndpointFragment>

/** One likely way to put a text right, before it is known whether strongSwan takes it. */
interface Candidate {
  readonly say: string
  readonly edits: readonly TextEdit[]
}

/** More ways than this are guessing. */
const MOST = 6

/**
 * What the writer of a text that strongSwan refuses may have meant: a keyword or setting one slip away, a value that the
 * peer has for the same thing, the default in the place of a value that means nothing. Each is read again, and counts
 * only where the fault is gone.
 */
export function swanctlCorrections(
  notes: Notes,
  reread: (lines: readonly SourceLine[]) => Reading,
): (peer: Endpoint) => readonly FragmentCorrection[] {
  const faults = notes.problems.filter(({ kind }) => kind === 'invalid')
  return (peer) =>
    faults.slice(0, 3).flatMap((fault) =>
      candidates(fault, notes, peer)
        .slice(0, MOST)
        .flatMap(({ say, edits }): FragmentCorrection[] => {
          const { endpoints, problems } = reread(editedLines(notes.flowing.lines, edits))
          const [corrected] = endpoints
          const left = problems.filter(({ kind }) => kind === 'invalid')
          const here = left.some(({ span, say: same }) => span.line === fault.span.line && same === fault.say)
          if (corrected === undefined || here || left.length > faults.length) return []
          return [{ fault: fault.span, say, edits, corrected: withEarlier(corrected, edits) }]
        }),
    )
}

function editedLines(lines: readonly SourceLine[], edits: readonly TextEdit[]): SourceLine[] {
  const edited = lines.map((line) => {
    const own = edits.find(({ line: number, remove }) => remove !== null && number === line.number)
    return own?.remove == null ? line : { ...line, text: line.text.replace(own.remove, () => own.insert) }
  })
  const added = edits.flatMap(({ remove, line, source, insert }) =>
    remove === null ? [{ source, number: line, text: insert }] : [],
  )
  return [...edited, ...added].toSorted((a, b) => a.number - b.number)
}

function* candidatesOf(fault: ReadingProblem, notes: Notes, peer: Endpoint): Generator<Candidate> {
  const found = keyAt(notes.root, [], fault)
  if (found === undefined) {
    yield* syntaxCandidates(fault, notes)
    return
  }
  const { key, path } = found
  const { name } = key
  const table = tableOf(path)
  const written = key.value ?? ''
  const value = (text: string, say: string): Candidate => ({
    say,
    edits: [replacePiece(notes, valuePiece(key), text)],
  })
  if (!table.has(name)) {
    for (const near of nearWords(name, table.keys()).slice(0, 2)) {
      const say = `in line ${fault.span.line}, write "${near}" for "${name}", which strongSwan does not know.`
      const piece = { from: key.from, to: key.from + name.length }
      yield { say, edits: [replacePiece(notes, piece, near)] }
    }
  } else if (/proposals$/.test(name)) {
    for (const text of nearProposals(written, /((?<!\s)\s*[-,]\s*)/, 'default'))
      yield value(text, `in line ${fault.span.line}, write ${name} = ${text}.`)
  } else if (name === 'local_ts' || name === 'remote_ts') {
    for (const text of peerSelectors(peer, name))
      yield value(text, `in line ${fault.span.line}, write ${name} = ${text}, as ${peer.name} has it.`)
  } else if (name === 'auth') {
    for (const text of peerMethods(peer))
      yield value(text, `in line ${fault.span.line}, write auth = ${text}, as ${peer.name} has it.`)
  } else {
    const kind = table.get(name)?.value
    const words = typeof kind === 'string' ? ['yes', 'no'] : (kind ?? [])
    for (const text of nearWords(written, words))
      yield value(text, `in line ${fault.span.line}, write ${name} = ${text}.`)
  }
  const say = `delete "${name}" in line ${fault.span.line}, so that the default counts.`
  yield { say, edits: [replacePiece(notes, key, '')] }
}

function candidates(fault: ReadingProblem, notes: Notes, peer: Endpoint): Candidate[] {
  return [...candidatesOf(fault, notes, peer)]
}

/** A brace that is missing at the end, or one too many; else a line that is no setting. */
function* syntaxCandidates(fault: ReadingProblem, notes: Notes): Generator<Candidate> {
  if (/brace is missing/.test(fault.say)) {
    yield { say: 'close the last section with "}" at the end of the file.', edits: appendLines(notes, ['}']) }
    return
  }
  const line = notes.flowing.lines.find(({ number }) => number === fault.span.line)
  if (line === undefined || line.text.trim() === '') return
  const edit = { source: line.source, line: line.number, remove: line.text.trim(), insert: '' }
  yield { say: `delete line ${line.number}, which strongSwan cannot read.`, edits: [edit] }
}

/** The setting whose value or name holds the place, with the sections around it. */
function keyAt(
  section: SettingsSection,
  path: readonly string[],
  fault: ReadingProblem,
): { readonly key: SettingsKey; readonly path: readonly string[] } | undefined {
  const { line, column } = fault.span
  for (const key of section.keys.values()) {
    const { span } = key
    if (span.line === line && column >= span.column && column <= span.column + span.length) return { key, path }
  }
  for (const [name, inner] of section.sections) {
    const found = keyAt(inner, [...path, name], fault)
    if (found !== undefined) return found
  }
  return undefined
}

function tableOf(path: readonly string[]) {
  const place = path.at(-1)?.toLowerCase() ?? ''
  if (path.at(-2)?.toLowerCase() === 'children') return CHILD_KEYS
  if (/^(?:local|remote)/.test(place)) return AUTH_KEYS
  if (path.length === 2 && path[0] === 'connections') return CONNECTION_KEYS
  return new Map([...CONNECTION_KEYS, ...AUTH_KEYS, ...CHILD_KEYS])
}

/** What the children of the peer have on the opposite side. */
function peerSelectors({ ike }: Endpoint, name: 'local_ts' | 'remote_ts'): string[] {
  const children = ike?.connections.flatMap((connection) => connection.children) ?? []
  const sides = children.map((child): readonly SelectorTemplate[] =>
    name === 'local_ts' ? child.remote.value : child.local.value,
  )
  return [...new Set(sides.map((side) => side.map(formatSelector).join(', ')))].slice(0, 3)
}

function peerMethods({ ike }: Endpoint): string[] {
  const methods = ike?.connections.flatMap(({ local, remote }) =>
    [...local, ...remote].map(({ method }) => method.value),
  )
  return [...new Set(methods ?? [])].filter((method) => method === 'psk' || method === 'pubkey')
}
