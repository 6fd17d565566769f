import { formatHost } from '../../address/address-range.ts'
import type { Change, ChangeKind } from '../../model/change.ts'
import type { Endpoint } from '../../model/endpoint.ts'
import type { Dialect, DialectStep } from '../../model/vendor.ts'
import type { Box } from '../../selectors/box.ts'
import { pairWords } from '../box-words.ts'
import { holderOf } from '../cisco/holder-of.ts'
import { settingSteps } from '../setting-steps.ts'
import { aclTerms } from './acl-commands.ts'
import { ownAddressSteps, peerAddressSteps, retargetSteps } from './address-steps.ts'
import { configure } from './command-block.ts'
import type { IosTunnel } from './connections.ts'
import {
  authenticationSteps,
  beginningSteps,
  childProposalSteps,
  exchangeSteps,
  ikeProposalSteps,
  keyOwnerSteps,
  lifetimeSteps,
  modeSteps,
  natTraversalSteps,
  newKeySteps,
  ownIdentitySteps,
  peerIdentitySteps,
  versionSteps,
} from './ike-steps.ts'
import type { IosConfig } from './ios-config.ts'
import { childSelectorSteps, coverSteps, passOverSteps, removeSteps, replaceSteps } from './selector-steps.ts'
import type { TunnelSteps } from './tunnel-steps.ts'

const LIST = 'ip access-list extended <the access list of the crypto map>'

/** Steps for a gateway of which no configuration was pasted, such as one that a description tells of. */
export const iosDialect: Dialect = {
  ...settingSteps((end) => `On ${end.name} (Cisco IOS)`),
  cover: ({ box }, end) => [
    configure(`On ${end.name}, add ${pairWords(box)} to the access list of the crypto map.`, [
      { mode: LIST, lines: aclTerms(box).map((term) => `permit ${term}`) },
    ]),
  ],
  replace: ({ from, to }, end) => [
    configure(`On ${end.name}, change ${pairWords(from)} into ${pairWords(to)} in the access list of the crypto map.`, [
      {
        mode: LIST,
        lines: [...aclTerms(from).map((term) => `no permit ${term}`), ...aclTerms(to).map((term) => `permit ${term}`)],
      },
    ]),
  ],
  remove: ({ box }, end) => [
    configure(`On ${end.name}, remove ${pairWords(box)} from the access list of the crypto map.`, [
      { mode: LIST, lines: aclTerms(box).map((term) => `no permit ${term}`) },
    ]),
  ],
  'add-direction': (_, end) => [setUpAnew(end)],
  unmirror: (_, end) => [setUpAnew(end)],
  retarget: ({ from, to }, end) => [
    {
      say: `On ${end.name}, set the peer of the crypto map to ${formatHost(to)} in the place of ${formatHost(from)} ("set peer").`,
      run: null,
    },
  ],
}

function setUpAnew(end: Endpoint): DialectStep {
  return { say: `On ${end.name}, let both directions of the tunnel be set up anew.`, run: 'clear crypto sa' }
}

/** Steps in the names of this very configuration: of its maps, lists, sets, profiles and keyrings. */
export function iosDialectFor(config: IosConfig, tunnels: readonly IosTunnel[]): Dialect {
  return {
    ...iosDialect,
    cover: inTunnel('cover', coverSteps),
    replace: inTunnel('replace', replaceSteps, ({ from }) => from),
    remove: inTunnel('remove', removeSteps, ({ box }) => box),
    'child-selectors': inTunnel('child-selectors', childSelectorSteps),
    retarget: inTunnel('retarget', retargetSteps),
    'peer-addresses': inTunnel('peer-addresses', peerAddressSteps),
    'own-addresses': inTunnel('own-addresses', ownAddressSteps),
    'ike-proposals': inTunnel('ike-proposals', ikeProposalSteps),
    'child-proposals': inTunnel('child-proposals', childProposalSteps),
    mode: inTunnel('mode', modeSteps),
    'own-identity': inTunnel('own-identity', ownIdentitySteps),
    'peer-identity': inTunnel('peer-identity', peerIdentitySteps),
    authentication: inTunnel('authentication', authenticationSteps),
    'new-key': inTunnel('new-key', newKeySteps),
    'key-owners': inTunnel('key-owners', keyOwnerSteps),
    version: inTunnel('version', versionSteps),
    exchange: inTunnel('exchange', exchangeSteps),
    lifetime: inTunnel('lifetime', lifetimeSteps),
    'pass-over': inTunnel('pass-over', passOverSteps),
    waits: inTunnel('waits', beginningSteps),
    'nat-traversal': inTunnel('nat-traversal', natTraversalSteps),
    'clear-obstacle': ({ obstacle }) => obstacle.steps,
  }

  /** `changed`: what is changed of the list of one of several entries for the peer. */
  function inTunnel<K extends ChangeKind>(
    kind: K,
    steps: TunnelSteps<K>,
    changed?: (change: Change<K>) => Box,
  ): (change: Change<K>, before: Endpoint, after: Endpoint) => readonly DialectStep[] {
    return (change, before, after) => {
      const holder = changed === undefined ? undefined : holderOf(tunnels, before, changed(change))
      const tunnel = holder ?? tunnelFor(before, 'connection' in change ? change.connection : null)
      const worded = tunnel === undefined ? null : steps(change, { config, tunnel, end: before, after })
      return worded ?? iosDialect[kind](change, before, after)
    }
  }

  /** The one that is named, else the first that is meant for the peer. */
  function tunnelFor({ meant }: Endpoint, connection: string | null): IosTunnel | undefined {
    if (connection !== null) return tunnels.find((tunnel) => tunnel.connection.name === connection)
    return meant === undefined ? tunnels[0] : tunnels.find((tunnel) => meant.has(tunnel.connection.name))
  }
}
