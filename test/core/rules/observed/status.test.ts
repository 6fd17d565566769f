import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'
import { router } from '../../../../src/core/rules/observed/status-examples.ts'
import { paste } from '../../../../src/core/rules/paste/examples.ts'
import type { Example } from '../../../../src/core/rules/rule.ts'

function said(code: string, { pastes }: Example): string[] {
  return analyse({ pastes })
    .diagnostics.filter((found) => found.code === code)
    .map(({ severity, what, why }) => `${severity}: ${what} ${why}`)
}

describe('SA010: an IKE SA that is not up', () => {
  it.each([
    ['MM_NO_STATE', /UDP port 500 is blocked on the way|No packet has asked for it yet/],
    ['MM_SA_SETUP', /the messages with the keys do not get through/],
    ['MM_KEY_EXCH', /the pre-shared keys of the two ends differ/],
  ])('is told with where to look: %s', (state, why) => {
    const [found, ...more] = said('SA010', router({ state }))
    expect(found).toMatch(new RegExp(`^warning: The IKE SA of .+ is not up: its state is ${state}\\. `))
    expect(found).toMatch(why)
    expect(more).toEqual([])
  })

  it('is of each pair of addresses where no paste tells which is that of the peer', () => {
    const list = paste(`R2#show crypto isakmp sa
dst             src             state          conn-id status
198.51.100.7    203.0.113.1     MM_NO_STATE          0 ACTIVE (deleted)
192.0.2.99      203.0.113.1     QM_IDLE           1002 ACTIVE
203.0.113.1     192.0.2.99      MM_NO_STATE          0 ACTIVE (deleted)
`)
    expect(said('SA010', list)).toEqual([
      expect.stringMatching(/^warning: The IKE SA of R2 between 203\.0\.113\.1 and 198\.51\.100\.7 is not up: /),
    ])
    expect(said('SA011', list)[0]).toMatch(/^info: The IKE SA of R2 between 203\.0\.113\.1 and 192\.0\.2\.99 is up /)
    const { summary } = analyse({ pastes: list.pastes })
    expect(summary).toMatch(
      /^Only R2 was pasted\. The IKE SA of R2 between 203\.0\.113\.1 and 198\.51\.100\.7 is not up/,
    )
  })

  it('is of a pair of addresses of which nothing tells which is the own one', () => {
    const list = paste('dst  src  state  conn-id status\n203.0.113.1  198.51.100.2  MM_KEY_EXCH  1003 ACTIVE\n')
    expect(analyse({ pastes: list.pastes }).summary).toMatch(
      /^Only end A was pasted\. The IKE SA of end A between 198\.51\.100\.2 and 203\.0\.113\.1 is not up: /,
    )
  })

  it('is told of four pairs of addresses, and how many more there are', () => {
    const rows = Array.from(
      { length: 9 },
      (_, at) => `192.0.2.${at + 1}       203.0.113.1     MM_NO_STATE          0 ACTIVE`,
    )
    const found = said(
      'SA010',
      paste(`R2#show crypto isakmp sa\ndst  src  state  conn-id status\n${rows.join('\n')}\n`),
    )
    expect(found.map((each) => / and (192[\d.]+) is not up/.exec(each)?.[1])).toEqual([
      '192.0.2.1',
      '192.0.2.2',
      '192.0.2.3',
      '192.0.2.4',
    ])
    expect(found.map((each) => each.includes(' 5 more of its IKE SAs are not up either. '))).toEqual([
      false,
      false,
      false,
      true,
    ])
  })

  it('is of phase 2 alone where a status tells of no more', () => {
    const list = (up: number) =>
      paste(`gw-a # get vpn ipsec tunnel summary
'to-b' 198.51.100.7:0  selectors(total,up): 2/${up}  rx(pkt,err): 0/0  tx(pkt,err): 0/0
`)
    expect(said('SA010', list(0))).toEqual([
      expect.stringMatching(
        /^warning: Phase 2 of gw-a with B .+ is not up: its state is selectors 2\/0\. .+ Whether the IKE SA is up, this does not show\. /,
      ),
    ])
    expect(said('SA010', list(1))).toEqual([])
  })

  it('is of phase 2 beside an IKE SA that is up', () => {
    const list = (up: number) =>
      paste(`gw-a # get vpn ipsec tunnel summary
'to-b' 198.51.100.7:0  selectors(total,up): 1/${up}  rx(pkt,err): 0/0  tx(pkt,err): 0/4
gw-a # diagnose vpn ike gateway list
vd: root/0
name: to-b
version: 1
addr: 203.0.113.9:500 -> 198.51.100.7:500
  status: established 412-412s ago = 20ms
`)
    expect(said('SA010', list(0))).toEqual([
      expect.stringMatching(/^warning: Phase 2 of gw-a .+ is not up: .+ are up\. The IKE SA is up\. /),
    ])
    expect(said('SA010', list(1))).toEqual([])
  })

  it('is none where it is up', () => {
    expect(said('SA010', router({ state: 'QM_IDLE' }))).toEqual([])
  })
})

describe('SA011: a tunnel that is up', () => {
  it('is told with its IKE SA and the entries that have SAs', () => {
    const [found] = said('SA011', router({ state: 'QM_IDLE', sent: 4, received: 4, sas: true }))
    expect(found).toMatch(
      /^info: The IKE SA of .+ is up \(QM_IDLE\)\. .+ has SAs for .*10\.1\.0\.0\/24.*10\.2\.0\.0\/24/,
    )
    expect(found).toMatch(/ agree as far as that was needed\./)
  })

  it('is told with the entries that have none', () => {
    const [found] = said('SA011', router({ state: 'QM_IDLE' }))
    expect(found).toMatch(/ is up \(QM_IDLE\)\. No SA for traffic was seen\. One entry has no SA: /)
  })

  it('is told of SAs alone, and not at all where there is neither', () => {
    const [found] = said('SA011', router({ state: 'MM_NO_STATE', sas: true }))
    expect(found).toMatch(/^info: \S.* has SAs for /)
    expect(found).not.toContain('The IKE SA of')
    expect(said('SA011', router({ state: 'MM_NO_STATE' }))).toEqual([])
  })
})

describe('SA002: an event of the security log', () => {
  const event = (reason: string, point = 'Me') =>
    `IKE security association negotiation failed.\nMode: \nData Protection Mode (Quick Mode)\n\nFilter: \nSource IP Address 10.1.0.0\nSource IP Address Mask 255.255.255.0\nDestination IP Address 10.2.0.0\nDestination IP Address Mask 255.255.255.0\nProtocol 0\nSource Port 0\nDestination Port 0\n\nFailure Point: \n${point}\n\nFailure Reason: \n${reason}\n`

  // The reasons are those of the list of system error codes, 13800 to 13932.
  it.each([
    ['No policy configured', 'In quick mode this is likely a selector mismatch'],
    ['Policy match error', 'Likely the quick mode selectors or the ESP proposal differ.'],
    ['IKE authentication credentials are unacceptable', 'Points at the pre-shared key'],
    ['Hash verification failed', 'Points at the pre-shared key'],
    ['Invalid payload received', 'Points at the pre-shared key'],
    ['IKE security attributes are unacceptable', 'The proposals of phase 1 or 2 differ'],
    ['Negotiation timed out', 'The peer did not answer'],
    ['No response from peer', 'The peer did not answer'],
    ['IKE SA deleted by peer before establishment completed', 'The peer refused'],
    ['Invalid Diffie-Hellman group', 'The Diffie-Hellman groups differ.'],
    ['Error processing ID payload', 'The identities of phase 2 do not fit'],
    ['Peer does not have the correct filter', 'The filters themselves are wrong.'],
    ['Policy disables negotiation', 'A policy here forbids the negotiation.'],
    ['General processing error', 'The reason is general'],
  ])('says what its reason points at: %s', (reason, why) => {
    const [found] = said('SA002', paste(event(reason)))
    expect(found).toContain(`: ${reason}, found here.`)
    expect(found).toContain(why)
  })

  it('tells where the fault was found, and equal events once', () => {
    expect(said('SA002', paste(event('No policy configured', 'Peer')))[0]).toContain(', found by the peer.')
    const twice = paste(`${event('No policy configured')}\n${event('No policy configured')}`)
    expect(said('SA002', twice)).toEqual([expect.stringContaining(' (2 times): ')])
    const two = paste(`${event('No policy configured')}\n${event('No policy configured', 'Peer')}`)
    expect(said('SA002', two)).toHaveLength(2)
    expect(said('SA002', two)[0]).not.toContain('times')
  })
})
