import { formatHost } from '../../address/address-range.ts'
import { NEW_KEY } from '../../model/change.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import type { Identity } from '../../model/ike-policy.ts'
import type { Dialect, DialectStep } from '../../model/vendor.ts'
import { type Box, equalBoxes } from '../../selectors/box.ts'
import { holderOf } from '../cisco/holder-of.ts'
import { shownSetting } from '../setting-steps.ts'
import { addToList, changeInList, leaveToLater, removeFromList } from './acl-steps.ts'
import { type AsaSteps, clearLines, entryLines, run, say } from './asa-steps.ts'
import { flowWords } from './asa-words.ts'
import { boxOf } from './connection-boxes.ts'
import type { AsaConnection } from './connections.ts'
import { changeOfLine } from './line-steps.ts'
import { changePeer, keyLines, moveKey, newKey } from './peer-steps.ts'
import { childProposalLines, ikeProposalLines, modeLines, releaseNote } from './proposal-steps.ts'
import { changeVersion } from './version-steps.ts'

/** Steps with the names of this very configuration. */
export function asaDialect(asa: AsaSteps): Dialect {
  const of = (end: Endpoint, name: string | null): AsaConnection | undefined =>
    asa.connections.find(({ connection }) => connection.name === name) ??
    asa.connections.find(({ connection }) => end.meant?.has(connection.name)) ??
    asa.connections[0]
  const holding = (end: Endpoint, box: Box) => holderOf(asa.connections, end, box) ?? of(end, null)
  return {
    cover: ({ box }, end) => addToList(end, of(end, null), box, asa),
    replace: ({ from, to }, end, after) => {
      const known = holding(end, from)
      return changeOfLine(end, after, known, from, asa) ?? changeInList(end, known, from, to, asa)
    },
    remove: ({ box }, end, after) => {
      const known = holding(end, box)
      return changeOfLine(end, after, known, box, asa) ?? removeFromList(end, known, box, asa)
    },
    'child-selectors': ({ connection, child, local, remote }, end, after) => {
      const known = of(end, connection)
      const old = known?.connection.children.find(({ name }) => name === child)
      const from = boxOf(old?.local.value[0], old?.remote.value[0])
      const [to, ...more] = local.flatMap((mine) => remote.flatMap((theirs) => boxOf(mine, theirs) ?? []))
      if (from === undefined || to === undefined) return [say(end, 'give the crypto ACL the networks of the tunnel')]
      const whole = changeOfLine(end, after, known, from, asa)
      if (whole !== null) return whole
      const first = equalBoxes(from, to) ? [] : changeInList(end, known, from, to, asa)
      return [...first, ...more.flatMap((box) => addToList(end, known, box, asa))]
    },
    'add-direction': ({ box }, end) => again(end, flowWords(box), holding(end, box)),
    unmirror: ({ box }, end) => again(end, flowWords(box), holding(end, box)),
    retarget: ({ from, to }, end) => changePeer(end, of(end, null), [from], [to], asa),
    'peer-addresses': ({ connection, addresses }, end) => {
      const known = of(end, connection)
      return changePeer(end, known, known?.connection.remoteAddresses.value ?? [], addresses, asa)
    },
    'own-addresses': ({ addresses, connection }, end) => {
      const [address] = addresses
      const place = asa.config.interfaces.find(
        (each) =>
          address !== undefined && each.address !== undefined && formatHost(each.address.value) === formatHost(address),
      )
      const map = of(end, connection)?.entry?.map
      const text = `${addresses.map(formatHost).join(', ')}`
      if (place === undefined || map === undefined)
        return [say(end, `the crypto map has to be on the interface with the address ${text}`)]
      return [
        run(end, `apply the crypto map to ${place.name}, whose address is ${text}`, [
          `crypto map ${map} interface ${place.name}`,
        ]),
      ]
    },
    'ike-proposals': ({ connection, proposals }, end, after) => {
      const { version = 2 } = inVersionOf(after, of(end, connection)) ?? {}
      const lines = ikeProposalLines(proposals, version, asa.config)
      return [run(end, `add an IKE policy that the peer has too${releaseNote(lines, version, asa.config)}`, lines)]
    },
    'child-proposals': ({ connection, proposals }, end, after) => {
      const known = inVersionOf(after, of(end, connection))
      const lines = childProposalLines(proposals, known, asa.config)
      const note = releaseNote(lines, known?.version ?? 2, asa.config)
      const isGroupAlone = lines.every((line) => / set pfs\b/.test(line))
      const what = isGroupAlone ? 'the group of perfect forward secrecy' : 'the IPsec proposals'
      return [run(end, `set ${what} of the tunnel${note}`, lines)]
    },
    pfs: ({ connection }, end) => [
      run(
        end,
        'use perfect forward secrecy',
        entryLines(of(end, connection), (at) => [`${at} set pfs`]),
      ),
    ],
    mode: ({ connection, mode }, end) => {
      const known = of(end, connection)
      return [run(end, `use ${mode} mode`, modeLines(mode, known, asa), clearLines(known))]
    },
    'pass-over': ({ connection }, end, after) => leaveToLater(end, after, of(end, connection)),
    narrowing: (_change, end) => nothing(end, 'an ASA has no setting for narrowing'),
    compression: (_change, end) => nothing(end, 'an ASA compresses nothing'),
    'nat-traversal': ({ connection }, end) => {
      const known = of(end, connection)
      const all = asa.config.noNatTraversal === undefined ? [] : ['crypto isakmp nat-traversal']
      const own =
        known?.entry?.noNatTraversal === undefined ? [] : entryLines(known, (at) => [`no ${at} set nat-t-disable`])
      return [run(end, 'switch NAT traversal on', [...own, ...all], clearLines(known, { ike: true }))]
    },
    'ike-ports': (_change, end) => nothing(end, 'an ASA begins IKE at UDP port 500'),
    'listening-ports': (_change, end) => nothing(end, 'an ASA listens at the UDP ports 500 and 4500'),
    'post-quantum-key': (_change, end) => nothing(end, 'no command of an ASA for a post-quantum key is known'),
    childless: (_change, end) => nothing(end, 'an ASA knows no IKE SA without a child'),
    'virtual-addresses': (_change, end) => nothing(end, 'an ASA asks for no virtual address in a site-to-site tunnel'),
    'peer-identity': (_change, end) => nothing(end, 'with a pre-shared key an ASA takes any identity of its peer'),
    waits: ({ connection, waits }, end) => [
      run(
        end,
        waits ? 'let only the peer bring the tunnel up' : 'let the ASA bring the tunnel up too',
        entryLines(of(end, connection), (at) => [
          `${at} set connection-type ${waits ? 'answer-only' : 'bidirectional'}`,
        ]),
      ),
    ],
    'own-identity': ({ identity }, end) => [
      run(end, `show ${identity.text} as the identity; that concerns all tunnels`, identityLines(identity)),
    ],
    authentication: ({ connection, side, method }, end) => {
      const known = of(end, connection)
      const proof =
        method === 'psk'
          ? `pre-shared-key ${NEW_KEY}`
          : known?.version === 1
            ? 'trust-point <trustpoint>'
            : 'certificate <trustpoint>'
      return [
        run(
          end,
          side === 'local'
            ? `authenticate by ${METHODS[method]}`
            : `expect the peer to authenticate by ${METHODS[method]}`,
          keyLines(known, side === 'local' ? { local: proof } : { remote: proof }),
        ),
      ]
    },
    'new-key': ({ owners, replaces }, end) => newKey(end, owners, replaces, of(end, null), asa),
    'key-owners': ({ key, owners }, end) => moveKey(end, key, owners, asa),
    version: ({ connection, version }, end) => changeVersion(end, of(end, connection), version, asa),
    exchange: ({ connection }, end) => [
      run(
        end,
        'use main mode',
        entryLines(of(end, connection), (at) => [`no ${at} set ikev1 phase1-mode aggressive`]),
      ),
    ],
    lifetime: ({ connection, child, lifetime }, end) => {
      const known = of(end, connection)
      const seconds = lifetime.end ?? lifetime.rekey?.to ?? 0
      if (child !== null)
        return [
          run(
            end,
            `let the IPsec SA last ${seconds} seconds`,
            entryLines(known, (at) => [`${at} set security-association lifetime seconds ${seconds}`]),
          ),
        ]
      const policy = asa.config.ikePolicies.find((each) => each.version === known?.version)
      const word = known?.version === 1 ? '' : 'seconds '
      return [
        run(end, `let the IKE SA last ${seconds} seconds`, [
          `crypto ikev${known?.version ?? 2} policy ${policy?.number ?? 10}`,
          ` lifetime ${word}${seconds}`,
        ]),
      ]
    },
    'clear-obstacle': ({ obstacle }) => obstacle.steps,
    'shown-setting': shownSetting,
    correct: ({ say: what }, end) => [say(end, what)],
  }
}

/** Another step may change the version. */
function inVersionOf({ ike }: Endpoint, known: AsaConnection | undefined): AsaConnection | undefined {
  const version = ike?.connections.find(({ name }) => name === known?.connection.name)?.initiates.value
  return known === undefined || version === undefined ? known : { ...known, version }
}

const METHODS = { psk: 'a pre-shared key', pubkey: 'a certificate' } as const

function nothing(end: Endpoint, why: string): DialectStep[] {
  return [say(end, `${why}; change the other end instead`)]
}

/** An ASA always has both directions of an SA. */
function again(end: Endpoint, flow: string, known: AsaConnection | undefined): DialectStep[] {
  const peer = known?.connection.remoteAddresses.value[0]
  return [
    {
      say: `On ${end.name}, both directions for ${flow} belong to one SA; clear it, so that it is negotiated anew.`,
      run: peer === undefined ? null : `clear crypto ipsec sa peer ${formatHost(peer)}`,
    },
  ]
}

function identityLines({ kind, text }: Identity): string[] {
  if (kind === 'address') return ['crypto isakmp identity address']
  if (kind === 'keyid') return [`crypto isakmp identity key-id ${text}`]
  const [host, ...domain] = text.split('.')
  return [
    `hostname ${host ?? text}`,
    ...(domain.length > 0 ? [`domain-name ${domain.join('.')}`] : []),
    'crypto isakmp identity hostname',
  ]
}
