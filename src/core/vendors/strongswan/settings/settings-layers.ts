import type { SettingsKey, SettingsSection } from './settings-tree.ts'

/**
 * A section with those that it references (strongswan.conf(5), "Referencing other sections"): its own first, then the
 * references from left to right, each with its own references. What comes first counts.
 */
export type Layers = readonly SettingsSection[]

const NO_SECTIONS: ReadonlyMap<string, Layers> = new Map<string, Layers>()

/** Longer chains of references are cut off; nobody writes them. */
const MOST_LAYERS = 64

export function layersOf(section: SettingsSection, root: SettingsSection): Layers {
  const found = new Set<SettingsSection>()
  collect([section], root, found)
  return [...found]
}

/** `null`: an empty assignment, which hides those below. */
export function keyIn(layers: Layers, name: string): SettingsKey | undefined {
  for (const { keys } of layers) {
    const key = keys.get(name)
    if (key !== undefined) return key.isEmpty ? undefined : key
  }
  return undefined
}

export function hasAny(layers: Layers, names: readonly string[]): boolean {
  for (const { keys } of layers) for (const name of names) if (keys.has(name)) return true
  return false
}

/** The keys that count, in the order in which they are written. */
export function keysIn(layers: Layers): SettingsKey[] {
  const [only] = layers
  if (only !== undefined && layers.length === 1) return ownKeys(only)
  const found = new Map<string, SettingsKey>()
  for (const { keys } of layers) for (const [name, key] of keys) if (!found.has(name)) found.set(name, key)
  return [...found.values()].filter(({ isEmpty }) => !isEmpty)
}

function ownKeys({ keys }: SettingsSection): SettingsKey[] {
  const found: SettingsKey[] = []
  for (const key of keys.values()) if (!key.isEmpty) found.push(key)
  return found
}

/** The sections within, own ones first, each with what it inherits from those of the same name. */
export function sectionsIn(layers: Layers, root: SettingsSection): ReadonlyMap<string, Layers> {
  const [single] = layers
  if (single?.sections.size === 0 && layers.length === 1) return NO_SECTIONS
  const byName = new Map<string, SettingsSection[]>()
  for (const { sections } of layers) {
    for (const [name, section] of sections) {
      const same = byName.get(name)
      if (same === undefined) byName.set(name, [section])
      else same.push(section)
    }
  }
  for (const [name, sections] of byName) {
    if (sections.length === 1 && sections[0]?.references.length === 0) continue
    const found = new Set<SettingsSection>()
    collect(sections, root, found)
    byName.set(name, [...found])
  }
  return byName
}

/** One of those sections; empty where there is none of that name. */
export function sectionIn(layers: Layers, name: string, root: SettingsSection): Layers {
  const found = new Set<SettingsSection>()
  collect(
    layers.flatMap(({ sections }) => sections.get(name) ?? []),
    root,
    found,
  )
  return [...found]
}

/** A section that references itself is met once. */
function collect(sections: readonly SettingsSection[], root: SettingsSection, found: Set<SettingsSection>) {
  const waiting = sections.toReversed()
  for (let section = waiting.pop(); section !== undefined && found.size < MOST_LAYERS; section = waiting.pop()) {
    if (found.has(section)) continue
    found.add(section)
    for (const path of section.references.slice(0, MOST_LAYERS).toReversed())
      waiting.push(...sectionsAt(path, root).toReversed())
  }
}

/** A reference is absolute; one to a section that is not there is ignored, as the daemon does (measured with 5.9.8). */
export function sectionsAt(path: string, root: SettingsSection): SettingsSection[] {
  let at: SettingsSection | undefined = root
  for (const name of path.split('.')) at = at?.sections.get(name)
  return at === undefined ? [] : [at]
}
