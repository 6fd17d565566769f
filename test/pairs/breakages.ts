import type { ChangeKind } from '../../src/core/model/change.ts'
import type { Breakage } from './breakage.ts'
import { keyOfAnother, otherKey, ownIdentity, peerIdentity, virtualAddress } from './identity-breakages.ts'
import { obstacles } from './obstacle-breakages.ts'
import {
  aggressiveMode,
  childless,
  childProposals,
  compression,
  ikeProposals,
  otherVersion,
  refusesVersion1,
  secrecy,
  shownSettings,
  transportMode,
} from './policy-breakages.ts'
import { notCovered, oneDirection, otherNetwork, otherPeer, ownAddressNotCovered } from './traffic-breakages.ts'

/** By the kind of change that mends it, as people would; where none is here, why. */
const breakagesByKind: Readonly<Record<ChangeKind, readonly Breakage[] | string>> = {
  cover: [notCovered, ownAddressNotCovered],
  replace: [otherNetwork],
  remove: 'an entry in front of the tunnel: test/core/rules and the golden cases',
  'add-direction': [oneDirection],
  retarget: [otherPeer],
  unmirror: 'a mirrored filter is a warning, and the tunnel comes up: the examples of SP004',
  'ike-proposals': ikeProposals,
  'child-proposals': [childProposals],
  pfs: secrecy,
  'child-selectors': 'mends what `replace` does in the words of a daemon; `otherNetwork` is mended by it there',
  mode: [transportMode],
  narrowing: 'never the smallest change of a tunnel between two networks: test/lab/remedied.test.ts',
  'pass-over': 'of two tunnels of one end, of which these pairs have one: test/core/vendors and the golden cases',
  compression: [compression],
  waits: 'no end of this tunnel waits: the examples of AD004',
  'own-identity': [ownIdentity],
  'peer-identity': [peerIdentity],
  authentication: 'a certificate is no text that could be pasted: the examples of AU004 and AU005',
  'new-key': [otherKey],
  'post-quantum-key': 'three products alone have words for it: test/lab/remedied.test.ts',
  'key-owners': [keyOfAnother],
  version: [otherVersion],
  exchange: [aggressiveMode],
  childless: [childless],
  'nat-traversal': 'no end of this tunnel is behind a NAT: the examples of AD006 and the golden cases',
  'ike-ports': 'two products alone have words for them: the examples of AD007, and by-hand.jsonl of test/truth',
  'listening-ports': 'one product alone has words for them: the examples of AD007',
  'own-addresses': 'the own address is what tells which end a text is of',
  'peer-addresses': 'mends what `retarget` does in the words of a daemon; `otherPeer` is mended by it there',
  'virtual-addresses': [virtualAddress],
  lifetime: 'lifetimes that differ keep no tunnel from coming up: the examples of LT002 and LT003',
  'shown-setting': shownSettings,
  // Each product refuses other texts: test/core/vendors and test/lab/remedied.test.ts.
  correct: [refusesVersion1],
  'clear-obstacle': obstacles,
}

export const breakages: readonly Breakage[] = Object.values(breakagesByKind).flatMap((each) =>
  typeof each === 'string' ? [] : each,
)
