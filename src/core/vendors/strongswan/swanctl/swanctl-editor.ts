import { NEW_KEY } from '../../../model/change.ts'
import type { Editor, TextEdit } from '../../../model/endpoint.ts'
import type {
  AuthRound,
  ChildConfig,
  IkeConnection,
  IkePolicy,
  Lifetime,
  Proposal,
  SharedKey,
} from '../../../model/ike-policy.ts'
import { cNumber } from '../settings/numbers.ts'
import { keyIn, layersOf, sectionIn, sectionsIn } from '../settings/settings-layers.ts'
import {
  addSection,
  assignment,
  insertBelow,
  removeSection,
  setKey,
  type WrittenSettings,
} from '../settings/settings-writer.ts'
import { formatAddresses, formatIdentity, formatProposals, formatSelector, formatTime } from '../words.ts'

/** Writes into a swanctl.conf what makes its policy another: values where they stand, and what is not there yet. */
export function swanctlEditor(written: WrittenSettings): Editor {
  return (before, after) => {
    if (before.ike === undefined || after.ike === undefined) return []
    return [...connectionsEdits(written, before.ike, after.ike), ...keyEdits(written, before.ike, after.ike)]
  }
}

function connectionsEdits(written: WrittenSettings, before: IkePolicy, after: IkePolicy): TextEdit[] {
  const [known, wanted] = [firstOfEach(before.connections), firstOfEach(after.connections)]
  return [...known].flatMap(([name, old]) => {
    const fresh = wanted.get(name)
    return fresh === undefined ? [] : connectionEdits(written, old, fresh)
  })
}

/** Texts that were pasted twice have connections of one name; each text is edited by itself. */
function firstOfEach(connections: readonly IkeConnection[]): Map<string, IkeConnection> {
  return new Map(connections.toReversed().map((connection) => [connection.name, connection]))
}

function connectionEdits(written: WrittenSettings, old: IkeConnection, fresh: IkeConnection): TextEdit[] {
  const path = ['connections', old.name]
  const set = (key: string, value: string | null) => setKey(written, path, key, value)
  const edits: TextEdit[] = []
  if (old.initiates !== fresh.initiates) edits.push(...set('version', String(fresh.initiates.value)))
  if (old.exchange !== fresh.exchange) edits.push(...set('aggressive', yesNo(fresh.exchange.value === 'aggressive')))
  if (old.ports !== fresh.ports) {
    edits.push(...set('local_port', portText(fresh.ports?.own)), ...set('remote_port', portText(fresh.ports?.peer)))
  }
  if (old.postQuantum !== fresh.postQuantum)
    edits.push(...set('ppk_required', yesNo(fresh.postQuantum?.value === 'insist')))
  if (old.postQuantumIds !== fresh.postQuantumIds) edits.push(...set('ppk_id', fresh.postQuantumIds?.[0] ?? null))
  if (old.childless !== fresh.childless) edits.push(...set('childless', fresh.childless.value))
  if (old.localAddresses !== fresh.localAddresses)
    edits.push(...set('local_addrs', formatAddresses(fresh.localAddresses.value)))
  if (old.remoteAddresses !== fresh.remoteAddresses)
    edits.push(...set('remote_addrs', formatAddresses(fresh.remoteAddresses.value)))
  if (old.proposals !== fresh.proposals) edits.push(...set('proposals', formatProposals(fresh.proposals.value)))
  if (old.virtualAddresses !== fresh.virtualAddresses)
    edits.push(...set('vips', fresh.virtualAddresses.length === 0 ? null : fresh.virtualAddresses.join(', ')))
  if (old.lifetime !== fresh.lifetime) edits.push(...lifetimeEdits(written, path, fresh.lifetime, 'over_time'))
  for (const side of ['local', 'remote'] as const)
    edits.push(...roundEdits(written, path, side, old[side][0], fresh[side][0]))
  return [...edits, ...childrenEdits(written, path, old, fresh)]
}

function roundEdits(
  written: WrittenSettings,
  path: readonly string[],
  side: 'local' | 'remote',
  old: AuthRound | undefined,
  fresh: AuthRound | undefined,
): TextEdit[] {
  if (old === undefined || fresh === undefined || old === fresh) return []
  const place = [...path, firstRound(written, path, side)]
  return [
    ...(old.method === fresh.method ? [] : setKey(written, place, 'auth', fresh.method.value)),
    ...(old.id === fresh.id || fresh.id === undefined
      ? []
      : setKey(written, place, 'id', formatIdentity(fresh.id.value))),
  ]
}

/** The section of the first round may have any suffix (`local-1`). */
function firstRound(
  { settings: { root } }: WrittenSettings,
  path: readonly string[],
  side: 'local' | 'remote',
): string {
  let layers = layersOf(root, root)
  for (const section of path) layers = sectionIn(layers, section, root)
  const rounds = [...sectionsIn(layers, root)].filter(([name]) => name.toLowerCase().startsWith(side))
  const [first] = rounds.toSorted(([, a], [, b]) => numberOf(a) - numberOf(b))
  return first?.[0] ?? side

  function numberOf(inner: Parameters<typeof keyIn>[0]): number {
    return cNumber(keyIn(inner, 'round')?.value ?? '0') ?? 0
  }
}

function childrenEdits(
  written: WrittenSettings,
  path: readonly string[],
  old: IkeConnection,
  fresh: IkeConnection,
): TextEdit[] {
  const known = new Map(old.children.map((child) => [child.name, child]))
  const kept = new Set(fresh.children.map(({ name }) => name))
  const place = [...path, 'children']
  return [
    ...old.children.flatMap(({ name }) => (kept.has(name) ? [] : removeSection(written, [...place, name]))),
    ...fresh.children.flatMap((child) => {
      const was = known.get(child.name)
      return was === undefined
        ? addSection(written, place, child.name, childSettings(child))
        : childEdits(written, [...place, child.name], was, child)
    }),
  ]
}

function childEdits(
  written: WrittenSettings,
  path: readonly string[],
  old: ChildConfig,
  fresh: ChildConfig,
): TextEdit[] {
  const set = (key: string, value: string | null) => setKey(written, path, key, value)
  const edits: TextEdit[] = []
  if (old.local !== fresh.local) edits.push(...set('local_ts', selectors(fresh.local)))
  if (old.remote !== fresh.remote) edits.push(...set('remote_ts', selectors(fresh.remote)))
  if (old.proposals !== fresh.proposals) {
    for (const protocol of ['esp', 'ah'] as const)
      edits.push(...set(`${protocol}_proposals`, proposalsOf(fresh, protocol)))
  }
  if (old.compression !== fresh.compression) edits.push(...set('ipcomp', yesNo(fresh.compression.value)))
  if (old.mode !== fresh.mode) edits.push(...set('mode', fresh.mode.value))
  if (old.waits !== fresh.waits) edits.push(...set('start_action', fresh.waits ? 'none' : 'trap'))
  if (old.lifetime !== fresh.lifetime) edits.push(...lifetimeEdits(written, path, fresh.lifetime, 'life_time'))
  return edits
}

/** All that makes a child of its own the same as the one that it was modelled on. */
function childSettings(child: ChildConfig): string[] {
  const { mode, waits, lifetime } = child
  const stated = child.proposals.origin !== 'default'
  return [
    assignment('local_ts', selectors(child.local)),
    assignment('remote_ts', selectors(child.remote)),
    ...(stated
      ? (['esp', 'ah'] as const).flatMap((protocol) => {
          const value = proposalsOf(child, protocol)
          return value === null ? [] : [assignment(`${protocol}_proposals`, value)]
        })
      : []),
    ...(mode.value === 'tunnel' ? [] : [assignment('mode', mode.value)]),
    ...(waits ? [] : [assignment('start_action', 'trap')]),
    ...(lifetime.rekey === undefined || lifetime.rekey.to === 3600
      ? []
      : [assignment('rekey_time', formatTime(lifetime.rekey.to))]),
  ]
}

function selectors({ value }: ChildConfig['local']): string {
  return value.map(formatSelector).join(', ')
}

function proposalsOf({ proposals: { value } }: ChildConfig, protocol: Proposal['protocol']): string | null {
  const own = value.filter((proposal) => proposal.protocol === protocol)
  return own.length === 0 ? null : formatProposals(own)
}

function lifetimeEdits(
  written: WrittenSettings,
  path: readonly string[],
  { rekey, end }: Lifetime,
  last: 'life_time' | 'over_time',
): TextEdit[] {
  const time = last === 'life_time' ? end : (end ?? 0) - (rekey?.to ?? 0)
  return [
    ...setKey(written, path, 'rekey_time', formatTime(rekey?.to ?? 0)),
    ...setKey(written, path, last, formatTime(time ?? 0)),
  ]
}

/** A key stands where it is written; what stood there is a secret, which no edit repeats: the later value counts. */
function keyEdits(written: WrittenSettings, before: IkePolicy, after: IkePolicy): TextEdit[] {
  const ofIke = after.keys.flatMap((key, at) => {
    const old = before.keys[at]
    if (old === key) return []
    if (old === undefined) return addSecret(written, 'ike', ownerSettings(key))
    const section = secretAt(written, old)
    if (section === null) return []
    return [
      ...(old.owners === key.owners ? [] : ownerEdits(written, section, key)),
      ...(old.mark === key.mark ? [] : renewSecret(written, section)),
    ]
  })
  const postQuantum = after.postQuantumKeys?.flatMap((key, at) => {
    const old = before.postQuantumKeys?.[at]
    if (old === key) return []
    if (old === undefined)
      return addSecret(
        written,
        'ppk',
        key.ids.map((id) => assignment('id', id)),
      )
    const section = secretAt(written, old)
    return section === null ? [] : renewSecret(written, section)
  })
  return [...ofIke, ...(postQuantum ?? [])]
}

function addSecret(written: WrittenSettings, kind: 'ike' | 'ppk', settings: readonly string[]): TextEdit[] {
  const known = written.settings.root.sections.get('secrets')?.sections
  const names = ['', '-2', '-3'].map((number) => `${kind}-new${number}`)
  const name = names.find((each) => known?.has(each) !== true) ?? `${kind}-new-4`
  return addSection(written, ['secrets'], name, [...settings, assignment('secret', NEW_KEY)])
}

function renewSecret(written: WrittenSettings, section: string): TextEdit[] {
  return insertBelow(written, ['secrets', section], 'secret', [assignment('secret', NEW_KEY)])
}

function ownerSettings({ owners }: SharedKey): string[] {
  return owners.map((owner, at) => assignment(`id-${at + 1}`, formatIdentity(owner)))
}

/** The identities that are there are overwritten in their order, further ones added, and what is left over taken away. */
function ownerEdits(written: WrittenSettings, section: string, { owners }: SharedKey): TextEdit[] {
  const { root } = written.settings
  const layers = sectionIn(sectionIn(layersOf(root, root), 'secrets', root), section, root)
  const known = layers.flatMap(({ keys }) => [...keys.keys()].filter((name) => name.startsWith('id')))
  const values = new Set(owners.map(formatIdentity))
  const kept = new Set(
    known.filter((name) => {
      const value = keyIn(layers, name)?.value
      return value != null && values.has(value) && values.delete(value)
    }),
  )
  const free = known.filter((name) => !kept.has(name))
  let number = known.length
  const added = [...values].flatMap((value) => {
    const name = free.shift()
    if (name !== undefined) return setKey(written, ['secrets', section], name, value)
    number += 1
    const last = known.at(-1)
    return last === undefined
      ? setKey(written, ['secrets', section], `id-${number}`, value)
      : insertBelow(written, ['secrets', section], last, [assignment(`id-${number}`, value)])
  })
  return [...added, ...free.flatMap((name) => setKey(written, ['secrets', section], name, null))]
}

/** The name of the section of `secrets` that holds a key. */
function secretAt({ settings: { root } }: WrittenSettings, { span }: SharedKey): string | null {
  for (const [name, { keys }] of root.sections.get('secrets')?.sections ?? []) {
    const secret = keys.get('secret')
    if (secret === undefined) continue
    if (secret.span.line === span.line && secret.span.column === span.column) return name
  }
  return null
}

function portText(port: { readonly value: number } | undefined): string | null {
  return port === undefined ? null : String(port.value)
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no'
}
