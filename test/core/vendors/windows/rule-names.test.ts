import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'
import { windowsStaticText } from '../../../support/products/windows-static.ts'
import { tunnelBetween } from '../../../support/tunnel.ts'

const PLAIN = { coversOwnAddress: false }
const { a, b } = tunnelBetween(PLAIN, PLAIN, 1)
const [A, B] = [windowsStaticText(a), windowsStaticText(b)]
const WIDER = windowsStaticText({ ...b, pairs: [...b.pairs, { local: '10.2.1.0/24', remote: '10.1.0.0/24' }] })
const ADD = 'netsh ipsec static add'
const OUT = 'srcaddr=10.1.0.0 srcmask=24 dstaddr=10.2.1.0 dstmask=24 protocol=ANY mirrored=no'
const IN = 'srcaddr=10.2.1.0 srcmask=24 dstaddr=10.1.0.0 dstmask=24 protocol=ANY mirrored=no'

function stepsBetween(ofA: string, ofB: string) {
  const { remediation } = analyse({
    pastes: [
      { source: 'a.txt', text: ofA, end: 'A' },
      { source: 'b.txt', text: ofB, end: 'B' },
    ],
  })
  const steps = remediation?.steps ?? []
  return {
    commands: steps.flatMap(({ run }) => run?.split('\n') ?? []),
    say: steps.map(({ say }) => say).join('\n'),
    after: remediation?.after?.verdict,
  }
}

/** Without one of its rules. */
const without = (text: string, rule: string) =>
  text.replace(new RegExp(String.raw`Rule Name {14}: ${rule}\n(?:.+\n)+\n`), '')

describe('the lists and rules that commands of netsh name', () => {
  it('are those of the texts', () => {
    const { commands, after } = stepsBetween(A, WIDER)
    expect(commands).toEqual([`${ADD} filter filterlist="Outbound" ${OUT}`, `${ADD} filter filterlist="Inbound" ${IN}`])
    expect(after).toBe('up')
  })

  it('are, of several tunnels, those of the rule that goes to this peer', () => {
    const hub = A.replace(
      'Rule Name              : In\n',
      'Rule Name              : Out 2\nActivated              : YES\nFilterList Name        : Outbound 2\nFilterAction Name      : Require ESP\nTunnel Dest IP Address : 192.0.2.33\n\nRule Name              : In\n',
    ).replace(
      'Filter Actions\n',
      'FilterList Name        : Outbound 2\nNo. of Filters         : 1\nFilter(s)\n---------\nDescription            : NONE\nMirrored               : NO\nSource IP Address      : 10.1.0.0\nSource Mask            : 255.255.255.0\nDestination IP Address : 10.3.0.0\nDestination Mask       : 255.255.255.0\nProtocol               : ANY\nSource Port            : ANY\nDestination Port       : ANY\n\nFilter Actions\n',
    )
    expect(stepsBetween(hub, WIDER).commands).toContain(`${ADD} filter filterlist="Outbound" ${OUT}`)
    const elsewhere = hub.replace('192.0.2.33', '198.51.100.99').replace('198.51.100.7', '198.51.100.8')
    expect(stepsBetween(elsewhere, B).commands).toContain(
      'netsh ipsec static set rule name="Out" policy="Tunnel" tunnel=198.51.100.7',
    )
  })

  it('are made where no rule is for that way, with the policy and the action of the other one', () => {
    const { commands, say, after } = stepsBetween(without(A, 'In'), B)
    expect(commands).toEqual([
      `${ADD} filterlist name="Tunnel from 198.51.100.7"`,
      `${ADD} filter filterlist="Tunnel from 198.51.100.7" srcaddr=10.2.0.0 srcmask=24 dstaddr=10.1.0.0 dstmask=24 protocol=ANY mirrored=no`,
      `${ADD} rule name="Tunnel from 198.51.100.7" policy="Tunnel" filterlist="Tunnel from 198.51.100.7" filteraction="Require ESP" tunnel=203.0.113.1 psk="<key>"`,
    ])
    expect(say).toContain('<key> is the preshared key of the tunnel')
    expect(after).toBe('up')
  })

  it('get a name that the policy does not have yet', () => {
    const text = without(A, 'In').replace(
      'Rule Name              : Out',
      'Rule Name              : Tunnel from 198.51.100.7',
    )
    expect(stepsBetween(text, B).commands[0]).toBe(`${ADD} filterlist name="Tunnel from 198.51.100.7 (2)"`)
  })

  it('stand in angle brackets where no text names them, with words on what they are', () => {
    const dump = `Quick Mode Filters(Specific):

Filter name           : 1
Source Address        : 10.1.0.0 (255.255.255.0)
Destination Address   : 10.2.0.0 (255.255.255.0)
Tunnel Destination    : 198.51.100.7
Protocol              : ANY     Src Port: 0      Dest Port: 0
Direction             : Outbound
Inbound Action        : Negotiate
Outbound Action       : Negotiate

Filter name           : 2
Source Address        : 10.2.0.0 (255.255.255.0)
Destination Address   : 10.1.0.0 (255.255.255.0)
Tunnel Destination    : 203.0.113.1
Protocol              : ANY     Src Port: 0      Dest Port: 0
Direction             : Inbound
Inbound Action        : Negotiate
Outbound Action       : Negotiate

2 Specific Filter(s)
`
    const { commands, say } = stepsBetween(dump, WIDER)
    expect(commands).toEqual([
      `${ADD} filter filterlist="<outbound list>" ${OUT}`,
      `${ADD} filter filterlist="<inbound list>" ${IN}`,
    ])
    expect(say).toContain('<outbound list> is the filter list of the rule with the peer as its tunnel endpoint')
    expect(say).toContain('<inbound list> that of the rule with the own address')
    expect(say).not.toContain('<key>')
  })

  it('are those of a policy made by hand, also where it covers the own external address', () => {
    const own = { local: '203.0.113.1/32', remote: '10.2.0.0/24' }
    const { commands } = stepsBetween(windowsStaticText({ ...a, pairs: [...a.pairs, own] }), B)
    expect(commands[0]).toContain('add filter filterlist="Outbound" srcaddr=10.2.0.0 srcmask=24 dstaddr=203.0.113.1')
  })

  it('are none of a Windows 2000, which has no netsh for them', () => {
    const filter = (source: string, destination: string, tunnel: string, flag: string) =>
      `No Name\nFilter Id: {1}\nPolicy Id: {2}\nSrc Addr : ${source} Src Mask : 255.255.255.0\nDest Addr : ${destination} Dest Mask : 255.255.255.0\nTunnel Addr : ${tunnel} Src Port : 0 Dest Port : 0\nProtocol : 0 TunnelFilter: Yes\nFlags : ${flag}\n`
    const test = `IP Security test . . . . . . . . . : Passed\nLocal IPSec Policy Active: 'Tunnel'\nThere are 2 filters\n${filter('10.1.0.0', '10.2.0.0', '198.51.100.7', 'Outbound')}${filter('10.2.0.0', '10.1.0.0', '203.0.113.1', 'Inbound')}`
    const { commands, say, after } = stepsBetween(test, WIDER)
    expect(commands).toEqual([])
    expect(say).toMatch(
      /^On A .*, in the console IP Security Policy Management, add a filter for 10\.1\.0\.0\/24 <> 10\.2\.1\.0\/24/,
    )
    expect(after).toBe('up')
  })
})
