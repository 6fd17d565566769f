import { grouped } from '../../model/grouped.ts'
import { rememberedOf } from '../../model/remembered.ts'
import type { ConfKey, ConfSection } from '../freeswan/conf-text.ts'
import { addKey, type ConfEdit, changeKey } from '../freeswan/conf-writer.ts'
import { connKeys, type SectionIndex, sectionsOf, templatesOf } from '../freeswan/conn-keys.ts'

/** A key that stands somewhere, and what a conn that has it wants it to be; `null`: not there. */
export interface WantedKey {
  readonly conn: string
  readonly key: ConfKey
  readonly value: string | null
}

/**
 * A key that a conn includes is changed where it stands, since twice it may not be. Where not all that include it want the
 * same of it, it goes from there, and each gets its own. One of `%default` may stay there: what a conn says itself counts.
 */
export function wantedEdits(sections: SectionIndex, wanted: readonly WantedKey[]): ConfEdit[] {
  const defaults = new Set(sectionsOf(sections, 'conn', '%default').flatMap(({ keys }) => keys))
  return [...grouped(wanted, ({ key }) => key).values()].flatMap((wishes) => {
    const [first] = wishes
    if (first === undefined) return []
    const { key } = first
    const users = usersOf(sections).get(key) ?? []
    const values = new Map(wishes.map(({ conn, value }) => [conn, value]))
    const wantedBy = ({ name }: ConfSection) => values.get(name) ?? (values.has(name) ? null : key.value)
    const isOwn = users.some(({ keys }) => keys.includes(key))
    if (isOwn || new Set(users.map(wantedBy)).size <= 1) return [changeKey(key, first.value)]
    const isDefault = defaults.has(key)
    const own = users.flatMap((section) => {
      const value = wantedBy(section)
      if (isDefault && value === key.value) return []
      return value === null ? [] : [addKey(section, key.name, value)]
    })
    return isDefault ? own : [changeKey(key, null), ...own]
  })
}

/** The conns that have a key, their own or an included one; those alone that something loads. */
const usersOf = rememberedOf((sections: SectionIndex): ReadonlyMap<ConfKey, readonly ConfSection[]> => {
  const conns = [...(sections.get('conn')?.keys() ?? [])].flatMap((name) =>
    sectionsOf(sections, 'conn', name).slice(0, 1),
  )
  const templates = templatesOf(conns)
  const users = new Map<ConfKey, ConfSection[]>()
  for (const conn of conns) {
    const { keys } = connKeys(conn, sections)
    if (conn.name === '%default' || (templates.has(conn.name) && !keys.has('auto'))) continue
    for (const key of keys.values()) {
      const known = users.get(key)
      if (known === undefined) users.set(key, [conn])
      else known.push(conn)
    }
  }
  return users
})
