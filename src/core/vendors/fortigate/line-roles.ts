import type { Block, LineRole } from '../../model/format.ts'
import { LineRoles } from '../../model/line-roles.ts'
import { indentOf } from '../../text/words.ts'
import { nearWords } from '../near-words.ts'
import { isTopTable, type PlacedStatement } from './config-tree.ts'
import { type Configuration, tell } from './configuration.ts'
import { isReadTable, isUnsupportedTable, knownKeys, roleOfKey } from './known-keys.ts'
import type { Statements } from './statements.ts'

/** What became of each line, by the table and the key that it is of. */
export function rolesOf(block: Block, read: Statements, config: Configuration): LineRoles {
  const roles = new LineRoles(block.lines)
  for (const { number, text } of block.lines) if (indentOf(text) === text.length) roles.set(number, 'irrelevant')
  for (const number of read.screen) roles.set(number, 'irrelevant')
  if (read.version !== null) roles.set(read.version.span.line, 'read')
  const [first, last] = [block.lines[0]?.number ?? 0, block.lines.at(-1)?.number ?? 0]
  for (const placed of config.tree.placed) {
    const { span, height } = placed.statement
    if (span.source !== block.source || span.line < first || span.line > last) continue
    const role = roleOf(placed, config)
    for (let line = span.line; line < span.line + height; line++) roles.set(line, role)
  }
  return roles
}

function roleOf({ statement, table, key, inner }: PlacedStatement, config: Configuration): LineRole {
  const { verb, words } = statement
  if (verb === 'config' && !inner) return isKnownTable(table === '' ? words.map(({ text }) => text).join(' ') : table)
  const path = table
  if (inner) return isReadTable(path) ? 'read' : 'irrelevant'
  if (key === null) return isReadTable(path) ? 'read' : isUnsupportedTable(path) ? 'unsupported' : 'irrelevant'
  if (verb === 'delete' || verb === 'move') return isReadTable(path) ? 'read' : 'irrelevant'
  if (verb === 'rename' || verb === 'clone') return isReadTable(path) ? 'unsupported' : 'irrelevant'
  if (path === '') return 'unrecognised'
  const role = roleOfKey(path, key, words[1]?.text ?? '')
  if (role !== undefined) return role
  const [near] = nearWords(key, knownKeys(path))
  const [word] = words
  if (near !== undefined && word !== undefined) {
    tell(config, word.span, `FortiOS has no "${key}" in "config ${path}".`, `Perhaps "${near}" is meant.`)
  }
  return 'unrecognised'
}

function isKnownTable(path: string): LineRole {
  if (isReadTable(path) || path === 'vdom' || path === 'global') return 'read'
  if (isUnsupportedTable(path)) return 'unsupported'
  return isTopTable(path) ? 'irrelevant' : 'unrecognised'
}
