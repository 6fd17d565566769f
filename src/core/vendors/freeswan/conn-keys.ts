import type { ConfKey, ConfSection } from './conf-text.ts'

/** The keys that count for one `conn`, its own and the inherited ones, by name. */
interface ConnKeys {
  readonly keys: ReadonlyMap<string, ConfKey>
  /** `also=` that name no section. */
  readonly missing: readonly ConfKey[]
  /** Keys that came a second time with another value, in the section itself or in those that it names. */
  readonly repeatedHere: readonly ConfKey[]
  readonly repeatedAlso: readonly ConfKey[]
}

/** Sections by kind, then by name, in their order. */
export type SectionIndex = ReadonlyMap<string, ReadonlyMap<string, readonly ConfSection[]>>

export function indexSections(sections: readonly ConfSection[]): SectionIndex {
  const index = new Map<string, Map<string, ConfSection[]>>()
  for (const section of sections) {
    const ofKind = index.get(section.kind) ?? new Map<string, ConfSection[]>()
    const known = ofKind.get(section.name)
    if (known === undefined) ofKind.set(section.name, [section])
    else known.push(section)
    index.set(section.kind, ofKind)
  }
  return index
}

export function sectionsOf(index: SectionIndex, kind: string, name: string): readonly ConfSection[] {
  return index.get(kind)?.get(name) ?? NO_SECTIONS
}

const NO_SECTIONS: readonly never[] = []

/** More sections than this are not followed for one `conn`. */
const MOST_SECTIONS = 60

/**
 * What a `conn` has: its own keys; then those of the sections that its `also=` name, breadth first, each section once;
 * then those of `conn %default`. The first that has a key counts (measured with Libreswan 4.10).
 */
export function connKeys(section: ConfSection, sections: SectionIndex): ConnKeys {
  const keys = new Map<string, ConfKey>()
  const missing: ConfKey[] = []
  const repeatedHere: ConfKey[] = []
  const repeatedAlso: ConfKey[] = []
  for (const each of inherited(section, sections, missing)) {
    for (const key of each.keys) {
      if (key.name === 'also') continue
      if (!keys.has(key.name)) keys.set(key.name, key)
      else if (keys.get(key.name)?.value === key.value) continue
      else if (each === section) repeatedHere.push(key)
      else repeatedAlso.push(key)
    }
  }
  for (const defaults of sectionsOf(sections, section.kind, '%default')) {
    for (const key of defaults.keys) if (!keys.has(key.name)) keys.set(key.name, key)
  }
  return { keys, missing, repeatedHere, repeatedAlso }
}

function inherited(section: ConfSection, sections: SectionIndex, missing: ConfKey[]): ConfSection[] {
  if (!section.keys.some(({ name }) => name === 'also')) return [section]
  const queue = [section]
  const seen = new Set([section.name])
  for (let at = 0; at < queue.length && at < MOST_SECTIONS; at++) {
    for (const key of queue[at]?.keys ?? []) {
      for (const name of namesIn(key)) {
        if (seen.has(name)) continue
        seen.add(name)
        const [target] = sectionsOf(sections, section.kind, name)
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
  const named = new Set<string>()
  for (const { keys } of sections) {
    for (const key of keys) if (key.name === 'also') for (const name of namesIn(key)) named.add(name)
  }
  return named
}

/** The keys of a `conn` of strongSwan, and what makes starter give up the whole file. */
interface StackedKeys {
  readonly keys: ReadonlyMap<string, ConfKey>
  readonly missing: readonly ConfKey[]
  readonly loops: readonly ConfKey[]
}

/**
 * What a `conn` of strongSwan has: its own keys, of which the last counts, also over several sections of its name; then
 * those of the sections that its `also=` name, the last one first, each followed by those that it names itself; then those
 * of `conn %default`. A key without a value takes away what would be inherited (measured with strongSwan 5.9.8).
 */
export function stackedKeys(name: string, kind: string, sections: SectionIndex): StackedKeys {
  const stack: Stack = { kind, sections, keys: new Map(), missing: [], loops: [], done: new Set() }
  pile(stack, name, [])
  if (!stack.done.has('%default')) pile(stack, '%default', [])
  return stack
}

interface Stack extends StackedKeys {
  readonly kind: string
  readonly sections: SectionIndex
  readonly keys: Map<string, ConfKey>
  readonly missing: ConfKey[]
  readonly loops: ConfKey[]
  readonly done: Set<string>
}

function pile(stack: Stack, current: string, above: readonly string[]) {
  const { kind, sections, missing, loops, done } = stack
  if (done.size >= MOST_SECTIONS) return
  done.add(current)
  const named: ConfKey[] = []
  const same = sectionsOf(sections, kind, current)
  for (let at = same.length - 1; at >= 0; at--) takeFromLast(same[at]?.keys ?? [], stack.keys, named)
  for (const key of named) {
    for (const target of namesIn(key)) {
      if (target === current || above.includes(target)) loops.push(key)
      else if (sectionsOf(sections, kind, target).length === 0) missing.push(key)
      else if (!done.has(target)) pile(stack, target, [...above, current])
    }
  }
}

/** Those that name other sections are left for later. */
function takeFromLast(own: readonly ConfKey[], keys: Map<string, ConfKey>, named: ConfKey[]) {
  for (let at = own.length - 1; at >= 0; at--) {
    const key = own[at]
    if (key?.name === 'also') named.push(key)
    else if (key !== undefined && !keys.has(key.name)) keys.set(key.name, key)
  }
}
