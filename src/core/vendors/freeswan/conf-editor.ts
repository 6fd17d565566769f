import type { Editor } from '../../model/endpoint.ts'
import type { Identity, IkePolicy, IkePorts, Lifetime } from '../../model/ike-policy.ts'
import type { SourceLine } from '../../text/source-text.ts'
import { type ConfEdit, joinInsertions, secretEdits } from './conf-writer.ts'
import type { SectionIndex } from './conn-keys.ts'
import type { Side, SideRule, TwoHosts } from './own-side.ts'

/** What an ipsec.conf and its ipsec.secrets say, for changing them. */
export interface WrittenConf {
  readonly sections: SectionIndex
  /** What each conn names as its two hosts. */
  readonly hosts: ReadonlyMap<string, TwoHosts>
  readonly conf: readonly SourceLine[]
  readonly secrets: readonly SourceLine[]
}

/** Keys of a conn, each with its new value; `null` takes the key away. */
export type NewKeys = readonly (readonly [key: string, value: string | null])[]

/** What the editors of the two products do differently. */
interface EditorWords {
  readonly sides: SideRule
  readonly formatIdentity: (identity: Identity) => string
  /** What makes the connections others. */
  readonly connectionsEdits: (
    written: WrittenConf,
    before: IkePolicy,
    after: IkePolicy,
    sideOf: (conn: string) => Side,
  ) => readonly ConfEdit[]
}

/** Writes into both files what makes the policy another. */
export function confEditor(written: WrittenConf, words: EditorWords): Editor {
  return (before, after) => {
    if (before.ike === undefined || after.ike === undefined) return []
    const [own = [], peers = []] = [before.addresses, before.peers].map((known) => known.map(({ value }) => value))
    const sideOf = (conn: string): Side => {
      const hosts = written.hosts.get(conn)
      return hosts === undefined ? 'left' : words.sides.of(hosts, own, peers)
    }
    const edits = words.connectionsEdits(written, before.ike, after.ike, sideOf)
    const owners = (key: { readonly owners: readonly Identity[] }) =>
      key.owners.map((owner) => `${words.formatIdentity(owner)} `).join('')
    return [...joinInsertions(edits), ...secretEdits(written.secrets, before.ike, after.ike, owners)]
  }
}

/** The UDP ports of both ends; one that is not set is the usual one. */
export function portKeys(own: Side, ports: IkePorts | undefined): NewKeys {
  const peer = own === 'left' ? 'right' : 'left'
  return [
    [`${own}ikeport`, portText(ports?.own)],
    [`${peer}ikeport`, portText(ports?.peer)],
  ]
}

function portText(port: IkePorts['own'] | undefined): string | null {
  return port === undefined ? null : String(port.value)
}

/** `key` ends an SA, and `margin` is how long before that it is renewed. */
export function lifetimeKeys(
  key: string,
  margin: string,
  { rekey, end }: Lifetime,
  formatSeconds: (seconds: number) => string,
): NewKeys {
  if (end === undefined) return []
  const renewed: NewKeys = rekey === undefined ? [] : [[margin, formatSeconds(Math.max(0, end - rekey.to))]]
  return [[key, formatSeconds(end)], ...renewed]
}
