import { describe, expect, it } from 'vitest'
import { analyse } from '../../../src/core/index.ts'

/** The crypto commands of a router, without the access list and the interface that they name. */
function half(name: string, peer: string, { cipher = 'aes 256', key = 'example-not-a-key', pfs = 'group14' } = {}) {
  return `${name}#show running-config | section crypto
crypto isakmp policy 10
 encr ${cipher}
 hash sha256
 authentication pre-share
 group 14
crypto isakmp key ${key} address ${peer}
crypto ipsec transform-set T esp-aes 256 esp-sha256-hmac
 mode tunnel
crypto map OUTSIDE 10 ipsec-isakmp
 set peer ${peer}
 set transform-set T
 set pfs ${pfs}
 match address VPN
`
}

function answer(a: string, b: string) {
  const { verdict, diagnostics, remediation, unchecked } = analyse({
    pastes: [
      { source: 'a.txt', text: a },
      { source: 'b.txt', text: b },
    ],
  })
  const errors = diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)
  const run = remediation.steps.flatMap((step) => (step.run === null ? [] : [`${step.end}: ${step.run}`]))
  const others = remediation.alternatives.map(({ ends }) => ends.join(' '))
  return { verdict, errors, run, others, after: remediation.after?.verdict, asked: unchecked.map(({ ask }) => ask) }
}

describe('two halves of configurations', () => {
  const A = half('R1', '198.51.100.1')

  it('that agree as far as they go have no steps', () => {
    const { errors, run, after } = answer(A, half('R2', '203.0.113.7'))
    expect([errors, run, after]).toEqual([[], [], undefined])
  })

  it('have the steps for another cipher, of one end or of the other, and never of both', () => {
    const { verdict, errors, run, others, after } = answer(A, half('R2', '203.0.113.7', { cipher: 'aes' }))
    expect([verdict, errors, after]).toEqual(['unknown', ['PR001'], 'unknown'])
    expect(run[0]).toMatch(/^B: .*crypto isakmp policy 20\n encryption aes 256\n hash sha256\n group 14\n/s)
    expect(others).toEqual(['A'])
  })

  it('have the steps for another group of perfect forward secrecy', () => {
    const { errors, run } = answer(A, half('R2', '203.0.113.7', { pfs: 'group5' }))
    expect(errors).toEqual(['PR003'])
    expect(run[0]).toMatch(/^B: .*crypto map OUTSIDE 10 ipsec-isakmp\n set pfs group14\n/s)
  })

  it('have the steps for another key', () => {
    const { errors, run } = answer(A, half('R2', '203.0.113.7', { key: 'another-example' }))
    expect(errors).toEqual(['AU002'])
    expect(run.filter((each) => each.includes('crypto isakmp key <the same new key on both ends>'))).toHaveLength(2)
  })

  it('have those for what shows once the first fault is mended', () => {
    const { run } = answer(A, half('R2', '203.0.113.7', { cipher: 'aes', pfs: 'group5' }))
    expect(run.join('\n')).toMatch(/encryption aes 256.*set pfs group14/s)
  })

  it('are asked for the rest', () => {
    expect(answer(A, half('R2', '203.0.113.7')).asked.join('\n')).toMatch(
      /section interface` on R1.*section interface` on R2.*access-lists VPN` on R1.*access-lists VPN` on R2/s,
    )
  })
})

describe('what neither of two parts shows', () => {
  const asa = (peer: string) => `crypto map VPN 10 match address VPN
crypto map VPN 10 set peer ${peer}
crypto map VPN 10 set ikev1 transform-set T
crypto map VPN interface outside
crypto ikev1 enable outside
`
  it('is taken to agree, and asked for', () => {
    const { errors, asked } = answer(asa('198.51.100.1'), asa('203.0.113.7'))
    expect(errors).toEqual([])
    expect(asked.filter((ask) => ask.includes('crypto ikev1`'))).toHaveLength(2)
    expect(asked.filter((ask) => ask.includes('crypto ipsec`'))).toHaveLength(2)
  })
})

describe('a text that was filtered by a word', () => {
  const ios = (peer: string) => `crypto isakmp policy 10
crypto isakmp key example-not-a-key address ${peer}
crypto ipsec transform-set T esp-aes 256 esp-sha256-hmac
crypto map OUTSIDE 10 ipsec-isakmp
 crypto map OUTSIDE
`
  const asa = (peer: string) => `crypto ipsec ikev2 ipsec-proposal T
crypto map VPN 10 match address VPN
crypto map VPN 10 set peer ${peer}
crypto map VPN 10 set ikev2 ipsec-proposal T
crypto map VPN interface outside
crypto ikev2 policy 10
tunnel-group ${peer} type ipsec-l2l
tunnel-group ${peer} ipsec-attributes
`

  it.each([
    ['IOS', ios, 'section crypto'],
    ['ASA', asa, 'show running-config crypto`'],
  ])('says nothing of what stands below the headings: %s', (_, text, command) => {
    const { verdict, errors, asked } = answer(text('198.51.100.1'), text('203.0.113.7'))
    expect([verdict, errors]).toEqual(['unknown', []])
    expect(asked.filter((ask) => ask.includes(command))).toHaveLength(2)
  })

  it('is none where lines stand below one of its headings: an entry without any is incomplete', () => {
    const section = ios('203.0.113.7').replace('policy 10\n', 'policy 10\n encr aes 256\n authentication pre-share\n')
    expect(answer(ios('198.51.100.1'), section).errors).toEqual(['PA005'])
  })
})
