/**
 * A FortiGate's configuration, to which blocks of `config`, `edit`, `set`, `append`, `unset`, `delete`, `move`, `next` and
 * `end` are applied as the box would.
 */
interface Table {
  readonly settings: Map<string, string>
  /** `edit NAME` and `config PATH` below this one, in order; keys are the whole line. */
  readonly below: Map<string, Table>
}

function emptyTable(): Table {
  return { settings: new Map(), below: new Map() }
}

export function configureFortios(text: string, commands: string): string {
  const [first = ''] = text.split('\n')
  const root = emptyTable()
  run(root, text)
  run(root, commands)
  return `${first.startsWith('#') ? `${first}\n` : ''}${tableText(root, '')}`
}

/** Commands that look and restart; they change no configuration. */
const BESIDE = /^(?:(?:execute|diagnose|get|show)\b.*|#.*)?$/

function run(root: Table, text: string): void {
  let path: readonly { table: Table; line: string }[] = [{ table: root, line: '' }]
  for (const typed of text.split('\n')) {
    const line = typed.trim()
    const here = path.at(-1)?.table ?? root
    const [word = '', name = '', ...rest] = words(line)
    if (BESIDE.test(line)) continue
    else if (word === 'config') path = [...path, { table: child(here, line), line }]
    else if (word === 'edit') path = [...path, entry(here, name)]
    else if (word === 'next') path = closed(path, 'edit')
    else if (word === 'end')
      path = closed(path.at(-1)?.line.startsWith('edit ') ? closed(path, 'edit') : path, 'config')
    else if (word === 'set') here.settings.set(name, rest.join(' '))
    else if (word === 'append') here.settings.set(name, [...words(here.settings.get(name) ?? ''), ...rest].join(' '))
    else if (word === 'unset') here.settings.delete(name)
    else if (word === 'delete') remove(here, name)
    else if (word === 'move') move(here, name, rest)
    else throw new Error(`No FortiGate takes "${line}".`)
  }
  if (path.length > 1) throw new Error(`"${path.at(-1)?.line}" is not closed.`)
}

/** Words with their quotes. */
function words(line: string): string[] {
  return line.match(/"[^"]*"|\S+/g) ?? []
}

function closed<T extends { line: string }>(path: readonly T[], word: 'config' | 'edit'): readonly T[] {
  if (!path.at(-1)?.line.startsWith(`${word} `)) throw new Error(`Nothing is open that a line closes as "${word}".`)
  return path.slice(0, -1)
}

function child(table: Table, line: string): Table {
  const known = table.below.get(line) ?? emptyTable()
  table.below.set(line, known)
  return known
}

/** Quotes make no difference to a name; `edit 0` is the next free number. */
function entry(table: Table, name: string): { table: Table; line: string } {
  const wanted =
    name === '0' ? String(Math.max(0, ...[...table.below.keys()].map((key) => Number(bare(key)) || 0)) + 1) : name
  const line = keyOf(table, wanted) ?? `edit ${wanted}`
  return { table: child(table, line), line }
}

function keyOf(table: Table, name: string): string | undefined {
  return [...table.below.keys()].find((key) => bare(key) === name.replaceAll('"', ''))
}

function bare(key: string): string {
  return key.replace(/^edit /, '').replaceAll('"', '')
}

function remove(table: Table, name: string): void {
  const key = keyOf(table, name)
  if (key === undefined) throw new Error(`There is no entry ${name} to delete.`)
  table.below.delete(key)
}

function move(table: Table, name: string, [where, other = '']: readonly string[]): void {
  const [moved, mark] = [keyOf(table, name), keyOf(table, other)]
  if (moved === undefined || mark === undefined) throw new Error(`There is no entry ${name} or ${other} to move.`)
  const order = [...table.below.keys()].filter((key) => key !== moved)
  order.splice(order.indexOf(mark) + (where === 'after' ? 1 : 0), 0, moved)
  const tables = order.map((key) => [key, table.below.get(key) ?? emptyTable()] as const)
  table.below.clear()
  for (const [key, each] of tables) table.below.set(key, each)
}

function tableText({ settings, below }: Table, indent: string): string {
  const own = [...settings].map(([name, value]) => `${indent}set ${name} ${value}\n`)
  const inner = [...below].map(([line, table]) => {
    return `${indent}${line}\n${tableText(table, `${indent}    `)}${indent}${line.startsWith('config ') ? 'end' : 'next'}\n`
  })
  return [...own, ...inner].join('')
}
