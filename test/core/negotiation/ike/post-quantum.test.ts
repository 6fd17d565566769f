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

type Pastes = ReturnType<typeof pastesOf>

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

function ikeOf(a: Gateway, b: Gateway): string {
  return outcomeOf(pastesOf(1, a), pastesOf(2, b))
}

/** What becomes of the negotiation of A. */
function outcomeOf(a: Pastes, b: Pastes): string {
  const { negotiations } = analyse({ pastes: [...a, ...b] })
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

interface Swanctl {
  /** Lines of the connection. */
  readonly lines?: readonly string[]
  /** What stands in sections of secrets, a line each. */
  readonly keys?: readonly (readonly string[])[]
}

function swanctl(own: 1 | 2, { lines = [], keys = [] }: Swanctl = {}) {
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
${lines.map((line) => `    ${line}\n`).join('')}  }
}
secrets {
  ike-1 {
    secret = "a test, not a key"
  }
${keys.map((key, at) => `  ppk-${at} {\n${key.map((line) => `    ${line}\n`).join('')}  }\n`).join('')}}
`
  return [{ source: `${end}.conf`, text, end }]
}

const ONE = 'secret = "a post-quantum key for a test"'
const OTHER = 'secret = "another key, for the same test"'
const [named, required] = ['ppk_id = one', 'ppk_required = yes']
const SAME = [['id = one', ONE]]
const DIFFERENT = [['id = one', OTHER]]
const OTHERWISE_NAMED = [['id = two', ONE]]

// Each measured with strongSwan 5.9.8 at both ends, recorded in part (test/truth/by-hand.jsonl).
describe('a post-quantum key of strongSwan with itself', () => {
  it.each<readonly [string, Swanctl, Swanctl, string]>([
    ['the same, insisted on', { lines: [named, required], keys: SAME }, { lines: [named, required], keys: SAME }, 'up'],
    ['that the peer only has among its secrets', { lines: [named, required], keys: SAME }, { keys: SAME }, 'up'],
    ['of no use to who does not name it', { lines: [required], keys: SAME }, { lines: [named], keys: SAME }, GIVEN_UP],
    ['that the initiator lacks', { lines: [named, required] }, { lines: [named], keys: SAME }, GIVEN_UP],
    ['of a peer without any', { lines: [named, required], keys: SAME }, { lines: [named] }, GIVEN_UP],
    ['of a peer without any that insists', { lines: [named], keys: SAME }, { lines: [named, required] }, REFUSED],
    ['of a peer with another', { lines: [named, required], keys: SAME }, { keys: OTHERWISE_NAMED }, REFUSED],
    ['with another value', { lines: [named], keys: SAME }, { keys: DIFFERENT }, REFUSED],
    ['unknown to a peer that does not insist', { lines: [named], keys: SAME }, { keys: OTHERWISE_NAMED }, 'up'],
    ['that nobody insists on, and the initiator lacks', { lines: [named] }, { lines: [named], keys: SAME }, 'up'],
    ['not named to who insists', { keys: SAME }, { lines: [named, required], keys: SAME }, REFUSED],
    ['other than the peer names', { lines: [named], keys: SAME }, { lines: ['ppk_id = two'], keys: SAME }, REFUSED],
    ['where the peer takes any name', { lines: [named], keys: SAME }, { lines: ['ppk_id = %any'], keys: SAME }, 'up'],
    ['without a name', { lines: [named, required], keys: [[ONE]] }, { lines: [required], keys: [[ONE]] }, 'up'],
    ['in other letters', { lines: ['ppk_id = ONE', required], keys: SAME }, { keys: SAME }, 'up'],
    [
      'whose name is no text',
      { lines: ['ppk_id = 192.0.2.7', required], keys: [[ONE]] },
      { keys: [['id = 192.0.2.7', ONE]] },
      REFUSED,
    ],
    [
      'whose type is not sent',
      { lines: ['ppk_id = keyid:one', required], keys: [['id = keyid:one', ONE]] },
      { keys: SAME },
      'up',
    ],
    ['of that type alone', { lines: [named, required], keys: SAME }, { keys: [['id = keyid:one', ONE]] }, REFUSED],
    ['of two, the last', { lines: [named, required], keys: SAME }, { keys: [...SAME, ...DIFFERENT] }, REFUSED],
    ['of two, the last that fits', { lines: [named, required], keys: SAME }, { keys: [...DIFFERENT, ...SAME] }, 'up'],
    [
      'in hexadecimal',
      { lines: [named, required], keys: SAME },
      { keys: [['id = one', `secret = 0x${Buffer.from('a post-quantum key for a test').toString('hex')}`]] },
      'up',
    ],
    ['in IKEv1, which has none', { lines: ['version = 1', named, required] }, { lines: ['version = 1'] }, 'up'],
  ])('%s', (_name, a, b, expected) => {
    expect(outcomeOf(swanctl(1, a), swanctl(2, b))).toBe(expected)
  })
})

// Measured with strongSwan 5.9.8 and Libreswan 4.10.
describe('a post-quantum key of strongSwan with Libreswan', () => {
  const insisting = (own: 1 | 2, keys: readonly string[] = [KEYS.same]) => pastesOf(own, { ppk: 'insist', keys })
  const strong = (own: 1 | 2) => swanctl(own, { lines: [named, required], keys: SAME })

  it.each([
    ['the same', strong(1), insisting(2), 'up'],
    ['the same, the other way round', insisting(1), strong(2), 'up'],
    ['that Libreswan does not use', strong(1), pastesOf(2, { keys: [KEYS.same] }), REFUSED],
    ['that strongSwan only has among its secrets', insisting(1), swanctl(2, { keys: SAME }), 'up'],
    ['that strongSwan lacks', insisting(1), swanctl(2), GIVEN_UP],
    ['that strongSwan calls another name', insisting(1), swanctl(2, { keys: OTHERWISE_NAMED }), REFUSED],
    ['with another value', insisting(1, [KEYS.otherKey]), swanctl(2, { keys: SAME }), REFUSED],
    ['that Libreswan insists on as responder', swanctl(1, { keys: SAME }), insisting(2), REFUSED],
    ['that Libreswan proposes', pastesOf(1, { ppk: 'yes', keys: [KEYS.same] }), swanctl(2), 'up'],
  ])('%s', (_name, a, b, expected) => {
    expect(outcomeOf(a, b)).toBe(expected)
  })
})
