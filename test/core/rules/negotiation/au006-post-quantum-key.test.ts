import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'
import { postQuantumKey } from '../../../../src/core/rules/negotiation/au006-post-quantum-key.ts'
import { factsOf } from '../facts-of.ts'

type Keys = Readonly<Record<string, string>>

/** A strongSwan between 10.1.0.0/24 and 10.2.0.0/24, with settings of its connection and its post-quantum keys. */
function gateway(own: number, peer: number, use: string, keys: Keys): string {
  const secrets = Object.entries(keys).map(([id, key]) => `ppk-${id} {\n id = ${id}\n secret = "${key}"\n }`)
  return `connections { net { version = 2
    local_addrs = 192.0.2.${own}
    remote_addrs = 192.0.2.${peer}
    ${use}
    local { auth = psk
    }
    remote { auth = psk
    }
    children { net { local_ts = 10.${own}.0.0/24
      remote_ts = 10.${peer}.0.0/24
    } } } }
secrets { ike-1 { secret = "a test, not a key"
  }
  ${secrets.join('\n')}
}
`
}

const NAMED = 'ppk_id = one'
const INSISTS = 'ppk_id = one\n ppk_required = yes'

it.each<readonly [string, Keys, string, Keys, string]>([
  [NAMED, { one: 'a word' }, INSISTS, { one: 'another' }, 'since the keys with the name "one" differ'],
  [
    NAMED,
    { one: 'a word' },
    INSISTS,
    { two: 'another' },
    '(192.0.2.1) has a key with the name "one", and B (192.0.2.2) one with "two"',
  ],
  [INSISTS, { one: 'a word' }, NAMED, {}, 'since B (192.0.2.2) has none'],
  ['', { one: 'a word' }, INSISTS, { one: 'a word' }, 'since A (192.0.2.1) names none when it begins'],
  // The key is the same, and the name that is wanted another: no more is said than that they do not fit.
  [NAMED, { one: 'a word' }, 'ppk_id = two', { one: 'a word' }, 'into the IKE SA: '],
])('post-quantum keys that do not fit are told: %j %j, %j %j', (use, mine, otherUse, theirs, said) => {
  const { diagnostics } = analyse({
    pastes: [
      { source: 'a.conf', text: gateway(1, 2, use, mine), end: 'A' },
      { source: 'b.conf', text: gateway(2, 1, otherUse, theirs), end: 'B' },
    ],
  })
  const found = diagnostics.find(({ code }) => code === 'AU006')
  expect(found?.what).toContain(said)
  expect(JSON.stringify(found)).not.toContain('a word')
})

describe('the step for post-quantum keys that do not fit', () => {
  const changes = (use: string, mine: Keys, otherUse: string, theirs: Keys) => {
    const pastes = [
      { source: 'a.conf', text: gateway(1, 2, use, mine), end: 'A' },
      { source: 'b.conf', text: gateway(2, 1, otherUse, theirs), end: 'B' },
    ]
    return factsOf(postQuantumKey, { pastes })[0]?.plans.map((plan) =>
      plan.changes.map(({ end, change }) =>
        change.kind === 'post-quantum-key' ? `${end} ${change.id} ${change.key && 'new'}` : change.kind,
      ),
    )
  }

  it('is that the end which lets it be uses the key that both have', () => {
    expect(changes('', { one: 'a word' }, INSISTS, { one: 'a word' })).toEqual([['A one null']])
    expect(changes(NAMED, { one: 'a word' }, 'ppk_id = two', { one: 'a word' })).toEqual([['B one null']])
  })

  it('is a new key at both ends where they have none in common', () => {
    const both = ['A one new', 'B one new']
    expect(changes(NAMED, { one: 'a word' }, INSISTS, { one: 'another' })).toEqual([both])
    expect(changes(INSISTS, { one: 'a word' }, '', {})).toEqual([both])
    expect(changes('ppk_required = yes', {}, '', {})).toEqual([['A ppk new', 'B ppk new']])
  })

  it('is none for an ipsec.conf of strongSwan, which has no word for such keys', () => {
    const conf =
      'conn net\n keyexchange=ikev2\n left=192.0.2.2\n right=192.0.2.1\n leftsubnet=10.2.0.0/24\n rightsubnet=10.1.0.0/24\n authby=secret\n auto=route\n'
    const { remediation, diagnostics } = analyse({
      pastes: [
        { source: 'a.conf', text: gateway(1, 2, INSISTS, { one: 'a word' }), end: 'A' },
        { source: 'b.conf', text: conf, end: 'B' },
      ],
    })
    expect(diagnostics.map(({ code }) => code)).toContain('AU006')
    expect(remediation.steps).toEqual([])
  })
})
