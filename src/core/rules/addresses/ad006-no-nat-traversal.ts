import type { Endpoint } from '../../model/endpoint.ts'
import { unencapsulated } from '../../negotiation/ike/encapsulation.ts'
import { witness } from '../../selectors/packet.ts'
import { wayFrom } from '../both-ways.ts'
import { diagnostic, type Example } from '../rule.ts'

interface SwitchedOff {
  readonly end: Endpoint
  readonly connection: string
}

/** The child comes up, and its packets stay in the NAT. */
export const noNatTraversal = diagnostic<SwitchedOff>({
  code: 'AD006',
  title: 'NAT traversal is switched off, and there is a NAT between the ends',
  *check({ simulation }) {
    if (simulation === undefined) return
    const told = new Set<string>()
    for (const { outcome, entry } of simulation.quickModes) {
      if (outcome === null) continue
      const [initiator, responder] = wayFrom(simulation, outcome.initiator)
      const found = unencapsulated(outcome, initiator, responder)
      const off = found?.connection.natTraversal?.off
      if (found === null || off === undefined) continue
      const { end, connection } = found
      const place = `${end.label} ${connection.name}`
      if (told.has(place)) continue
      told.add(place)
      const lost = simulation.flows.filter(
        ({ outcome: fate, out, inbound }) =>
          fate === 'lost' && [out, inbound].some((each) => each?.negotiated?.connection.name === connection.name),
      )
      yield {
        severity: 'error',
        certainty: 'assumed',
        evidence: [{ span: off, label: end.name }],
        witness: witness(entry.selectors) ?? null,
        flows: lost,
        plans: [{ changes: [{ end: end.label, change: { kind: 'nat-traversal', connection: connection.name } }] }],
        data: { end, connection: connection.name },
      }
    }
  },
  explain: ({ end, connection }) => ({
    what: `${end.name} has NAT traversal switched off for ${connection}, and a NAT stands between the two ends. IKE comes through it, and both ends report success; the packets of the tunnel leave as ESP and get lost.`,
    why: `A NAT that shares one address among several hosts tells them apart by ports, which ESP has not (RFC 3715 2.1); NAT traversal puts it into UDP port 4500 (RFC 3948). It has to be on at both ends. Only a NAT that gives one address for one, as that of a cloud, passes ESP on, where nothing else filters it.`,
  }),
  page: {
    text: `The private address of one end tells that a NAT is in front of it. The tunnel comes up, counters rise at the sender alone, and
nothing arrives. NAT traversal is on by default in every product; somebody has switched it off. Where both ends have
it switched off, that is taken to be meant so (AD002 says it).`,
    fires: behindNat('encapsulation=no'),
    quiet: behindNat('encapsulation=auto'),
  },
})

/** A Libreswan whose own address is private, and the strongSwan that it goes to. */
function behindNat(setting: string): Example {
  return {
    pastes: [
      {
        source: 'ipsec.conf',
        end: 'A',
        text: `config setup

conn branch
    left=192.168.7.2
    leftid=@branch.example
    leftsubnet=10.1.0.0/24
    right=198.51.100.7
    rightid=@hq.example
    rightsubnet=10.2.0.0/24
    authby=secret
    ikev2=insist
    ike=aes256-sha2_256-modp2048
    esp=aes256-sha2_256
    pfs=no
    ${setting}
    auto=ondemand
`,
      },
      {
        source: 'swanctl.conf',
        end: 'B',
        text: `connections {
  branch {
    version = 2
    local_addrs = 198.51.100.7
    remote_addrs = 203.0.113.1
    proposals = aes256-sha256-modp2048
    local {
      auth = psk
      id = hq.example
    }
    remote {
      auth = psk
      id = branch.example
    }
    children {
      net {
        local_ts = 10.2.0.0/24
        remote_ts = 10.1.0.0/24
        esp_proposals = aes256-sha256
        start_action = trap
      }
    }
  }
}
`,
      },
    ],
  }
}
