import type { ChildDraft, ConnectionDraft, EndDraft, SelectorDraft } from './pair-draft.ts'

/** An ipsec.conf and ipsec.secrets for starter that make charon do what the swanctl.conf of the same end makes it do. */
export interface StrongswanConf {
  readonly conf: string
  readonly secrets: string
}

/**
 * The two formats say the same, but not by default: an ipsec.conf adds proposals behind those that are written (unless a
 * `!` ends them), takes the peer's address for its identity where none is written, and has other lifetimes. What it cannot
 * say gives `null`; `obstacleOf` says what that is.
 */
export function strongswanConf(end: EndDraft): StrongswanConf | null {
  if (obstacleOf(end) !== null) return null
  return {
    conf: connectionsOf(end).map(connText).join('\n'),
    secrets: end.secrets
      .map(({ ids, secret }) => `${ids.map((id) => `${quoted(id)} `).join('')}: PSK ${keyText(secret)}\n`)
      .join(''),
  }
}

/** Why an end cannot be written as an ipsec.conf, in a few words; `null` where it can. */
export function obstacleOf(end: EndDraft): string | null {
  if (end.daemon === 'libreswan') return 'it is another product'
  if (end.spoil !== undefined) return 'its text is spoilt on purpose'
  for (const connection of connectionsOf(end)) {
    if (connection.id === undefined)
      return 'an end without an identity shows whatever it is asked for, an ipsec.conf its address'
    if (connection.children.length === 0) return 'a conn has a child'
    const selectors = connection.children.flatMap(({ local = [], remote = [] }) => [...local, ...remote])
    if (selectors.some(({ text }) => /^[^[]*-/.test(text))) return 'it has no word for a range of addresses'
    const lists = [
      proposalLines('ike', connection.ike),
      ...connection.children.map(({ esp }) => proposalLines('esp', esp)),
    ]
    if (lists.includes(null)) return 'the default proposals can only stand last'
    const unknown = [...connection.lines, ...connection.children.flatMap(({ lines }) => lines)].find(
      (line) => translated(line) === null,
    )
    if (unknown !== undefined) return `it has no word for "${unknown}"`
  }
  const shared = connectionsOf(end).map((connection) => connectionLines(connection).join('\n'))
  if (new Set(shared).size < shared.length) return 'two connections that differ in their children only would be one'
  const names = connectionsOf(end).flatMap(({ children }) => children.map(({ name }) => name))
  return new Set(names).size < names.length ? 'two children of one name would be one conn' : null
}

function connectionsOf(end: EndDraft): readonly ConnectionDraft[] {
  return [...end.before, end.main, ...end.after]
}

/** Each child is a conn; those that agree in all but the child become one connection of charon. */
function connText(connection: ConnectionDraft): string {
  return connection.children
    .map((child) =>
      block(`conn ${child.name}`, [...connectionLines(connection), ...childLines(child), ...autoLine(child)]),
    )
    .join('\n')
}

function connectionLines(connection: ConnectionDraft): readonly string[] {
  return [
    `keyexchange=${connection.version === 1 || connection.version === 2 ? `ikev${connection.version}` : 'ike'}`,
    `left=${list(connection.localAddrs) ?? '%any'}`,
    `right=${list(connection.remoteAddrs) ?? '%any'}`,
    `leftid=${quoted(connection.id ?? '%any')}`,
    `rightid=${quoted(connection.peerId ?? '%any')}`,
    'authby=psk',
    ...(proposalLines('ike', connection.ike) ?? []),
    ...connection.lines.flatMap((line) => translated(line) ?? []),
  ]
}

function childLines(child: ChildDraft): readonly string[] {
  return [
    ...subnets('left', child.local),
    ...subnets('right', child.remote),
    ...(proposalLines('esp', child.esp) ?? []),
    ...child.lines.flatMap((line) => translated(line) ?? []),
  ]
}

/** Without a `!` the defaults stand behind what is written; in front of it they have no word. */
function proposalLines(key: 'ike' | 'esp', proposals: readonly string[] = []): readonly string[] | null {
  const written = proposals.filter((text) => text !== 'default')
  if (written.length === 0) return []
  if (written.length === proposals.length) return [`${key}=${written.join(',')}!`]
  return proposals.indexOf('default') === written.length ? [`${key}=${written.join(',')}`] : null
}

function autoLine({ lines }: ChildDraft): readonly string[] {
  return [`auto=${lines.includes('start_action = trap') ? 'route' : 'add'}`]
}

function subnets(side: 'left' | 'right', selectors: readonly SelectorDraft[] | undefined): readonly string[] {
  if (selectors === undefined) return []
  return [`${side}subnet=${selectors.map(({ text }) => text.replace(/^dynamic/, '%dynamic')).join(',')}`]
}

/** `null`: an ipsec.conf has no word for it; none: it says it by itself, or it changes no negotiation. */
function translated(line: string): readonly string[] | null {
  const ah = /^ah_proposals = (.*)$/.exec(line)?.[1]
  if (ah !== undefined) return [`ah=${ah.replaceAll(' ', '')}!`]
  return WORDS.get(line) ?? null
}

const WORDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['mode = transport', ['type=transport']],
  ['ipcomp = yes', ['compress=yes']],
  ['aggressive = yes', ['aggressive=yes']],
  ['encap = yes', ['forceencaps=yes']],
  ['policies = no', ['installpolicy=no']],
  ['vips = 0.0.0.0', ['leftsourceip=%config']],
  ['mobike = no', ['mobike=no']],
  ['fragmentation = yes', ['fragmentation=yes']],
  ['keyingtries = 1', ['keyingtries=1']],
  ['dpd_delay = 30s', ['dpddelay=30s']],
  ['close_action = none', ['closeaction=none']],
  ['start_action = trap', []],
  ['unique = replace', []],
  ['hostaccess = yes', []],
  ['dpd_action = restart', []],
  ['rekey_time = 1h', []],
  ['rekey_time = 4h', []],
])

function list(text: string | undefined): string | undefined {
  return text?.replaceAll(' ', '')
}

function quoted(id: string): string {
  return /[#,= ]/.test(id) ? `"${id}"` : id
}

function keyText(secret: string): string {
  return /^(?:"|0x|0s)/.test(secret) ? secret : `"${secret}"`
}

function block(head: string, lines: readonly string[]): string {
  return `${head}\n${lines.map((line) => `\t${line}\n`).join('')}`
}
