import { describe, expect, it } from 'vitest'
import { port } from '../../../../src/core/rules/negotiation/ad007-port.ts'
import { libreswanPair, pair } from '../../../../src/core/rules/negotiation/examples.ts'
import type { Example } from '../../../../src/core/rules/rule.ts'
import { factsOf, placesOf } from '../facts-of.ts'

const asks = (line: string) => ({ connection: `version = 2\n    ${line}` })

/** The pair with a strongswan.conf of one of its ends, which says in its second line where that listens. */
function listening(of: 'A' | 'B', line: string, { pastes }: Example = pair()): Example {
  const text = `charon {\n  ${line}\n}\n`
  return { pastes: [...pastes, { source: `${of.toLowerCase()}-strongswan.conf`, end: of, text }] }
}

/** The first finding; of its ways out, `A 4500 to 500` is who begins from which port to which, and `B usual` who listens as usual. */
function told(example: Example) {
  const [found] = factsOf(port, example)
  if (found === undefined) return undefined
  const ways = found.plans.map(({ changes }) =>
    changes
      .map(({ end, change }) => {
        if (change.kind === 'ike-ports') return `${end} ${change.own ?? 500} to ${change.peer ?? 500}`
        return change.kind === 'listening-ports' ? `${end} usual` : change.kind
      })
      .join(', '),
  )
  const { what, why } = found.explain()
  return { what: what.replaceAll(/ \(192\.0\.2\.\d\)/g, ''), why, places: placesOf(found), ways: [...new Set(ways)] }
}

// strongSwan begins from 500 to 500, and goes on from 4500 to 4500 (swanctl.conf(5), `local_port`; strongswan.conf(5), `port_nat_t`).
describe('AD007: a port where nobody reads IKE', () => {
  it('is one at which the responder does not listen, with the line that asks for it', () => {
    expect(told(pair(asks('remote_port = 1500')))).toEqual({
      what: 'A sends the first message of to-b from UDP port 500 to 1500 of B, where nobody listens: B has 500 and 4500.',
      why: 'Nobody answers, and the initiator gives up after its retransmissions.',
      places: ['a.conf 4 A (192.0.2.1): to-b'],
      ways: ['A 500 to 500', 'A 4500 to 4500'],
    })
  })

  it('is one of NAT traversal for what comes from another, which has no mark in front', () => {
    expect(told(pair(asks('remote_port = 4500')))).toMatchObject({
      what: 'A sends the first message of to-b from UDP port 500 to 4500 of B; one of the two ports is for NAT traversal, the other is not, so that what is sent is taken for ESP and left aside.',
      why: expect.stringMatching(/^Where ESP comes to the same port, four zero octets in front mark IKE/),
      places: ['a.conf 4 A (192.0.2.1): to-b'],
      ways: ['A 500 to 500', 'A 4500 to 4500'],
    })
    expect(told(pair(asks('local_port = 4500')))).toMatchObject({
      what: expect.stringMatching(/^A sends the first message of to-b from UDP port 4500 to 500 of B; one of the two /),
      ways: ['A 500 to 500', 'A 4500 to 4500'],
    })
  })

  it('is one from which the initiator is to begin, and which it does not have', () => {
    expect(told(pair(asks('local_port = 600')))).toMatchObject({
      what: 'to-b of A is to begin from UDP port 600, and A has 500 and 4500: nothing is sent.',
      why: 'A daemon sends IKE from the ports at which it listens.',
      places: ['a.conf 4 A (192.0.2.1): to-b'],
      ways: ['A 500 to 500', 'A 4500 to 4500'],
    })
    // What the other end listens at is no matter then.
    const own = told(listening('B', 'port = 1500', pair(asks('local_port = 600'))))
    expect(own?.places).toEqual(['a.conf 4 A (192.0.2.1): to-b'])
    expect(told(listening('A', 'port = 700', pair(asks('local_port = 600'))))?.places).toEqual([
      'a.conf 4 A (192.0.2.1): to-b',
      'a-strongswan.conf 2 A (192.0.2.1): where it listens',
    ])
  })

  it('is the usual one where the responder listens at another, with the line that says so', () => {
    expect(told(listening('B', 'port = 1500'))).toMatchObject({
      what: 'A sends the first message of to-b from UDP port 500 to 500 of B, where nobody listens: B has 1500 and 4500.',
      places: ['b-strongswan.conf 2 B (192.0.2.2): where it listens'],
      ways: ['A 500 to 1500', 'A 4500 to 4500', 'B usual'],
    })
    const atA = told(listening('A', 'port = 0', pair({}, asks('remote_port = 1500'))))
    expect(atA?.what).toMatch(/ to 1500 of A, where nobody listens: A has one that was free and 4500\.$/)
    expect(atA?.places).toEqual(['b.conf 4 B (192.0.2.2): to-a', 'a-strongswan.conf 2 A (192.0.2.1): where it listens'])
    expect(atA?.ways).toEqual(['B 500 to 500', 'B 4500 to 4500', 'A usual', 'A usual, B 500 to 500'])
  })

  it('is that of NAT traversal where the ends go on there, behind the first exchange', () => {
    expect(told(listening('B', 'port_nat_t = 14500'))).toMatchObject({
      what: 'A goes on with to-b from UDP port 4500 to 4500 of B, where nobody listens: B has 500 and 14500.',
      why: expect.stringMatching(/^The first exchange succeeds\. What follows goes to port 4500 /),
      places: ['b-strongswan.conf 2 B (192.0.2.2): where it listens'],
      ways: ['A 4500 to 14500', 'B usual'],
    })
  })

  it('is that of TCP where one end alone is told to use it (RFC 8229)', () => {
    const tcp = { keys: ['enable-tcp=yes', 'tcp-remoteport=4500'] }
    expect(told(libreswanPair(tcp))).toEqual({
      what: 'to-b of A begins IKE over TCP, and B does not listen there.',
      why: expect.stringMatching(/^IKE goes over TCP only where both ends are told so \(RFC 8229\)/),
      places: ['a.conf 11 A (192.0.2.1): to-b'],
      ways: ['A 500 to 500', 'A 4500 to 4500'],
    })
  })

  it('is none where both ends use the same', () => {
    expect(told(pair())).toBeUndefined()
    expect(told(pair(asks('remote_port = 4500\n    local_port = 4500')))).toBeUndefined()
    expect(
      told(listening('B', 'port = 1500', pair(asks('remote_port = 1500'), asks('local_port = 1500')))),
    ).toBeUndefined()
  })
})
