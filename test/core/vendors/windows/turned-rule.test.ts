import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'
import { windowsStaticText } from '../../../support/products/windows-static.ts'
import { tunnelBetween } from '../../../support/tunnel.ts'

const PLAIN = { coversOwnAddress: false }
const { a, b } = tunnelBetween(PLAIN, PLAIN, 1)
const TWO = [
  { local: '10.1.0.0/24', remote: '10.2.0.0/24' },
  { local: '10.1.0.0/24', remote: '10.2.1.0/24' },
]
const turned = TWO.map(({ local, remote }) => ({ local: remote, remote: local }))
const B = windowsStaticText(b)

/** The inbound rule of A ends at this address. */
function report(text: string, address: string, other: string | null = B, own?: string) {
  const before = 'Tunnel Dest IP Address : 203.0.113.1'
  expect(text).toContain(before)
  const pastes = [
    { source: 'a.txt', text: text.replace(before, `Tunnel Dest IP Address : ${address}`), end: 'A' },
    ...(other === null ? [] : [{ source: 'b.txt', text: other, end: 'B' }]),
  ]
  const { verdict, diagnostics, remediation } = analyse({ pastes, ...(own && { addresses: { A: own } }) })
  return {
    verdict,
    errors: diagnostics.filter(({ severity }) => severity === 'error').map(({ code, what }) => `${code} ${what}`),
    steps: remediation?.steps.map(({ end, run }) => `${end} ${run}`),
    after: remediation?.after?.verdict,
  }
}

const REDIRECT = 'A netsh ipsec static set rule name="In" policy="Tunnel" tunnel=203.0.113.1'

describe('a rule for what comes in, whose tunnel ends at the peer', () => {
  it('is one finding with the command that lets it end at the own address', () => {
    const { errors, steps, after } = report(windowsStaticText(a), b.address)
    expect(errors).toHaveLength(1)
    expect(errors[0]).toMatch(
      /^SP001 .* has no inbound filter for Outbound \(10\.1\.0\.0\/24 > 10\.2\.0\.0\/24\): the tunnel of Inbound \(10\.2\.0\.0\/24 > 10\.1\.0\.0\/24\) ends at 198\.51\.100\.7, and what comes in must end at /,
    )
    expect(steps).toEqual([REDIRECT])
    expect(after).toBe('up')
  })

  it('is mended by one command for all of its filters', () => {
    const many = report(windowsStaticText({ ...a, pairs: TWO }), b.address, windowsStaticText({ ...b, pairs: turned }))
    expect(many.errors.every((error) => error.startsWith('SP001'))).toBe(true)
    expect(many.steps).toEqual([REDIRECT])
    expect(many.after).toBe('up')
  })

  it('is none where the other end does not tell which of the two it is', () => {
    const { steps } = report(windowsStaticText(a), b.address, null)
    expect(steps ?? []).not.toContain(REDIRECT)
  })
})

it('a rule for what comes in, whose tunnel ends at neither end, is let end at the own address', () => {
  const { errors, steps, after } = report(windowsStaticText(a), '192.0.2.77', B, a.address)
  expect(errors).toHaveLength(1)
  expect(errors[0]).toContain('ends at 192.0.2.77')
  expect(steps).toEqual([REDIRECT])
  expect(after).toBe('up')
})
