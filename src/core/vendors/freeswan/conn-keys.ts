import type { ConfKey, ConfSection } from './conf-text.ts'

/** The keys that count for one `conn`, its own and the inherited ones, by name. */
export interface ConnKeys {
  readonly keys: ReadonlyMap<string, ConfKey>
  /** `also=` that name no section. */
  readonly missing: readonly ConfKey[]
  /** Keys that came a second time, in the section itself or in those that it names. */
  readonly repeatedHere: readonly ConfKey[]
  readonly repeatedAlso: readonly ConfKey[]
}

/** More sections than this are not followed for one `conn`. */
const MOST_SECTIONS = 200

/**
 * What a `conn` has: its own keys; then those of the sections that its `also=` name, breadth first, each section once;
 * then those of `conn %default`. The first that has a key counts (measured with Libreswan 4.10).
 */
export function connKeys(section: ConfSection, sections: readonly ConfSection[]): ConnKeys {
  const keys = new Map<string, ConfKey>()
  const missing: ConfKey[] = []
  const repeatedHere: ConfKey[] = []
  const repeatedAlso: ConfKey[] = []
  for (const each of inherited(section, sections, missing)) {
    for (const key of each.keys) {
      if (key.name === 'also') continue
      if (!keys.has(key.name)) keys.set(key.name, key)
      else if (each === section) repeatedHere.push(key)
      else repeatedAlso.push(key)
    }
  }
  for (const defaults of sections.filter(({ kind, name }) => kind === section.kind && name === '%default')) {
    for (const key of defaults.keys) if (!keys.has(key.name)) keys.set(key.name, key)
  }
  return { keys, missing, repeatedHere, repeatedAlso }
}

function inherited(section: ConfSection, sections: readonly ConfSection[], missing: ConfKey[]): ConfSection[] {
  const queue = [section]
  const seen = new Set([section.name])
  for (let at = 0; at < queue.length && at < MOST_SECTIONS; at++) {
    for (const key of queue[at]?.keys ?? []) {
      for (const name of namesIn(key)) {
        if (seen.has(name)) continue
        seen.add(name)
        const target = sections.find((other) => other.kind === section.kind && other.name === name)
        if (target === undefined) missing.push(key)
        else queue.push(target)
      }
    }
  }
  return queue
}

function namesIn(key: ConfKey): string[] {
  return key.name === 'also' ? key.value.split(/\s+/).filter((name) => name !== '') : []
}

/** Sections that others name with `also=`. */
export function templatesOf(sections: readonly ConfSection[]): ReadonlySet<string> {
  return new Set(sections.flatMap(({ keys }) => keys.flatMap(namesIn)))
}
