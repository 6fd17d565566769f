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
  readonly loaded: LoadedPairs
  /** Versions after 4.10 take several families in one connection. */
  readonly later: boolean
}

/** Why pluto 4.10 does not add a `conn` whose single values are all good (measured by its log), or `null`. */
export function refusalOf(whole: Whole): Remark | null {
  return (
    hostRefusal(whole) ??
    poolRefusal(whole) ??
    authenticationRefusal(whole) ??
    proposalRefusal(whole) ??
    networkRefusal(whole) ??
    listRefusal(whole) ??
    familyRefusal(whole)
  )
}

/** Nothing tells which side is the own one. */
function hostRefusal({ left, right }: Whole): Remark | null {
  if (left.host !== 'any' || right.host !== 'any') return null
  const say = 'Both sides are anybody (%any), and one has to be the gateway itself.'
  return remark(left.hostKey, say, 'Write the address of the gateway for its own side, or %defaultroute.')
}

function poolRefusal({ keys, left, right }: Whole): Remark | null {
  const key = keys.get('rightaddresspool')
  if (key === undefined || left.pools.length === 0 || right.pools.length === 0) return null
  return remark(key, 'Both sides have a pool of addresses.', 'Keep the one of the side that is to be given addresses.')
}

const NULL = /^null$/i
const SECRET = /^(?:secret|psk)$/i
const SHUNT = /^(?:pass|passthrough|drop|reject)$/i

function authenticationRefusal(whole: Whole): Remark | null {
  const { section, keys, version } = whole
  const [authby, left, right] = [keys.get('authby'), keys.get('leftauth'), keys.get('rightauth')]
  const one = left ?? right
  const both = left !== undefined && right !== undefined
  const never = /^never$/i.test(authby?.value ?? '')
  const shunt = SHUNT.test(keys.get('type')?.value ?? '')
  const words = () => authby?.value.toLowerCase().split(/[\s,]+/) ?? []
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
  const unproved = both ? [left, right].find(({ value }) => NULL.test(value)) : undefined
  if (unproved !== undefined && [left, right].some((key) => key !== undefined && SECRET.test(key.value))) {
    const say = 'A pre-shared key at one end and no authentication at the other do not go together.'
    return remark(unproved, say, 'Write the same for both ends.')
  }
  const certificate = certificateRefusal(whole.left, left, words) ?? certificateRefusal(whole.right, right, words)
  if (certificate !== null) return certificate
  if (authby === undefined) return null
  const unsigned = both ? [left, right].find(({ value }) => lacksSignature(value, words())) : undefined
  if (unsigned !== undefined) {
    const say = `"${unsigned.name}=${unsigned.value}" needs a kind of signature that "authby=${authby.value}" does not have.`
    return remark(unsigned, say, `Write "authby=${unsigned.value}", or delete "authby".`)
  }
  if (never && !shunt)
    return remark(authby, 'Nothing can be negotiated with "authby=never".', 'Write authby=secret or authby=rsasig.')
  const [only = '', ...more] = version === 1 ? words() : []
  if (version === 1 && !(more.length === 0 && /^(?:secret|psk|rsasig|never)$/.test(only))) {
    return remark(
      authby,
      `IKEv1 takes no "authby=${authby.value}".`,
      'Write authby=secret or authby=rsasig, one of them.',
    )
  }
  return null
}

/** A method of one side that signs has to be among those of `authby`, where that is written (measured). */
function lacksSignature(method: string, authby: readonly string[]): boolean {
  if (/^ecdsa/i.test(method)) return !authby.some((word) => word.startsWith('ecdsa'))
  return /^rsa/i.test(method) && !authby.some((word) => word.startsWith('rsa'))
}

/** An identity of `%fromcert` at an end that shows no certificate. */
function certificateRefusal({ id }: ConnEnd, own: ConfKey | undefined, words: () => readonly string[]): Remark | null {
  if (id?.origin !== 'stated' || id.value.kind !== 'certificate') return null
  const methods = own === undefined ? words() : [own.value.toLowerCase()]
  if (!methods.some((word) => /^(?:secret|psk|null)$/.test(word))) return null
  const say = 'An identity can only come from a certificate where one is used.'
  return { span: id.span, say, instead: 'Write the identity itself.' }
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

function networkRefusal({ keys, left, right }: Whole): Remark | null {
  return (
    unpaired(keys.get('leftsubnets'), 'rightsubnet', keys, right) ??
    unpaired(keys.get('rightsubnets'), 'leftsubnet', keys, left)
  )
}

/** A list is paired with what the other side names, and with nothing where it names nothing. */
function unpaired(list: ConfKey | undefined, other: string, keys: Whole['keys'], { subnets }: ConnEnd): Remark | null {
  // A network that it cannot read leaves the list its partner, the host.
  if (list === undefined || keys.has(other) || subnets.some(({ setting }) => setting.origin !== 'default')) return null
  const say = `"${list.name}" is paired with the networks of the other side, which names none.`
  return remark(list, say, `Write "${other}" or "${other}s".`)
}

/** Nothing is left of a list whose first pair is refused. */
function listRefusal({ loaded: { pairs, stop } }: Whole): Remark | null {
  return pairs.length === 0 ? stop : null
}

/** A side without networks protects its host, whose family those of the other side must have. */
function familyRefusal({ section, left, right, later }: Whole): Remark | null {
  if (later) return null
  const outside = familyOutside(left, right)
  if (familyOf(left, outside) === familyOf(right, outside)) return null
  const say = 'What the two sides protect is of two families, IPv4 and IPv6.'
  const other = [left, right].find((end) => familyOf(end, outside) !== outside)
  const [subnet] = other?.subnets ?? []
  const span = subnet?.setting.origin === 'stated' ? subnet.setting.span : section.span
  return { span, say, instead: 'Write a connection for each family, with networks on both sides.' }
}

function familyOutside(left: ConnEnd, right: ConnEnd): Family {
  for (const { host } of [left, right]) if (typeof host !== 'string' && host.family !== 'name') return host.family
  return 'ipv4'
}

/** A network of the left side with one of the right side. */
export type SubnetPair = readonly [left: Subnet, right: Subnet]

/** `stop`: why it is not all of them. */
interface LoadedPairs {
  readonly pairs: readonly SubnetPair[]
  readonly stop: Remark | null
}

/**
 * Of lists, a connection is added for each pair of networks, the right ones changing first, up to the first pair with a network
 * that a list does not take, or with another family than the gateways: addconn stops there (measured). A pair that no list makes
 * is kept, so that the whole is refused.
 */
export function loadedPairs({ left, right, later }: Pick<Whole, 'left' | 'right' | 'later'>): LoadedPairs {
  const [own, peer] = [left.subnets[0], right.subnets[0]]
  const isOne = left.subnets.length === 1 && right.subnets.length === 1
  if (isOne && own?.index === 0 && peer?.index === 0) return { pairs: [[own, peer]], stop: null }
  const pairs = left.subnets.flatMap((one) => right.subnets.map((other): SubnetPair => [one, other]))
  const outside = familyOutside(left, right)
  const end = pairs.findIndex(
    (pair) =>
      pair.some(({ index }) => index > 0) && pair.some((one) => one.stop !== undefined || isOther(one, outside)),
  )
  if (later || end === -1) return { pairs, stop: null }
  const refused = pairs[end]?.find(({ stop }) => stop !== undefined)?.stop
  if (refused !== undefined) return { pairs: pairs.slice(0, end), stop: refused }
  const others = pairs[end]?.filter((one) => isOther(one, outside)) ?? []
  const strange = others.find(({ index }) => index > 0) ?? others[0]
  if (strange?.setting.origin !== 'stated') return { pairs, stop: null }
  const say =
    end === 0
      ? 'The first network of a list has another family than the gateways.'
      : 'A network of another family than the gateways is in the list: of the pairs of networks, Libreswan loads those before it alone.'
  const instead = 'Write a connection of its own for it, with a single network on each side.'
  return { pairs: pairs.slice(0, end), stop: { kind: 'invalid', span: strange.setting.span, say, instead } }
}

function isOther({ setting }: Subnet, outside: Family): boolean {
  return setting.value.some(
    ({ addresses }) => addresses !== 'dynamic' && addresses.family !== 'name' && addresses.family !== outside,
  )
}

/** Of a name that hides a network, nothing is known. */
function familyOf({ subnets }: ConnEnd, outside: Family): Family {
  const [subnet] = subnets.find(({ setting }) => setting.value.length > 0)?.setting.value ?? []
  if (subnet === undefined || subnet.addresses === 'dynamic') return outside
  return subnet.addresses.family === 'name' ? outside : subnet.addresses.family
}

function remark({ span }: ConfKey, say: string, instead: string): Remark {
  return { span, say, instead }
}
