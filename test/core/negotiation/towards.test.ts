import { describe, expect, it } from 'vitest'
import type { SpdEntry } from '../../../src/core/model/spd-entry.ts'
import { isTowards, positionsTowards } from '../../../src/core/negotiation/towards.ts'
import { range } from '../../support/boxes.ts'
import { box, end, entry, OWN, PEER, setting, tunnel } from './made-ends.ts'

const [OTHER, STRANGER] = ['192.0.2.9', '192.0.2.77']
const host = (address: string) => setting(range(address))

/** Of every kind, so that some tell by their far end whose they are, and some do not. */
const entries: readonly SpdEntry[] = [
  entry('to the peer', 'out'),
  entry('from the peer', 'in'),
  entry('to another', 'out', { tunnel: tunnel(OWN, OTHER), selectors: [box('10.1.0.0/24', '10.9.0.0/24')] }),
  entry('to the peer again', 'out'),
  entry('to nobody', 'out', { tunnel: tunnel(OWN, null) }),
  entry('from nobody, for packets of another', 'in', {
    tunnel: tunnel(null, OWN),
    selectors: [box('10.1.0.0/24', '10.9.0.0/24')],
  }),
  entry('in clear', 'out', { action: 'bypass', tunnel: tunnel(null, null) }),
  entry('of a host', 'both', { mode: 'transport', tunnel: tunnel(null, null), selectors: [box(OWN, OTHER)] }),
]
const list = entries.map((each) => ({ entry: each }))
const namesTowards = (peers: readonly string[], peer: string) => {
  const [hub, other] = [end('A', entries, { peers: peers.map(host) }), end('B', [], { addresses: [host(peer)] })]
  const positions = positionsTowards(list, hub, other)
  expect(positions).toEqual(
    [...entries.keys()].filter((at) => entries.slice(at, at + 1).every((each) => isTowards(each, hub, other))),
  )
  return positions.map((at) => entries[at]?.name)
}

describe('the entries of a hub that belong to the tunnel to a peer', () => {
  it('end there, or come from there, or are for whoever it is', () => {
    // What goes to nobody is for the packets of what goes to the peer.
    expect(namesTowards([PEER, OTHER], PEER)).toEqual([
      'to the peer',
      'from the peer',
      'to the peer again',
      'to nobody',
      'in clear',
    ])
    expect(namesTowards([PEER, OTHER], OTHER)).toEqual([
      'to another',
      'from nobody, for packets of another',
      'in clear',
      'of a host',
    ])
  })

  it('are those for nobody alone where it knows no such peer', () => {
    expect(namesTowards([PEER, OTHER], STRANGER)).toEqual(['in clear'])
  })

  it('are all of an end with one peer that stands at another address', () => {
    expect(namesTowards([PEER], STRANGER)).toEqual([
      'to the peer',
      'from the peer',
      'to another',
      'to the peer again',
      'to nobody',
      'from nobody, for packets of another',
      'in clear',
    ])
  })
  it('are, of one that is shown as the end of one pair, those that come back of what goes there', () => {
    const other = { selectors: [box('10.1.0.0/24', '10.9.0.0/24')] }
    const spd = [
      entry('to the peer', 'out'),
      entry('from nobody', 'in', { tunnel: tunnel(null, OWN) }),
      entry('from nobody, for a part', 'in', {
        tunnel: tunnel(null, OWN),
        selectors: [box('10.1.0.0/24', '10.2.0.0/25')],
      }),
      entry('to another', 'out', { ...other, tunnel: tunnel(OWN, OTHER) }),
      entry('from nobody, for packets of another', 'in', { ...other, tunnel: tunnel(null, OWN) }),
    ]
    const hub = end('A', spd, { peers: [host(PEER)] })
    const towards = (peer: string) =>
      spd.filter((each) => isTowards(each, hub, end('B', [], { addresses: [host(peer)] }))).map(({ name }) => name)
    expect(towards(PEER)).toEqual(['to the peer', 'from nobody', 'from nobody, for a part'])
    // Where nothing goes elsewhere, all that comes is from the peer.
    const alone = end('A', [...spd.slice(0, 1), ...spd.slice(4)], { peers: [host(PEER)] })
    expect(spd.slice(4).every((each) => isTowards(each, alone, end('B', [], { addresses: [host(PEER)] })))).toBe(true)
  })
})
