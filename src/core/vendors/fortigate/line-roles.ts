import type { Block, LineRole } from '../../model/format.ts'
import { heavier, LineRoles } from '../../model/line-roles.ts'
import { indentOf } from '../../text/words.ts'
import { nearWords } from '../near-words.ts'
import { isTopTable, NOWHERE, type Place } from './config-tree.ts'
import { type Configuration, tell } from './configuration.ts'
import { isReadTable, isUnsupportedTable, knownKeys, roleOfKey } from './known-keys.ts'
import type { Statement, Statements } from './statements.ts'

/** What became of each line, by the table and the key that it is of. */
export function rolesOf(block: Block, read: Statements, places: readonly Place[], config: Configuration): LineRoles {
  const roles = new LineRoles(block.lines)
  for (const { number, text } of block.lines) if (indentOf(text) === text.length) roles.set(number, 'irrelevant')
  for (const number of read.screen) roles.set(number, 'irrelevant')
  if (read.version !== null) roles.set(read.version.span.line, 'read')
  for (const [at, statement] of read.statements.entries()) {
    const role = roleOf(statement, places[at] ?? NOWHERE, config)
    const { line: first, height } = statement
    for (let line = first; line < first + height; line++) roles.set(line, heavier(role, roles.get(line) ?? role))
  }
  return roles
}

function roleOf(statement: Statement, { table, inner }: Place, config: Configuration): LineRole {
  const { verb, key, words } = statement
  if (verb === 'config' && !inner) return isKnownTable(table === '' ? words.join(' ') : table)
  const path = table
  if (inner) return isReadTable(path) ? 'read' : 'irrelevant'
  if (key === null) return isReadTable(path) ? 'read' : isUnsupportedTable(path) ? 'unsupported' : 'irrelevant'
  if (verb === 'delete' || verb === 'move') return isReadTable(path) ? 'read' : 'irrelevant'
  if (verb === 'rename' || verb === 'clone') return isReadTable(path) ? 'unsupported' : 'irrelevant'
  if (path === '') return 'unrecognised'
  const role = roleOfKey(path, key, words[0] ?? '')
  if (role !== undefined) return role
  const [near] = nearWords(key, knownKeys(path))
  if (near !== undefined) {
    tell(config, statement.keySpan, `FortiOS has no "${key}" in "config ${path}".`, `Perhaps "${near}" is meant.`)
  }
  return 'unrecognised'
}

function isKnownTable(path: string): LineRole {
  if (isReadTable(path) || path === 'vdom' || path === 'global') return 'read'
  if (isUnsupportedTable(path)) return 'unsupported'
  return isTopTable(path) ? 'irrelevant' : 'unrecognised'
}
