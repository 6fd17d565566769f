/**
 * The configuration of VyOS or EdgeOS, to which `set`, `delete`, `rename`, `commit` and `save` are applied as the router would: what is
 * deleted must be there, and nothing is typed outside of the configuration mode.
 */
interface Node {
  readonly below: Map<string, Node>
}

export function configureVyos(text: string, commands: string): string {
  const root: Node = { below: new Map() }
  const isTree = !/^set /m.test(text)
  for (const path of isTree ? treePaths(text) : commandPaths(text)) set(root, path)
  run(root, commands)
  const trailer = text.split('\n').filter((line) => /^(?:\/\*|\/\/)/.test(line))
  return isTree ? [...treeLines(root, ''), ...trailer, ''].join('\n') : `${commandLines(root, 'set').join('\n')}\n`
}

/** Settings of which a new value takes the place of the old one; others are lists, or have names below them. */
const SINGLE =
  /(?:address|local-address|encryption|hash|dh-group|pfs|lifetime|mode|key-exchange|secret|pre-shared-secret|local-id|remote-id|connection-type|compression|auto-firewall-nat-exclude|port|protocol|esp-group|ike-group)$/
const LISTS = /(?:interfaces \S+ \S+ address|remote-address|virtual-address|psk \S+ id|prefix)$/

function run(root: Node, commands: string): void {
  let configures = false
  for (const line of commands.split('\n')) {
    const [verb = '', ...path] = words(line)
    if (verb === 'configure') configures = true
    else if (verb === 'reset') continue
    else if (!configures) throw new Error(`No router takes "${line}" outside of the configuration mode.`)
    else if (verb === 'exit') configures = false
    else if (verb === 'set') set(root, path)
    else if (verb === 'delete') remove(root, path)
    else if (verb === 'rename') rename(root, path)
    else if (verb !== 'commit' && verb !== 'save') throw new Error(`No router takes "${line}".`)
  }
}

function words(line: string): string[] {
  return (line.match(/'[^']*'|"[^"]*"|\S+/g) ?? []).map((word) => word.replace(/^(['"])(.*)\1$/, '$2'))
}

function set(root: Node, path: readonly string[]): void {
  let node = root
  for (const [at, word] of path.entries()) {
    const above = path.slice(0, at).join(' ')
    const isValue = at === path.length - 1 && SINGLE.test(above) && !LISTS.test(above)
    if (isValue && !/ (?:esp|ike)-group$/.test(above.replace(/ peer .*$/, ''))) node.below.clear()
    const next = node.below.get(word) ?? { below: new Map() }
    node.below.set(word, next)
    node = next
  }
}

function nodeAt(root: Node, path: readonly string[]): Node {
  let node = root
  for (const word of path) {
    const next = node.below.get(word)
    if (next === undefined) throw new Error(`Nothing to delete: ${path.join(' ')} does not exist.`)
    node = next
  }
  return node
}

function remove(root: Node, path: readonly string[]): void {
  nodeAt(root, path)
  for (let length = path.length; length > 0; length--) {
    const above = nodeAt(root, path.slice(0, length - 1))
    above.below.delete(path[length - 1] ?? '')
    if (above.below.size > 0) return
  }
}

/** `rename vpn ipsec site-to-site peer 192.0.2.1 to peer 192.0.2.2` */
function rename(root: Node, typed: readonly string[]): void {
  const to = typed.indexOf('to')
  const [path, name] = [typed.slice(0, to), typed.at(-1) ?? '']
  const node = nodeAt(root, path)
  const above = nodeAt(root, path.slice(0, -1))
  above.below.delete(path.at(-1) ?? '')
  above.below.set(name, node)
}

function commandPaths(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('set '))
    .map((line) => words(line).slice(1))
}

function treePaths(text: string): string[][] {
  const paths: string[][] = []
  const open: string[][] = []
  for (const line of text.split('\n')) {
    const own = words(line)
    if (line.trim() === '' || /^\s*(?:\/\*|\/\/)/.test(line)) continue
    if (own.at(-1) === '{') open.push(own.slice(0, -1))
    else if (line.trim() === '}') open.pop()
    if (line.trim() !== '}') paths.push([...open.flat(), ...(own.at(-1) === '{' ? [] : own)])
  }
  return paths
}

function commandLines({ below }: Node, path: string): string[] {
  if (below.size === 0) return [path]
  return [...below].flatMap(([word, node]) =>
    commandLines(node, `${path} ${node.below.size === 0 ? `'${word}'` : word}`),
  )
}

/** Names of which several stand below one word, each with its own section. */
const NAMED = /^(?:peer|tunnel|rule|proposal|esp-group|ike-group|ethernet|psk)$/

function treeLines({ below }: Node, indent: string): string[] {
  return [...below].flatMap(([word, node]): string[] => {
    const inner = [...node.below.values()]
    if (inner.length === 0) return [`${indent}${word}`]
    if (inner.every((each) => each.below.size === 0) && !(inner.length > 1 && !NAMED.test(word)) && isLeaf(word))
      return [...node.below.keys()].map((value) => `${indent}${word} ${quotedValue(value)}`)
    if (NAMED.test(word))
      return [...node.below].flatMap(([name, each]) => [
        `${indent}${word} ${name} {`,
        ...treeLines(each, `${indent}    `),
        `${indent}}`,
      ])
    return [`${indent}${word} {`, ...treeLines(node, `${indent}    `), `${indent}}`]
  })
}

function isLeaf(word: string): boolean {
  return /^(?:address|duplex|description|outbound-interface|type|host-name|auto-firewall-nat-exclude|compression|lifetime|mode|pfs|encryption|hash|dh-group|key-exchange|id|remote-id|pre-shared-secret|connection-type|ike-group|esp-group|local-address|prefix|port|protocol)$/.test(
    word,
  )
}

function quotedValue(value: string): string {
  return /\s/.test(value) ? `"${value}"` : value
}
