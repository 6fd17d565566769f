import { type AddressRange, formatHost, formatPrefixes } from '../../address/address-range.ts'
import { NO_SCOPE, type Scope } from '../../model/scope.ts'
import type { SpdEntry } from '../../model/spd-entry.ts'
import type { Box } from '../../selectors/box.ts'
import { type Interval, isAnyPort, isAnyProtocol } from '../../selectors/interval.ts'
import { formatProtocol, isPortless } from '../../selectors/protocol.ts'

/** What names a policy to `ip xfrm policy delete`, and with the rest makes one. */
export interface PolicyWords {
  readonly direction: 'out' | 'in' | 'fwd'
  /** Seen from the owner: `local` first. */
  readonly box: Box
  readonly mode: SpdEntry['mode']
  readonly tunnel: SpdEntry['tunnel']
  readonly reqid: number | null
  readonly scope: Scope
  readonly priority: number | null
}

/** The words of an entry that is there, for these packets in this direction. */
export function wordsOf(entry: SpdEntry | undefined, box: Box, direction: PolicyWords['direction']): PolicyWords {
  const turn = entry !== undefined && (entry.direction === 'out') !== (direction === 'out')
  const { source = null, destination = null } = entry?.tunnel ?? {}
  return {
    direction,
    box,
    mode: entry?.mode ?? 'tunnel',
    tunnel: turn ? { source: destination, destination: source } : { source, destination },
    reqid: entry?.installed?.templates.find(({ mode }) => mode === entry.mode)?.reqid ?? null,
    scope: entry?.installed?.scope ?? NO_SCOPE,
    priority: entry?.weight == null ? null : Number(entry.weight >> 32n),
  }
}

/**
 * `ip xfrm policy add ...` (ip-xfrm(8)); one command for each pair of prefixes, since a policy has no ranges. `null` where
 * the ports are several and not all, for which it has no words.
 */
export function addCommands(words: PolicyWords): string[] | null {
  const selectors = selectorsOf(words)
  if (selectors === null) return null
  const { direction, mode, tunnel, reqid, priority } = words
  const ends =
    mode === 'transport' ? '' : `src ${host(tunnel.source, '<own address>')} dst ${host(tunnel.destination, '<peer>')} `
  const order = priority === null ? '' : ` priority ${priority}`
  const template = `tmpl ${ends}proto esp reqid ${reqid ?? '<reqid of the SA>'} mode ${mode ?? 'tunnel'}`
  return selectors.map(
    (selector) => `ip xfrm policy add ${selector} dir ${direction}${order}${scopeText(words.scope)} ${template}`,
  )
}

/** `ip xfrm policy delete ...`, which names a policy by its selector, direction, mark and interface. */
export function deleteCommands(words: PolicyWords): string[] | null {
  return (
    selectorsOf(words)?.map(
      (selector) => `ip xfrm policy delete ${selector} dir ${words.direction}${scopeText(words.scope)}`,
    ) ?? null
  )
}

function selectorsOf({ box, direction }: PolicyWords): string[] | null {
  const [from, to, sport, dport] =
    direction === 'out'
      ? [box.local, box.remote, box.localPort, box.remotePort]
      : [box.remote, box.local, box.remotePort, box.localPort]
  const service = serviceText(box.protocol, sport, dport)
  if (service === null) return null
  return formatPrefixes(from).flatMap((source) =>
    formatPrefixes(to).map((destination) => `src ${source} dst ${destination}${service}`),
  )
}

function serviceText(protocol: Interval, sport: Interval, dport: Interval): string | null {
  if (isAnyProtocol(protocol)) return isAnyPort(sport) && isAnyPort(dport) ? '' : null
  if (protocol.from !== protocol.to) return null
  const name = ` proto ${formatProtocol(protocol)}`
  if (isPortless(protocol)) return messageText(name, isAnyPort(sport) ? dport : sport)
  const ports = [
    ['sport', sport],
    ['dport', dport],
  ] as const
  const limited = ports.filter(([, port]) => !isAnyPort(port))
  if (limited.some(([, { from, to }]) => from !== to)) return null
  return `${name}${limited.map(([word, { from }]) => ` ${word} ${from}`).join('')}`
}

function messageText(name: string, message: Interval): string | null {
  if (isAnyPort(message)) return name
  const { from, to } = message
  if (from === to) return `${name} type ${from >> 8} code ${from & 255}`
  return from % 256 === 0 && to - from === 255 ? `${name} type ${from >> 8}` : null
}

function scopeText({ interfaceId, mark }: Scope): string {
  const marked = mark === null ? '' : ` mark 0x${mark.value.toString(16)} mask 0x${mark.mask.toString(16)}`
  return `${marked}${interfaceId === 0 ? '' : ` if_id 0x${interfaceId.toString(16)}`}`
}

function host(address: AddressRange | null, unknown: string): string {
  return address === null ? unknown : formatHost(address)
}
