import { grouped } from '../../model/grouped.ts'
import type { ChildConfig, IkeConnection, PostQuantumKey, SharedKey } from '../../model/ike-policy.ts'
import type { ConfigObject } from './config-tree.ts'
import { type Configuration, hasTable, objectsIn, spanOf, tell, textOf } from './configuration.ts'
import { keyOf, type Phase1, phase1Objects, phase1Of, postQuantumKeyOf, readPhase1 } from './phase1.ts'
import { readPhase2, untoldPhase2 } from './phase2.ts'

/** A phase 1 with the phases 2 that name it. */
export interface Tunnel {
  readonly connection: IkeConnection
  readonly phase1: ConfigObject
  readonly phases2: readonly Phase2[]
  readonly isInterface: boolean
}

/** A phase 2 and the children that it makes. */
export interface Phase2 {
  readonly object: ConfigObject
  readonly children: readonly ChildConfig[]
}

export interface Tunnels {
  readonly tunnels: readonly Tunnel[]
  readonly keys: readonly SharedKey[]
  readonly postQuantumKeys: readonly PostQuantumKey[]
  /** Phases 2 whose phase 1 was not pasted. */
  readonly orphans: readonly ConfigObject[]
}

/** Every tunnel of a configuration; where several vdoms have one of the same name, the vdom stands in front. */
export function readTunnels(config: Configuration): Tunnels {
  const objects = phase1Objects(config)
  const seen = new Map<string, number>()
  for (const { name } of objects) seen.set(name, (seen.get(name) ?? 0) + 1)
  const phases2 = phases2ByName(config)
  const tunnels = objects.map((object): Tunnel => {
    const isTwice = (seen.get(object.name) ?? 0) > 1 && object.vdom !== null
    const phase1 = phase1Of(config, object, isTwice ? `${object.vdom}/${nameOf(object)}` : nameOf(object))
    const own = phases2Of(config, phase1, phases2)
    const children = own.flatMap((phase2) => phase2.children)
    const read = readPhase1(config, phase1, children)
    const connection = lacksPhase2(config, phase1, own) ? { ...read, childUntold: untoldPhase2(phase1) } : read
    return { connection, phase1: object, phases2: own, isInterface: phase1.isInterface }
  })
  return {
    tunnels,
    keys: tunnels.flatMap(({ phase1, connection }) => keyOf(phase1, connection)),
    postQuantumKeys: objects.flatMap(postQuantumKeyOf),
    orphans: orphansOf(config, objects),
  }
}

/** A part that begins within an object has no name. */
function nameOf({ name }: ConfigObject): string {
  return name === '' ? 'without a name' : name
}

type ByName = ReadonlyMap<string, readonly ConfigObject[]>

/** Phases 2 by what they name. */
function phases2ByName(config: Configuration): ByName {
  const all = ['vpn ipsec phase2-interface', 'vpn ipsec phase2'].flatMap((table) => objectsIn(config, table))
  return grouped(all, (object) => nameKey(object.table, object.vdom, textOf(object, 'phase1name') ?? ''))
}

function nameKey(table: string, vdom: string | null, name: string): string {
  return `${table}\n${vdom ?? ''}\n${name}`
}

function phases2Of(config: Configuration, phase1: Phase1, all: ByName): Phase2[] {
  const { object, name, isInterface, version, waits } = phase1
  const own = all.get(nameKey(phase2Table(phase1), object.vdom, object.name)) ?? []
  if (own.length === 0 && object.name !== '') {
    if (lacksPhase2(config, phase1, own)) {
      const command = `\`show vpn ipsec ${isInterface ? 'phase2-interface' : 'phase2'}\``
      config.missing.push({ code: 'TS001', topic: `phase 2 of "${object.name}"`, command })
    } else {
      const say = `No phase 2 names "${object.name}", so that FortiOS negotiates nothing for it.`
      tell(config, object.span, say, `Add one with "set phase1name ${object.name}", or paste the one that is there.`)
    }
  }
  const isDialup = textOf(object, 'type') === 'dynamic'
  return own.map((phase2) => ({
    object: phase2,
    children: readPhase2(config, phase2, {
      name: uniqueName(phase2, own, name),
      version: version.value,
      waits,
      isInterface,
      isDialup,
      esn: textOf(object, 'esn'),
    }),
  }))
}

function phase2Table({ isInterface }: Phase1): string {
  return isInterface ? 'vpn ipsec phase2-interface' : 'vpn ipsec phase2'
}

/** No phase 2 at all was pasted, so that this one may have some. */
function lacksPhase2(config: Configuration, phase1: Phase1, own: readonly unknown[]): boolean {
  return own.length === 0 && !hasTable(config, phase2Table(phase1), phase1.object.vdom)
}

function uniqueName({ name }: ConfigObject, all: readonly ConfigObject[], connection: string): string {
  if (name !== '') return name
  return all.length === 1 ? connection : 'without a name'
}

function orphansOf(config: Configuration, objects: readonly ConfigObject[]): ConfigObject[] {
  const known = new Set(objects.map(({ vdom, name }) => `${vdom ?? ''}\n${name}`))
  const all = ['vpn ipsec phase2-interface', 'vpn ipsec phase2'].flatMap((table) => objectsIn(config, table))
  const orphans = all.filter((phase2) => !known.has(`${phase2.vdom ?? ''}\n${textOf(phase2, 'phase1name') ?? ''}`))
  for (const orphan of orphans) {
    const name = textOf(orphan, 'phase1name')
    const table = orphan.table.endsWith('-interface') ? 'phase1-interface' : 'phase1'
    const span = spanOf(orphan, 'phase1name')
    if (name === undefined) {
      tell(config, orphan.span, `"${orphan.name}" names no phase 1.`, 'Write "set phase1name" with the name of one.')
    } else if (hasTable(config, `vpn ipsec ${table}`, orphan.vdom)) {
      const say = `There is no phase 1 "${name}", which "${orphan.name}" names, so that it does nothing.`
      tell(config, span, say, `Correct the name, or paste \`show vpn ipsec ${table} ${name}\`.`)
    } else {
      const command = `\`show vpn ipsec ${table} ${name}\``
      config.missing.push({ code: 'PR001', topic: `phase 1 "${name}"`, command })
    }
  }
  return orphans
}
