import { type AddressRange, formatHost } from '../../address/address-range.ts'
import { NEW_KEY } from '../../model/change.ts'
import { childrenWith } from '../../model/children-with-box.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import { entryById } from '../../model/entry-by-id.ts'
import type { Lifetime } from '../../model/ike-policy.ts'
import type { Dialect, DialectStep } from '../../model/vendor.ts'
import type { Box } from '../../selectors/box.ts'
import { pairWords, sideWords } from '../box-words.ts'
import { shownSetting } from '../setting-steps.ts'
import { commandBlock } from './commands.ts'
import { nodesAt } from './config-tree.ts'
import {
  type DialectSource,
  espGroup,
  ikeGroup,
  isSwanctl,
  nameOf,
  peerOf,
  peerPath,
  tunnelOf,
} from './dialect-targets.ts'
import { keyOwners, newKey } from './key-steps.ts'
import { espProposalSteps, ikeProposalSteps } from './proposal-steps.ts'
import { atEnd, cover, reselect, titleOf, tunnelPath } from './selector-steps.ts'
import { identityWord, quoted } from './words.ts'

/** The steps for a router, in the names of its own configuration. */
export function vyosDialect(source: DialectSource): Dialect {
  const peer = (end: Endpoint, connection: string | null) => peerOf(source, end, connection)
  const set = (end: Endpoint, what: string, lines: readonly string[]): DialectStep => ({
    say: `On ${end.name}, ${what}${lines.length === 0 ? '' : ` (${lines.join(', ')})`}.`,
    run: lines.length === 0 ? null : commandBlock(lines),
  })
  const nothing = (end: Endpoint, why: string): DialectStep[] => [
    { say: `On ${end.name}, nothing can be changed: ${why}.`, run: null },
  ]
  return {
    cover: ({ box }, before, after) => cover(source, before, box, after),
    replace: ({ from, to }, before) => {
      const [owner] = childrenWith(before, from)
      const lists = { local: [templateOf(to, 'local')], remote: [templateOf(to, 'remote')] }
      const what = `change ${pairWords(from)} into ${pairWords(to)}`
      return reselect(source, before, owner?.connection.name ?? null, owner?.child.name ?? null, lists, what)
    },
    remove: ({ box, entry }, before) => {
      const owner = entryById(before.spd, entry)?.negotiated
      const own = peer(before, owner?.connection.name ?? null)
      const tunnel = tunnelOf(own, owner?.child.name ?? null)
      return [
        set(before, `take ${pairWords(box)} out of the ${titleOf(own, tunnel)}`, [`delete ${tunnelPath(own, tunnel)}`]),
      ]
    },
    'add-direction': ({ box }, before) => [resetStep(source, before, `${pairWords(box)} is for both directions`)],
    unmirror: ({ box }, before) => [resetStep(source, before, `${pairWords(box)} is for each direction already`)],
    retarget: ({ from, to }, before) => [
      set(
        before,
        `change the peer's address from ${formatHost(from)} to ${formatHost(to)}`,
        addressLines(source, before, null, [to]),
      ),
    ],
    'peer-addresses': ({ addresses, connection }, before) => [
      set(
        before,
        `set the address of the peer to ${addressWords(addresses)}`,
        addressLines(source, before, connection, addresses),
      ),
    ],
    'own-addresses': ({ addresses: [address], connection }, before) => [
      set(before, `use ${address === undefined ? 'any own address' : formatHost(address)}`, [
        `set ${peerPath(peer(before, connection))} local-address ${address === undefined ? 'any' : formatHost(address)}`,
      ]),
    ],
    'ike-proposals': ({ proposals, connection }, before) =>
      ikeProposalSteps(source, before, ikeGroup(source, peer(before, connection)), proposals),
    'child-proposals': ({ proposals, connection, child }, before) => {
      const own = peer(before, connection)
      const known = tunnelOf(own, child)?.child.proposals.value ?? []
      return espProposalSteps(source, before, espGroup(source, own, child), proposals, known)
    },
    pfs: ({ pfs, connection, child }, before) => [
      set(before, pfs === 'ike-group' ? 'switch perfect forward secrecy on' : 'switch perfect forward secrecy off', [
        `set ${espGroup(source, peer(before, connection), child).path} pfs ${pfs === 'ike-group' ? 'enable' : 'disable'}`,
      ]),
    ],
    'child-selectors': ({ local, remote, connection, child }, before) => {
      const what = `let it protect ${sideWords(local)} on the own side and ${sideWords(remote)} on the side of the peer`
      return reselect(source, before, connection, child, { local, remote }, what)
    },
    mode: ({ mode, connection, child }, before) => {
      const own = peer(before, connection)
      const tunnel = tunnelOf(own, child)
      const group = espGroup(source, own, child)
      const sides = mode === 'tunnel' ? [] : (['local', 'remote'] as const)
      const lines = sides.flatMap((side) =>
        nodesAt(tunnel?.node, side, 'prefix').map(
          ({ text }) => `delete ${tunnelPath(own, tunnel)} ${side} prefix ${text}`,
        ),
      )
      return [set(before, `use ${mode} mode${group.shared}`, [...lines, `set ${group.path} mode ${mode}`])]
    },
    narrowing: (_change, before) => [
      { say: `On ${before.name}, nothing is to be changed: its strongSwan narrows by itself.`, run: null },
    ],
    'pass-over': (_change, before) => nothing(before, 'of two tunnels the one for fewer packets has them'),
    'ike-ports': (_change, before) => nothing(before, 'a peer begins at UDP port 500'),
    'listening-ports': (_change, before) => nothing(before, 'it listens at the UDP ports 500 and 4500'),
    'nat-traversal': (_change, before) => nothing(before, 'its strongSwan always takes part in NAT traversal'),
    compression: ({ compression, connection, child }, before) => {
      const { path, shared } = espGroup(source, peer(before, connection), child)
      const isNew = isSwanctl(source)
      const line = compression
        ? `set ${path} compression${isNew ? '' : ' enable'}`
        : isNew
          ? `delete ${path} compression`
          : `set ${path} compression disable`
      return [set(before, `${compression ? 'compress packets' : 'compress no packets'}${shared}`, [line])]
    },
    waits: ({ waits, connection }, before) => {
      const type = !waits ? 'initiate' : isSwanctl(source) ? 'none' : 'respond'
      const what = waits ? 'wait for the peer' : 'bring the tunnel up'
      return [set(before, what, [`set ${peerPath(peer(before, connection))} connection-type ${type}`])]
    },
    'own-identity': ({ identity, connection }, before) => [
      set(before, `show ${identity.text} as the own identity`, [
        `set ${peerPath(peer(before, connection))} authentication ${isSwanctl(source) ? 'local-id' : 'id'} ${identityWord(identity)}`,
      ]),
    ],
    'peer-identity': ({ identity, connection }, before) => {
      const path = `${peerPath(peer(before, connection))} authentication remote-id`
      const isAny = identity.kind === 'any'
      return [
        set(before, `expect ${isAny ? 'any identity' : identity.text} of the peer`, [
          `set ${path} ${isAny ? '%any' : identityWord(identity)}`,
        ]),
      ]
    },
    authentication: ({ method, connection }, before) => {
      const path = `${peerPath(peer(before, connection))} authentication`
      return method === 'psk'
        ? [set(before, 'authenticate by a pre-shared key', [`set ${path} mode pre-shared-secret`])]
        : [
            set(before, 'authenticate by certificates', [
              `set ${path} mode x509`,
              `set ${path} x509 certificate <the certificate of this gateway>`,
              `set ${path} x509 ca-certificate <the CA of the peer>`,
            ]),
          ]
    },
    'new-key': (change, before) => newKey(source, before, change),
    'key-owners': (change, before) => keyOwners(source, before, change),
    'post-quantum-key': ({ connection, id, key }, before) => {
      const path = peerPath(peer(before, connection))
      const own = `vpn ipsec authentication ppk ${quoted(id)}`
      const added = key === null ? [] : [`set ${own} id ${quoted(id)}`, `set ${own} secret '${NEW_KEY}'`]
      const lines = [...added, `set ${path} ppk id ${quoted(id)}`, `set ${path} ppk required`]
      return [set(before, `insist on the post-quantum key "${id}"`, lines)]
    },
    version: ({ version, connection }, before) => {
      const { path, shared } = ikeGroup(source, peer(before, connection))
      return [set(before, `use IKEv${version}${shared}`, [`set ${path} key-exchange ikev${version}`])]
    },
    exchange: ({ connection }, before) => {
      const { path, shared } = ikeGroup(source, peer(before, connection))
      return [set(before, `use main mode${shared}`, [`set ${path} mode main`])]
    },
    childless: ({ childless, connection }, before) => [
      set(before, `set childless to ${childless}`, [
        `set ${peerPath(peer(before, connection))} childless ${childless}`,
      ]),
    ],
    'virtual-addresses': ({ addresses, connection }, before) => {
      const own = peer(before, connection)
      const path = `${peerPath(own)} virtual-address`
      const known = nodesAt(own?.node, 'virtual-address').map(({ text }) => text)
      const gone = known.filter((text) => !addresses.includes(text)).map((text) => `delete ${path} ${text}`)
      const fresh = addresses.filter((text) => !known.includes(text)).map((text) => `set ${path} ${text}`)
      return [
        set(before, addresses.length === 0 ? 'ask for no virtual address' : 'ask for a virtual address', [
          ...gone,
          ...fresh,
        ]),
      ]
    },
    lifetime: ({ lifetime, connection, child }, before) => {
      const own = peer(before, connection)
      const { path, shared } = child === null ? ikeGroup(source, own) : espGroup(source, own, child)
      const time = seconds(lifetime, child === null && isSwanctl(source))
      return [set(before, `set the lifetime to ${time} seconds${shared}`, [`set ${path} lifetime ${time}`])]
    },
    'clear-obstacle': ({ obstacle, told = obstacle }, before) => told.steps.map((step) => atEnd(before, step)),
    'shown-setting': shownSetting,
    correct: ({ say }, before) => [{ say: `On ${before.name}, ${say}`, run: null }],
  }
}

/** From 1.4 on the lifetime of an IKE SA is when it is rekeyed; of everything else, its end. */
function seconds({ rekey, end }: Lifetime, isRekey: boolean): number {
  return (isRekey ? rekey?.to : end) ?? end ?? 28_800
}

function templateOf(box: Box, side: 'local' | 'remote') {
  const ports = side === 'local' ? box.localPort : box.remotePort
  return { addresses: box[side], protocol: box.protocol, ports, span: null }
}

function addressWords(addresses: readonly AddressRange[]): string {
  return addresses.length === 0 ? 'any' : addresses.map(formatHost).join(', ')
}

/** Before 1.4 a peer is called by its address, and gets another name. */
function addressLines(
  source: DialectSource,
  end: Endpoint,
  connection: string | null,
  addresses: readonly AddressRange[],
): readonly string[] {
  const peer = peerOf(source, end, connection)
  const wanted = addresses.length === 0 ? ['any'] : addresses.map(formatHost)
  if (!isSwanctl(source)) {
    const [name = ''] = wanted
    return [`rename ${peerPath(peer)} to peer ${name === 'any' ? '0.0.0.0' : name}`]
  }
  const path = `${peerPath(peer)} remote-address`
  const known = nodesAt(peer?.node, 'remote-address').map(({ text }) => text)
  return [
    ...known.filter((text) => !wanted.includes(text)).map((text) => `delete ${path} ${text}`),
    ...wanted.filter((text) => !known.includes(text)).map((text) => `set ${path} ${text}`),
  ]
}

/** Both directions are made by one tunnel: it is brought up again. */
function resetStep(source: DialectSource, end: Endpoint, why: string): DialectStep {
  const name = quoted(nameOf(peerOf(source, end, null)))
  const run = isSwanctl(source) ? `reset vpn ipsec site-to-site peer ${name}` : `reset vpn ipsec-peer ${name}`
  return { say: `On ${end.name}, ${why}; bring the tunnel up again.`, run }
}
