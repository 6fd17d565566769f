import type { Family } from '../../address/address-range.ts'
import type { ConfKey, ConfSection } from '../freeswan/conf-text.ts'
import type { ConnEnd, Remark, Subnet } from './conn-end.ts'
import { yesOrNo } from './known-keys.ts'

/** What a `conn` is, as far as pluto refuses it for what it is as a whole. */
interface Whole {
  readonly section: ConfSection
  readonly keys: ReadonlyMap<string, ConfKey>
  readonly version: 1 | 2
  readonly left: ConnEnd
  readonly right: ConnEnd
  /** Versions after 4.10 take several families in one connection. */
  readonly later: boolean
}

/** Why pluto 4.10 does not add a `conn` whose single values are all good (measured by its log), or `null`. */
export function refusalOf(whole: Whole): Remark | null {
  return authenticationRefusal(whole) ?? proposalRefusal(whole) ?? networkRefusal(whole) ?? familyRefusal(whole)
}

const SHUNT = /^(?:pass|passthrough|drop|reject)$/i

function authenticationRefusal(whole: Whole): Remark | null {
  const { section, keys, version } = whole
  // A key of a side that names none is the left one's (measured).
  const [authby, left, right] = [keys.get('authby'), keys.get('leftauth') ?? keys.get('auth'), keys.get('rightauth')]
  const one = left ?? right
  const both = left !== undefined && right !== undefined
  const never = /^never$/i.test(authby?.value ?? '')
  const shunt = SHUNT.test(keys.get('type')?.value ?? '')
  const words = authby?.value.toLowerCase().split(/[\s,]+/) ?? []
  if (one !== undefined && !both) {
    return remark(one, 'Of "leftauth" and "rightauth", both must be set or neither.', 'Write the other one as well.')
  }
  if (one !== undefined && version === 1) {
    return remark(one, `IKEv1 takes no "${one.name}".`, 'Write "authby" instead, for both ends.')
  }
  if (shunt && !never) {
    const say = 'A connection that only passes or drops packets authenticates nobody.'
    return { span: authby?.span ?? section.span, say, instead: 'Write "authby=never".' }
  }
  for (const [end, own] of [
    [whole.left, left],
    [whole.right, right],
  ] as const) {
    const methods = own === undefined ? words : [own.value.toLowerCase()]
    const isKey = methods.some((word) => /^(?:secret|psk|null)$/.test(word))
    if (end.id?.origin !== 'stated' || end.id.value.kind !== 'certificate' || !isKey) continue
    const say = 'An identity can only come from a certificate where one is used.'
    return { span: end.id.span, say, instead: 'Write the identity itself.' }
  }
  if (authby === undefined) return null
  if (never && !shunt)
    return remark(authby, 'Nothing can be negotiated with "authby=never".', 'Write authby=secret or authby=rsasig.')
  if (version === 1 && !(words.length === 1 && /^(?:secret|psk|rsasig|never)$/.test(words[0] ?? ''))) {
    return remark(
      authby,
      `IKEv1 takes no "authby=${authby.value}".`,
      'Write authby=secret or authby=rsasig, one of them.',
    )
  }
  return null
}

function proposalRefusal({ keys, version }: Whole): Remark | null {
  const ah = keys.get('ah')
  if (ah !== undefined && keys.has('esp'))
    return remark(ah, '"esp" and "ah" stand in one connection.', 'Keep one of them.')
  const narrowing = keys.get('narrowing')
  if (version === 1 && narrowing !== undefined && yesOrNo(narrowing.value) === true) {
    return remark(narrowing, 'IKEv1 cannot narrow.', 'Delete "narrowing", or use IKEv2.')
  }
  return null
}

/** Lists are paired with what the other side names, and with nothing where it names nothing. */
function networkRefusal({ keys, left, right, later }: Whole): Remark | null {
  for (const [side, other, end] of [
    ['left', 'right', right],
    ['right', 'left', left],
  ] as const) {
    const list = keys.get(`${side}subnets`)
    // A network that it cannot read leaves the list its partner, the host.
    const none = !keys.has(`${other}subnet`) && end.subnets.every(({ setting }) => setting.origin === 'default')
    if (list !== undefined && none) {
      const say = `"${list.name}" is paired with the networks of the other side, which names none.`
      return remark(list, say, `Write "${other}subnet" or "${other}subnets".`)
    }
    const mine = side === 'left' ? left : right
    const strange = !later && mine.subnets.every((subnet) => isOther(subnet, familyOutside(left, right)))
    if (list !== undefined && strange) {
      const say = `"${list.name}" has networks of another family than the gateways.`
      return remark(list, say, `Write a single network in "${side}subnet".`)
    }
  }
  return null
}

/** A side without networks protects its host, whose family those of the other side must have. */
function familyRefusal({ section, left, right, later }: Whole): Remark | null {
  if (later) return null
  const outside = familyOutside(left, right)
  if (familyOf(left, outside) === familyOf(right, outside)) return null
  const say = 'What the two sides protect is of two families, IPv4 and IPv6.'
  return { span: section.span, say, instead: 'Write a connection for each family, with networks on both sides.' }
}

function familyOutside(left: ConnEnd, right: ConnEnd): Family {
  const hosts = [left.host, right.host].flatMap((host) => (typeof host === 'string' ? [] : [host.family]))
  return hosts.find((family) => family !== 'name') ?? 'ipv4'
}

/**
 * Of lists, pluto adds a connection for each pair of networks, and refuses those pairs that have another family than the
 * gateways. Where nothing else is left, the end stays as it is, so that the whole is refused.
 */
export function withoutOtherFamily(ends: Ends, doubts: Remark[]): Ends {
  const outside = familyOutside(...ends)
  if (!ends.some(({ subnets }) => subnets.some(({ index }) => index > 0))) return ends
  return [kept(ends[0], outside, doubts), kept(ends[1], outside, doubts)]
}

type Ends = readonly [ConnEnd, ConnEnd]

function kept(end: ConnEnd, outside: Family, doubts: Remark[]): ConnEnd {
  const strange = end.subnets.filter((subnet) => isOther(subnet, outside))
  if (strange.length === end.subnets.length) return end
  for (const { setting } of strange) {
    if (setting.origin !== 'stated') continue
    const say = 'A network of another family than the gateways is in the list, for which Libreswan loads no connection.'
    doubts.push({ kind: 'invalid', span: setting.span, say, instead: 'Write a connection of its own for it.' })
  }
  return { ...end, subnets: end.subnets.filter((subnet) => !strange.includes(subnet)) }
}

function isOther({ setting }: Subnet, outside: Family): boolean {
  return setting.value.some(
    ({ addresses }) => addresses !== 'dynamic' && addresses.family !== 'name' && addresses.family !== outside,
  )
}

/** Of a name that hides a network, nothing is known. */
function familyOf({ subnets }: ConnEnd, outside: Family): Family {
  const [subnet] = subnets.flatMap(({ setting }) => setting.value)
  if (subnet === undefined || subnet.addresses === 'dynamic') return outside
  return subnet.addresses.family === 'name' ? outside : subnet.addresses.family
}

function remark({ span }: ConfKey, say: string, instead: string): Remark {
  return { span, say, instead }
}
