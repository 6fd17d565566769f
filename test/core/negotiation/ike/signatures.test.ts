import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'

function gateway(own: 1 | 2, authby: string): string {
  const peer = own === 1 ? 2 : 1
  return `conn net
  left=192.0.2.${own}
  leftcert=gw
  leftid=%fromcert
  leftsubnet=10.${own}.0.0/24
  right=192.0.2.${peer}
  rightid=%fromcert
  rightsubnet=10.${peer}.0.0/24
  ikev2=insist
  authby=${authby}
`
}

function answer(a: string, b: string) {
  const { verdict, negotiations, diagnostics } = analyse({
    pastes: [
      { source: 'a.conf', text: gateway(1, a), end: 'A' },
      { source: 'b.conf', text: gateway(2, b), end: 'B' },
    ],
  })
  const codes = diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)
  return { verdict, ike: negotiations[0]?.ike, codes }
}

describe('two ends that sign', () => {
  it.each([
    ['rsa-sha1', 'rsa-sha2'],
    ['rsa-sha2_256', 'rsa-sha2_512'],
    ['ecdsa', 'rsasig'],
  ])('fail without a way in common: %s and %s', (a, b) => {
    expect(answer(a, b)).toMatchObject({
      verdict: 'down',
      ike: { notify: 'AUTHENTICATION_FAILED', reason: 'authentication-method' },
      codes: ['AU004'],
    })
  })

  it.each([
    ['rsasig', 'rsa-sha1'],
    ['rsa-sha2', 'rsa-sha2_384'],
    ['rsasig,ecdsa', 'ecdsa'],
  ])('agree on one in common: %s and %s', (a, b) => {
    expect(answer(a, b)).toMatchObject({ verdict: 'up', codes: [] })
  })
})
