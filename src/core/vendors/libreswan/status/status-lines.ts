import type { LineRole } from '../../../model/format.ts'
import { lineSpan, type SourceLine, type Span } from '../../../text/source-text.ts'
import { type PlutoState, plutoState } from './pluto-states.ts'
import { type Topology, topologyIn } from './topology.ts'

/** A connection as it is listed, once for each instance of it. */
export interface ListedConnection {
  readonly name: string
  /** `1` of `"net"[1]`; `null` of the connection itself. */
  readonly instance: string | null
  /** The first of its lines. */
  readonly line: SourceLine
  /** Those of its further lines that tell of its negotiation. */
  readonly lines: Partial<Record<'policy' | (typeof TELLS)[number][1], SourceLine>>
  /** One for each pair of networks that its child SA is for. */
  readonly pairs: { readonly topology: Topology; readonly span: Span }[]
  /** `IKEv2+PSK+ENCRYPT+TUNNEL`; `null` where it is not printed. */
  policy: string | null
  /** Neither of its ends is an address of the host. */
  unoriented: Span | null
  /** The child SA that is up; 0 for none, `null` where it is not printed. */
  newest: number | null
}

/** Bytes of one direction, or both. */
interface Bytes {
  readonly in: number | null
  readonly out: number | null
  readonly span: Span
}

/** `esp.c22947ec@192.0.2.1`: an SA. */
interface Said {
  readonly protocol: 'esp' | 'ah' | 'comp'
  readonly spi: string
}

/** A state as it is listed, by its number. */
export interface ListedState {
  /** Of its connection. */
  readonly key: string
  /** Of an instance, the address of its peer. */
  readonly peer: string | null
  name: string | null
  /** `null` where only its SAs or its bytes are listed. */
  is: PlutoState | null
  readonly spans: Span[]
  /** The first is outbound, the second inbound, for each protocol. */
  saids: readonly Said[]
  tunnel: boolean
  bytes: Bytes | null
  /** `ipsec trafficstatus` prints them exactly. */
  exact: Bytes | null
}

/** What the outputs of one host have told. */
export interface PlutoStatus {
  readonly connections: ReadonlyMap<string, ListedConnection>
  readonly states: ReadonlyMap<number, ListedState>
  /** The list of connections was there, even where it is empty. */
  readonly lists: { connections: boolean; states: boolean; none: Span | null }
  /** It is of a version after 4.10. */
  readonly later: boolean
}

interface StatusReader {
  /** What becomes of a line, which comes without its code and the blanks around it; `undefined` for one that is not known. */
  readonly read: (text: string, line: SourceLine) => LineRole | undefined
  readonly status: () => PlutoStatus
}

const CONNECTION = /^"([^"]{1,160})"(?:\[(\d{1,9})\])?(?: ([\da-fA-F.:]{2,45}))?: ?/
const STATE = /^#(\d{1,9}): "([^"]{1,160})"(?:\[(\d{1,9})\] (?:\.\.\.)?([^\s,]{2,60}))?/
/** An Openswan tells the version of IKE as well. */
const NAMED =
  /^(?::\d{1,5})?(?:\(tcp\))?(?: IKEv\d\.\d)? (STATE_\w{1,40}|\w{1,40}_SA|\w{1,40}_[IR]\d?) \(([^)]{0,160})\);/
const SAID = / (esp|ah|comp|tun)[.:]([\da-f]{1,8})@[^\s]{2,60}/g
const TRAFFIC = / Traffic:(?: (?:ESP|AH)in=(\d{1,15})([KM]?B))?(?: (?:ESP|AH)out=(\d{1,15})([KM]?B))?/
const EXACT = /^, type=\w.{0,60}, add_time=\d{1,20}(?:, inBytes=(\d{1,18}))?(?:, outBytes=(\d{1,18}))?/
const POLICY = /^policy: ([\w+-]{1,400})/
const NEWEST = / newest IPsec SA: #(\d{1,9});|established (?:Child|IPsec) SA: #(\d{1,9});/
const TOTAL = /^Total IPsec connections: loaded (\d{1,9}), active \d{1,9}/

/** Lines of a connection that tell of its negotiation, by what they begin with. */
const TELLS = [
  ['our auth:', 'auth'],
  ['our idtype:', 'ids'],
  ['xauth us:', 'xauth'],
  ['nat-traversal:', 'nat'],
  ['IKE algorithms:', 'ike'],
  ['ESP algorithms:', 'child'],
  ['AH algorithms:', 'child'],
] as const
/** `pluto_version=4.10, pluto_vendorid=...`. */
const VERSION = /^pluto_version=(\d{1,3})\./
/** Of the daemon and its algorithms, and headings. */
const IRRELEVANT =
  /^(?:using kernel interface: |interface \S|fips mode|SElinux|seccomp|config setup options:|[a-z][\w-]{1,40}=|algorithm (?:ESP|AH|IKE)|(?:Kernel|IKE) algorithms supported:|stats db_ops|Connection list:|State list:|(?:Bare )?Shunt list:|Total IPsec connections: |State Information: |IKE SAs: |IPsec SAs: |debug:|debug |virtual-private \(|- (?:dis)?allowed |[\da-fA-F.:]{2,45}\/\d{1,3}.{0,80} -\d{1,3}-> )/

export function statusReader(): StatusReader {
  const connections = new Map<string, ListedConnection>()
  const states = new Map<number, ListedState>()
  const lists: PlutoStatus['lists'] = { connections: false, states: false, none: null }
  const meanings = new Map<string, PlutoState>()
  /** What a detail of the connection begins with that was listed last. */
  let begins = '\n'
  let last: ListedConnection | null = null

  let later = false

  return { read, status: () => ({ connections, states, lists, later }) }

  function read(text: string, line: SourceLine): LineRole | undefined {
    if (text.startsWith('"')) return connection(text, line)
    if (text.startsWith('#')) return state(text, line)
    if (text.startsWith('Connection list:')) {
      // The same again, at a later time.
      connections.clear()
      states.clear()
      last = null
    }
    const [, major] = VERSION.exec(text) ?? []
    if (major !== undefined) later = Number(major) > 4
    if (/^(?:State Information|State list):/.test(text)) lists.states = true
    const [, loaded] = TOTAL.exec(text) ?? []
    if (loaded !== undefined) lists.connections = true
    lists.none = loaded === '0' ? lineSpan(line) : lists.none
    return IRRELEVANT.test(text) ? (loaded === undefined ? 'irrelevant' : 'read') : undefined
  }

  function connection(text: string, line: SourceLine): LineRole | undefined {
    if (last !== null && text.startsWith(begins)) return detail(text.slice(begins.length).trimStart(), last, line)
    const [head, name, instance = null] = CONNECTION.exec(text) ?? []
    if (head === undefined || name === undefined) return undefined
    const rest = text.slice(head.length)
    const isDetail = rest.startsWith(' ')
    const topology = isDetail ? undefined : topologyIn(rest)
    if (!isDetail && topology === undefined) return undefined
    const key = keyOf(name, instance)
    let known = connections.get(key)
    if (known === undefined) {
      known = { name, instance, line, lines: {}, pairs: [], policy: null, unoriented: null, newest: null }
      connections.set(key, known)
    }
    begins = `${head} `
    last = known
    if (topology === undefined) return detail(rest.trimStart(), known, line)
    lists.connections = true
    known.pairs.push({ topology, span: lineSpan(line) })
    if (topology.routing === 'unoriented') known.unoriented = lineSpan(line)
    return 'read'
  }

  function detail(text: string, known: ListedConnection, line: SourceLine): LineRole {
    if (text.startsWith('policy: ')) {
      known.policy = POLICY.exec(text)?.[1] ?? null
      known.lines.policy = line
      return 'read'
    }
    const told = TELLS.find(([begins]) => text.startsWith(begins))?.[1]
    if (told !== undefined) {
      known.lines[told] = line
      return 'read'
    }
    if (text.startsWith('newest') || text.startsWith('routing: ')) {
      const [, four, five] = NEWEST.exec(text) ?? []
      known.newest = numberIn(four ?? five) ?? known.newest
      return 'read'
    }
    if (text.startsWith('unoriented') || text.startsWith('host: unoriented')) known.unoriented = lineSpan(line)
    return 'irrelevant'
  }

  function state(text: string, line: SourceLine): LineRole | undefined {
    const [head, number, name, instance = null, written = null] = STATE.exec(text) ?? []
    if (head === undefined || name === undefined)
      return / ?: pending (?:Phase|CHILD|Child|IPsec) /.test(text) ? 'read' : undefined
    const rest = text.slice(head.length)
    const named = NAMED.exec(rest)
    const exact = named === null ? EXACT.exec(rest) : null
    const saids = named === null && exact === null ? saidsIn(rest) : []
    if (exact === null && named === null && saids.length === 0) return undefined
    const id = Number(number)
    const span = lineSpan(line)
    const known = stateOf(id, keyOf(name, instance), written)
    if (named !== null) {
      lists.states = true
      known.name = named[1] ?? ''
      known.is = meaningOf(known.name, named[2] ?? '')
      known.spans.push(span)
    } else if (exact !== null) {
      known.exact = { in: numberIn(exact[1]), out: numberIn(exact[2]), span }
    } else {
      known.spans.push(span)
      known.saids = saids.filter((said): said is Said => said.protocol !== 'tun')
      known.tunnel = saids.some(({ protocol }) => protocol === 'tun')
      const traffic = TRAFFIC.exec(rest)
      if (traffic !== null)
        known.bytes = { in: bytesIn(traffic[1], traffic[2]), out: bytesIn(traffic[3], traffic[4]), span }
    }
    return 'read'
  }

  function meaningOf(state: string, story: string): PlutoState {
    const written = `${state} ${story}`
    const known = meanings.get(written) ?? plutoState(state, story)
    meanings.set(written, known)
    return known
  }

  function stateOf(id: number, key: string, written: string | null): ListedState {
    const known = states.get(id)
    if (known?.key === key) return known
    // Behind an instance's address stands the port of IKE.
    const peer = written?.replace(/:\d{1,5}(?:\(tcp\))?$/, '') ?? null
    const made: ListedState = {
      key,
      peer,
      name: null,
      is: null,
      spans: [],
      saids: [],
      tunnel: false,
      bytes: null,
      exact: null,
    }
    states.set(id, made)
    return made
  }
}

export function keyOf(name: string, instance: string | null): string {
  return instance === null ? name : `${name}[${instance}]`
}

function saidsIn(text: string): { readonly protocol: Said['protocol'] | 'tun'; readonly spi: string }[] {
  return [...text.matchAll(SAID)].map(([, protocol, spi = '']) => ({
    protocol: protocol === 'ah' || protocol === 'comp' || protocol === 'tun' ? protocol : 'esp',
    spi,
  }))
}

function numberIn(text: string | undefined): number | null {
  return text === undefined ? null : Number(text)
}

/** Rounded down where it is printed in KB or MB. */
function bytesIn(text: string | undefined, unit: string | undefined): number | null {
  const factor = unit === 'KB' ? 1024 : unit === 'MB' ? 1024 ** 2 : 1
  return text === undefined ? null : Number(text) * factor
}
