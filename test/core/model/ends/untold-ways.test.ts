import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'

const [HQ, BRANCH] = ['10.1.0.0', '10.2.0.0']

/** A filter list of a Windows policy store as `netsh ipsec static show all` prints it, of which no rule is shown. */
const list = (name: string, source: string, destination: string, mirrored = 'NO') => `FilterList Name         : ${name}
Description             : NONE
No. of Filters          : 1
Filter(s)
---------
Description             : NONE
Mirrored                : ${mirrored}
Source IP Address       : ${source}
Source Mask             : 255.255.255.0
Destination IP Address  : ${destination}
Destination Mask        : 255.255.255.0
Protocol                : ANY
Source Port             : ANY
Destination Port        : ANY

`
const [TO, FROM] = [list('to the branch', HQ, BRANCH), list('from the branch', BRANCH, HQ)]

const FORTIGATE = `config vpn ipsec phase1-interface
    edit "hq"
        set interface "wan1"
        set remote-gw 203.0.113.1
    next
end
config vpn ipsec phase2-interface
    edit "hq"
        set phase1name "hq"
        set src-subnet ${BRANCH} 255.255.255.0
        set dst-subnet ${HQ} 255.255.255.0
    next
end
`

function told(a: string, b?: string) {
  const pastes = [a, b].flatMap((text, at) => (text === undefined ? [] : [{ source: `${at}`, text, end: 'AB'[at] }]))
  const { verdict, ends } = analyse({ pastes: pastes.map(({ end = 'A', ...rest }) => ({ ...rest, end })) })
  return [verdict, ...(ends[0]?.entries ?? []).map(({ name, direction }) => `${name} ${direction}`)]
}

describe('filters of a list that tells no tunnel address, so that nothing says which way they go', () => {
  it('are of the two ways where one is the way back of the other, the first one out', () => {
    expect(told(TO + FROM)).toEqual(['unknown', 'to the branch out', 'from the branch in'])
    expect(told(FROM + TO)).toEqual(['unknown', 'from the branch out', 'to the branch in'])
    expect(told(TO + list('to another', HQ, '10.3.0.0'))).toEqual(['unknown', 'to the branch out', 'to another out'])
  })

  it.each([
    ['the first one out', TO + FROM, ['to the branch out', 'from the branch in']],
    ['the first one in', FROM + TO, ['from the branch in', 'to the branch out']],
    ['only one of them, which is in', FROM, ['from the branch in']],
    ['one that is mirrored and was written from the other side', list('both', BRANCH, HQ, 'YES'), ['both both']],
  ])('go as the other end tells: %s', (_, lists, ways) => {
    const whole = ways.length === 2 || ways[0] === 'both both'
    expect(told(lists, FORTIGATE)).toEqual([whole ? 'up' : expect.not.stringMatching(/^up$/), ...ways])
  })

  it('are those of both ends, of which each has only such lists', () => {
    expect(told(TO + FROM, FROM + TO)[0]).toBe('up')
    expect(told(TO + FROM, TO + FROM)[0]).toBe('up')
  })
})
