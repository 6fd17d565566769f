import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'

const KEYS = {
  same: 'PPKS "one" "a post-quantum key for a test"',
  otherId: 'PPKS "two" "a post-quantum key for a test"',
  otherKey: 'PPKS "one" "another key, for the same test"',
} as const

interface Gateway {
  readonly ppk?: string
  readonly keys?: readonly string[]
}

function pastesOf(own: 1 | 2, { ppk, keys = [] }: Gateway) {
  const [end, peer] = own === 1 ? ['A', 2] : ['B', 1]
  const conf = `conn net
  left=192.0.2.${own}
  leftid=@gw${own}
  leftsubnet=10.${own}.0.0/24
  right=192.0.2.${peer}
  rightid=@gw${peer}
  rightsubnet=10.${peer}.0.0/24
  authby=secret
  ikev2=insist
${ppk === undefined ? '' : `  ppk=${ppk}\n`}`
  const secrets = ['PSK "a test, not a key"', ...keys].map((key) => `@gw1 @gw2 : ${key}\n`).join('')
  return [
    { source: `${end}.conf`, text: conf, end },
    { source: `${end}.secrets`, text: secrets, end },
  ]
}

/** What becomes of the negotiation of A. */
function ikeOf(a: Gateway, b: Gateway): string {
  const { negotiations } = analyse({ pastes: [...pastesOf(1, a), ...pastesOf(2, b)] })
  const ike = negotiations.find(({ initiator }) => initiator === 'A')?.ike
  return ike?.outcome === 'established' ? 'up' : `${ike?.notify} ${ike?.reason}`
}

const REFUSED = 'AUTHENTICATION_FAILED post-quantum-key'
const GIVEN_UP = 'null post-quantum-key'

// Measured with Libreswan 4.10 at both ends.
describe('a post-quantum key of the one and the other end', () => {
  it.each([
    ['insist', 'no', REFUSED],
    ['no', 'insist', REFUSED],
    ['insist', undefined, REFUSED],
    [undefined, 'insist', REFUSED],
    ['insist', 'insist', 'up'],
    ['yes', 'insist', 'up'],
    ['insist', 'yes', 'up'],
    ['yes', 'no', 'up'],
    ['no', 'yes', 'up'],
    [undefined, undefined, 'up'],
  ])('ppk=%s with ppk=%s: %s', (a, b, expected) => {
    const keys = [KEYS.same]
    const gateway = (ppk: string | undefined) => (ppk === undefined ? { keys } : { ppk, keys })
    expect(ikeOf(gateway(a), gateway(b))).toBe(expected)
  })

  it.each([
    ['insist', [KEYS.same], 'insist', [], REFUSED],
    ['propose', [KEYS.same], 'propose', [], 'up'],
    ['insist', [KEYS.same], 'propose', [], REFUSED],
    ['propose', [KEYS.same], 'insist', [], REFUSED],
    ['insist', [], 'insist', [KEYS.same], GIVEN_UP],
    ['propose', [], 'propose', [KEYS.same], 'up'],
    ['insist', [], 'no', [KEYS.same], GIVEN_UP],
    ['propose', [], 'insist', [KEYS.same], REFUSED],
    ['insist', [KEYS.same], 'insist', [KEYS.otherId], REFUSED],
    ['propose', [KEYS.same], 'propose', [KEYS.otherId], 'up'],
    ['propose', [KEYS.same], 'insist', [KEYS.otherId], REFUSED],
    ['insist', [KEYS.same], 'insist', [KEYS.otherKey], REFUSED],
    ['propose', [KEYS.same], 'propose', [KEYS.otherKey], REFUSED],
    ['propose', [], 'propose', [], 'up'],
  ])('ppk=%s with %j, ppk=%s with %j: %s', (a, mine, b, theirs, expected) => {
    expect(ikeOf({ ppk: a, keys: mine }, { ppk: b, keys: theirs })).toBe(expected)
  })
})

function swanctl(own: 1 | 2, ...keys: readonly string[]) {
  const [end, peer] = own === 1 ? ['A', 2] : ['B', 1]
  const text = `connections {
  net {
    version = 2
    local_addrs = 192.0.2.${own}
    remote_addrs = 192.0.2.${peer}
    local {
      auth = psk
      id = gw${own}
    }
    remote {
      auth = psk
      id = gw${peer}
    }
    children {
      net {
        local_ts = 10.${own}.0.0/24
        remote_ts = 10.${peer}.0.0/24
      }
    }
${keys.map((key) => `    ${key}\n`).join('')}  }
}
secrets {
  ike-1 {
    secret = "a test, not a key"
  }
}
`
  return [{ source: `${end}.conf`, text, end }]
}

// Measured with strongSwan 5.9.8, with itself and with Libreswan 4.10, but for what is not compared.
describe('a post-quantum key of strongSwan', () => {
  const [named, required] = ['ppk_id = one', 'ppk_required = yes']
  const insisting = (own: 1 | 2) => pastesOf(own, { ppk: 'insist', keys: [KEYS.same] })

  it.each([
    ['insisted on by who answers', swanctl(1), swanctl(2, named, required), REFUSED],
    ['of both', swanctl(1, named, required), swanctl(2, named, required), 'up'],
    ['not insisted on', swanctl(1, named), swanctl(2), 'up'],
    ['that strongSwan may have among its secrets, which is not compared', insisting(1), swanctl(2), 'up'],
    ['that Libreswan insists on as responder', swanctl(1), insisting(2), REFUSED],
    ['that Libreswan proposes', pastesOf(1, { ppk: 'yes', keys: [KEYS.same] }), swanctl(2), 'up'],
  ])('%s', (_name, a, b, expected) => {
    const { negotiations } = analyse({ pastes: [...a, ...b] })
    const ike = negotiations.find(({ initiator }) => initiator === 'A')?.ike
    expect(ike?.outcome === 'established' ? 'up' : `${ike?.notify} ${ike?.reason}`).toBe(expected)
  })
})
