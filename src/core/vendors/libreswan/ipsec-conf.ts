import type { Block, Format, Reading, ReadingProblem } from '../../model/format.ts'
import type { DaemonSettings, IkeConnection, IkePolicy } from '../../model/ike-policy.ts'
import { LineRoles } from '../../model/line-roles.ts'
import type { MissingPart } from '../../model/obstacle.ts'
import type { Span } from '../../text/source-text.ts'
import { CONF_HINT } from '../freeswan/anchors.ts'
import { confCorrections } from '../freeswan/conf-corrections.ts'
import { confFragment } from '../freeswan/conf-fragment.ts'
import {
  type ConfKey,
  type ConfSection,
  type ConfText,
  noteCut,
  noteIncludes,
  parseConf,
} from '../freeswan/conf-text.ts'
import { connKeys, indexSections, type SectionIndex, sectionsOf, templatesOf } from '../freeswan/conn-keys.ts'
import type { Side } from '../freeswan/own-side.ts'
import { refusedHosts } from '../freeswan/refused-hosts.ts'
import { parseSecrets } from '../freeswan/secrets-text.ts'
import { SIDED_KEYS } from '../freeswan/sided-keys.ts'
import { splitFiles } from '../freeswan/split-files.ts'
import { confAnchorsOf, formatAmong } from '../freeswan/which-product.ts'
import { isWholeFile } from '../freeswan/whole-file.ts'
import { lateEditor } from '../late-editor.ts'
import { RoomForPairs } from '../room-for-pairs.ts'
import { checkKeys } from './check-keys.ts'
import { libreswanCorrections } from './conf-corrections.ts'
import { libreswanEditor } from './conf-editor.ts'
import { daemonOf, missingSetup } from './config-setup.ts'
import type { Remark } from './conn-end.ts'
import type { Keys } from './conn-settings.ts'
import { type Conn, connectionFrom, readConn } from './connection.ts'
import { isLater, isSameValue, withSide } from './known-keys.ts'
import type { ConnFile } from './offers.ts'
import { fromOpenswan } from './openswan-words.ts'
import { libreswanSides } from './own-side.ts'
import { readKeys, readPostQuantumKeys } from './secrets.ts'
import { LIBRESWAN_CONF } from './values.ts'
import { libreswan } from './vendor.ts'

const PRODUCT = {
  vendor: libreswan,
  sides: libreswanSides,
  connectionFrom,
  merge: (connections: readonly IkeConnection[]) => connections,
}

/**
 * ipsec.conf(5) and ipsec.secrets(5) of Libreswan. Keys, values and what is refused are those of Libreswan 4.10, measured
 * with its addconn, its algparse and its pluto.
 */
export const libreswanConf: Format = {
  id: 'libreswan/ipsec-conf',
  title: 'Libreswan ipsec.conf and ipsec.secrets',
  command: 'cat /etc/ipsec.conf /etc/ipsec.d/*.conf /etc/ipsec.secrets',
  hint: CONF_HINT,
  recognise: (lines) => confAnchorsOf('libreswan', lines),
  formatAmong,
  read,
}

function read(block: Block): Reading {
  const problems: ReadingProblem[] = []
  const files = splitFiles(block.lines)
  const roles = new LineRoles(block.lines)
  const secrets = parseSecrets(files.secrets, 'over lines', roles)
  const conf = withWords(fromOpenswan(parseConf(files.conf, LIBRESWAN_CONF, roles), roles, problems))
  noteIncludes(secrets, problems)
  noteIncludes(conf, problems)
  noteCut(conf, problems)
  const refused = checkKeys(conf, roles, problems)
  const [error] = [...conf.errors, ...refused].toSorted((a, b) => a.span.line - b.span.line)
  const notLoaded: Loaded['notLoaded'] = []
  const whole = isWholeFile(block.lines, files.screen)
  const index = indexSections(conf.sections)
  const missing: MissingPart[] = []
  const written = readConns(conf, index, whole, { notLoaded, problems, missing })
  const daemon = daemonOf(conf, whole, conf.older)
  const loaded =
    error === undefined
      ? withoutVersion1(written, daemon, notLoaded, problems)
      : refuseAll(error, written, notLoaded, problems)
  const keys = readKeys(secrets.entries, problems, notLoaded)
  const found = conf.sections.length + secrets.entries.length > 0
  const { conns } = loaded
  const editor = lateEditor(() => {
    const hosts = new Map(conns.map((conn) => [conn.name, conn.hosts]))
    return libreswanEditor({ sections: index, hosts, conf: files.conf, secrets: files.secrets })
  })
  const pasted = secrets.entries.length > 0
  const listens = error === undefined ? {} : { listens: false }
  const known = pasted ? keys : undefined
  const postQuantumKeys = pasted ? readPostQuantumKeys(secrets.entries) : undefined
  const reading = {
    conns,
    refused: loaded.notLoaded.flatMap(({ name }) => {
      const [section] = sectionsOf(index, 'conn', name)
      return (section && refusedHosts(connKeys(section, index).keys)) ?? []
    }),
    keys: known,
    postQuantumKeys,
    daemon: { ...daemon, ...listens },
    notLoaded: loaded.notLoaded,
  }
  const sorted = problems.toSorted(byPlace)
  const corrections = confCorrections(block, conf, sorted, libreswanCorrections, read)
  const fragment = confFragment(block, files.screen, reading, PRODUCT, editor)
  missing.push(...missingSetup(conns, daemon))
  const more = {
    ...(loaded.notLoaded.length > 0 && { textCorrections: corrections }),
    ...(missing.length > 0 && { missing }),
  }
  const endpoints = found ? [{ ...fragment, ...more }] : []
  return { endpoints, observations: [], roles, problems: sorted }
}

function withWords<Conf extends ConfText>(conf: Conf): Conf {
  const sections = conf.sections.map((section) =>
    section.kind === 'conn'
      ? { ...section, keys: section.keys.map((key) => ({ ...key, name: withSide(key.name) })) }
      : section,
  )
  return { ...conf, sections }
}

function byPlace(a: ReadingProblem, b: ReadingProblem): number {
  return a.span.line - b.span.line || a.span.column - b.span.column
}

interface Loaded {
  readonly conns: readonly Conn[]
  readonly notLoaded: IkePolicy['notLoaded'][number][]
}

/** Where what is found is left. */
interface Told {
  readonly notLoaded: Loaded['notLoaded']
  readonly problems: ReadingProblem[]
  readonly missing: MissingPart[]
}

type OldConf = ReturnType<typeof fromOpenswan>

/** Every `conn` that names both ends. One that others include, and that nothing loads, is a template. */
function readConns({ sections, older }: OldConf, index: SectionIndex, whole: boolean, told: Told): Conn[] {
  const { notLoaded, problems } = told
  const room = new RoomForPairs('`cat /etc/ipsec.conf`')
  const templates = templatesOf(sections)
  const lists: ConnFile['lists'] = new Map()
  const later = sections.some((section) => section.keys.some(({ name, value }) => isLater(name, value)))
  const conns = sections.filter(({ kind, name }) => kind === 'conn' && name !== '%default')
  return conns.flatMap((section) => {
    const inherited = connKeys(section, index)
    const { keys } = inherited
    const template = templates.has(section.name)
    if (template && !keys.has('auto')) return []
    const { name, span } = section
    const tooMany = room.take(`"${name}"`, span, networksOf(keys, 'left'), networksOf(keys, 'right'))
    if (tooMany !== null) {
      problems.push(tooMany.problem)
      told.missing.push(tooMany.missing)
      return []
    }
    const repeated = inherited.repeatedHere.find((key) => !isSameValue(key.name, key.value, keys.get(key.name)?.value))
    const [missing] = inherited.missing
    const unstarted = whole ? tellUnstarted(section, keys.get('auto')) : null
    const doubts: Remark[] = []
    const conn = readConn(section, keys, { later, older, lists }, unstarted !== null, doubts)
    const repeatedAlso = inherited.repeatedAlso.filter(({ name }) => name !== 'connalias')
    const [again] = repeated !== undefined ? [repeated] : unstarted === null ? [] : repeatedAlso
    const refusal =
      again !== undefined
        ? refuseRepeated(again.name, again.span)
        : missing !== undefined
          ? refuseMissing(missing.value, missing.span)
          : conn !== null && 'say' in conn
            ? conn
            : null
    if (refusal !== null) {
      if (!template) refuse(section, refusal, notLoaded, problems)
      return []
    }
    if (conn === null || 'say' in conn) {
      if (!template && conn === null) unnamed(section, problems)
      return []
    }
    for (const key of repeatedAlso) {
      const say = `"${key.name}" stands in two of the sections that make up "${section.name}"; \`ipsec auto --add\` refuses that, and at its start Libreswan takes the first.`
      problems.push({ kind: 'invalid', span: key.span, say, instead: 'Keep one of them.' })
    }
    if (isOfGroup(keys)) {
      told.missing.push({
        code: 'AD003',
        topic: `networks of "${name}", which is for a group`,
        command: `\`cat /etc/ipsec.d/policies/${name}\``,
      })
      return []
    }
    if (unstarted !== null) doubts.push(unstarted)
    for (const doubt of doubts) problems.push({ kind: 'unsupported', ...doubt })
    return [conn]
  })
}

/** Its peers stand in a file of its name (ipsec.conf(5), policy groups); without it nobody is answered (measured). */
function isOfGroup(keys: Keys): boolean {
  return [keys.get('left'), keys.get('right')].some((key) => /^%(?:group|opportunistic)/i.test(key?.value ?? ''))
}

function networksOf(keys: Keys, side: Side): number {
  const { subnet, subnets } = SIDED_KEYS[side]
  const listed = keys.get(subnets)?.value.split(/[\s,]+/).length ?? 0
  return listed + (keys.has(subnet) ? 1 : 0)
}

function refuseRepeated(name: string, span: Span): Remark {
  return { span, say: `"${name}" stands twice in the connection.`, instead: 'Keep one of them.' }
}

function refuseMissing(name: string, span: Span): Remark {
  const say = `There is no "conn ${name}", which "also=" names.`
  return { span, say, instead: 'Paste that section, or correct the name.' }
}

/**
 * The start of Libreswan loads what `auto` names (ipsec.conf(5)). People load others by hand, which no paste shows: they
 * are taken to be loaded. In a part of a file `auto` may stand elsewhere.
 */
function tellUnstarted({ name, span }: ConfSection, auto: ConfKey | undefined): Remark | null {
  if (auto !== undefined && !/^ignore$/i.test(auto.value)) return null
  const why = auto === undefined ? `"${name}" has no "auto"` : `"auto" of "${name}" is "ignore"`
  const say = `${why}, so that the start of Libreswan does not load it; it is taken to be loaded by hand.`
  const instead = `Write "auto=add" in it, or load it with \`ipsec auto --add ${name}\` after each start.`
  return { span: auto?.span ?? span, say, instead }
}

function unnamed(section: ConfSection, problems: ReadingProblem[]) {
  const say = `The connection "${section.name}" names no ends, so that it does nothing.`
  const instead = 'Write "left=" and "right=" in it, or paste the section that includes it.'
  problems.push({ kind: 'unsupported', span: section.span, say, instead })
}

function refuse(
  { name, span: place }: Pick<ConfSection, 'name' | 'span'>,
  { span, say, instead }: Remark,
  notLoaded: Loaded['notLoaded'],
  problems: ReadingProblem[],
) {
  const whole = say.includes('does not load')
    ? say
    : `${say} Libreswan therefore does not load the connection "${name}".`
  problems.push({ kind: 'invalid', span, say: whole, instead })
  notLoaded.push({ name, span: place, say: whole })
}

/** Nothing of a file that cannot be read takes part. */
function refuseAll(
  { span, what }: { readonly span: Span; readonly what: string },
  conns: readonly Conn[],
  notLoaded: Loaded['notLoaded'],
  problems: ReadingProblem[],
): Loaded {
  const say = `Libreswan loads nothing of the file, since ${what} in line ${span.line}.`
  problems.push({
    kind: 'invalid',
    span,
    say,
    instead: 'Correct that line; `addconn --checkconfig` tells whether it helps.',
  })
  const all = conns.map(({ name, section }) => ({ name, span: section.span, say }))
  return {
    conns: [],
    notLoaded: [...all, ...notLoaded, ...(all.length > 0 ? [] : [{ name: 'the whole file', span, say }])],
  }
}

/** Libreswan 4.10 adds no IKEv1 connection unless `config setup` says so. */
function withoutVersion1(
  conns: readonly Conn[],
  { acceptsVersion1 }: DaemonSettings,
  notLoaded: Loaded['notLoaded'],
  problems: ReadingProblem[],
): Loaded {
  if (acceptsVersion1?.value !== false) return { conns, notLoaded }
  for (const { section, fromLeft } of conns.filter((conn) => conn.fromLeft.initiates.value === 1)) {
    const span = fromLeft.initiates.origin === 'stated' ? fromLeft.initiates.span : section.span
    const say = 'IKEv1 is refused, since "config setup" has no "ikev1-policy=accept".'
    refuse(section, { span, say, instead: 'Write "ikev1-policy=accept" there, or use IKEv2.' }, notLoaded, problems)
  }
  return { conns: conns.filter((conn) => conn.fromLeft.initiates.value === 2), notLoaded }
}
