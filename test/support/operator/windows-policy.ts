import { filterText } from '../products/windows-static.ts'

/**
 * `netsh ipsec static` commands, done to what `netsh ipsec static show all` printed, which names all that they need.
 */
export function runNetsh(text: string, commands: string): string {
  return commands.split('\n').reduce((before, command) => runOne(before, command), text)
}

function runOne(text: string, command: string): string {
  const { what, words = '' } =
    /^netsh ipsec static (?<what>(?:add|delete) filter|set rule) (?<words>.+)$/.exec(command)?.groups ?? {}
  const values = new Map((words.match(/\w+=(?:"[^"]*"|\S+)/g) ?? []).map(assignment))
  const get = (key: string) => values.get(key) ?? ''
  if (what === 'set rule') return withTunnel(text, get('name'), get('tunnel'))
  if (what === undefined || get('protocol') !== 'ANY' || get('mirrored') !== 'no')
    throw new Error(`Nothing is known to come of "${command}".`)
  const filter = filterText({
    local: `${get('srcaddr')}/${get('srcmask') || '32'}`,
    remote: `${get('dstaddr')}/${get('dstmask') || '32'}`,
  })
  return withList(text, get('filterlist'), (filters) => {
    if (what === 'add filter') return [...filters, filter]
    if (!filters.includes(filter)) throw new Error(`There is no filter for "${command}" to delete.`)
    return filters.filter((each) => each !== filter)
  })
}

function assignment(word: string): readonly [string, string] {
  const [key = '', value = ''] = word.split(/=(.*)/s)
  return [key, value.replaceAll('"', '')]
}

/** Each filter as `filterText` writes it. */
type Filters = readonly string[]

function withList(text: string, name: string, change: (filters: Filters) => Filters): string {
  const shape = new RegExp(
    `(FilterList Name {8}: ${name}\\nDescription {12}: NONE\\nNo\\. of Filters {9}: )\\d+(\\nFilter\\(s\\)\\n-+\\n)((?:Description[^]*?Destination Port {7}: ANY\\n\\n?)*)`,
  )
  if (!shape.test(text)) throw new Error(`There is no filter list "${name}".`)
  return text.replace(shape, (_, head: string, middle: string, written: string) => {
    const filters = change(written.split(/(?<=Destination Port {7}: ANY\n)\n?/).filter((filter) => filter !== ''))
    return `${head}${filters.length}${middle}${filters.join('\n')}\n`
  })
}

function withTunnel(text: string, name: string, tunnel: string): string {
  if (name !== 'Out' || tunnel === '') throw new Error(`netsh sets nothing known of the rule "${name}".`)
  return text.replace(
    /(Rule Name {14}: Out\n(?:.*\n){3}Tunnel Dest IP Address : ).*/,
    (_, before: string) => before + tunnel,
  )
}
