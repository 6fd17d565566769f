import { libreswanHost, libreswanId, libreswanProposals } from './libreswan-words.ts'
import type { ChildDraft, ConnectionDraft, EndDraft, SelectorDraft } from './pair-draft.ts'

/** The ipsec.conf of one end: each child is a conn, as libreswan has no other word for it. */
export function ipsecConf(end: EndDraft): string {
  const setup = end.setup ?? []
  const blocks = [
    ...(setup.length === 0 ? [] : [block('config setup', setup)]),
    ...[...end.before, end.main, ...end.after].flatMap((connection) => connectionBlocks(end, connection)),
  ]
  const text = blocks.join('\n')
  return end.spoil === undefined ? text : end.spoil(text)
}

export function ipsecSecrets(end: EndDraft): string {
  return end.secrets
    .map(({ ids, secret }) => {
      const quoted = /^(?:"|0x|0s)/.test(secret) ? secret : `"${secret}"`
      return `${ids.map((id) => `${libreswanId(id)} `).join('')}: PSK ${quoted}\n`
    })
    .join('')
}

function connectionBlocks(end: EndDraft, connection: ConnectionDraft): readonly string[] {
  const isMain = connection === end.main
  const shared = [...peerLines(end, connection), ...connection.lines.flatMap(translated)]
  const children = connection.children.map((child) => ({
    name: child.name,
    lines: [...childLines(end, child, connection.version), ...(isMain ? (end.conn ?? []) : ['authby=secret'])],
  }))
  const own = (name: string, lines: readonly string[]): string => block(`conn ${name}`, autoLast(lines))
  if (!isMain || end.layout === undefined || end.layout === 'plain') {
    return children.map(({ name, lines }) => own(name, [...shared, ...lines]))
  }
  if (end.layout === 'default') {
    return [block('conn %default', shared), ...children.map(({ name, lines }) => own(name, lines))]
  }
  return [
    ...children.map(({ name, lines }) => own(name, [`also=${connection.name}`, ...lines])),
    block(`conn ${connection.name}`, shared),
  ]
}

function peerLines({ side = 'left' }: EndDraft, connection: ConnectionDraft): readonly string[] {
  const peer = side === 'left' ? 'right' : 'left'
  return [
    ...option(side, connection.localAddrs ?? '%defaultroute'),
    `${peer}=${libreswanHost(connection.remoteAddrs)}`,
    ...option(`${side}id`, libreswanId(connection.id)),
    ...option(`${peer}id`, libreswanId(connection.peerId)),
    ...(connection.version === 1 ? ['ikev2=no'] : []),
    ...option('ike', libreswanProposals(connection.ike, connection.version)),
  ]
}

function childLines({ side = 'left' }: EndDraft, child: ChildDraft, version: number | undefined): readonly string[] {
  const peer = side === 'left' ? 'right' : 'left'
  return [
    ...selectorLines(side, child.local),
    ...selectorLines(peer, child.remote),
    ...option('esp', libreswanProposals(child.esp, version)),
    ...child.lines.flatMap(translated),
  ]
}

function selectorLines(side: 'left' | 'right', list: readonly SelectorDraft[] | undefined): readonly string[] {
  const texts = (list ?? []).map(({ text }) => text).filter((text) => text !== 'dynamic')
  const [, protoport] = /\[([^\]]+)\]/.exec(texts[0] ?? '') ?? []
  const subnets = texts.map((text) => text.replace(/\[.*/, ''))
  return [
    ...(subnets.length === 1 ? [`${side}subnet=${subnets[0]}`] : []),
    ...(subnets.length > 1 ? [`${side}subnets={${subnets.join(' ')}}`] : []),
    // An ipsec.conf has no ranges of ports.
    ...option(`${side}protoport`, protoport?.replace(/-\d+$/, '')),
  ]
}

/** What people write in an ipsec.conf where others write these lines in a swanctl.conf. */
const TRANSLATIONS: ReadonlyMap<string, string> = new Map([
  ['mode = transport', 'type=transport'],
  ['ipcomp = yes', 'compress=yes'],
  ['aggressive = yes', 'aggressive=yes'],
  ['encap = yes', 'encapsulation=yes'],
  ['start_action = trap', 'auto=ondemand'],
  ['dpd_delay = 30s', 'dpddelay=30'],
  ['mobike = no', 'mobike=no'],
  ['rekey_time = 1h', 'salifetime=1h'],
  ['rekey_time = 4h', 'ikelifetime=4h'],
  ['fragmentation = yes', 'fragmentation=yes'],
])

function translated(line: string): readonly string[] {
  const proposals = /^ah_proposals = (.*)$/.exec(line)?.[1]
  if (proposals !== undefined) return ['phase2=ah', `phase2alg=${proposals.split('-')[0]}`]
  const known = TRANSLATIONS.get(line)
  return known === undefined ? [] : [known]
}

/** A key that is written twice counts once: the later line is the one meant. */
function autoLast(lines: readonly string[]): readonly string[] {
  const auto = lines.findLast((line) => line.startsWith('auto=')) ?? 'auto=add'
  return [...lines.filter((line) => !line.startsWith('auto=')), ...(auto === 'auto=' ? [] : [auto])]
}

function option(key: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [`${key}=${value}`]
}

function block(head: string, lines: readonly string[]): string {
  return `${head}\n${lines.map((line) => `\t${line}\n`).join('')}`
}
