import { describe, expect, it } from 'vitest'
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

type Told = Parameters<typeof windows.dialect.replace>[0] | Parameters<typeof windows.dialect.remove>[0]

/** The commands of netsh, without what all have in common. */
function commands(change: Told, of = named): readonly string[] {
  const steps =
    change.kind === 'replace' ? windows.dialect.replace(change, of, of) : windows.dialect.remove(change, of, of)
  return steps.flatMap(({ run }) =>
    (run ?? '').replaceAll('netsh ipsec static ', '').replaceAll(' protocol=ANY mirrored=no', '').split('\n'),
  )
}

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
})
