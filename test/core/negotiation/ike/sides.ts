import type { IkeDaemon } from '../../../../src/core/model/ike-daemon.ts'
import type {
  ChildConfig,
  DaemonSettings,
  Identity,
  IkeConnection,
  IkePolicy,
  Proposal,
  SharedKey,
} from '../../../../src/core/model/ike-policy.ts'
import { planned } from '../../../../src/core/model/setting.ts'
import type { Ends, Side } from '../../../../src/core/negotiation/ike/outcome.ts'
import { type Gateway, pair } from '../../../../src/core/rules/negotiation/examples.ts'
import { parseIdentity } from '../../../../src/core/vendors/strongswan/identities.ts'
import { range } from '../../../support/boxes.ts'
import { endsOf } from '../../remedy/two-ends.ts'

/** What is different at one end. Each of its connections, and each of their children, is changed alike. */
export interface Different {
  readonly connection?: Partial<IkeConnection>
  readonly child?: Partial<ChildConfig>
  readonly keys?: IkePolicy['keys']
  readonly postQuantumKeys?: IkePolicy['postQuantumKeys']
  readonly settings?: DaemonSettings
  /** How its daemon decides otherwise than charon does. */
  readonly daemon?: Partial<IkeDaemon>
}

/** Two strongSwans that would agree, in IKEv2 or in IKEv1, if it were not for what is handed in. */
export function sides(a: Different = {}, b: Different = {}, version: 1 | 2 = 2): Ends {
  const gateway: Gateway = { connection: `version = ${version}` }
  const ends = endsOf(pair(gateway, gateway))
  return [sideOf(ends.a, '192.0.2.1', a), sideOf(ends.b, '192.0.2.2', b)]
}

function sideOf({ ike, vendor }: ReturnType<typeof endsOf>['a'], host: string, different: Different): Side {
  if (ike === undefined || vendor.daemon === undefined) throw new Error('It is a configuration.')
  const { connection, child, keys = ike.keys, postQuantumKeys, settings = {}, daemon } = different
  const connections = ike.connections.map((each) => ({
    ...each,
    children: each.children.map((one) => ({ ...one, ...child })),
    ...connection,
  }))
  return {
    policy: { ...ike, connections, keys, postQuantumKeys, daemon: { ...ike.daemon, ...settings } },
    host: range(host),
    daemon: { ...vendor.daemon, ...daemon },
  }
}

/** Of a list of which a test knows that it has one. */
export function only<T>([first]: readonly T[]): T {
  if (first === undefined) throw new Error('It has one.')
  return first
}

/** A proposal for ESP with an integrity algorithm, and the key exchanges that are named. */
export function espProposal(encryption: string, ...ke: readonly string[]): Proposal {
  return {
    protocol: 'esp',
    encryption: [encryption],
    integrity: ['HMAC_SHA2_256_128'],
    prf: [],
    ke,
    esn: ['NO_EXT_SEQ'],
  }
}

export function key(mark: string, ...owners: readonly string[]): SharedKey {
  const span = { source: 'keys', line: 1, column: 1, length: 1 }
  return { mark: `‹secret ${mark}›`, owners: owners.map(identity), span }
}

export function identity(text: string): Identity {
  const parsed = parseIdentity(text)
  if ('problem' in parsed) throw new Error(text)
  return parsed
}

export const set = planned
