import type { Block, LineRole } from '../../model/format.ts'
import { heavier, LineRoles } from '../../model/line-roles.ts'
import { lineSpan } from '../../text/source-text.ts'
import { indentOf } from '../../text/words.ts'
import { nearWords } from '../near-words.ts'
import { type Configuration, tell, tellUnsupported } from './configuration.ts'
import { roleOfPath } from './known-words.ts'
import type { Statement, Statements } from './statements.ts'

/** What became of each line, by the words from the top of the configuration that it says something of. */
export function rolesOf(block: Block, read: Statements, config: Configuration): LineRoles {
  const roles = new LineRoles(block.lines)
  for (const { number, text } of block.lines) if (indentOf(text) === text.length) roles.set(number, 'irrelevant')
  for (const number of read.screen) roles.set(number, 'irrelevant')
  if (read.version !== null) roles.set(read.version.span.line, 'read')
  for (const statement of read.statements) {
    const { number } = statement.line
    const role = roleOf(statement, config)
    roles.set(number, heavier(role, roles.get(number) ?? role))
  }
  return roles
}

function roleOf({ kind, path, line }: Statement, config: Configuration): LineRole {
  if (kind === 'other') {
    const say = 'What is renamed, copied or switched off by a command is not carried out here.'
    tellUnsupported(config, lineSpan(line), say, 'Paste `show configuration commands` as it is afterwards.')
    return 'unsupported'
  }
  const role = roleOfPath(path)
  if (typeof role === 'string') return role
  const word = path[role.at] ?? ''
  const [near] = nearWords(word, role.known)
  if (near !== undefined && role.at > 0) {
    const where = path.slice(0, role.at).join(' ')
    tell(config, lineSpan(line), `There is no "${word}" below "${where}".`, `Perhaps "${near}" is meant.`)
  }
  return 'unrecognised'
}
