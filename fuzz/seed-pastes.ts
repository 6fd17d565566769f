import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Paste } from '../src/core/index.ts'
import { decodeText } from '../src/text-encoding.ts'

/** Pastes that belong together: the ends of one tunnel, or one text alone. */
export type SeedGroup = readonly Paste[]

const TEST = join(import.meta.dirname, '../test')

/** What the golden cases, the documented pairs and the fixtures hold: every format that is read, whole and sound. */
export function seedGroups(): SeedGroup[] {
  return [
    ...groupsIn(join(TEST, 'golden/cases'), (name) => name !== 'expected.txt' && name !== 'probe'),
    ...groupsIn(join(TEST, 'documented'), (name) => name !== 'case.yaml' && !name.endsWith('.ts')),
    ...groupsIn(join(TEST, 'fixtures'), () => true).flatMap((group) => group.map((paste) => [paste])),
  ]
}

function groupsIn(folder: string, isPaste: (name: string) => boolean): SeedGroup[] {
  const groups = new Map<string, Paste[]>()
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  for (const path of files.map((entry) => join(entry.parentPath, entry.name)).toSorted()) {
    if (!isPaste(basename(path))) continue
    const decoded = decodeText(readFileSync(path))
    if ('problem' in decoded) continue
    const group = groups.get(dirname(path)) ?? []
    group.push({ source: basename(path), text: decoded.text })
    groups.set(dirname(path), group)
  }
  return [...groups.values()]
}
