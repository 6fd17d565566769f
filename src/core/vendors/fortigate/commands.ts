/** Lines to be typed into one object of a table. */
export interface ObjectCommands {
  readonly table: string
  /** `null`: the next free number. */
  readonly name: string | null
  readonly lines: readonly string[]
  /** Lines behind it, in its table. */
  readonly then?: readonly string[]
}

/**
 * A block that can be pasted at the prompt of a FortiGate, from `config` to `end`; with vdoms it enters the right one and
 * leaves it again.
 */
export function commandBlock(vdom: string | null, objects: readonly ObjectCommands[]): string {
  const lines: string[] = []
  for (const [at, { table, name, lines: own, then = [] }] of objects.entries()) {
    if (objects[at - 1]?.table !== table) lines.push(`config ${table}`)
    lines.push(`    edit ${name === null ? '0' : quoted(name)}`, ...own.map((line) => `        ${line}`), '    next')
    lines.push(...then.map((line) => `    ${line}`))
    if (objects[at + 1]?.table !== table) lines.push('end')
  }
  return inVdom(vdom, lines)
}

/** Takes objects out of a table. */
export function deleteBlock(vdom: string | null, table: string, names: readonly string[]): string {
  return inVdom(vdom, [`config ${table}`, ...names.map((name) => `    delete ${quoted(name)}`), 'end'])
}

/** Puts one object of a table in front of another. */
export function moveBlock(vdom: string | null, table: string, name: string, before: string): string {
  return inVdom(vdom, [`config ${table}`, `    move ${name} before ${before}`, 'end'])
}

function inVdom(vdom: string | null, lines: readonly string[]): string {
  return (vdom === null ? lines : ['config vdom', `edit ${quoted(vdom)}`, ...lines, 'end']).join('\n')
}

/** Numbers stand without quotes, as FortiOS prints them. */
export function quoted(text: string): string {
  return /^\d+$/.test(text) ? text : `"${text.replace(/(["\\])/g, '\\$1')}"`
}
