import { type AddressRange, containsRange, formatHost } from '../../address/address-range.ts'
import { grouped } from '../../model/grouped.ts'
import type { Obstacle } from '../../model/obstacle.ts'
import { rememberedOf } from '../../model/remembered.ts'
import { type Box, boxKey, intersectBoxes, subtractBoxes } from '../../selectors/box.ts'
import { buildBoxIndex } from '../../selectors/box-index.ts'
import { pairWords } from '../box-words.ts'
import { commandBlock } from './commands.ts'
import { nodeAt, nodesAt, valueAt } from './config-tree.ts'
import { type Configuration, tellUnsupported } from './configuration.ts'
import { interfaceWith } from './interfaces.ts'
import { type NatRule, natRulesOf } from './nat-rules.ts'
import type { Peer } from './peers.ts'
import { protectedBoxes } from './protected-boxes.ts'

/** Of one pair of networks so many parts are followed through the rules, and of all so many. */
const [PIECES, MOST] = [64, 16_384]

/** Packets of a peer that are to go into its tunnel. */
export interface Bound {
  readonly peer: Peer
  readonly box: Box
}

/**
 * Packets for a tunnel whose source is changed before the policies of the tunnel are looked at (VyOS documentation, "Site-to-Site", NAT;
 * Netfilter: POSTROUTING comes before the policy lookup). A rule with `exclude` in front leaves them alone.
 */
export function translated(config: Configuration, bound: readonly Bound[]): Obstacle[] {
  if (natRulesOf(config).length === 0 || isExcluded(config)) return []
  const listed = listedInterfaces(config)
  const byInterface = grouped(
    bound.filter(({ peer }) => peer.vti === undefined),
    ({ peer }) => leavesBy(config, peer) ?? null,
  )
  return [...byInterface].flatMap(([leaves, together]) => {
    const rules = natRulesOf(config).filter(
      ({ outbound }) => outbound === null || (leaves === null ? listed.has(outbound.text) : leaves === outbound.text),
    )
    return [...takenBy(config, rules, together)].flatMap(([rule, lost]) =>
      [...grouped(lost, ({ peer }) => peer)].map(([peer, parts]) =>
        obstacleOf(
          config,
          peer,
          rule,
          parts.map(({ box }) => box),
        ),
      ),
    )
  })
}

/** EdgeOS excepts what its tunnels protect by itself. */
function isExcluded({ ipsec }: Configuration): boolean {
  return valueAt(ipsec, 'auto-firewall-nat-exclude')?.text === 'enable'
}

/** The interface that a peer's packets leave by; `undefined` where the paste does not tell. */
function leavesBy(config: Configuration, { node, connection }: Peer): string | undefined {
  const dhcp = valueAt(node, 'dhcp-interface')
  if (dhcp !== undefined) return dhcp.text
  const [own] = connection.localAddresses.value
  return own === undefined ? undefined : interfaceWith(config, own)
}

/** Those that IPsec is said to use. */
function listedInterfaces({ ipsec }: Configuration): ReadonlySet<string> {
  const nodes = [...nodesAt(ipsec, 'interface'), ...nodesAt(ipsec, 'ipsec-interfaces', 'interface')]
  return new Set(nodes.map(({ text }) => text))
}

/** By the first rule that fits; what comes behind a rule that cannot be read is not known. */
function takenBy(
  config: Configuration,
  rules: readonly NatRule[],
  bound: readonly Bound[],
): ReadonlyMap<NatRule, readonly Bound[]> {
  const index = buildBoxIndex(bound.map(({ box }) => box))
  const left = new Map(bound.map((each) => [each, [each.box] as readonly Box[]]))
  const taken = new Map<NatRule, Bound[]>()
  let effort = 0
  for (const rule of rules) {
    if (rule.packets === null || left.size === 0) break
    for (const packets of rule.packets) {
      for (const at of index.overlapping(packets, Number.POSITIVE_INFINITY)) {
        const each = bound[at]
        const parts = each === undefined ? undefined : left.get(each)
        if (each === undefined || parts === undefined) continue
        effort += parts.length
        if (effort > MOST) {
          tellTooMany(config, rule)
          return taken
        }
        const met = parts.flatMap((part) => intersectBoxes(part, packets) ?? [])
        if (met.length === 0) continue
        const rest = parts.flatMap((part) => without(part, packets))
        if (rest.length === 0 || rest.length > PIECES) left.delete(each)
        else left.set(each, rest)
        const lost = rule.isExclude ? [] : met.filter((part) => !isCovered(each.peer, rule, part))
        if (lost.length > 0)
          taken.set(
            rule,
            addedTo(
              taken.get(rule),
              lost.map((box) => ({ peer: each.peer, box })),
            ),
          )
      }
    }
  }
  return taken
}

/** In place, since there may be thousands. */
function addedTo(known: Bound[] | undefined, more: readonly Bound[]): Bound[] {
  if (known === undefined) return [...more]
  known.push(...more)
  return known
}

function without(box: Box, taken: Box): readonly Box[] {
  const pieces = subtractBoxes(box, [taken], PIECES)
  return 'tooMany' in pieces ? [] : pieces.boxes
}

function tellTooMany(config: Configuration, { node }: NatRule) {
  const say = `With the source NAT rules from ${node.text} on there are too many parts of networks, so that they are not followed.`
  tellUnsupported(config, node.span, say, 'Paste only the tunnels that are about this.')
}

/** The source that they get is protected as well. */
function isCovered(peer: Peer, { source }: NatRule, { remote }: Box): boolean {
  const boxes = protectedBoxes(peer)
  const [own] = source === null ? peer.connection.localAddresses.value : [source]
  if (own === undefined) return false
  const isOwn = (range: AddressRange) => containsRange(range, own)
  return boxes.length < COMPARED && boxes.some((box) => isOwn(box.local) && containsRange(box.remote, remote))
}

/** Of a peer with more pairs of networks it is not looked up whether another one has the new source. */
const COMPARED = 256

function obstacleOf(config: Configuration, peer: Peer, rule: NatRule, packets: readonly Box[]): Obstacle {
  const { node, place, source } = rule
  const into = source === null ? 'the address of the interface' : formatHost(source)
  return {
    kind: 'translated',
    direction: 'out',
    packets,
    packet: 'clear',
    connection: peer.connection.name,
    say: `The rule "${place}" changes the source of these packets into ${into} before a tunnel is looked up, so that none of "${peer.node.text}" protects them.`,
    spans: [(nodeAt(node, 'translation', 'address') ?? valueAt(node, 'type') ?? node).span],
    steps: exceptions(config, rule, packets),
  }
}

/** A rule for each pair of networks in front, with the first numbers that are free; EdgeOS has one setting for all. */
function exceptions(config: Configuration, rule: NatRule, packets: readonly Box[]): Obstacle['steps'] {
  if (rule.place.startsWith('service')) {
    const run = commandBlock(['set vpn ipsec auto-firewall-nat-exclude enable'])
    return [{ say: `Except what the tunnels protect from NAT (${packets.map(pairWords).join(', ')}).`, run }]
  }
  const stem = rule.place.slice(0, -rule.node.text.length)
  const numbers = numbersFor(config, rule, packets)
  if (numbers.length < packets.length) {
    const say = `Put a source NAT rule with "exclude" for ${packets.map(pairWords).join(' and for ')} in front of rule ${rule.number}, which has to get a higher number.`
    return [{ say, run: null }]
  }
  return packets.map((box, at) => {
    const own = `set ${stem}${numbers[at]}`
    const outbound = rule.outboundWords === null ? [] : [`${own} outbound-interface ${rule.outboundWords}`]
    const run = commandBlock([
      `${own} destination address ${formatHost(box.remote)}`,
      `${own} exclude`,
      ...outbound,
      `${own} source address ${formatHost(box.local)}`,
    ])
    return { say: `Except ${pairWords(box)} from NAT, in front of rule ${rule.number}.`, run }
  })
}

/** The numbers that exceptions get: each pair of networks its own, which is the same wherever it is told. */
const numbersGiven = rememberedOf((config: Configuration) => ({
  used: new Set(nodesAt(config.root, 'nat', 'source', 'rule').map(({ text }) => Number(text))),
  byPair: new Map<string, number>(),
  /** By the number of a rule, below which all are taken down to this one. */
  next: new Map<number, number>(),
}))

function numbersFor(config: Configuration, rule: NatRule, packets: readonly Box[]): number[] {
  const { used, byPair, next: nextOf } = numbersGiven(config)
  let next = nextOf.get(rule.number) ?? rule.number - 1
  return packets.flatMap((box) => {
    const key = `${rule.number} ${boxKey(box)}`
    const known = byPair.get(key)
    if (known !== undefined) return known
    while (used.has(next)) next -= 1
    if (next < 1) return []
    used.add(next)
    byPair.set(key, next)
    nextOf.set(rule.number, next)
    return next
  })
}
