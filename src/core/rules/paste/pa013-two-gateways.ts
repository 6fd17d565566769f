import type { OwnPeer } from '../../model/ends/own-peers.ts'
import { diagnostic } from '../rule.ts'
import { BOTH_LISTS, paste } from './examples.ts'

/** One text that was read as one gateway, and goes to an address of its own. */
export const twoGateways = diagnostic<OwnPeer>({
  code: 'PA013',
  title: 'One text seems to hold two gateways',
  *check({ paste: { ownPeers } }) {
    for (const data of ownPeers) {
      yield {
        severity: 'error',
        certainty: 'stated',
        evidence: [
          { span: data.own, label: 'an address of its own' },
          { span: data.peer, label: 'the peer at that address' },
        ],
        witness: null,
        flows: [],
        plans: [],
        data,
      }
    }
  },
  explain: ({ own, peer }) => ({
    what: `${own.source} was read as one gateway, and has the same address as its own (line ${own.line}) and as its peer's (line ${peer.line}).`,
    why: 'No gateway has a tunnel to itself: these are most likely the configurations of two, one below the other. Put a line with a name and a colon above each, such as `HQ:` and `Branch:`, or paste each by itself; the prompt or `hostname` above each does as well.',
  }),
  page: {
    text: `Configurations of two gateways of one product, one below the other, are told apart by a heading, by their prompts or by
their names. Without any, the second goes on where the first ends, and they are read as one.`,
    fires: paste(`config vpn ipsec phase1-interface
    edit "branch"
        set interface "wan1"
        set local-gw 203.0.113.1
        set remote-gw 198.51.100.7
    next
end
config vpn ipsec phase1-interface
    edit "hq"
        set interface "wan1"
        set local-gw 198.51.100.7
        set remote-gw 203.0.113.1
    next
end
`),
    quiet: BOTH_LISTS,
  },
})
