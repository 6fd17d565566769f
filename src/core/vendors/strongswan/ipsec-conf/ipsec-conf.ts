import type { Block, Format, Reading, ReadingProblem } from '../../../model/format.ts'
import type { NotLoaded } from '../../../model/ike-policy.ts'
import { LineRoles } from '../../../model/line-roles.ts'
import type { MissingPart } from '../../../model/obstacle.ts'
import type { Span } from '../../../text/source-text.ts'
import { CONF_HINT } from '../../freeswan/anchors.ts'
import { confCorrections } from '../../freeswan/conf-corrections.ts'
import { confFragment } from '../../freeswan/conf-fragment.ts'
import {
  type ConfError,
  type ConfKey,
  type ConfSection,
  type ConfText,
  noteCut,
  noteIncludes,
  parseConf,
} from '../../freeswan/conf-text.ts'
import { indexSections, type SectionIndex, sectionsOf, stackedKeys, templatesOf } from '../../freeswan/conn-keys.ts'
import { roleOfKey } from '../../freeswan/key-table.ts'
import { refusedHosts } from '../../freeswan/refused-hosts.ts'
import { parseSecrets } from '../../freeswan/secrets-text.ts'
import { splitFiles } from '../../freeswan/split-files.ts'
import { confAnchorsOf, formatAmong, productOf } from '../../freeswan/which-product.ts'
import { lateEditor } from '../../late-editor.ts'
import { RoomForPairs } from '../../room-for-pairs.ts'
import type { Refusal } from '../settings/settings-notes.ts'
import { strongswanStarter } from '../vendor.ts'
import { type IpsecConn, ipsecConnectionFrom, readIpsecConn } from './ipsec-connection.ts'
import { ipsecCorrections } from './ipsec-corrections.ts'
import { ipsecEditor } from './ipsec-editor.ts'
import { ipsecKey, refusedIpsecValue } from './ipsec-keys.ts'
import { type IpsecNotes, ipsecNotes } from './ipsec-notes.ts'
import { readIpsecKeys } from './ipsec-secrets.ts'
import { STRONGSWAN_IPSEC_CONF } from './ipsec-values.ts'
import { mergeConnections } from './merge-connections.ts'
import { strokeSides } from './stroke-side.ts'

/**
 * ipsec.conf(5) and ipsec.secrets(5) of strongSwan. Keys, values and what is refused are those of strongSwan 5.9.8,
 * measured with its starter and its charon.
 */
export const strongswanIpsecConf: Format = {
  id: 'strongswan/ipsec-conf',
  title: 'strongSwan ipsec.conf and ipsec.secrets',
  command: 'cat /etc/ipsec.conf /etc/ipsec.secrets',
  hint: CONF_HINT,
  recognise: (lines) => confAnchorsOf('strongswan', lines),
  formatAmong,
  read,
}

const PRODUCT = {
  vendor: strongswanStarter,
  sides: strokeSides,
  connectionFrom: ipsecConnectionFrom,
  merge: mergeConnections,
}

function read(block: Block): Reading {
  const problems: ReadingProblem[] = []
  const notes = ipsecNotes(problems)
  const files = splitFiles(block.lines)
  const roles = new LineRoles(block.lines)
  const secrets = parseSecrets(files.secrets, 'one a line', roles)
  const conf = parseConf(files.conf, STRONGSWAN_IPSEC_CONF, roles)
  noteIncludes(conf, problems)
  noteCut(conf, problems)
  noteIncludes(secrets, problems)
  const notLoaded: NotLoaded[] = []
  const refused = checkKeys(conf, roles, notes)
  const errors = [...conf.errors]
  const index = indexSections(conf.sections)
  const missing: MissingPart[] = []
  const written = readConns(conf, index, refused, errors, notLoaded, notes, missing)
  const [error] = errors.toSorted((a, b) => a.span.line - b.span.line)
  const conns = error === undefined ? written : refuseAll(error, written, notLoaded, notes)
  const keys = readIpsecKeys(secrets, notes, notLoaded)
  if (productOf(block.lines) === null && conf.sections[0] !== undefined) assumeProduct(conf.sections[0], notes)
  const pasted = secrets.entries.length > 0
  // Measured with strongSwan 5.9.8: it reads no PPK there.
  const refusedConns = notLoaded.flatMap(({ name }) => refusedHosts(stackedKeys(name, 'conn', index).keys) ?? [])
  const reading = {
    conns,
    refused: refusedConns,
    keys: pasted ? keys : undefined,
    postQuantumKeys: [],
    daemon: {},
    notLoaded,
  }
  const editor = lateEditor(() => {
    const hosts = new Map(conns.map((conn) => [conn.name, conn.hosts]))
    return ipsecEditor({ sections: index, hosts, conf: files.conf, secrets: files.secrets })
  })
  const found = conf.sections.length + secrets.entries.length > 0
  const sorted = problems.toSorted((a, b) => a.span.line - b.span.line || a.span.column - b.span.column)
  const corrections = confCorrections(block, conf, sorted, ipsecCorrections, read)
  const fragment = confFragment(block, files.screen, reading, PRODUCT, editor)
  const told = {
    ...(missing.length > 0 && { missing }),
    ...(notLoaded.length > 0 && { textCorrections: corrections }),
  }
  const endpoints = found ? [{ ...fragment, ...told }] : []
  return { endpoints, observations: [], roles, problems: sorted }
}

function assumeProduct({ span }: ConfSection, notes: IpsecNotes) {
  const say = "Nothing here tells whether strongSwan or Libreswan reads this ipsec.conf; it is taken as strongSwan's."
  notes.unsupported(span, say, 'Paste the output of `ipsec --version` above it, or a line "# Libreswan".')
}

/** What becomes of each line; sections with a value that starter refuses, by their first one. */
function checkKeys({ sections }: ConfText, roles: LineRoles, notes: IpsecNotes): Map<ConfSection, Refusal> {
  const refused = new Map<ConfSection, Refusal>()
  for (const section of sections) {
    for (const key of section.keys) {
      const known = ipsecKey(section.kind, key.name)
      if (known === undefined) {
        notes.invalid(key.span, `strongSwan knows no "${key.name}" there, and ignores it.`, LOOK_UP)
        roles.set(key.line.number, 'irrelevant')
        continue
      }
      const problem = refusedIpsecValue(known, key.value)
      const say = `"${key.value}" in "${key.name}" ${problem}.`
      if (problem !== null && section.kind === 'conn' && !refused.has(section)) {
        refused.set(section, { span: key.span, say, instead: LOOK_UP })
      } else if (problem !== null) notes.invalid(key.span, say, LOOK_UP)
      const role = roleOfKey(known, key.value)
      roles.set(key.line.number, role)
      if (role === 'unsupported') unsupported(key, notes)
    }
  }
  return refused
}

const LOOK_UP = 'Look it up in ipsec.conf(5).'

function unsupported({ name, span }: ConfKey, notes: IpsecNotes) {
  notes.unsupported(
    span,
    `What "${name}" decides is not part of the comparison.`,
    'Compare it with the other end yourself.',
  )
}

/** Every `conn` that `auto` makes starter load. */
function readConns(
  { sections }: ConfText,
  index: SectionIndex,
  refused: ReadonlyMap<ConfSection, Refusal>,
  errors: ConfError[],
  notLoaded: NotLoaded[],
  notes: IpsecNotes,
  missing: MissingPart[],
): IpsecConn[] {
  const room = new RoomForPairs('`cat /etc/ipsec.conf`')
  const templates = templatesOf(sections)
  const conns = new Map<string, ConfSection>()
  for (const section of sections) {
    if (section.kind === 'conn' && section.name !== '%default' && !conns.has(section.name))
      conns.set(section.name, section)
  }
  const ignored: NotLoaded[] = []
  const loaded = [...conns.values()].flatMap((section) => {
    const { keys, missing: unknown, loops } = stackedKeys(section.name, 'conn', index)
    for (const key of unknown)
      errors.push({ span: key.span, what: `there is no "conn ${key.value}", which "also" names` })
    for (const key of loops) errors.push({ span: key.span, what: `"also=${key.value}" leads back to itself` })
    const auto = keys.get('auto')?.value ?? ''
    if (auto === '' || auto === 'ignore') {
      const isWhole = keys.has('left') && keys.has('right') && !templates.has(section.name)
      if (auto === '' && !templates.has(section.name)) notStarted(section, notes, isWhole ? notLoaded : [])
      else if (isWhole) ignored.push(ignoredConn(section, keys.get('auto')))
      return []
    }
    const bad = sectionsOf(index, 'conn', section.name).find((other) => refused.has(other))
    const conn =
      (bad === undefined ? undefined : refused.get(bad)) ?? readIpsecConn(section.name, section.span, keys, notes)
    if (!('say' in conn)) {
      const [child] = conn.fromLeft.children
      const [left, right] = [child?.local.value.length ?? 0, child?.remote.value.length ?? 0]
      const tooMany = room.take(`"${section.name}"`, section.span, left, right)
      if (tooMany === null) return [conn]
      const { problem } = tooMany
      notes.unsupported(problem.span, problem.say, problem.instead)
      missing.push(tooMany.missing)
      return []
    }
    const say = `${conn.say} strongSwan therefore does not load the connection "${section.name}".`
    notes.invalid(conn.span, say, conn.instead)
    notLoaded.push({ name: section.name, span: section.span, say })
    return []
  })
  // Beside others that are loaded, what is ignored is meant so.
  if (loaded.length + notLoaded.length > 0) return loaded
  for (const conn of ignored) {
    notes.invalid(conn.span, conn.say, AUTO)
    notLoaded.push(conn)
  }
  return loaded
}

function notStarted({ name, span }: ConfSection, notes: IpsecNotes, notLoaded: NotLoaded[]) {
  const say = `The connection "${name}" has no "auto", so that strongSwan does not load it.`
  notes.invalid(span, say, AUTO)
  notLoaded.push({ name, span, say })
}

function ignoredConn({ name, span }: ConfSection, auto: ConfKey | undefined): NotLoaded {
  return {
    name,
    span: auto?.span ?? span,
    say: `With "auto=ignore" strongSwan does not load the connection "${name}".`,
  }
}

const AUTO = 'Write "auto=add", "auto=route" or "auto=start" in it.'

/** Nothing of a file that cannot be read takes part. */
function refuseAll(
  { span, what }: { readonly span: Span; readonly what: string },
  conns: readonly IpsecConn[],
  notLoaded: NotLoaded[],
  notes: IpsecNotes,
): [] {
  const say = `strongSwan does not start with this file, since ${what} in line ${span.line}.`
  notes.invalid(span, say, 'Correct that line.')
  for (const { name, span: place } of conns) notLoaded.push({ name, span: place, say })
  if (notLoaded.length === 0) notLoaded.push({ name: 'the whole file', span, say })
  return []
}
