import { add, type Found, LINES } from './found.ts'
import { NOUN } from './names.ts'

/** What a line has between two separators, without the blanks around it; the place behind it is `to`. */
interface Cell {
  readonly text: string
  readonly from: number
  readonly to: number
}

/** The names of two columns: of one that has secrets, and of one that says whose they are. */
const SECRETS = new RegExp(
  `^["'*_\`]{0,3}(?:(?:\\p{L}{1,12}[ _-])?${NOUN}|secrets?)(?:[ ]\\([^()]{1,20}\\))?["'*_\`]{0,3}$`,
  'iu',
)
const OWNERS =
  /^["'*_`]{0,3}(?:\p{L}{1,12}[ /_-])?(?:peers?|host(?:name)?s?|address(?:es)?|ip|gateways?|gw|end(?:point)?s?|id(?:entity)?|name|sites?|branch|location|office|tunnels?|vpn|connections?|customer|partner|users?|username|login|account|firewall|router|device|standort|gegenstelle|adresse|benutzer|kunde|sitio|sede|usuario|nombre|direcci[oó]n|nom|utilisateur)["'*_`]{0,3}$/iu
/** Between the names and the values: `|---|:--:|`, `+-----+`. */
const RULE = /^[\s|+:=_─┼├┤-]{3,}$/
/** Of what parts the cells of a table, that which comes first here does; two blanks where no line is drawn. */
const SEPARATORS = ['|', '│', '\t', ';', ',']
const GAP = '  '
/** No table that a person has made is as wide. */
const MOST_COLUMNS = 40

/** The values below the name of a secret at the head of a table, where another column says whose they are. */
export function findTabled(lines: readonly string[], index: number, found: Found[]): void {
  const head = lines[index] ?? ''
  const separator = SEPARATORS.find((one) => head.includes(one)) ?? GAP
  const names = cellsOf(head, separator)
  if (names.length > MOST_COLUMNS || !names.some(({ text }) => OWNERS.test(text))) return
  const columns = [...names.keys()].filter((at) => SECRETS.test(names[at]?.text ?? ''))
  if (columns.length === 0) return
  for (let below = index + 1; below < Math.min(lines.length, index + LINES); below++) {
    const line = lines[below] ?? ''
    if (RULE.test(line) || (line.trim() === '' && below === index + 1)) continue
    const cells = cellsOf(line, separator)
    // The table has ended, or another one begins.
    if (cells.length < 2 || columns.some((at) => SECRETS.test(cells[at]?.text ?? ''))) return
    for (const at of columns) {
      const [from, to] = (separator === GAP ? belowName : inColumn)(names, at, cells)
      const value = line.slice(from, to)
      if (/[\p{L}\p{N}]/u.test(value)) add(found, below, from, value, undefined)
    }
  }
}

/** A separator may stand in the secret itself, so that there are more cells than names. */
function inColumn(names: readonly Cell[], at: number, cells: readonly Cell[]): [number, number] {
  const last = Math.max(at, cells.length - names.length + at)
  return [cells[at]?.from ?? 0, cells[last]?.to ?? 0]
}

/** Where cells of a row are empty, those that are left stand below their names. */
function belowName(names: readonly Cell[], at: number, cells: readonly Cell[]): [number, number] {
  const [from, next] = [names[at]?.from ?? 0, names[at + 1]?.from ?? Number.POSITIVE_INFINITY]
  const cell = cells.length === names.length ? cells[at] : cells.find((one) => one.to > from && one.from < next)
  return [cell?.from ?? 0, cell?.to ?? 0]
}

function cellsOf(line: string, separator: string): Cell[] {
  const cells: Cell[] = []
  for (let begin = 0; begin <= line.length; ) {
    let from = begin
    while (line[from] === ' ') from++
    const quote = line[from] === '"' ? line.indexOf('"', from + 1) : -1
    const end = line.indexOf(separator, Math.max(from, quote))
    const to = end < 0 ? line.length : end
    const text = line.slice(from, to).trim()
    // Where a gap is wide or the line ends with one, there is no cell.
    if (text !== '' || separator !== GAP) cells.push({ text, from, to })
    begin = to + separator.length
  }
  return cells
}
