import {
  type ChildDraft,
  type ConnectionDraft,
  type EndDraft,
  type PairDraft,
  type SecretDraft,
  type SelectorDraft,
  selectorOf,
} from './pair-draft.ts'
import type { Random } from './random.ts'
import { randomSubnet } from './subnet.ts'

export const IKE_PROPOSALS: readonly string[] = [
  'aes256-sha256-modp2048',
  'aes128-sha256-modp2048',
  'aes256-sha256-ecp256',
  'aes256-sha384-ecp384',
  'aes256-sha512-modp3072',
  'aes128-sha1-modp2048',
  'aes128-sha256-curve25519',
  'aes128-aes256-sha256-sha512-modp2048-ecp256',
  '3des-sha1-modp1536',
  'aes256gcm16-prfsha384-ecp384',
  'aes128gcm16-prfsha256-curve25519',
]

export const ESP_PROPOSALS: readonly string[] = [
  'aes256-sha256',
  'aes128-sha256',
  'aes256-sha1',
  'aes256gcm16',
  'aes128gcm16',
  'aes256-sha256-modp2048',
  'aes128-sha256-ecp256',
  'aes256gcm16-ecp384',
  'aes128-aes256-sha1-sha256',
  'chacha20poly1305',
]

const ADDRESSES: readonly (readonly [readonly [string, string], number])[] = [
  [['192.0.2.1', '192.0.2.2'], 4],
  [['192.0.2.10', '198.51.100.7'], 3],
  [['203.0.113.5', '198.51.100.20'], 3],
  [['2001:db8:ffff::a', '2001:db8:ffff::b'], 1],
]

const SECRETS: readonly string[] = ['"S3cret-one"', '"correct horse battery"', '"Tr0ub4dor&3"', 'plainword']

/** Harmless lines that real configurations are full of. */
const CONNECTION_LINES: readonly string[] = [
  'dpd_delay = 30s',
  'rekey_time = 4h',
  'mobike = no',
  'fragmentation = yes',
  'unique = replace',
  'keyingtries = 1',
]
const CHILD_LINES: readonly string[] = [
  'rekey_time = 1h',
  'dpd_action = restart',
  'close_action = none',
  'hostaccess = yes',
]

/** A pair that fits: both texts mirror each other. The kinds then spoil or vary it. */
export function drawPair(random: Random): PairDraft {
  const [addressA, addressB] = random.weighted(ADDRESSES)
  const version = random.chance(0.35) ? 1 : 2
  const family = random.chance(0.14) ? 6 : 4
  const nets = [drawNets(random, family), drawNets(random, family)] as const
  // IKEv1 has no combined-mode ciphers for its own messages (RFC 5282 is for IKEv2), so people do not write them.
  const usable = IKE_PROPOSALS.filter((proposal) => version === 2 || !proposal.includes('gcm'))
  const ike = random.sample(usable, random.chance(0.3) ? 2 : 1)
  const esp = random.sample(ESP_PROPOSALS, random.chance(0.35) ? 2 : 1)
  const [idA, idB] = drawIds(random, addressA, addressB)
  const secret = random.pick(SECRETS)

  function drawEnd(end: 'a' | 'b'): EndDraft {
    const mine = end === 'a' ? 0 : 1
    const [address, peer] = end === 'a' ? [addressA, addressB] : [addressB, addressA]
    const [id, peerId] = end === 'a' ? [idA, idB] : [idB, idA]
    const child: ChildDraft = {
      name: 'net',
      local: nets[mine],
      remote: nets[1 - mine],
      esp,
      lines: random.chance(0.12) ? [random.pick(CHILD_LINES)] : [],
    }
    const main: ConnectionDraft = {
      name: end === 'a' ? 'to-b' : 'to-a',
      version,
      localAddrs: address,
      remoteAddrs: peer,
      ike,
      id,
      peerId,
      lines: random.chance(0.15) ? [random.pick(CONNECTION_LINES)] : [],
      children: [child],
    }
    const ids = random.chance(0.5) ? [] : [id ?? address, peerId ?? peer]
    const secrets: readonly SecretDraft[] = [{ name: `ike-${main.name}`, ids, secret }]
    return { address, main, before: [], after: [], secrets, charon: undefined }
  }
  return { a: drawEnd('a'), b: drawEnd('b'), family, initiator: random.chance(0.5) ? 'a' : 'b', initiate: 'net' }
}

export function drawNets(random: Random, family: 4 | 6): readonly SelectorDraft[] {
  const count = random.weighted([
    [1, 10],
    [2, 5],
    [3, 3],
    [4, 1],
  ])
  return Array.from({ length: count }, () => selectorOf(randomSubnet(random, family)))
}

function drawIds(random: Random, a: string, b: string): readonly [string | undefined, string | undefined] {
  return random.weighted<readonly [string | undefined, string | undefined]>([
    [[undefined, undefined], 4],
    [['gw-a.example.com', 'gw-b.example.org'], 4],
    [['vpn@a.example', 'vpn@b.example'], 2],
    [[a, b], 2],
    [['@gw-a.example.com', '@gw-b.example.org'], 1],
  ])
}
