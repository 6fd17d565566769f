import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../../src/core/index.ts'
import { strongswanStatus } from '../../../../../src/core/vendors/strongswan/status/status.ts'
import { anchorsOf } from '../../isa/read-text.ts'
import { LIST_CONNS, LIST_SAS, STATUSALL } from './status-texts.ts'

/** The same tunnel, as the other end shows it. */
function seenFromPeer(text: string): string {
  const turned: Record<string, string> = {
    '203.0.113.1': '198.51.100.7',
    '198.51.100.7': '203.0.113.1',
    '10.1.': '10.2.',
    '10.2.': '10.1.',
    'id: gw-a.example.net': 'id: C=CH, O=Example, CN=gw-b',
    'id: C=CH, O=Example, CN=gw-b': 'id: gw-a.example.net',
  }
  return text.replace(
    /203\.0\.113\.1|198\.51\.100\.7|\b10\.[12]\.|id: (?:gw-a\.example\.net|C=CH, O=Example, CN=gw-b)/g,
    (found) => turned[found] ?? found,
  )
}

const verdictOf = (text: string) => {
  const { ends, verdict } = analyse({ pastes: [{ source: 'a.txt', text }] })
  return [verdict, ...ends.map(({ name, inputs }) => `${name}: ${inputs.map(({ format }) => format).join()}`)].join(
    '; ',
  )
}

describe('outputs of one gateway', () => {
  it('are one block, with the commands that print them', () => {
    const text = `root@gw-a:~# swanctl --list-conns\n${LIST_CONNS}root@gw-a:~# swanctl -l\n${LIST_SAS}root@gw-a:~# date\n`
    expect(anchorsOf(strongswanStatus, text)).toEqual([1])
  })

  it.each([
    ['a heading', `${LIST_SAS}\ngw-b:\n${seenFromPeer(LIST_SAS)}`],
    ['another prompt', `$ swanctl --list-sas\n${LIST_SAS}root@gw-b:~# swanctl --list-sas\n${seenFromPeer(LIST_SAS)}`],
    ['addresses that were those of the peer', `${LIST_SAS}\n${seenFromPeer(LIST_SAS)}`],
    ['these in lists of connections', LIST_CONNS.split('road')[0] + seenFromPeer(LIST_CONNS)],
    ['a status that begins anew', STATUSALL + seenFromPeer(STATUSALL)],
    ['another list of SAs', `${STATUSALL}${seenFromPeer(STATUSALL.slice(STATUSALL.indexOf('Security')))}`],
  ])('end at %s', (_, text) => {
    expect(anchorsOf(strongswanStatus, text)).toHaveLength(2)
  })

  it('of both ends are held against each other', () => {
    const lan = LIST_SAS.split('  voice')[0] ?? ''
    expect(verdictOf(`${lan}\n${seenFromPeer(lan)}`)).toBe(
      'up; A (203.0.113.1): strongswan/status; B (198.51.100.7): strongswan/status',
    )
  })

  it('say first that nothing is up where only the networks agree', () => {
    const [ike = ''] = LIST_SAS.split('  lan:')
    const here = `${LIST_CONNS.split('  guests')[0]}${ike}`
    const { summary } = analyse({ pastes: [{ source: 'a.txt', text: `${here}\n${seenFromPeer(here)}` }] })
    expect(summary).toBe(
      'By what is pasted, the tunnel between A (203.0.113.1) and B (198.51.100.7) comes up from both ends for all its traffic, but that is not what is seen: A (203.0.113.1) has no SA for lan out (10.1.0.0/16 > 10.2.0.0/16).',
    )
  })

  it('are no log, no talk and no other list', () => {
    for (const line of [
      '05[IKE] IKE_SA net[1] established between 203.0.113.1[a]...198.51.100.7[b]',
      'net-net: it is ESTABLISHED, but nothing passes',
      '000 #1: "net":500 STATE_V2_ESTABLISHED_IKE_SA (established IKE SA)',
      'Connections are down',
    ])
      expect(anchorsOf(strongswanStatus, line)).toEqual([])
  })
})

describe('a status beside other texts of its end', () => {
  const conf = `connections {
  branch {
    local_addrs = 203.0.113.1
    remote_addrs = 198.51.100.7
    children {
      lan {
        local_ts = 10.1.0.0/16
        remote_ts = 10.2.0.0/16
      }
    }
  }
}
`
  const policies = `src 10.1.0.0/24 dst 10.2.0.0/24
	dir out priority 375423 ptype main
	tmpl src 203.0.113.1 dst 198.51.100.7
		proto esp spi 0xc8c08b8e reqid 3 mode tunnel
src 10.2.0.0/24 dst 10.1.0.0/24
	dir in priority 375423 ptype main
	tmpl src 198.51.100.7 dst 203.0.113.1
		proto esp reqid 3 mode tunnel
`
  const codes = (...texts: readonly string[]) =>
    analyse({ pastes: texts.map((text, at) => ({ source: `${at}.txt`, text })) })
      .diagnostics.map(({ code }) => code)
      .filter((code) => code.startsWith('SA') || code === 'PA010')

  it('is one end with its configuration, of which a part was negotiated', () => {
    expect(codes(conf, LIST_SAS.split('  voice')[0] ?? '')).toEqual(['SA009', 'SA011'])
  })

  it('tells the SAs of the policies that the kernel lists, by their number', () => {
    expect(codes(LIST_SAS.split('  voice')[0] ?? '', policies)).toEqual(['SA011'])
  })

  it('may be split over several texts, and be loaded for more than was negotiated', () => {
    expect(codes(LIST_CONNS.split('  guests')[0] ?? '', LIST_SAS)).toEqual(['SA009', 'SA011'])
  })
})
