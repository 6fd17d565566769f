import { describe, expect, it } from 'vitest'
import type { Change } from '../../../../src/core/model/change.ts'
import type { Endpoint } from '../../../../src/core/model/endpoint.ts'
import { windows } from '../../../../src/core/vendors/windows/vendor.ts'
import { box, end, entry, LOCAL, OWN, PEER, REMOTE, tunnel } from '../../negotiation/made-ends.ts'

const filters = (...lists: readonly (string | undefined)[]): Endpoint => {
  const [ofOut, ofIn] = lists.map((list) => (list === undefined ? {} : { list }))
  return end('A', [
    entry('A1', 'out', { tunnel: tunnel(OWN, PEER), ...ofOut }),
    entry('A2', 'in', { selectors: [box(LOCAL, '10.2.0.0/16')], tunnel: tunnel(PEER, OWN), ...ofIn }),
  ])
}
const named = filters('to the branch', 'from the branch')

type Told = Change<'replace' | 'remove' | 'unmirror'>

/** The commands of netsh, without what all have in common. */
function commands(change: Told, of = named): readonly string[] {
  return stepsOf(change, of).flatMap(({ run }) =>
    (run ?? '').replaceAll('netsh ipsec static ', '').replaceAll(' protocol=ANY mirrored=no', '').split('\n'),
  )
}

function stepsOf(change: Told, of: Endpoint) {
  if (change.kind === 'replace') return windows.dialect.replace(change, of, of)
  if (change.kind === 'remove') return windows.dialect.remove(change, of, of)
  return windows.dialect.unmirror(change, of, of)
}

const HTTPS = { ...box(LOCAL, REMOTE), protocol: { from: 6, to: 6 }, remotePort: { from: 443, to: 443 } }
const GRE = { ...box(LOCAL, REMOTE), protocol: { from: 47, to: 47 } }

const [WIDE, NARROW] = [box(LOCAL, '10.2.0.0/16'), box(LOCAL, REMOTE)]

describe('commands for filters of Windows', () => {
  it('are for the one direction that is there, in the list that shows', () => {
    expect(commands({ kind: 'replace', from: WIDE, to: NARROW })).toEqual([
      'delete filter filterlist="from the branch" srcaddr=10.2.0.0 srcmask=16 dstaddr=10.1.0.0 dstmask=24',
      'add filter filterlist="from the branch" srcaddr=10.2.0.0 srcmask=24 dstaddr=10.1.0.0 dstmask=24',
    ])
    expect(commands({ kind: 'replace', from: NARROW, to: WIDE })).toEqual([
      'delete filter filterlist="to the branch" srcaddr=10.1.0.0 srcmask=24 dstaddr=10.2.0.0 dstmask=24',
      'add filter filterlist="to the branch" srcaddr=10.1.0.0 srcmask=24 dstaddr=10.2.0.0 dstmask=16',
    ])
  })

  it('name a filter as it goes: what comes in has the remote side as its source', () => {
    expect(commands({ kind: 'remove', entry: 'A2', box: WIDE })).toEqual([
      'delete filter filterlist="from the branch" srcaddr=10.2.0.0 srcmask=16 dstaddr=10.1.0.0 dstmask=24',
    ])
    expect(commands({ kind: 'remove', entry: 'A1', box: NARROW })).toEqual([
      'delete filter filterlist="to the branch" srcaddr=10.1.0.0 srcmask=24 dstaddr=10.2.0.0 dstmask=24',
    ])
  })

  it.each([undefined, 'with "quotes"', '%PATH%'])(
    'leave the name to be filled in where it does not show or cannot be quoted: %s',
    (list) => {
      const [first] = commands({ kind: 'remove', entry: 'A2', box: WIDE }, filters(list, list))
      expect(first).toContain('filterlist="<its filter list>"')
      const [second] = commands({ kind: 'replace', from: WIDE, to: NARROW }, filters(list, list))
      expect(second).toContain('filterlist="<inbound list>"')
    },
  )

  it('name the ports, on the side on which they are', () => {
    expect(commands({ kind: 'replace', from: HTTPS, to: NARROW })).toEqual([
      'delete filter filterlist="to the branch" srcaddr=10.1.0.0 srcmask=24 dstaddr=10.2.0.0 dstmask=24 protocol=TCP dstport=443 mirrored=no',
      'delete filter filterlist="from the branch" srcaddr=10.2.0.0 srcmask=24 dstaddr=10.1.0.0 dstmask=24 protocol=TCP srcport=443 mirrored=no',
      'add filter filterlist="to the branch" srcaddr=10.1.0.0 srcmask=24 dstaddr=10.2.0.0 dstmask=24',
      'add filter filterlist="from the branch" srcaddr=10.2.0.0 srcmask=24 dstaddr=10.1.0.0 dstmask=24',
    ])
  })

  it('name a protocol by its number, where netsh has no name for it', () => {
    const [only] = commands({ kind: 'remove', entry: 'A1', box: GRE })
    expect(only).toContain(' protocol=47 ')
  })

  it('delete a mirrored filter as one', () => {
    const mirrored = end('A', [entry('A1', 'both', { action: 'bypass', list: 'hosts' })])
    const deletion =
      'delete filter filterlist="hosts" srcaddr=10.1.0.0 srcmask=24 dstaddr=10.2.0.0 dstmask=24 protocol=ANY mirrored=yes'
    expect(commands({ kind: 'remove', entry: 'A1', box: NARROW }, mirrored)).toEqual([deletion])
    expect(commands({ kind: 'replace', from: NARROW, to: WIDE }, mirrored)[0]).toBe(deletion)
    expect(commands({ kind: 'unmirror', entry: 'A1', box: NARROW }, mirrored)[0]).toBe(deletion)
  })
})
