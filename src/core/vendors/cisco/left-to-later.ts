import type { Change } from '../../model/change.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import type { IkePolicy } from '../../model/ike-policy.ts'
import { rememberedOf } from '../../model/remembered.ts'
import { type Box, boxKey } from '../../selectors/box.ts'
import type { Span } from '../../text/source-text.ts'

/** Cisco IOS Security Configuration Guide, "Crypto Access Lists"; the same for an ASA, "Defining Crypto Maps". */
export const DENIES_NOTHING =
  'Nothing is dropped by that: what a crypto map is denied goes on to its next entry, and the tunnel of this one stays as it is.'

/** The pairs that changes leave to later entries, each once: no line of the text denies them yet. */
export function leftToLater({ ike }: Endpoint, name: string): readonly Box[] {
  const children = ike?.connections.find((each) => each.name === name)?.children ?? []
  const found = new Map<string, Box>()
  for (const { except = [] } of children)
    for (const { local, remote } of except) {
      if (local.span !== null || local.addresses === 'dynamic' || remote.addresses === 'dynamic') continue
      const { protocol, ports: localPort } = local
      const box = { local: local.addresses, remote: remote.addresses, protocol, localPort, remotePort: remote.ports }
      found.set(boxKey(box), box)
    }
  return [...found.values()]
}

/** Another entry has the same list, from which a line in front would take the packets too. */
export function isListOfOthers({ connection }: Change<'pass-over'>, { ike }: Endpoint): boolean {
  if (ike === undefined) return false
  const [child] = ike.connections.find(({ name }) => name === connection)?.children ?? []
  return child !== undefined && (entriesOfLines(ike).get(placeOf(child.span))?.size ?? 0) > 1
}

/** Of each line of a list the entries that have it. */
const entriesOfLines = rememberedOf(({ connections }: IkePolicy) => {
  const found = new Map<string, Set<string>>()
  for (const { span: entry, children } of connections)
    for (const { span } of children) {
      const known = found.get(placeOf(span))
      if (known === undefined) found.set(placeOf(span), new Set([placeOf(entry)]))
      else known.add(placeOf(entry))
    }
  return found
})

function placeOf({ source, line, column }: Span): string {
  return `${line} ${column} ${source}`
}
