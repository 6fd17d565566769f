import type { EndpointFragment } from '../../../model/endpoint.ts'
import type { Block, Format, Reading } from '../../../model/format.ts'
import type { IkeConnection, PastedPolicy } from '../../../model/ike-policy.ts'
import { settingsOf } from '../../../model/settings-of.ts'
import { withoutShunts } from '../../../model/without-shunts.ts'
import type { FlowingText } from '../../flowing-text.ts'
import { lateEditor } from '../../late-editor.ts'
import { singles } from '../../single-addresses.ts'
import { type Layers, layersOf, sectionsIn } from '../settings/settings-layers.ts'
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
import { definePools, readPoolsAndAuthorities } from './swanctl-pools.ts'
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
  const refused = readPoolsAndAuthorities(notes)
  definePools(notes, connections)
  if (frame === undefined && secrets === undefined) readFragment(notes, connections, notLoaded)
  noteIncludes(notes)
  const broken = noteErrors(notes, frame !== undefined || secrets !== undefined)
  const loaded = { connections, keys, postQuantumKeys, notLoaded }
  const policy =
    broken !== null
      ? refusedWhole(broken, notes, loaded)
      : refused !== null
        ? withoutConnections(refused.say, loaded)
        : loaded
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

type Loaded = Omit<PastedPolicy, 'daemon' | 'notLoaded'> & { readonly notLoaded: readonly NotLoaded[] }

/** Nothing of a file that cannot be read takes part. */
function refusedWhole({ span, what }: SettingsError, notes: Notes, loaded: Loaded): Loaded {
  const say = `strongSwan loads nothing of the file, since ${what} in line ${span.line}.`
  const { notLoaded } = withoutConnections(say, loaded)
  const whole = { name: 'the whole file', span: notes.root.span, say }
  return { connections: [], keys: [], notLoaded: notLoaded.length > 0 ? notLoaded : [whole] }
}

/** What comes before the connections is loaded. */
function withoutConnections(say: string, { connections, notLoaded, ...loaded }: Loaded): Loaded {
  return {
    ...loaded,
    connections: [],
    notLoaded: [
      ...connections.map((each) => ({ name: each.name, span: each.span, say, gateways: each })),
      ...notLoaded,
    ],
  }
}

function fragmentOf(policy: Loaded, host: string | null, notes: Notes): EndpointFragment {
  const refused = policy.notLoaded.flatMap(({ gateways }) => gateways ?? [])
  const written = withoutShunts([...policy.connections, ...refused])
  return {
    vendor: strongswan,
    name: host,
    label: null,
    addresses: singles(written.map(({ localAddresses }) => localAddresses)),
    peers: singles(written.map(({ remoteAddresses }) => remoteAddresses)),
    filters: undefined,
    site: undefined,
    settings: settingsOf(policy.connections, policy.keys ?? []),
    ike: { ...policy, daemon: {} },
    ...(notes.missing.length > 0 && { missing: notes.missing }),
    editor: lateEditor(() => swanctlEditor({ flowing: notes.flowing, settings: parseSettings(notes.flowing) })),
    span: notes.root.span,
  }
}
