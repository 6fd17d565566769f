import { isUnrestricted } from '../../address/address-range.ts'
import { isProblem } from '../../address/parse-address.ts'
import type { ChildConfig, ChildSettings, IkeVersion, Proposal, SelectorTemplate } from '../../model/ike-policy.ts'
import { defaulted, type Setting, stated } from '../../model/setting.ts'
import { ANY_PORT, ANY_PROTOCOL, type Interval } from '../../selectors/interval.ts'
import { ONLY_THIS_TUNNEL } from '../pairs-of-groups.ts'
import { rangeOf, subnetOf } from './addresses.ts'
import { parseEsp } from './algorithms.ts'
import type { ConfigObject } from './config-tree.ts'
import { type Configuration, isEnabled, linesWith, numberOf, spanOf, tell, textOf } from './configuration.ts'
import { groupsOf, lifetimeUntil, tellProposal } from './phase1.ts'

const PHASE2 = 'FortiOS CLI reference, config vpn ipsec phase2-interface'

/** What a phase 2 takes from its phase 1. */
interface Around {
  readonly name: string
  readonly version: IkeVersion
  readonly waits: boolean
  /** Its phase 1 is an interface to which packets are routed. */
  readonly isInterface: boolean
  /** It is for dial-up peers, whose networks are theirs. */
  readonly isDialup: boolean
  /** `set esn` of the phase 1. */
  readonly esn?: string | undefined
}

/**
 * The children of a phase 2: one with all of its networks, as IKEv2 offers them; in IKEv1, where quick mode has one pair,
 * and with `initiator-ts-narrow`, one for each pair.
 */
export function readPhase2(config: Configuration, object: ConfigObject, around: Around): ChildConfig[] {
  const [local, remote] = [sideOf(config, object, 'src'), sideOf(config, object, 'dst')]
  if (local === null || remote === null) return []
  const pairs = local.value.length * remote.value.length
  const noRoom = config.pairs.take(around.name, pairs)
  if (noRoom !== null) {
    tellManyPairs(config, object, pairs, noRoom)
    return []
  }
  const narrows = matchOf(config, object, around)
  const common = {
    span: object.span,
    proposals: proposalsOf(config, object, around.esn),
    mode: modeOf(object),
    narrows,
    pfs: defaulted('as proposed' as const, PHASE2),
    compression: defaulted(false, 'FortiOS has no compression of packets.'),
    waits: around.waits,
    routed: around.isInterface,
    lifetime: lifetimeOf(config, object),
  }
  const apart = around.version === 1 || isEnabled(object, 'initiator-ts-narrow', false)
  if (pairs === 1 || !apart) return [{ name: around.name, local, remote, ...common }]
  if (around.version === 1) tellGroup(config, object)
  return local.value.flatMap((mine, at) =>
    remote.value.map((theirs, index) => ({
      name: `${around.name} (${at + 1}, ${index + 1})`,
      local: { ...local, value: [mine] },
      remote: { ...remote, value: [theirs] },
      ...common,
    })),
  )
}

/** The child of a phase 1 whose phases 2 were not pasted: only what the phase 1 decides is known of it. */
export function untoldPhase2({ waits, isInterface }: Pick<Around, 'waits' | 'isInterface'>): ChildSettings {
  return {
    proposals: defaulted([], UNTOLD),
    proposalsUntold: true,
    mode: defaulted('tunnel', UNTOLD),
    narrows: defaulted(true, UNTOLD),
    pfs: defaulted('as proposed', UNTOLD),
    compression: defaulted(false, UNTOLD),
    waits,
    routed: isInterface,
    lifetime: { rekey: undefined, end: undefined },
  }
}

const UNTOLD = 'Its phase 2 was not pasted.'

function tellManyPairs({ problems, missing }: Configuration, object: ConfigObject, pairs: number, why: string): void {
  const span = spanOf(object, 'src-name', 'dst-name')
  const say = `The groups of "${object.name}" make ${pairs} pairs of networks, and ${why}; this phase 2 is not looked at.`
  problems.push({ kind: 'unsupported', span, say, instead: ONLY_THIS_TUNNEL })
  const topic = `pairs of the large groups in "${object.name}"`
  missing.push({ code: 'TS001', topic, command: '`show firewall addrgrp`' })
}

/** FortiOS 5.2.1, What's new, "IKEv1 mesh selectors": a group is a template, of which traffic makes single pairs. */
function tellGroup({ problems }: Configuration, object: ConfigObject): void {
  problems.push({
    kind: 'unsupported',
    span: spanOf(object, 'src-name', 'dst-name'),
    say: `"${object.name}" has several networks in one phase 2, of which IKEv1 can offer one pair at a time; it is taken to offer each pair.`,
    instead:
      'Write a phase 2 for each pair of networks, so that no version of FortiOS and no peer can read it otherwise.',
  })
}

type SideName = 'src' | 'dst'

/** The selectors of a side, by its address type; `null` where nothing of it can be read. */
function sideOf(
  config: Configuration,
  object: ConfigObject,
  side: SideName,
): Setting<readonly SelectorTemplate[]> | null {
  const type = textOf(object, `${side}-addr-type`) ?? 'subnet'
  const protocol = protocolOf(config, object)
  const ports = portOf(config, object, `${side}-port`)
  const service = { protocol, ports }
  const transport = textOf(object, 'encapsulation') === 'transport-mode'
  const six = type.endsWith('6') ? '6' : ''
  const family = six === '6' ? 'ipv6' : 'ipv4'
  if (/^name6?$/.test(type)) return namedSide(config, object, `${side}-name${six}`, family, service)
  const [start, end] = [object.values.get(`${side}-start-ip${six}`), object.values.get(`${side}-end-ip${six}`)]
  const subnet = object.values.get(`${side}-subnet${six}`)
  const value = /^range6?$/.test(type)
    ? rangeOf(start, end)
    : /^ip6?$/.test(type)
      ? rangeOf(start, undefined)
      : subnetOf(subnet, family)
  const span = spanOf(
    object,
    /^(?:range|ip)6?$/.test(type) ? `${side}-start-ip${six}` : `${side}-subnet${six}`,
    `${side}-addr-type`,
  )
  if (isProblem(value)) {
    const word = `${side}-subnet${six}`
    const written = (subnet ?? start)?.words.join(' ') ?? ''
    tell(
      config,
      span,
      `${value.problem} "${object.name}" is left out.`,
      `Write "set ${word} 10.1.0.0 255.255.255.0" in the place of "${written}".`,
    )
    return null
  }
  const stands = object.values.has(`${side}-subnet${six}`) || start !== undefined
  // In transport mode what is protected are the two gateways themselves.
  const addresses = transport && isUnrestricted(value) ? ('dynamic' as const) : value
  const templates = [{ addresses, ...service, span: stands ? span : null }]
  return stands ? stated(templates, span) : defaulted(templates, `${PHASE2}: ${side}-subnet is 0.0.0.0/0.`)
}

function namedSide(
  config: Configuration,
  object: ConfigObject,
  key: string,
  family: 'ipv4' | 'ipv6',
  service: Pick<SelectorTemplate, 'protocol' | 'ports'>,
): Setting<readonly SelectorTemplate[]> | null {
  const name = textOf(object, key)
  const span = spanOf(object, key)
  if (name === undefined) {
    tell(config, span, `"${object.name}" wants an address object and names none in "${key}".`)
    return null
  }
  const { ranges, missing, opaque } = config.book.resolve(name, object.vdom, family)
  for (const lost of missing) {
    const table = family === 'ipv4' ? 'firewall address' : 'firewall address6'
    config.missing.push({ code: 'TS001', topic: `address "${lost}"`, command: `\`show ${table} "${lost}"\`` })
  }
  for (const { name: which, why, span: place } of opaque) {
    const say = `What "${which}" stands for is not known, since ${why}; the selectors of "${object.name}" are left out.`
    config.problems.push({ kind: 'unsupported', span: place, say, instead: 'Tell its network by a description.' })
  }
  if (ranges.length === 0) return null
  return stated(
    ranges.map((addresses) => ({ addresses, ...service, span })),
    span,
  )
}

function protocolOf(config: Configuration, object: ConfigObject): Interval {
  const number = numberOf(config, object, 'protocol', 0, [0, 255])
  return number === 0 ? ANY_PROTOCOL : { from: number, to: number }
}

function portOf(config: Configuration, object: ConfigObject, key: string): Interval {
  const number = numberOf(config, object, key, 0, [0, 65_535])
  return number === 0 ? ANY_PORT : { from: number, to: number }
}

function modeOf(object: ConfigObject): ChildConfig['mode'] {
  const written = textOf(object, 'encapsulation')
  if (written === undefined) return defaulted('tunnel', `${PHASE2}: encapsulation is tunnel-mode.`)
  return stated(written === 'transport-mode' ? 'transport' : 'tunnel', spanOf(object, 'encapsulation'))
}

/**
 * In IKEv2 FortiOS narrows as responder. In quick mode it wants its own pair, or a part of it where that is said or the
 * peers are dial-up ones (`selector-match` is `auto`; that a static peer must match exactly then is assumed).
 */
function matchOf(_: Configuration, object: ConfigObject, { version, isDialup }: Around): ChildConfig['narrows'] {
  if (version === 2) return defaulted(true, NARROWS)
  const written = textOf(object, 'selector-match')
  if (written === 'exact' || written === 'subset') return stated(written === 'subset', spanOf(object, 'selector-match'))
  return defaulted(isDialup, `${PHASE2}: quick mode selectors of a static peer must match.`)
}

const NARROWS =
  'Fortinet Technical Tip "FortiGate IKEv2 accepting any selector when using 0.0.0.0/0": a part of its own selectors is accepted (RFC 7296 2.9).'

/** With perfect forward secrecy, which is the default, each proposal goes with each group. */
function proposalsOf(
  config: Configuration,
  object: ConfigObject,
  esn: string | undefined,
): Setting<readonly Proposal[]> {
  const words = object.values.get('proposal')
  const pfs = isEnabled(object, 'pfs', true)
  const groups = pfs ? groupsOf(config, object, config.defaults.dhgrp) : []
  const list = words?.words ?? config.defaults.phase2
  const proposals = list.flatMap((word) => {
    const parsed = parseEsp(word)
    if (parsed === null && words !== undefined) tellProposal(config, words.span, word, 'phase 2')
    return parsed === null ? [] : [{ ...parsed, ke: groups, esn: sequences(esn) }]
  })
  return words === undefined
    ? defaulted(proposals, config.defaults.authority)
    : stated(proposals, words.span, linesWith(object, 'pfs', 'dhgrp'))
}

/** Extended sequence numbers are off without a word. */
function sequences(esn: string | undefined): string[] {
  if (esn === 'require') return ['EXT_SEQ']
  return esn === 'allow' ? ['EXT_SEQ', 'NO_EXT_SEQ'] : ['NO_EXT_SEQ']
}

/** By time, by volume, or by both, whichever is first. */
function lifetimeOf(config: Configuration, object: ConfigObject): ChildConfig['lifetime'] {
  const seconds = numberOf(config, object, 'keylifeseconds', config.defaults.keylifeseconds, [120, 172_800])
  return textOf(object, 'keylife-type') === 'kbs' ? { rekey: undefined, end: undefined } : lifetimeUntil(seconds)
}
