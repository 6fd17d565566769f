import { type AddressRange, mixFamilies } from '../../../address/address-range.ts'
import type { SelectorTemplate } from '../../../model/ike-policy.ts'
import type { IkeSa } from '../../../model/ike-sa.ts'
import { stated } from '../../../model/setting.ts'
import type { Mode } from '../../../model/spd-entry.ts'
import { ANY_PROTOCOL, type Interval } from '../../../selectors/interval.ts'
import { lineSpan, type SourceLine, type Span } from '../../../text/source-text.ts'
import { hostIn, spiIn } from '../../cisco-show/values.ts'
import { RoomForPairs } from '../../room-for-pairs.ts'
import { type IdentSa, type IdentSide, plainIdent, UNTOLD_SA } from '../../shown/ident.ts'
import type { Shown } from '../../shown/shown.ts'
import { parseSelector } from '../traffic-selectors.ts'
import { meaningOf } from './ike-states.ts'
import type { LoadedChild, LoadedConnection } from './loaded-connections.ts'

/** A connection or an IKE SA, and the gateways that are printed for it. */
export interface Tunnel {
  readonly name: string
  own: AddressRange | null
  peer: AddressRange | null
  /** As it is loaded; `null` of an IKE SA. */
  readonly loaded: LoadedConnection | null
  /** Of an IKE SA alone. */
  readonly sa: { -readonly [K in keyof IkeSa]: IkeSa[K] } | null
}

/** A child as it is loaded, or as it is up. */
export interface Child {
  readonly tunnel: Tunnel
  readonly name: string
  /** Of one that is up, as printed (`INSTALLED`); `null` of one that is loaded. */
  readonly state: string | null
  /** `null`: one that lets its packets pass in clear, or drops them. */
  readonly mode: Mode | null
  readonly passes: boolean
  protocol: 'esp' | 'ah'
  /** What ties it to its policies. */
  readonly reqid: number | null
  readonly locals: Selector[]
  readonly remotes: Selector[]
  readonly spis: { in: number | null; out: number | null }
  readonly packets: { in: number | null; out: number | null }
  readonly spans: Span[]
  readonly counted: { readonly in: Span[]; readonly out: Span[] }
  readonly loaded: LoadedChild | null
}

interface Selector extends IdentSide {
  readonly protocol: Interval
}

/** What the lines of a status say, whichever command has printed them. */
export class Told {
  readonly #shown: Shown
  readonly #children: Child[] = []
  readonly #connections: LoadedConnection[] = []
  #loaded = 0
  readonly #room = new RoomForPairs('`swanctl --list-sas`')

  constructor(shown: Shown) {
    this.#shown = shown
  }

  /** What is listed is all that there is of it. */
  lists(what: Partial<Shown['lists']>): void {
    this.#shown.lists = { ...this.#shown.lists, ...what }
  }

  connection(loaded: LoadedConnection): Tunnel {
    this.#connections.push(loaded)
    return { name: loaded.name, own: null, peer: null, loaded, sa: null }
  }

  /** One whose first line is not there. */
  unknown(name: string): Tunnel {
    return { name, own: null, peer: null, loaded: null, sa: null }
  }

  /** Those that are loaded, in the order of the text. */
  get connections(): readonly LoadedConnection[] {
    return this.#connections
  }

  ikeSa(name: string, state: string, version: 1 | 2 | null, line: SourceLine): Tunnel {
    this.lists({ entries: true, sas: true, ikeSas: true })
    const sa = { version, hosts: [], state, ...meaningOf(state, version, null), role: null, spans: [lineSpan(line)] }
    this.#shown.ikeSas.push(sa)
    return { name, own: null, peer: null, loaded: null, sa }
  }

  /** One or several; `%any`, and the address 0.0.0.0 of an IKE SA that has no peer yet, are nobody's. */
  place(tunnel: Tunnel, side: 'own' | 'peer', text: string, line: SourceLine): void {
    const texts = text.split(/[\s,]+/)
    const [first = ''] = texts
    const host = first.startsWith('%') ? null : hostIn(first)
    if (tunnel.loaded === null) tunnel[side] = host
    else {
      // A connection with several addresses has a line for each, and goes to the first.
      tunnel[side] ??= host
      const gateways = tunnel.loaded[side]
      for (const each of texts) gateways.texts.push(each)
      gateways.span ??= lineSpan(line)
    }
    if (host === null) return
    const span = lineSpan(line)
    this.#shown[side === 'own' ? 'own' : 'peers'].push(stated(host, span))
    if (tunnel.sa === null) return
    const { own, peer } = tunnel
    tunnel.sa.hosts = own === null || peer === null ? [] : [own, peer]
  }

  child(tunnel: Tunnel, name: string, mode: string, up?: Pick<Child, 'state' | 'reqid'>): Child {
    const spans: Span[] = []
    const child: Child = {
      tunnel,
      name,
      // One that is loaded has a number of no other.
      ...(up ?? { state: null, reqid: -++this.#loaded }),
      mode: mode === 'TRANSPORT' ? 'transport' : mode === 'TUNNEL' || mode === 'BEET' ? 'tunnel' : null,
      passes: mode === 'PASS',
      protocol: 'esp',
      locals: [],
      remotes: [],
      spis: { in: null, out: null },
      packets: { in: null, out: null },
      spans,
      counted: { in: [], out: [] },
      loaded: up === undefined ? { name, mode, local: [], remote: [], spans } : null,
    }
    this.#children.push(child)
    return child
  }

  /** The selectors of one side, with blanks between; whether all of them are understood. */
  selectors(child: Child, side: 'local' | 'remote', text: string, line: SourceLine): boolean {
    // Both sides may stand in one line.
    if (child.spans.at(-1)?.line !== line.number) child.spans.push(lineSpan(line))
    const span = lineSpan(line)
    const read = text.split(/\s+/).map((each) => parseSelector(each.replace('..', '-'), span).template)
    const known = read.filter((each) => each !== null)
    const [list, gateway] = side === 'local' ? [child.locals, child.tunnel.own] : [child.remotes, child.tunnel.peer]
    for (const template of known) {
      const selector = selectorOf(template, gateway)
      if (selector !== null) list.push(selector)
      child.loaded?.[side].push(template)
    }
    return known.length === read.length
  }

  /** Called where the outputs end. */
  finish(): void {
    const { ikeSas } = this.#shown
    const placed = ikeSas.filter(({ hosts }) => hosts.length > 0)
    ikeSas.splice(0, ikeSas.length, ...placed)
    const up = new Map<string, Child[]>()
    for (const child of this.#children) {
      if (!isUp(child)) continue
      const known = up.get(keyOf(child))
      if (known === undefined) up.set(keyOf(child), [child])
      else known.push(child)
      this.#add(child, () => true)
    }
    for (const child of this.#children) {
      // One that waits for a packet is loaded as well.
      if (child.state !== null) continue
      // What was negotiated of a child stands for it.
      const sas = up.get(keyOf(child)) ?? []
      this.#add(child, ({ local, remote }) => !sas.some((sa) => meets(sa.locals, local) && meets(sa.remotes, remote)))
    }
  }

  #add(child: Child, isLeft: (pair: Pair) => boolean): void {
    const { tunnel, name, locals, remotes, passes, mode, reqid, packets, counted, spans } = child
    const [span] = spans
    if (span === undefined) return
    const tooMany = this.#room.take(`"${name}"`, span, locals.length, remotes.length)
    if (tooMany !== null) {
      this.#shown.problems.push(tooMany.problem)
      this.#shown.missing.push(tooMany.missing)
      return
    }
    if (child.loaded !== null) tunnel.loaded?.children.push(child.loaded)
    // A connection for whoever comes is nobody's entry.
    if (mode === null ? !passes : tunnel.peer === null) return
    if (!this.#shown.lists.entries) this.lists({ entries: true })
    // What passes in clear goes to no gateway.
    const { own, peer } = mode === null ? NOBODY : tunnel
    const pairs = pairsOf(locals, remotes)
    const isSingle = pairs.length === 1
    const sas = isUp(child) ? sasOf(child) : []
    for (const pair of pairs) {
      if (!isLeft(pair)) continue
      const { local, remote, protocol } = pair
      const ident = plainIdent({ name, own, peer, local, remote, protocol, spans })
      // The packets of several pairs are counted together.
      const counters = isSingle && { sent: packets.out, received: packets.in, counted }
      this.#shown.idents.push(Object.assign(ident, { denied: passes, sas, reqid }, counters))
    }
  }
}

interface Pair {
  readonly local: IdentSide
  readonly remote: IdentSide
  readonly protocol: Interval
}

/** Its SAs are there; those of one that was rekeyed go, and another child has its place. */
function isUp({ state }: Child): boolean {
  return state === 'INSTALLED' || state === 'REKEYING' || state === 'UPDATING'
}

function keyOf({ tunnel, name }: Child): string {
  return `${tunnel.name}\n${name}`
}

const NOBODY = { own: null, peer: null }

/** Each selector of one side with each of the other that is for the same packets (RFC 7296 2.9). */
function pairsOf(locals: readonly Selector[], remotes: readonly Selector[]): Pair[] {
  return locals.flatMap((local) =>
    remotes.flatMap((remote): Pair[] => {
      if (mixFamilies(local.addresses, remote.addresses)) return []
      if (local.protocol === ANY_PROTOCOL) return [{ local, remote, protocol: remote.protocol }]
      const isSame = remote.protocol === ANY_PROTOCOL || remote.protocol.from === local.protocol.from
      return isSame ? [{ local, remote, protocol: local.protocol }] : []
    }),
  )
}

function meets(selectors: readonly Selector[], { addresses }: IdentSide): boolean {
  return selectors.some(
    (each) =>
      each.addresses.family === addresses.family &&
      each.addresses.from <= addresses.to &&
      addresses.from <= each.addresses.to,
  )
}

function sasOf(child: Child): IdentSa[] {
  return [saOf(child, 'out'), saOf(child, 'in')]
}

function saOf({ protocol, mode, spis, spans }: Child, direction: 'in' | 'out'): IdentSa {
  const { algorithms, replayWindow } = UNTOLD_SA
  return { direction, protocol, spi: spis[direction], mode, algorithms, replayWindow, spans }
}

/** `dynamic` stands for the gateway itself; `null` where that is not told. */
function selectorOf({ addresses, protocol, ports }: SelectorTemplate, gateway: AddressRange | null): Selector | null {
  const known = addresses === 'dynamic' ? gateway : addresses
  return known === null ? null : { addresses: known, protocol, ports }
}

/** The SPI of a direction. */
export function takeSpi({ spis }: Child, direction: 'in' | 'out', text: string | undefined): void {
  spis[direction] = spiIn(text ?? '')
}
