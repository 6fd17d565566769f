import { type AddressRange, equalRanges, formatHost } from '../../address/address-range.ts'
import { NEW_KEY } from '../../model/change.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import type { Identity } from '../../model/ike-policy.ts'
import type { DialectStep } from '../../model/vendor.ts'
import type { Span } from '../../text/source-text.ts'
import { type AsaSteps, entryLines, run, say } from './asa-steps.ts'
import type { AsaConnection } from './connections.ts'
import type { TunnelGroup } from './tunnel-groups.ts'

/** The peers of an entry, and a tunnel group for each new one, which is known by its address. */
export function changePeer(
  end: Endpoint,
  known: AsaConnection | undefined,
  from: readonly AddressRange[],
  to: readonly AddressRange[],
  { config }: AsaSteps,
): DialectStep[] {
  const gone = from.filter((address) => !to.some((other) => equalRanges(address, other)))
  const added = to.filter((address) => !from.some((other) => equalRanges(address, other)))
  const groups = added
    .filter((address) => !config.tunnelGroups.some(({ name }) => name === formatHost(address)))
    .flatMap((address) => groupLines(formatHost(address), known))
  const key =
    groups.length > 0 && keyLine(known?.group) !== undefined
      ? `, which has the key of the one so far (\`more system:running-config\` shows it)`
      : ''
  const lines =
    known?.tunnel !== undefined
      ? [known.tunnel.command.words.join(' '), ...added.map((address) => ` tunnel destination ${formatHost(address)}`)]
      : entryLines(known, (at) => [
          // The new one first: without any, the entry is incomplete.
          ...added.map((address) => `${at} set peer ${formatHost(address)}`),
          ...gone.map((address) => `no ${at} set peer ${formatHost(address)}`),
        ])
  const words = (list: readonly AddressRange[]) => list.map(formatHost).join(', ')
  return [
    run(
      end,
      `change the peer from ${words(gone)} to ${words(added)}${groups.length > 0 ? `, with a tunnel group for it${key}` : ''}`,
      [...groups, ...lines],
    ),
  ]
}

/** The running configuration hides the key, so that it has to be entered again. */
function groupLines(address: string, known: AsaConnection | undefined): string[] {
  const key = keyOf(known?.group)
  return [
    `tunnel-group ${address} type ipsec-l2l`,
    ...(known?.group?.policy === undefined
      ? []
      : [`tunnel-group ${address} general-attributes`, ` default-group-policy ${known.group.policy.value}`]),
    `tunnel-group ${address} ipsec-attributes`,
    ...proofs(known, { local: `pre-shared-key ${key}`, remote: `pre-shared-key ${key}` }),
  ]
}

/** In the place of a key that the box has already. */
export function keyOf(group: TunnelGroup | undefined): string {
  const line = keyLine(group)
  return line === undefined ? NEW_KEY : `<the key of line ${line}>`
}

function keyLine(group: TunnelGroup | undefined): number | undefined {
  return (group?.ikev1 ?? group?.local ?? group?.remote)?.command.line.number
}

interface Proofs {
  readonly local?: string
  readonly remote?: string
}

/** Lines of a tunnel group's attributes: in IKEv1 one way for both, in IKEv2 each its own. */
export function keyLines(known: AsaConnection | undefined, how: Proofs): string[] {
  const peer = known?.connection.remoteAddresses.value[0]
  const name = known?.group?.name ?? (peer === undefined ? 'DefaultL2LGroup' : formatHost(peer))
  return [
    ...(known?.group === undefined && peer !== undefined ? [`tunnel-group ${name} type ipsec-l2l`] : []),
    `tunnel-group ${name} ipsec-attributes`,
    ...proofs(known, how),
  ]
}

function proofs(known: AsaConnection | undefined, { local, remote }: Proofs): string[] {
  if (known?.version === 1) return [` ikev1 ${local ?? remote ?? ''}`]
  return [
    ...(remote === undefined ? [] : [` ikev2 remote-authentication ${remote}`]),
    ...(local === undefined ? [] : [` ikev2 local-authentication ${local}`]),
  ]
}

export function newKey(
  end: Endpoint,
  owners: readonly Identity[],
  replaces: Span | null,
  meant: AsaConnection | undefined,
  { config, connections }: AsaSteps,
): DialectStep[] {
  const group = replaces === null ? undefined : config.tunnelGroups.find((each) => isKeyOf(each, replaces))
  const known = connections.find((each) => each.group !== undefined && each.group === group) ?? meant
  const key = `pre-shared-key ${NEW_KEY}`
  // A group for this peer alone: that of another peer, or of all the others, keeps its key.
  const name = group?.name ?? peerAmong(owners, end) ?? known?.group?.name
  const isThere = config.tunnelGroups.some((each) => each.name === name)
  return [
    run(
      end,
      `set the pre-shared key of the tunnel group${name === undefined ? '' : ` ${name}`} to ${NEW_KEY}`,
      name === undefined
        ? keyLines(known, { local: key, remote: key })
        : [
            ...(isThere ? [] : [`tunnel-group ${name} type ipsec-l2l`]),
            `tunnel-group ${name} ipsec-attributes`,
            ...proofs(known, { local: key, remote: key }),
          ],
    ),
  ]
}

function isKeyOf({ ikev1, local, remote }: TunnelGroup, span: Span): boolean {
  return [ikev1, local, remote].some(
    (named) => named?.command.line.number === span.line && named.command.line.source === span.source,
  )
}

/** A key is for the address that its tunnel group is named by. */
export function moveKey(
  end: Endpoint,
  key: Span,
  owners: readonly Identity[],
  { config, connections }: AsaSteps,
): DialectStep[] {
  const group = config.tunnelGroups.find((each) => isKeyOf(each, key))
  const known = connections.find((each) => each.group === group) ?? connections[0]
  const address = peerAmong(owners, end)
  if (address === undefined) return [say(end, 'name the tunnel group by the address of the peer')]
  const of = known === undefined ? undefined : { ...known, ...(group !== undefined && { group }) }
  return [
    run(
      end,
      `make a tunnel group for ${address} with the key of ${group?.name ?? 'the other one'}`,
      groupLines(address, of),
    ),
  ]
}

/** A tunnel group is named by the peer, not by the ASA itself. */
function peerAmong(owners: readonly Identity[], { addresses }: Endpoint): string | undefined {
  const own = new Set(addresses.map(({ value }) => formatHost(value)))
  return owners.find(({ kind, text }) => kind === 'address' && !own.has(text))?.text
}
