import { type AddressRange, equalRanges, formatHost, formatRange } from '../../address/address-range.ts'
import { type Change, NEW_KEY } from '../../model/change.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import type { Dialect, DialectStep } from '../../model/vendor.ts'
import { type Box, describeService } from '../../selectors/box.ts'
import { settingSteps } from '../setting-steps.ts'
import type { Acl } from './access-lists.ts'
import { aclMode, aclTerms, boxesOf, lineFor, permit, replaceLine } from './acl-commands.ts'
import { configure, protectionMode, type Section } from './command-block.ts'
import type { IosTunnel } from './connections.ts'
import { asIdentity } from './connections.ts'
import {
  identityWords,
  ikev2From,
  ikev2Policies,
  isakmpPolicies,
  keyOwner,
  matchWords,
  peerAddress,
  transformSets,
  transformWordsOf,
} from './ike-commands.ts'
import type { IosConfig } from './ios-config.ts'
import { placeOfKey } from './key-places.ts'

const LIST = '<the access list of the crypto map>'

/** Steps for a gateway of which no configuration was pasted, such as one that a description tells of. */
export const iosDialect: Dialect = {
  ...settingSteps((end) => `On ${end.name} (Cisco IOS)`),
  cover: ({ box }, end) => [
    configure(`On ${end.name}, add ${pair(box)} to the access list of the crypto map.`, [
      { mode: `ip access-list extended ${LIST}`, lines: aclTerms(box).map((term) => `permit ${term}`) },
    ]),
  ],
  replace: ({ from, to }, end) => [
    configure(`On ${end.name}, change ${pair(from)} to ${pair(to)} in the access list of the crypto map.`, [
      {
        mode: `ip access-list extended ${LIST}`,
        lines: [...aclTerms(from).map((term) => `no permit ${term}`), ...aclTerms(to).map((term) => `permit ${term}`)],
      },
    ]),
  ],
  remove: ({ box }, end) => [
    configure(`On ${end.name}, remove ${pair(box)} from the access list of the crypto map.`, [
      { mode: `ip access-list extended ${LIST}`, lines: aclTerms(box).map((term) => `no permit ${term}`) },
    ]),
  ],
  'add-direction': (_, end) => [installAnew(end)],
  unmirror: (_, end) => [installAnew(end)],
  retarget: ({ from, to }, end) => [
    {
      say: `On ${end.name}, set the peer of the crypto map to ${formatHost(to)} in the place of ${formatHost(from)} ("set peer").`,
      run: null,
    },
  ],
}

function installAnew(end: Endpoint): DialectStep {
  return { say: `On ${end.name}, let both directions of the tunnel be set up anew.`, run: 'clear crypto sa' }
}

function pair(box: Box): string {
  return `${formatHost(box.local)} to ${formatHost(box.remote)}${describeService(box)}`
}

/** Steps in the names of this very configuration. */
export function iosDialectFor(config: IosConfig, tunnels: readonly IosTunnel[]): Dialect {
  return {
    ...iosDialect,
    cover: (change, before, after) =>
      withList(before, null, ({ acl, name, tunnel, on }) => [
        configure(
          `${on}, add ${pair(change.box)} to the access list ${name}.`,
          [permit(acl, name, change.box)],
          clears(tunnel),
        ),
      ]) ??
      routed(change.box, before) ??
      iosDialect.cover(change, before, after),
    replace: (change, before, after) =>
      withList(before, null, ({ acl, name, tunnel, on }) => {
        const found = acl === undefined ? undefined : lineFor(acl, change.from)
        if (acl === undefined || found === undefined) return null
        const say = `${on}, change ${pair(change.from)} to ${pair(change.to)} in the access list ${name}.`
        if (!found.alone) return [byHand(say, found.line.text)]
        return [configure(say, [replaceLine(acl, found.line, [change.to])], clears(tunnel))]
      }) ?? iosDialect.replace(change, before, after),
    remove: (change, before, after) =>
      withList(before, null, ({ acl, name, tunnel, on }) => {
        const found = acl === undefined ? undefined : lineFor(acl, change.box)
        if (acl === undefined || found === undefined) return null
        const say = `${on}, remove ${pair(change.box)} from the access list ${name}.`
        if (!found.alone) return [byHand(say, found.line.text)]
        return [configure(say, [{ mode: aclMode(acl, name), lines: [`no ${found.line.text}`] }], clears(tunnel))]
      }) ?? iosDialect.remove(change, before, after),
    'child-selectors': (change, before, after) =>
      withList(before, change.connection, ({ acl, name, tunnel, on }) => {
        const line = acl?.lines[Number(/ line (\d+)/.exec(change.child)?.[1] ?? 0) - 1]
        const boxes = boxesOf(change.local, change.remote)
        if (acl === undefined || line === undefined || line.pairs.length > 1) return null
        const say = `${on}, let the access list ${name} permit ${boxes.map(pair).join(' and ')} in the place of "${line.text}".`
        return [configure(say, [replaceLine(acl, line, boxes)], clears(tunnel))]
      }) ?? iosDialect['child-selectors'](change, before, after),
    retarget: (change, before, after) =>
      withTunnel(before, null, (tunnel) => [peerStep(before, tunnel, [change.to], change.from)]) ??
      iosDialect.retarget(change, before, after),
    'peer-addresses': (change, before, after) =>
      withTunnel(before, change.connection, (tunnel) => [
        peerStep(before, tunnel, change.addresses, tunnel.peer?.value),
      ]) ?? iosDialect['peer-addresses'](change, before, after),
    'own-addresses': (change, before, after) =>
      withTunnel(before, change.connection, (tunnel) => ownAddressStep(before, tunnel, change.addresses[0])) ??
      iosDialect['own-addresses'](change, before, after),
    'ike-proposals': (change, before, after) =>
      withTunnel(before, change.connection, (tunnel) => {
        const version = tunnel.connection.initiates.value
        const method = tunnel.connection.local[0]?.method.value === 'pubkey' ? 'pubkey' : 'psk'
        const sections =
          version === 1 ? isakmpPolicies(config, change.proposals, method) : ikev2Policies(config, change.proposals)
        const what = version === 1 ? 'an IKE policy' : 'an IKEv2 proposal'
        return [configure(`On ${before.name}, add ${what} that the peer has.`, sections, clears(tunnel))]
      }) ?? iosDialect['ike-proposals'](change, before, after),
    'child-proposals': (change, before, after) =>
      withTunnel(before, change.connection, (tunnel) => {
        const sections = transformSets(config, tunnel, change.proposals)
        const lines = sections
          .flatMap((section) => section.lines)
          .filter((line) => line.startsWith('set ') || line.startsWith('no '))
        const say = `On ${before.name}, ${lines.length === 0 ? 'use the transform sets' : lines.join(', ')} for ${place(tunnel)}.`
        return [configure(say, sections, clears(tunnel))]
      }) ?? iosDialect['child-proposals'](change, before, after),
    mode: (change, before, after) =>
      withTunnel(before, change.connection, (tunnel) => {
        const sets = tunnel.protection.transformSets.flatMap(({ value }) => config.ipsec.transformSets.get(value) ?? [])
        if (sets.length === 0) return null
        const say = `On ${before.name}, use ${change.mode} mode for ${place(tunnel)}.`
        const sections = sets.map((set) => ({
          mode: `crypto ipsec transform-set ${set.name} ${transformWordsOf(set) ?? ''}`,
          lines: [`mode ${change.mode}`],
        }))
        return [configure(say, sections, clears(tunnel))]
      }) ?? iosDialect.mode(change, before, after),
    'own-identity': (change, before, after) =>
      withTunnel(before, change.connection, (tunnel) => ownIdentityStep(before, tunnel, change)) ??
      iosDialect['own-identity'](change, before, after),
    'peer-identity': (change, before, after) =>
      withTunnel(before, change.connection, (tunnel) => peerIdentityStep(before, tunnel, change)) ??
      iosDialect['peer-identity'](change, before, after),
    authentication: (change, before, after) =>
      withTunnel(before, change.connection, (tunnel) => {
        const word = change.method === 'psk' ? 'pre-share' : 'rsa-sig'
        const name = tunnel.protection.ikev2Profile?.value
        const say = `On ${before.name}, ${change.side === 'local' ? 'authenticate' : 'let the peer authenticate'} by ${change.method === 'psk' ? 'the pre-shared key' : 'certificate'}.`
        const sections =
          name !== undefined
            ? [{ mode: `crypto ikev2 profile ${name}`, lines: [`authentication ${change.side} ${word}`] }]
            : config.isakmp.policies.map(({ priority }) => ({
                mode: `crypto isakmp policy ${priority}`,
                lines: [`authentication ${word}`],
              }))
        return sections.length === 0 ? null : [configure(say, sections, clears(tunnel))]
      }) ?? iosDialect.authentication(change, before, after),
    'new-key': (change, before, after) =>
      withTunnel(before, null, (tunnel) => newKeyStep(before, tunnel, change)) ??
      iosDialect['new-key'](change, before, after),
    'key-owners': (change, before, after) =>
      withTunnel(before, null, (tunnel) => keyOwnersStep(before, tunnel, change)) ??
      iosDialect['key-owners'](change, before, after),
    version: (change, before, after) =>
      withTunnel(before, change.connection, (tunnel) => {
        const connection =
          after.ike?.connections.find(({ name }) => name === tunnel.connection.name) ?? tunnel.connection
        const say = `On ${before.name}, use IKEv${change.version} for ${place(tunnel)}.`
        const sections =
          change.version === 2
            ? ikev2From(config, tunnel, connection)
            : [
                ...isakmpPolicies(config, connection.proposals.value, 'psk'),
                `crypto isakmp key <the pre-shared key as it is now> address ${peerAddress(tunnel)}`,
                { mode: protectionMode(tunnel), lines: ['no set ikev2-profile'] },
              ]
        return [configure(say, sections, clears(tunnel))]
      }) ?? iosDialect.version(change, before, after),
    exchange: (change, before, after) =>
      withTunnel(before, change.connection, (tunnel) => {
        const name = tunnel.protection.isakmpProfile?.value
        if (name === undefined) return null
        const lines = ['no initiate mode aggressive']
        return [
          configure(
            `On ${before.name}, use main mode.`,
            [{ mode: `crypto isakmp profile ${name}`, lines }],
            clears(tunnel),
          ),
        ]
      }) ?? iosDialect.exchange(change, before, after),
    lifetime: (change, before, after) =>
      withTunnel(before, change.connection, (tunnel) => lifetimeStep(before, tunnel, change)) ??
      iosDialect.lifetime(change, before, after),
    'clear-obstacle': ({ obstacle }) => obstacle.steps,
  }

  function tunnelFor(end: Endpoint, connection: string | null): IosTunnel | undefined {
    const named = tunnels.find((tunnel) => tunnel.connection.name === connection)
    if (connection !== null || named !== undefined) return named
    return (
      tunnels.find((tunnel) => end.meant?.has(tunnel.connection.name)) ??
      (end.meant === undefined ? tunnels[0] : undefined)
    )
  }

  function withTunnel(
    end: Endpoint,
    connection: string | null,
    steps: (tunnel: IosTunnel) => readonly DialectStep[] | null,
  ): readonly DialectStep[] | null {
    const tunnel = tunnelFor(end, connection)
    return tunnel === undefined ? null : steps(tunnel)
  }

  function withList(
    end: Endpoint,
    connection: string | null,
    steps: (found: {
      readonly tunnel: IosTunnel
      readonly acl: Acl | undefined
      readonly name: string
      readonly on: string
    }) => readonly DialectStep[] | null,
  ): readonly DialectStep[] | null {
    return withTunnel(end, connection, (tunnel) => {
      const name = 'entry' in tunnel.place ? tunnel.place.entry.acl?.value : tunnel.place.tunnel.tunnel.policy?.value
      return name === undefined ? null : steps({ tunnel, acl: config.acls.get(name), name, on: `On ${end.name}` })
    })
  }

  /** What a tunnel interface carries, routes decide; one that wraps packets in GRE speaks with its like alone. */
  function routed(box: Box, end: Endpoint): readonly DialectStep[] | null {
    return withTunnel(end, null, ({ place: where }) => {
      if (!('tunnel' in where)) return null
      const { name, tunnel } = where.tunnel
      if (/^ipsec/.test(tunnel.mode?.value ?? '')) return null
      const say = `On ${end.name}, ${name} wraps packets in GRE, so that only a peer that does the same understands it; let it be a tunnel of IPsec, and route ${formatRange(box.remote)} into it.`
      return [configure(say, [{ mode: `interface ${name}`, lines: ['tunnel mode ipsec ipv4'] }])]
    })
  }

  function peerStep(
    end: Endpoint,
    tunnel: IosTunnel,
    addresses: readonly AddressRange[],
    old: AddressRange | undefined,
  ): DialectStep {
    const [to] = addresses
    const text = to === undefined ? '<the address of the peer>' : formatHost(to)
    const say = `On ${end.name}, let ${place(tunnel)} go to ${text}.`
    if ('tunnel' in tunnel.place) {
      return configure(say, [{ mode: `interface ${tunnel.place.tunnel.name}`, lines: [`tunnel destination ${text}`] }])
    }
    const lines = [`set peer ${text}`, ...(old === undefined ? [] : [`no set peer ${formatHost(old)}`])]
    return configure(say, [{ mode: protectionMode(tunnel), lines }])
  }

  function ownAddressStep(
    end: Endpoint,
    tunnel: IosTunnel,
    address: AddressRange | undefined,
  ): readonly DialectStep[] | null {
    if (address === undefined) return null
    const say = `On ${end.name}, let ${place(tunnel)} begin at ${formatHost(address)}.`
    if ('tunnel' in tunnel.place) {
      const lines = [`tunnel source ${formatHost(address)}`]
      return [configure(say, [{ mode: `interface ${tunnel.place.tunnel.name}`, lines }])]
    }
    const own = [...config.interfaces.values()].find(
      (each) => each.address !== undefined && equalRanges(each.address.value, address),
    )
    if (own === undefined) return null
    return [configure(say, [`crypto map ${tunnel.place.map.name} local-address ${own.name}`])]
  }

  function ownIdentityStep(
    end: Endpoint,
    tunnel: IosTunnel,
    { identity }: Change<'own-identity'>,
  ): readonly DialectStep[] | null {
    const { ikev2Profile, isakmpProfile } = tunnel.protection
    const words = identityWords(identity, ikev2Profile === undefined ? 1 : 2)
    if (words === null) return null
    const say = `On ${end.name}, show ${identity.text} as the own identity.`
    if (ikev2Profile !== undefined) {
      return [
        configure(
          say,
          [{ mode: `crypto ikev2 profile ${ikev2Profile.value}`, lines: [`identity local ${words}`] }],
          clears(tunnel),
        ),
      ]
    }
    if (isakmpProfile !== undefined) {
      const lines = [`self-identity ${words}`]
      return [configure(say, [{ mode: `crypto isakmp profile ${isakmpProfile.value}`, lines }], clears(tunnel))]
    }
    if (identity.kind === 'address' && tunnel.own !== undefined && formatHost(tunnel.own.value) === identity.text) {
      return [configure(say, ['crypto isakmp identity address'], clears(tunnel))]
    }
    const peer = peerAddress(tunnel)
    const profile = {
      mode: `crypto isakmp profile IKE-${peer}`,
      lines: ['keyring default', `self-identity ${words}`, `match identity address ${peer} 255.255.255.255`],
    }
    const set = { mode: protectionMode(tunnel), lines: [`set isakmp-profile IKE-${peer}`] }
    return [configure(say, [profile, set], clears(tunnel))]
  }

  function peerIdentityStep(
    end: Endpoint,
    tunnel: IosTunnel,
    { identity }: Change<'peer-identity'>,
  ): readonly DialectStep[] | null {
    const { ikev2Profile, isakmpProfile } = tunnel.protection
    const version = ikev2Profile === undefined ? 1 : 2
    const words = matchWords(identity, version)
    const name = (ikev2Profile ?? isakmpProfile)?.value
    if (words === null || name === undefined) return null
    const profile = version === 1 ? config.isakmp.profiles.get(name) : config.ikev2.profiles.get(name)
    const match = version === 1 ? 'match identity' : 'match identity remote'
    // The one that the tunnel went by goes; others may be for other peers.
    const old = profile?.matches.find(({ value }) =>
      isSameIdentity(asIdentity(value), tunnel.connection.remote[0]?.id?.value),
    )
    const oldWords = old === undefined ? null : matchWords(old.value, version)
    const lines = [`${match} ${words}`, ...(oldWords === null ? [] : [`no ${match} ${oldWords}`])]
    const mode = version === 1 ? `crypto isakmp profile ${name}` : `crypto ikev2 profile ${name}`
    return [configure(`On ${end.name}, expect ${identity.text} of the peer.`, [{ mode, lines }], clears(tunnel))]
  }

  function newKeyStep(
    end: Endpoint,
    tunnel: IosTunnel,
    { owners, replaces }: Change<'new-key'>,
  ): readonly DialectStep[] {
    const say = `On ${end.name}, set the pre-shared key to ${NEW_KEY}.`
    const known = replaces === null ? null : placeOfKey(config, replaces)
    if (known !== null) return [configure(say, [known.write(NEW_KEY, known.owner)], clears(tunnel))]
    const owner = keyOwner(owners, tunnel.connection.local[0]?.id?.value ?? ownAs(tunnel), peerAddress(tunnel))
    return [configure(say, newKeyFor(tunnel, owner), clears(tunnel))]
  }

  /** One more key: in the keyring of the tunnel's profile where it has one, else for everybody. */
  function newKeyFor({ protection }: IosTunnel, owner: string): readonly (Section | string)[] {
    const { ikev2Profile, isakmpProfile } = protection
    if (ikev2Profile !== undefined) {
      const ring = config.ikev2.profiles.get(ikev2Profile.value)?.keyrings[0]?.value
      const name = ring ?? 'KEYS'
      const address = owner.replace(/^\S+ /, '')
      const lines = [`peer ${address}`, ` ${owner}`, ` pre-shared-key ${NEW_KEY}`]
      const use =
        ring === undefined
          ? [{ mode: `crypto ikev2 profile ${ikev2Profile.value}`, lines: [`keyring local ${name}`] }]
          : []
      return [{ mode: `crypto ikev2 keyring ${name}`, lines }, ...use]
    }
    const ring = isakmpProfile && config.isakmp.profiles.get(isakmpProfile.value)?.keyrings[0]?.value
    if (ring === undefined || ring === 'default') return [`crypto isakmp key ${NEW_KEY} ${owner}`]
    return [{ mode: `crypto keyring ${ring}`, lines: [`pre-shared-key ${owner} key ${NEW_KEY}`] }]
  }

  function keyOwnersStep(
    end: Endpoint,
    tunnel: IosTunnel,
    { key, owners }: Change<'key-owners'>,
  ): readonly DialectStep[] | null {
    const known = placeOfKey(config, key)
    if (known === null) return null
    const owner =
      owners.length === 0
        ? 'address 0.0.0.0'
        : keyOwner(owners, tunnel.connection.local[0]?.id?.value ?? ownAs(tunnel), peerAddress(tunnel))
    const say = `On ${end.name}, let the key of line ${key.line} be for ${owner}.`
    return [configure(say, [known.write(`<the key of line ${key.line}>`, owner)], clears(tunnel))]
  }

  function lifetimeStep(
    end: Endpoint,
    tunnel: IosTunnel,
    { child, lifetime }: Change<'lifetime'>,
  ): readonly DialectStep[] | null {
    const seconds = lifetime.end
    if (seconds === undefined) return null
    const of = child === null ? 'the IKE SA' : 'the IPsec SAs'
    const say = `On ${end.name}, set the lifetime of ${of} of ${place(tunnel)} to ${seconds} seconds.`
    const profile = tunnel.protection.ikev2Profile?.value
    const sections =
      child !== null
        ? [{ mode: protectionMode(tunnel), lines: [`set security-association lifetime seconds ${seconds}`] }]
        : profile !== undefined
          ? [{ mode: `crypto ikev2 profile ${profile}`, lines: [`lifetime ${seconds}`] }]
          : config.isakmp.policies.map(({ priority }) => ({
              mode: `crypto isakmp policy ${priority}`,
              lines: [`lifetime ${seconds}`],
            }))
    return sections.length === 0 ? null : [configure(say, sections)]
  }
}

function ownAs({ own }: IosTunnel) {
  return own === undefined ? undefined : ({ kind: 'address', text: formatHost(own.value) } as const)
}

function isSameIdentity(a: ReturnType<typeof asIdentity>, b: ReturnType<typeof asIdentity> | undefined): boolean {
  return b !== undefined && a.kind === b.kind && a.text === b.text
}

function byHand(say: string, line: string): DialectStep {
  return { say: `${say} It is a part of "${line}", which has to be written out for that.`, run: null }
}

function clears(tunnel: IosTunnel): string | null {
  return tunnel.peer === undefined ? null : formatHost(tunnel.peer.value)
}

function place({ place: where }: IosTunnel): string {
  if ('tunnel' in where) return where.tunnel.name
  const { entry } = where
  return `${entry.isTemplate ? 'the dynamic map' : 'the crypto map'} ${entry.map} ${entry.sequence}`
}
