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

  it('is no matter where the tunnel does without it', () => {
    const spare = A.replace(
      'Filter Lists',
      'Rule Name              : Spare\nActivated              : NO\nFilterList Name        : Outbound\nFilterAction Name      : Require ESP\nTunnel Dest IP Address : 192.0.2.77\n\nFilter Lists',
    )
    expect(report(spare)).toMatchObject({ verdict: 'up', errors: [] })
  })
})
