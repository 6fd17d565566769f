import type { Editor, EndpointFragment } from '../../../model/endpoint.ts'
import type { Anchor, Block, Format, Reading } from '../../../model/format.ts'
import type { DaemonSettings } from '../../../model/ike-policy.ts'
import { defaulted, type Setting, stated } from '../../../model/setting.ts'
import type { SourceLine } from '../../../text/source-text.ts'
import { isScreenLine } from '../../freeswan/prompt-line.ts'
import { lateEditor } from '../../late-editor.ts'
import { cNumber } from '../settings/numbers.ts'
import { yesOrNo } from '../settings/setting-values.ts'
import { keyIn, type Layers, layersOf } from '../settings/settings-layers.ts'
import { mark, type Notes, newNotes, note, noteErrors, noteIncludes, rolesByLine } from '../settings/settings-notes.ts'
import { parseSettings } from '../settings/settings-parser.ts'
import type { SettingsKey, SettingsSection } from '../settings/settings-tree.ts'
import { setKey, type WrittenSettings } from '../settings/settings-writer.ts'
import { passOver, shownFile } from '../settings/shown-file.ts'
import { frameAt } from '../swanctl/swanctl-anchors.ts'
import { strongswan } from '../vendor.ts'
import {
  AGGRESSIVE_PSK,
  DAEMONS,
  DISTINCT_CHARON_KEY,
  isCharonSection,
  OTHER_SECTIONS,
  PORT,
  PORT_NAT_T,
  roleOfCharonKey,
  SEND_VENDOR_ID,
} from './charon-keys.ts'

/** strongswan.conf(5), of which the settings of the daemon `charon` count; also some of them without their frame. */
export const strongswanConf: Format = {
  id: 'strongswan/strongswan-conf',
  title: 'strongSwan strongswan.conf',
  command: 'cat /etc/strongswan.conf /etc/strongswan.d/*.conf',
  hint: /charon|libstrongswan|aggressive_mode_psk|retransmit_|make_before_break|half_open_timeout|unencrypted_mainmode|install_virtual_ip|ikesa|cisco_unity|prefer_configured/,
  recognise,
  read,
}

const FRAME = /^\s*(charon|charon-systemd|libstrongswan)\s*(\{.*)?$/

/** The frame `charon`, or settings that only it has; what follows belongs to it until a swanctl.conf begins. */
function recognise(lines: readonly SourceLine[]): readonly Anchor[] {
  const anchors: number[] = []
  let open = false
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]
    if (open) open = frameAt(lines, index) === null
    else if (line === undefined) break
    else if (isFrame(lines, index) || DISTINCT_CHARON_KEY.test(line.text)) {
      anchors.push(lines[aboveRemarks(lines, index)]?.number ?? line.number)
      open = true
    }
  }
  return anchors
}

/** The brace may stand on the next line. */
function isFrame(lines: readonly SourceLine[], index: number): boolean {
  const found = FRAME.exec(lines[index]?.text ?? '')
  return found !== null && (found[2] !== undefined || /^\s*\{/.test(lines[index + 1]?.text ?? ''))
}

function aboveRemarks(lines: readonly SourceLine[], index: number): number {
  let first = index
  while (first > 0 && /^\s*#/.test(lines[first - 1]?.text ?? '')) first--
  return first > 0 && isScreenLine(lines[first - 1]?.text ?? '') ? first - 1 : first
}

function read(block: Block): Reading {
  const shown = shownFile(block.lines)
  const { flowing, host } = shown
  const settings = parseSettings(flowing, isIdle)
  const notes = newNotes(flowing, settings)
  const { root } = settings
  const frames = [...root.sections.values()].filter(({ name }) => DAEMONS.has(name))
  // charon-systemd has the settings of charon where it names none of its own.
  const layers = frames.toReversed().flatMap((section) => layersOf(section, root))
  for (const section of frames) readDaemon(layersOf(section, root), notes)
  const isBare = frames.length === 0 && [...root.keys.values()].some(isCharonKey)
  if (isBare) readDaemon([root], notes)
  for (const section of root.sections.values()) {
    if (OTHER_SECTIONS.has(section.name)) markWhole(section)
  }
  noteIncludes(notes)
  noteErrors(notes, !isBare)
  const roles = rolesByLine(notes)
  passOver(shown, roles)
  const endpoints = frames.length > 0 || isBare ? [fragmentOf(isBare ? [root] : layers, host, notes)] : []
  return { endpoints, observations: [], roles, problems: notes.problems }
}

/** Plugins, loggers and other programs: nothing of them is read. */
function isIdle(open: readonly SettingsSection[], name: string): boolean {
  if (open.length === 1) return OTHER_SECTIONS.has(name)
  return open.length === 2 && DAEMONS.has(open[1]?.name ?? '') && isCharonSection(name)
}

function isCharonKey({ name, value }: SettingsKey): boolean {
  return roleOfCharonKey(name, value) !== undefined
}

function readDaemon(layers: Layers, notes: Notes) {
  mark(notes, layers, ({ name, value }) => roleOfCharonKey(name, value))
  for (const section of layers) {
    for (const inner of section.sections.values()) if (isCharonSection(inner.name)) markWhole(inner)
    for (const key of section.keys.values()) {
      if (roleOfCharonKey(key.name, key.value) !== 'unsupported') continue
      const say = `What "${key.name} = ${key.value}" does to the negotiation is not worked out here.`
      note(notes, { kind: 'unsupported', span: key.span, say, instead: 'Keep the setting in mind.' })
    }
  }
}

/** Such a section where another one refers to something, so that it was kept. */
function markWhole(section: SettingsSection) {
  const waiting = [section]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const header of next.headers) header.role ??= 'irrelevant'
    for (const key of next.keys.values()) key.role ??= 'irrelevant'
    for (const key of next.replaced) key.role ??= 'irrelevant'
    for (const inner of next.sections.values()) waiting.push(inner)
  }
}

function fragmentOf(layers: Layers, name: string | null, notes: Notes): EndpointFragment {
  const aggressivePsk = switchIn(layers, AGGRESSIVE_PSK, notes)
  const daemon: DaemonSettings = {
    ...(aggressivePsk !== undefined && { aggressivePsk }),
    saysProduct: switchIn(layers, SEND_VENDOR_ID, notes) ?? defaulted<boolean>(false, BY_ITSELF),
  }
  const [ike, natTraversal] = [numberIn(layers, PORT), numberIn(layers, PORT_NAT_T)]
  const ports = { ...(ike && { ike }), ...(natTraversal && { natTraversal }) }
  const settings = { ...daemon, ...(Object.keys(ports).length > 0 && { ports }) }
  return {
    vendor: strongswan,
    name,
    label: null,
    addresses: [],
    peers: [],
    filters: undefined,
    site: undefined,
    settings: {},
    // Keys stand in another file.
    ike: { connections: [], keys: undefined, daemon: settings, notLoaded: [] },
    editor: lateEditor(() => portsEditor({ flowing: notes.flowing, settings: parseSettings(notes.flowing, isIdle) })),
    span: notes.root.span,
  }
}

const BY_ITSELF = 'strongswan.conf(5): `send_vendor_id` is no.'

/** Takes the ports away that are no longer wanted, in each section of a daemon. */
function portsEditor(written: WrittenSettings): Editor {
  return (before, after) => {
    if (before.ike?.daemon.ports === undefined || after.ike?.daemon.ports !== undefined) return []
    const frames = [...written.settings.root.sections.keys()].filter((name) => DAEMONS.has(name))
    const paths = frames.length === 0 ? [[]] : frames.map((name) => [name])
    return paths.flatMap((path) => [PORT, PORT_NAT_T].flatMap((key) => setKey(written, path, key, null)))
  }
}

/** 0 stands for any port that is free. */
function numberIn(layers: Layers, name: string): Setting<number> | undefined {
  const key = keyIn(layers, name)
  const number = cNumber(key?.value ?? '')
  return key === undefined || number === undefined ? undefined : stated(number, key.span)
}

/** A setting that is no where nothing, or no word for yes, is written. */
function switchIn(layers: Layers, name: string, notes: Notes): Setting<boolean> | undefined {
  const key = keyIn(layers, name)
  if (key === undefined) return undefined
  const isOn = yesOrNo(key.value ?? '')
  if (isOn === null) {
    const say = `"${key.value}" is neither yes nor no, so that strongSwan takes ${name} as no.`
    note(notes, { kind: 'invalid', span: key.span, say, instead: 'Write yes or no.' })
  }
  return stated(isOn === true, key.span)
}
