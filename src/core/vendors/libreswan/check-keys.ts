import type { ReadingProblem } from '../../model/format.ts'
import type { LineRoles } from '../../model/line-roles.ts'
import type { ConfError, ConfKey, ConfText } from '../freeswan/conf-text.ts'
import { roleOfKey } from '../freeswan/key-table.ts'
import { knownKey, refusedValue } from './known-keys.ts'

/**
 * Says what becomes of the line of each key, and what makes Libreswan refuse the whole file: a key that it does not know,
 * or a value that the key cannot have.
 */
export function checkKeys({ sections }: ConfText, roles: LineRoles, problems: ReadingProblem[]): readonly ConfError[] {
  const errors: ConfError[] = []
  for (const { kind, keys } of sections) {
    for (const key of keys) {
      const known = knownKey(kind, key.name)
      if (known === undefined) {
        errors.push({
          span: key.span,
          what: `${kind === 'config' ? '"config setup"' : 'a conn'} has no key "${key.name}"`,
        })
        continue
      }
      const refused = refusedValue(known, key.value)
      if (refused !== null) errors.push({ span: key.span, what: `"${key.value}" in "${key.name}" ${refused}` })
      const role = roleOfKey(known, key.value)
      roles.set(key.line.number, role)
      if (role === 'unsupported') problems.push(unsupported(key))
    }
  }
  return errors
}

function unsupported({ name, span }: ConfKey): ReadingProblem {
  const say = `What "${name}" decides is not part of the comparison.`
  return { kind: 'unsupported', span, say, instead: 'Compare it with the other end yourself.' }
}
