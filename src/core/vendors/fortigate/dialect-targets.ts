import type { Endpoint } from '../../model/endpoint.ts'
import type { SpdEntry } from '../../model/spd-entry.ts'
import { type Box, equalBoxes } from '../../selectors/box.ts'
import type { ConfigObject } from './config-tree.ts'
import type { Configuration } from './configuration.ts'
import type { Phase2, Tunnel } from './tunnels.ts'

/** What the commands take their names from. */
export interface DialectSource {
  /** `null`: nothing of it was pasted, as where a description tells of it. */
  readonly config: Configuration | null
  readonly tunnels: readonly Tunnel[]
}

/** The object that a change is about. */
export interface Target {
  readonly table: string
  readonly vdom: string | null
  readonly name: string
}

export function titleOf({ table, name }: Target): string {
  return `${table.includes('phase1') ? 'phase 1' : 'phase 2'} "${name}"`
}

/** The tunnel of a connection; without a name the one that is meant for the peer. */
export function tunnelOf({ tunnels }: DialectSource, end: Endpoint, connection: string | null): Tunnel | undefined {
  if (connection !== null) return tunnels.find((tunnel) => tunnel.connection.name === connection)
  return tunnels.find((tunnel) => end.meant?.has(tunnel.connection.name) === true) ?? tunnels[0]
}

export function phase1Of(source: DialectSource, end: Endpoint, connection: string | null): Target {
  const tunnel = tunnelOf(source, end, connection)
  if (tunnel === undefined)
    return { table: 'vpn ipsec phase1-interface', vdom: null, name: connection ?? '<the tunnel>' }
  const { table, vdom, name } = tunnel.phase1
  return { table, vdom, name: name === '' ? '<the tunnel>' : name }
}

export function phase2Of(source: DialectSource, end: Endpoint, connection: string | null, child: string): Target {
  const tunnel = tunnelOf(source, end, connection)
  const found = tunnel?.phases2.find(({ children }) => children.some(({ name }) => name === child))
  return phase2Target(source, end, found, child)
}

function phase2Target(source: DialectSource, end: Endpoint, found: Phase2 | undefined, name: string): Target {
  if (found !== undefined && found.object.name !== '') return found.object
  const { table, vdom } = phase1Of(source, end, null)
  return { table: table.replace('phase1', 'phase2'), vdom, name }
}

/** The phase 2 whose only pair this is. */
export function holderOf(source: DialectSource, end: Endpoint, box: Box): Target {
  const entry = entryOf(end, box)
  return phase2Of(
    source,
    end,
    entry?.negotiated?.connection.name ?? null,
    entry?.negotiated?.child.name ?? '<the phase 2>',
  )
}

/** The phase 1 in which a key stands. */
export function keyHolder(source: DialectSource, end: Endpoint, line: number | null, from: string | null): Target {
  const tunnel = source.tunnels.find(({ phase1 }) => {
    const span = phase1.values.get('psksecret')?.span ?? phase1.span
    return span.line === line && span.source === from
  })
  return tunnel === undefined ? phase1Of(source, end, null) : phase1Of(source, end, tunnel.connection.name)
}

/** What is set in it already. */
export function objectOf(source: DialectSource, target: Target): ConfigObject | undefined {
  return writtenAs(source, target)?.object
}

/** Groups of addresses make several pairs of one phase 2. */
export function hasOtherPairs(source: DialectSource, target: Target): boolean {
  const [child, ...more] = writtenAs(source, target)?.children ?? []
  return child !== undefined && (more.length > 0 || child.local.value.length * child.remote.value.length > 1)
}

function writtenAs({ tunnels }: DialectSource, { table, vdom, name }: Target): Phase2 | undefined {
  return tunnels
    .flatMap(({ phases2 }) => phases2)
    .find(({ object }) => object.table === table && object.vdom === vdom && object.name === name)
}

/** The entry whose selectors these are. */
export function entryOf({ spd }: Endpoint, box: Box): SpdEntry | undefined {
  return spd?.find(({ selectors }) => selectors.some((own) => equalBoxes(own, box)))
}
