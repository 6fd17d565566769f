import { UNDEFINED_POOL } from '../../../model/address-pools.ts'
import type { EndpointFragment } from '../../../model/endpoint.ts'
import type { Block, Format, Reading } from '../../../model/format.ts'
import type { IkeConnection, PastedPolicy, SharedKey } from '../../../model/ike-policy.ts'
import { settingsOf } from '../../../model/settings-of.ts'
import { withoutShunts } from '../../../model/without-shunts.ts'
import type { FlowingText } from '../../flowing-text.ts'
import { lateEditor } from '../../late-editor.ts'
import { singles } from '../../single-addresses.ts'
import { isKnownIn } from '../known-keys.ts'
import { keyIn, type Layers, layersOf, sectionsIn } from '../settings/settings-layers.ts'
import {
  MOST_EFFORT,
  mark,
  type Notes,
  newNotes,
  note,
  noteErrors,
  noteIncludes,
  noteRoles,
  rolesByLine,
} from '../settings/settings-notes.ts'
import { parseSettings, takeSettings } from '../settings/settings-parser.ts'
import type { SettingsError } from '../settings/settings-text.ts'
import type { SettingsSection } from '../settings/settings-tree.ts'
import { passOver, shownFile } from '../settings/shown-file.ts'
import { strongswan } from '../vendor.ts'
import { swanctlAnchors } from './swanctl-anchors.ts'
import { type NotLoaded, takeConnection } from './swanctl-connection.ts'
import { swanctlCorrections } from './swanctl-corrections.ts'
import { swanctlEditor } from './swanctl-editor.ts'
import { readFragment } from './swanctl-fragment.ts'
import { readSecrets } from './swanctl-secrets.ts'

/**
 * strongSwan's swanctl.conf(5). Keys, values and what the daemon refuses are those of strongSwan 5.9.8, each measured by
 * loading it.
 */
export const swanctlConf: Format = {
  id: 'strongswan/swanctl',
  title: 'strongSwan swanctl.conf',
  command: 'cat /etc/swanctl/swanctl.conf /etc/swanctl/conf.d/*.conf',
  hint: /connections|secrets|children|(?:local|remote)_(?:ts|addrs)|esp_proposals/,
  recognise: swanctlAnchors,
  read,
}

function read(block: Block): Reading {
  const shown = shownFile(block.lines)
  const { flowing, host } = shown
  const found = readAsTheyClose(flowing) ?? newFindings(newNotes(flowing, parseSettings(flowing)))
  const { notes, connections, notLoaded } = found
  const { root } = notes
  const frame = root.sections.get(FRAME)
  if (frame !== undefined) readConnections(frame, found)
  const secrets = root.sections.get('secrets')
  const { keys, postQuantumKeys } = secrets === undefined ? UNTOLD : readSecrets(secrets, notes)
  for (const kind of ['pools', 'authorities'] as const) markAll(kind, root.sections.get(kind), notes)
  definePools(found)
  if (frame === undefined && secrets === undefined) readFragment(notes, connections, notLoaded)
  noteIncludes(notes)
  const broken = noteErrors(notes, frame !== undefined || secrets !== undefined)
  const policy =
    broken === null
      ? { connections, keys, postQuantumKeys, notLoaded }
      : refusedWhole(broken, notes, connections, notLoaded)
  const roles = rolesByLine(notes)
  passOver(shown, roles)
  const isFound =
    policy.connections.length +
      policy.notLoaded.length +
      notes.missing.length +
      (policy.keys?.length ?? 0) +
      (postQuantumKeys?.length ?? 0) >
    0
  const endpoints =
    isFound || frame !== undefined
      ? [{ ...fragmentOf(policy, host, notes), ...correctionsOf(policy, notes, block) }]
      : []
  const problems = notes.problems.toSorted((a, b) => a.span.line - b.span.line || a.span.column - b.span.column)
  return { endpoints, observations: [], roles, problems }
}

const UNTOLD = { keys: undefined, postQuantumKeys: undefined } as const

function correctionsOf(
  { notLoaded }: Pick<PastedPolicy, 'notLoaded'>,
  notes: Notes,
  block: Block,
): Pick<EndpointFragment, 'textCorrections'> {
  if (notLoaded.length === 0) return {}
  return { textCorrections: swanctlCorrections(notes, (lines) => read({ ...block, lines })) }
}

const FRAME = 'connections'

/** What was read of the connections. */
interface Findings {
  readonly notes: Notes
  readonly connections: IkeConnection[]
  readonly notLoaded: NotLoaded[]
}

function newFindings(notes: Notes): Findings {
  return { notes, connections: [], notLoaded: [] }
}

/** `null` where a connection does not stand by itself or is refused, so that the whole has to be known. */
function readAsTheyClose(flowing: FlowingText): Findings | null {
  let found: Findings | undefined
  let goesOn = true
  const settings = takeSettings(flowing, FRAME, (read, section, pieces, lines) => {
    found ??= newFindings(newNotes(flowing, read))
    if (goesOn) goesOn = readNext(section.name, [section], found)
    noteRoles(found.notes, pieces, lines)
    // Nobody meets its sections again.
    found.notes.marked.clear()
  })
  if (settings === null || (found?.notLoaded.length ?? 0) > 0) return null
  return found ?? newFindings(newNotes(flowing, settings))
}

function readConnections(frame: SettingsSection, found: Findings) {
  const { notes } = found
  const layers = layersOf(frame, notes.root)
  mark(notes, layers, () => undefined)
  for (const [name, inner] of sectionsIn(layers, notes.root)) if (!readNext(name, inner, found)) return
}

/** Whether the further ones are read as well. */
function readNext(name: string, layers: Layers, { notes, connections, notLoaded }: Findings): boolean {
  if (notes.effort <= MOST_EFFORT) {
    takeConnection(name, layers, notes, connections, notLoaded)
    return true
  }
  const say = `The connections from "${name}" on are not read, since there are too many settings.`
  note(notes, { kind: 'unsupported', span: layers[0]?.span ?? notes.root.span, say, instead: PASTE_LESS })
  return false
}

const PASTE_LESS = 'Paste only the connections between the two gateways.'

/** Pools and authorities decide nothing that shows before the tunnel is up; their names stand at the connections. */
function markAll(kind: 'pools' | 'authorities', section: SettingsSection | undefined, notes: Notes) {
  if (section === undefined) return
  const layers = layersOf(section, notes.root)
  mark(notes, layers, () => undefined)
  for (const inner of sectionsIn(layers, notes.root).values()) {
    mark(notes, inner, (key) => (isKnownIn(kind, key.name) ? 'irrelevant' : undefined))
  }
}

/** The addresses in the place of the names of pools, where the text defines any: it then has them all. */
function definePools({ notes, connections }: Findings) {
  const section = notes.root.sections.get('pools')
  if (section === undefined) return
  const defined = sectionsIn(layersOf(section, notes.root), notes.root)
  for (const [at, connection] of connections.entries()) {
    if (connection.pools.length > 0)
      connections[at] = { ...connection, pools: connection.pools.map((name) => addressesOf(name, connection)) }
  }

  function addressesOf(name: string, { name: of, span }: IkeConnection): string {
    const pool = defined.get(name)
    if (pool !== undefined) return keyIn(pool, 'addrs')?.value ?? name
    // Plugins give addresses by these names.
    if (/^(?:dhcp|radius)$/.test(name)) return name
    const say = `"${of}" gives addresses from the pool "${name}", which "pools" does not define.`
    note(notes, { kind: 'invalid', span, say, instead: `Write "${name} { addrs = ... }" in "pools".` })
    return UNDEFINED_POOL
  }
}

/** Nothing of a file that cannot be read takes part. */
function refusedWhole(
  { span, what }: SettingsError,
  notes: Notes,
  connections: readonly IkeConnection[],
  notLoaded: readonly NotLoaded[],
): { readonly connections: []; readonly keys: readonly SharedKey[]; readonly notLoaded: readonly NotLoaded[] } {
  const because = `strongSwan loads nothing of the file, since ${what} in line ${span.line}.`
  const named = connections.map(({ name, span: place }) => ({ name, span: place, say: because }))
  const all = [...named, ...notLoaded]
  const whole = { name: 'the whole file', span: notes.root.span, say: because }
  return { connections: [], keys: [], notLoaded: all.length > 0 ? all : [whole] }
}

function fragmentOf(policy: Omit<PastedPolicy, 'daemon'>, host: string | null, notes: Notes): EndpointFragment {
  return {
    vendor: strongswan,
    name: host,
    label: null,
    addresses: singles(withoutShunts(policy.connections).map(({ localAddresses }) => localAddresses)),
    peers: singles(withoutShunts(policy.connections).map(({ remoteAddresses }) => remoteAddresses)),
    filters: undefined,
    site: undefined,
    settings: settingsOf(policy.connections, policy.keys ?? []),
    ike: { ...policy, daemon: {} },
    ...(notes.missing.length > 0 && { missing: notes.missing }),
    editor: lateEditor(() => swanctlEditor({ flowing: notes.flowing, settings: parseSettings(notes.flowing) })),
    span: notes.root.span,
  }
}
