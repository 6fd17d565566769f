import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'
import { windowsStaticText } from '../../../support/products/windows-static.ts'
import { tunnelBetween } from '../../../support/tunnel.ts'

const PLAIN = { coversOwnAddress: false }
const { a, b } = tunnelBetween(PLAIN, PLAIN, 1)
const [A, B] = [windowsStaticText(a), windowsStaticText(b)]
const SERVER = `Policy Name            : Server
Assigned               : YES

Rule Name              : All traffic
Activated              : YES
FilterList Name        : Web
FilterAction Name      : Let pass
Tunnel Dest IP Address : NONE

FilterList Name        : Web
No. of Filters         : 1
Filter(s)
---------
Description            : NONE
Mirrored               : YES
Source IP Address      : 192.0.2.8
Destination IP Address : 192.0.2.9
Protocol               : TCP
Source Port            : ANY
Destination Port       : 80

FilterAction Name      : Let pass
Action                 : PERMIT
`

function report(ofA: string, ofB: string | null = B) {
  const pastes = [{ source: 'a.txt', text: ofA }, ...(ofB === null ? [] : [{ source: 'b.txt', text: ofB }])]
  const { verdict, diagnostics, flows, remediation } = analyse({ pastes })
  return {
    verdict,
    errors: diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code),
    diagnostics,
    outcomes: flows.map(({ initiator, outcome, packet }) => `${initiator} ${outcome} ${packet}`),
    runs: remediation?.steps.map(({ end, run }) => `${end} ${run}`) ?? null,
    after: remediation?.after?.verdict ?? null,
  }
}

const unassigned = A.replace('Assigned               : YES', 'Assigned               : NO')
const ASSIGN = 'A netsh ipsec static set policy name="Tunnel" assign=yes'

describe('what Windows has configured and not in force', () => {
  it('is one finding with the one command, of a policy that is not assigned; and the gateway answers nobody', () => {
    expect(report(unassigned)).toMatchObject({
      verdict: 'down',
      errors: ['MD006'],
      outcomes: ['A no-policy clear', 'B refused dropped'],
      runs: [ASSIGN],
      after: 'up',
    })
  })

  it('is the same beside another policy that is assigned and has no tunnel', () => {
    expect(report(`${unassigned}\n${SERVER}`)).toMatchObject({ errors: ['MD006'], runs: [ASSIGN], after: 'up' })
  })

  it.each([
    ['Out', /Rule Name {14}: Out\nActivated {14}: YES/],
    ['In', /Rule Name {14}: In\nActivated {14}: YES/],
  ])('is one finding with the one command, of the rule "%s" that is not activated', (name, rule) => {
    const text = A.replace(rule, `Rule Name              : ${name}\nActivated              : NO`)
    expect(text).not.toBe(A)
    expect(report(text)).toMatchObject({
      errors: ['MD006'],
      runs: [`A netsh ipsec static set rule name="${name}" policy="Tunnel" activate=yes`],
      after: 'up',
    })
  })

  it('is told of one end alone as well, with the command and with what the other end must have', () => {
    const { diagnostics, verdict } = report(unassigned, null)
    expect(verdict).toBe('unknown')
    const [idle, alone] = ['MD006', 'PA004'].map((code) => diagnostics.find((finding) => finding.code === code))
    expect(idle?.why).toContain('`netsh ipsec static set policy name="Tunnel" assign=yes`')
    expect(alone?.what).toContain('10.2.0.0/24 <> 10.1.0.0/24')
  })

  it('is told of both ends, and put into force at both', () => {
    const other = B.replace('Assigned               : YES', 'Assigned               : NO')
    expect(report(unassigned, other)).toMatchObject({
      errors: ['MD006', 'MD006'],
      runs: [ASSIGN, ASSIGN.replace('A ', 'B ')],
      after: 'up',
    })
    const activated = 'Activated              : YES'
    const [one, two] = [A, B].map((text) => text.replace(activated, activated.replace('YES', 'NO')))
    expect(report(one ?? '', two)).toMatchObject({ errors: ['MD006', 'MD006'], after: 'up' })
    expect(report(one ?? '', two).diagnostics.map(({ what }) => what)).toEqual(
      expect.arrayContaining([
        'On A (203.0.113.1), rule "Out" is not activated, so that its filters are not in force.',
        'On B (198.51.100.7), rule "Out" is not activated, so that its filters are not in force.',
      ]),
    )
  })

  it('is put into force first where it is wrong besides', () => {
    const wrong = unassigned.replaceAll('10.2.0.0', '10.2.1.0')
    const { errors, runs, after } = report(wrong)
    expect(errors).toEqual(['MD006'])
    expect(runs?.[0]).toBe(ASSIGN)
    expect(runs?.[1]).toContain(
      'add filter filterlist="Outbound" srcaddr=10.1.0.0 srcmask=24 dstaddr=10.2.0.0 dstmask=24',
    )
    expect(after).toBe('up')
  })

  it('gets its rules into a policy that has tunnels to others, which stay up', () => {
    const others = windowsStaticText({
      ...a,
      peer: '192.0.2.33',
      pairs: [{ local: '10.1.0.0/24', remote: '10.3.0.0/24' }],
    })
    const hub = others
      .replace('Policy Name            : Tunnel', 'Policy Name            : Hub')
      .replaceAll(/(FilterList Name {8}: )(\w+)/g, '$1$2 C')
    const { errors, runs, after } = report(`${hub}\n${unassigned}`)
    expect(errors).toEqual(['MD006'])
    expect(runs).toEqual([
      'A netsh ipsec static add rule name="Out" policy="Hub" filterlist="Outbound" filteraction="Require ESP" tunnel=198.51.100.7 psk="<key>"\nnetsh ipsec static add rule name="In" policy="Hub" filterlist="Inbound" filteraction="Require ESP" tunnel=203.0.113.1 psk="<key>"',
    ])
    expect(after).toBe('up')
  })

  it('is not looked for where a dump shows what is in force', () => {
    const filter = (source: string, destination: string, tunnel: string) =>
      `Filter name           : ${source}\nSource Address        : ${source} (255.255.255.0)\nDestination Address   : ${destination} (255.255.255.0)\nTunnel Destination    : ${tunnel}\nProtocol              : ANY\nInbound Action        : Negotiate\nOutbound Action       : Negotiate\n\n`
    const dump = `Quick Mode Filters(Specific):\n\n${filter('10.1.0.0', '10.2.0.0', '198.51.100.7')}${filter('10.2.0.0', '10.1.0.0', '203.0.113.1')}2 Specific Filter(s)\n`
    expect(report(`${unassigned}\n\nC:\\>netsh ipsec dynamic show qmfilter all\n\n${dump}`)).toMatchObject({
      verdict: 'up',
      errors: [],
    })
  })

  it('is no matter where the tunnel does without it', () => {
    const spare = A.replace(
      'Filter Lists',
      'Rule Name              : Spare\nActivated              : NO\nFilterList Name        : Outbound\nFilterAction Name      : Require ESP\nTunnel Dest IP Address : 192.0.2.77\n\nFilter Lists',
    )
    expect(report(spare)).toMatchObject({ verdict: 'up', errors: [] })
  })
})
