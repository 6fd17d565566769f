import { type AddressRange, formatHost } from '../../../address/address-range.ts'
import type { EndpointFragment } from '../../../model/endpoint.ts'
import { grouped } from '../../../model/grouped.ts'
import type { AuthRound, ChildConfig, IkeConnection, SelectorTemplate } from '../../../model/ike-policy.ts'
import { defaulted, stated } from '../../../model/setting.ts'
import { isShunt } from '../../../model/without-shunts.ts'
import { lineSpan, type SourceLine } from '../../../text/source-text.ts'
import type { ConfKey } from '../../freeswan/conf-text.ts'
import { connectionFrom, readConn } from '../connection.ts'
import { parseIdentity } from '../identities.ts'
import type { ConnFile } from '../offers.ts'
import { ANY_SERVICE } from '../protoport.ts'
import { libreswan } from '../vendor.ts'
import type { ListedConnection, PlutoStatus } from './status-lines.ts'
import type { Client, TopologyEnd } from './topology.ts'

/**
 * What pluto tells of the negotiation of its connections, which is all but their keys: each is read as the conn that it was made of.
 * Those for whoever comes from a pool are left out. Where one cannot be read so, such as of a version that does not say which IKE
 * it speaks, nothing is told of any, and their networks alone are compared.
 */
export function shownPolicyOf({ connections, later }: PlutoStatus): Pick<EndpointFragment, 'shownPolicy'> {
  const file: ConnFile = { later, older: false, lists: new Map() }
  const listed = [...connections.values()].filter(
    ({ instance, unoriented }) => instance === null && unoriented === null,
  )
  // One with lists of networks is listed once for each pair of them.
  const conns = [...grouped(listed, ({ name }) => name.replace(/\/\d{1,5}x\d{1,5}$/, ''))]
  const read = conns.map(([name, all]) => connectionOf(name, all, file))
  const shown = read.flatMap((connections) => connections ?? [])
  if (read.includes(null) || shown.every(isShunt)) return {}
  const isUntold = shown.some(({ proposalsUntold }) => proposalsUntold)
  const missing = [{ code: 'PR001', topic: 'proposals', command: libreswan.askSettings }]
  return {
    shownPolicy: {
      vendor: libreswan,
      ike: { connections: shown, keys: undefined, daemon: {}, notLoaded: [] },
      ...(isUntold && { missing }),
    },
  }
}

function connectionOf(name: string, listed: readonly ListedConnection[], file: ConnFile): IkeConnection[] | null {
  const [first] = listed
  const [pair] = first?.pairs ?? []
  const words = new Set(first?.policy?.split('+'))
  const isShunt = words.has('AUTH_NEVER') || words.has('NEVER_NEGOTIATE')
  const version = words.has('IKEv1') ? '1' : words.has('IKEv2') || isShunt ? '2' : undefined
  if (first === undefined || pair === undefined || version === undefined) return null
  const { own, peer } = pair.topology
  if (listed.some(({ pairs }) => pairs.some(({ topology }) => topology.own.client === null))) return []
  const { lines } = first
  const line = lines.policy ?? first.line
  const word = (of: SourceLine | undefined, pattern: RegExp) => pattern.exec(of?.text ?? '')?.[1]
  const written: readonly Written[] = [
    ['left', hostText(own.host), first.line],
    ['right', hostText(peer.host), first.line],
    ['authby', isShunt ? 'never' : 'secret'],
    ['ikev2', version === '2' ? 'insist' : 'no'],
    ['aggressive', words.has('AGGRESSIVE') ? 'yes' : undefined],
    ['type', isShunt ? shuntOf(words) : words.has('TUNNEL') ? 'tunnel' : 'transport'],
    ['phase2', words.has('AUTHENTICATE') ? 'ah' : undefined],
    ['pfs', words.has('PFS') ? 'yes' : 'no'],
    ['compress', words.has('COMPRESS') ? 'yes' : undefined],
    ['narrowing', words.has('IKEV2_ALLOW_NARROWING') ? 'yes' : undefined],
    ['rekey', words.has('DONT_REKEY') ? 'no' : undefined],
    ['esn', words.has('ESN_NO') === words.has('ESN_YES') ? undefined : words.has('ESN_YES') ? 'yes' : 'no'],
    ['encapsulation', word(lines.nat, /\bencaps:(yes|no)\b/), lines.nat],
    ['nat-ikev1-method', word(lines.nat, /\bikev1-method:(none)\b/), lines.nat],
    ['leftxauthclient', word(lines.xauth, /\bxauth us:(client)\b/) && 'yes', lines.xauth],
    ['leftxauthserver', word(lines.xauth, /\bxauth us:(server)\b/) && 'yes', lines.xauth],
    ['leftid', identityIn(lines.ids, 'our'), lines.ids],
    ['rightid', identityIn(lines.ids, 'their'), lines.ids],
  ]
  const offers: readonly Written[] = [
    ['ike', listIn(lines.ike), lines.ike],
    ['esp', listIn(lines.child), lines.child],
  ]
  const read = [[...written, ...offers], written].map((keys) =>
    readConn({ kind: 'conn', name, span: lineSpan(first.line), keys: [] }, keysOf(keys, line), file, false, []),
  )
  const conn = read.find((each) => each !== null && !('say' in each))
  if (conn === undefined || conn === null || 'say' in conn) return null
  const connection = connectionFrom(conn, 'left')
  const untold = conn === read[0] ? {} : { proposalsUntold: true as const }
  const children = listed.flatMap((each) => childrenOf(each, connection.children[0], untold))
  return children.length === 0 ? [] : [{ ...connection, ...untold, ...roundsOf(connection, lines.auth), children }]
}

/** A key of the conn, its value where it has one, and the line that shows it, if that is not the usual one. */
type Written = readonly [string, string | undefined, (SourceLine | undefined)?]

function shuntOf(words: ReadonlySet<string>): 'drop' | 'passthrough' {
  return words.has('DROP') || words.has('REJECT') ? 'drop' : 'passthrough'
}

function hostText(host: AddressRange | null): string {
  return host === null ? '%any' : formatHost(host)
}

/** As the keys of a conn, each where it was printed. */
function keysOf(written: readonly Written[], otherwise: SourceLine): ReadonlyMap<string, ConfKey> {
  return new Map(
    written.flatMap(([name, value, line = otherwise]) =>
      value === undefined ? [] : [[name, { name, value, span: lineSpan(line), line }] as const],
    ),
  )
}

/** `our idtype: ID_FQDN; our id=@gw-a; their idtype: %none; their id=(none)`. */
function identityIn(line: SourceLine | undefined, whose: 'our' | 'their'): string | undefined {
  const [, behind = ''] = (line?.text ?? '').split(`; ${whose} id=`)
  const [id = ''] = behind.split('; their idtype: ')
  return parseIdentity(id.trim()) === null ? undefined : id.trim()
}

/** `AES_CBC_256-HMAC_SHA2_256-MODP2048+DH19, AES_GCM_16_256-NONE` as it is written in `ike=` and `esp=`. */
function listIn(line: SourceLine | undefined): string | undefined {
  const [, list] = (line?.text.trim() ?? '').split(' algorithms: ')
  return list
    ?.split(/,\s*/)
    .map((proposal) => proposal.replace(/-NONE\b/, '').replace(/-(?=(?:MODP|DH|ECP|CURVE)\w*(?:\+|$))/, ';'))
    .join(',')
    .toLowerCase()
}

/** `our auth:secret, their auth:RSASIG+ECDSA, ...`; of several that it takes none is told. */
function roundsOf(
  { local, remote }: IkeConnection,
  line: SourceLine | undefined,
): Pick<IkeConnection, 'local' | 'remote'> {
  const [, our = '', their = ''] = /\bour auth:([^,]{1,80}), their auth:([^,]{1,80})/.exec(line?.text ?? '') ?? []
  const withMethod = ([first, ...more]: readonly AuthRound[], words: string): readonly AuthRound[] => {
    const method = methodOf(words)
    const told =
      method === undefined || line === undefined ? defaulted('any' as const, NOT_SHOWN) : stated(method, lineSpan(line))
    return first === undefined ? [] : [{ method: told, id: first.id }, ...more]
  }
  return { local: withMethod(local, our), remote: withMethod(remote, their) }
}

const NOT_SHOWN = 'pluto does not show it'

function methodOf(words: string): 'psk' | 'pubkey' | 'null' | undefined {
  const methods = new Set(
    words
      .toLowerCase()
      .split(/[+(]/)
      .map((word) => METHODS.get(word.replace(/[)_\s].*/, '')) ?? 'pubkey'),
  )
  const [method] = methods
  return methods.size === 1 ? method : undefined
}

const METHODS: ReadonlyMap<string, 'psk' | 'null'> = new Map([
  ['secret', 'psk'],
  ['psk', 'psk'],
  ['null', 'null'],
  ['auth', 'null'],
])

/** Its networks, with all else as the conn has it. */
function childrenOf(
  { name, pairs }: ListedConnection,
  like: ChildConfig | undefined,
  untold: Pick<ChildConfig, 'proposalsUntold'>,
): ChildConfig[] {
  return pairs.flatMap(({ topology: { own, peer, routing }, span }) => {
    if (like === undefined || own.client === null) return []
    const [local, remote] = [templateOf(own.client, own, span), templateOf(peer.client, peer, span)]
    const trapped = routing.startsWith('prospective')
    return [
      {
        ...like,
        ...untold,
        name,
        span,
        local: stated([local], span),
        remote: stated([remote], span),
        trapped,
        waits: peer.host === null,
      },
    ]
  })
}

/** The gateway itself where no network is listed. */
function templateOf(client: Client | null, { host }: TopologyEnd, span: SelectorTemplate['span']): SelectorTemplate {
  if (client === null) return { addresses: 'dynamic', ...ANY_SERVICE, span }
  const { addresses, protocol, ports } = client
  return { addresses: addresses === host ? 'dynamic' : addresses, protocol, ports, span }
}
