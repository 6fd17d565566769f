import { formatHost } from '../../../address/address-range.ts'
import { type Change, NEW_KEY } from '../../../model/change.ts'
import { childWith, type Owner } from '../../../model/children-with-box.ts'
import type { Endpoint } from '../../../model/endpoint.ts'
import { entryById } from '../../../model/entry-by-id.ts'
import type { Dialect, DialectStep } from '../../../model/vendor.ts'
import { type Box, equalBoxes } from '../../../selectors/box.ts'
import { shownSetting } from '../../setting-steps.ts'
import { changedSides, sidesOf } from '../../sides-of-box.ts'
import { formatAddresses, formatIdentity, formatProposals, formatSelector, formatTime } from '../words.ts'

/** What makes a running daemon take over the file. */
const LOAD = 'swanctl --load-all'

/** The steps for a gateway that is configured by swanctl.conf. */
export const swanctlDialect: Dialect = {
  cover: ({ box }, before, after) => {
    const added = newChild(before, after, box)
    return [
      added === undefined
        ? step(
            `On ${before.name}, add to ${childFor(before, childWith(after, box))} of swanctl.conf: ${both(box)}; then load it.`,
          )
        : step(
            `On ${before.name}, add to the children of ${connection(before)} of swanctl.conf a child "${added}" with ${both(box)}, and the other settings of the child that is there; then load it.`,
          ),
    ]
  },
  replace: (change, before) => [
    step(
      `On ${before.name}, change in ${childFor(before, childWith(before, change.from))} of swanctl.conf ${changedSides(['local_ts', 'remote_ts'], change, formatSelector)}; then load it.`,
    ),
  ],
  remove: ({ box, entry }, before) => [
    step(
      `On ${before.name}, remove from ${childFor(before, entryById(before.spd, entry)?.negotiated)} of swanctl.conf: ${both(box)}; then load it.`,
    ),
  ],
  'add-direction': ({ direction, box }, before) => [
    step(
      `On ${before.name}, the ${direction === 'in' ? 'inbound' : 'outbound'} policy for ${both(box)} is not installed, though strongSwan installs both; load the connection again.`,
    ),
  ],
  retarget: ({ from, to }, before) => [
    step(
      `On ${before.name}, change in ${connection(before)} of swanctl.conf remote_addrs from ${formatHost(from)} to ${formatHost(to)}; then load it.`,
    ),
  ],
  unmirror: ({ box }, before) => [
    step(`On ${before.name}, load the connection with ${both(box)} again, so that it installs a policy for each way.`),
  ],
  'ike-proposals': ({ proposals, ...at }, before) => [set(before, place(at), 'proposals', formatProposals(proposals))],
  'child-proposals': ({ proposals, ...at }, before) =>
    (['esp', 'ah'] as const).flatMap((protocol) => {
      const own = proposals.filter((proposal) => proposal.protocol === protocol)
      return own.length === 0 ? [] : [set(before, place(at), `${protocol}_proposals`, formatProposals(own))]
    }),
  pfs: ({ pfs, ...at }, before) => [
    say(
      before,
      pfs === 'ike-group'
        ? `name in esp_proposals of ${place(at)} the group of the IKE SA`
        : `leave the group out of esp_proposals of ${place(at)}`,
    ),
  ],
  'child-selectors': ({ local, remote, ...at }, before) => [
    say(before, `${selectorWords(before, at, { local, remote }).join(', and ')} in ${place(at)}`),
  ],
  mode: ({ mode, ...at }, before) => [set(before, place(at), 'mode', mode)],
  'pass-over': (_change, before) => [
    {
      say: `On ${before.name}, nothing can be changed: of two children the one for fewer packets has them.`,
      run: null,
    },
  ],
  narrowing: ({ child: name }, before) => [
    { say: `On ${before.name}, nothing is to be changed for ${name}: strongSwan narrows by itself.`, run: null },
  ],
  compression: ({ compression, ...at }, before) => [set(before, place(at), 'ipcomp', compression ? 'yes' : 'no')],
  waits: ({ waits, ...at }, before) => [set(before, place(at), 'start_action', waits ? 'none' : 'trap')],
  'own-identity': ({ identity, ...at }, before) => [set(before, `${place(at)}.local`, 'id', formatIdentity(identity))],
  'peer-identity': ({ identity, ...at }, before) => [
    set(before, `${place(at)}.remote`, 'id', formatIdentity(identity)),
  ],
  authentication: ({ side, method, ...at }, before) => [
    say(
      before,
      method === 'psk'
        ? `set auth = psk in ${place(at)}.${side}`
        : `set auth = pubkey in ${place(at)}.${side}${side === 'local' ? ', with the certificate of the gateway in certs' : ''}`,
    ),
  ],
  'new-key': ({ owners, replaces }, before) => [
    say(
      before,
      replaces === null
        ? `add to secrets a section whose name begins with "ike", with secret = "${NEW_KEY}"${owners.length === 0 ? '' : ` and ${owners.map((owner, at) => `id-${at + 1} = ${formatIdentity(owner)}`).join(', ')}`}`
        : `write secret = "${NEW_KEY}" in the place of the value in line ${replaces.line}; where both lines stand, the later one counts`,
    ),
  ],
  'post-quantum-key': ({ id, key, ...at }, before) => {
    const used = `set ppk_id = ${id} and ppk_required = yes in ${place(at)}`
    if (key === null) return [say(before, used)]
    const { replaces } = key
    return [
      say(
        before,
        replaces === null
          ? `${used}, and add to secrets a section whose name begins with "ppk", with id = ${id} and secret = "${NEW_KEY}"`
          : `${used}, and write secret = "${NEW_KEY}" in the place of the value in line ${replaces.line}; where both lines stand, the later one counts`,
      ),
    ]
  },
  'key-owners': ({ key, owners }, before) => [
    say(
      before,
      owners.length === 0
        ? `leave the identities (id-*) out of the secret in line ${key.line}, so that it is used for everybody`
        : `let the secret in line ${key.line} be for ${owners.map(formatIdentity).join(' and ')} (id-*)`,
    ),
  ],
  version: ({ version, ...at }, before) => [set(before, place(at), 'version', String(version))],
  exchange: (at, before) => [set(before, place(at), 'aggressive', 'no')],
  'nat-traversal': (_change, before) => [
    { say: `On ${before.name}, nothing can be changed: strongSwan always takes part in NAT traversal.`, run: null },
  ],
  'ike-ports': ({ own, peer, connection: of }, before) => [
    say(
      before,
      [portWords('local_port', own), portWords('remote_port', peer)].join(', and ') +
        ` in ${place({ connection: of })}`,
    ),
  ],
  'listening-ports': (_change, before) => [usualPorts(before)],
  childless: ({ childless, ...at }, before) => [set(before, place(at), 'childless', childless)],
  'own-addresses': ({ addresses, ...at }, before) => [
    set(before, place(at), 'local_addrs', formatAddresses(addresses)),
  ],
  'peer-addresses': ({ addresses, ...at }, before) => [
    set(before, place(at), 'remote_addrs', formatAddresses(addresses)),
  ],
  'virtual-addresses': ({ addresses, ...at }, before) => [
    addresses.length === 0
      ? say(before, `delete vips from ${place(at)}, since the peer has no pool to give addresses from`)
      : set(before, place(at), 'vips', addresses.join(', ')),
  ],
  lifetime: ({ lifetime: { rekey, end }, connection: of, child: name }, before) => {
    const whole = name === null
    const last = whole ? (end ?? 0) - (rekey?.to ?? 0) : (end ?? 0)
    return [
      say(
        before,
        `set in ${place({ connection: of, ...(name !== null && { child: name }) })} rekey_time = ${formatTime(rekey?.to ?? 0)} and ${whole ? 'over_time' : 'life_time'} = ${formatTime(last)}`,
      ),
    ]
  },
  'clear-obstacle': ({ obstacle }) => obstacle.steps,
  'shown-setting': shownSetting,
  correct: ({ say: what }, before) => [step(`On ${before.name}, ${what} Then load the file.`)],
}

/** What is added to a list that keeps all it has, else the whole list. */
function selectorWords(
  end: Endpoint,
  at: { readonly connection: string | null; readonly child: string },
  lists: Pick<Change<'child-selectors'>, 'local' | 'remote'>,
): string[] {
  const known = end.ike?.connections.find(({ name }) => name === at.connection)
  const old = known?.children.find(({ name }) => name === at.child)
  return (['local', 'remote'] as const).flatMap((side) => {
    const [written, wanted] = [old?.[side].value ?? [], lists[side]].map((list) => list.map(formatSelector))
    const added = wanted?.filter((text) => !written?.includes(text)) ?? []
    const kept = written?.every((text) => wanted?.includes(text)) === true && old?.[side].origin === 'stated'
    if (kept && added.length === 0) return []
    return kept ? [`add ${added.join(', ')} to ${side}_ts`] : [`set ${side}_ts = ${wanted?.join(', ')}`]
  })
}

function portWords(key: string, port: number | null): string {
  return port === null ? `let ${key} be the usual one, by deleting it` : `set ${key} = ${port}`
}

/** A daemon opens its ports when it starts. */
export function usualPorts({ name }: Endpoint): DialectStep {
  return {
    say: `On ${name}, delete port and port_nat_t from charon in strongswan.conf, so that it listens at 500 and 4500; then start it anew.`,
    run: 'systemctl restart strongswan',
  }
}

function step(text: string): DialectStep {
  return { say: text, run: LOAD }
}

function say(end: Endpoint, what: string): DialectStep {
  return step(`On ${end.name}, ${what} (swanctl.conf); then load it.`)
}

function set(end: Endpoint, at: string, key: string, value: string): DialectStep {
  return step(`On ${end.name}, set in ${at} of swanctl.conf ${key} = ${value}; then load it.`)
}

/** `connections.to-b.children.net` */
function place({ connection: name, child: inner }: { readonly connection: string | null; readonly child?: string }) {
  const of = name === null ? 'the connection' : `connections.${name}`
  return inner === undefined ? of : `${of}.children.${inner}`
}

/** `connections.a-b`, where the end has only one. */
function connection(end: Endpoint): string {
  const [only, ...more] = end.ike?.connections ?? []
  return only === undefined || more.length > 0 ? 'the connection' : `connections.${only.name}`
}

/** The name of the child that a change adds for these packets; `undefined` when a child that is there takes them. */
function newChild(before: Endpoint, after: Endpoint, box: Box): string | undefined {
  const known = new Set(before.ike?.connections.flatMap(({ children }) => children.map(({ name }) => name)))
  const added = (after.spd ?? []).filter(
    ({ negotiated }) => negotiated !== undefined && !known.has(negotiated.child.name),
  )
  return added.find(({ selectors }) => selectors.some((selector) => equalBoxes(selector, box)))?.negotiated?.child.name
}

/** The child that is meant, or the only one that the end has. */
function childFor({ ike }: Endpoint, meant: Owner | undefined): string {
  if (meant !== undefined) return place({ connection: meant.connection.name, child: meant.child.name })
  const [only, ...more] = ike?.connections ?? []
  const [one, ...others] = only?.children ?? []
  if (only === undefined || one === undefined || more.length + others.length > 0) return 'the child of the connection'
  return place({ connection: only.name, child: one.name })
}

function both(box: Box): string {
  const [local, remote] = sidesOf(box, formatSelector)
  return `local_ts = ${local}, remote_ts = ${remote}`
}
