import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'

function conf(end: 'A' | 'B', own: string, peer: string, networks: readonly [string, string]) {
  const text = `connections {
  net {
    version = 2
    local_addrs = ${own}
    remote_addrs = ${peer}
    local { auth = psk }
    remote { auth = psk }
    children {
      net {
        local_ts = ${networks[0]}
        remote_ts = ${networks[1]}
        esp_proposals = aes256-sha256_96
      }
    }
  }
}
`
  return { source: `${end}.conf`, text, end }
}

const CONFS = [
  conf('A', '203.0.113.1', '198.51.100.7', ['10.1.0.0/24', '10.2.0.0/24']),
  conf('B', '198.51.100.7', '203.0.113.1', ['10.2.0.0/24', '10.1.0.0/24']),
]

const says = (end: 'A' | 'B', word: string) => ({
  source: `${end}-strongswan.conf`,
  text: `charon {\n  threads = 16\n${word === '' ? '' : `  send_vendor_id = ${word}\n`}}\n`,
  end,
})

const answer = (...settings: readonly ReturnType<typeof says>[]) => {
  const { verdict, diagnostics, checks } = analyse({ pastes: [...CONFS, ...settings] })
  return {
    verdict,
    codes: diagnostics.map(({ code }) => code),
    why: diagnostics.map(({ why }) => why).join(),
    toSay: checks.filter(({ say }) => say.includes('send_vendor_id')).map(({ end }) => end),
  }
}

// Measured with strongSwan 5.9.8; the pairs stand in test/truth/by-hand.jsonl.
describe('an algorithm with a number for private use (send_vendor_id)', () => {
  it('is agreed on where both ends say that they are strongSwan', () => {
    expect(answer(says('A', 'yes'), says('B', 'yes'))).toMatchObject({ verdict: 'up', codes: [], toSay: [] })
  })

  it.each([
    ['the initiator', says('A', 'no'), says('B', 'yes')],
    ['the responder', says('A', 'yes'), says('B', 'no')],
    ['either by its default', says('A', ''), says('B', '')],
  ])('is not where %s says nothing', (_, a, b) => {
    const { verdict, codes, why } = answer(a, b)
    expect([verdict, codes]).toEqual(['down', ['PR002']])
    expect(why).toContain(
      'HMAC_SHA2_256_96 has a number for private use alone, which two strongSwan agree on where both say what they are',
    )
  })

  it('is taken to be, and listed to check, where the file was not pasted', () => {
    expect(answer()).toMatchObject({ verdict: 'up', codes: [], toSay: ['A', 'B'] })
    expect(answer(says('A', 'yes'))).toMatchObject({ verdict: 'up', toSay: ['B'] })
  })

  it('is yes or no', () => {
    expect(answer(says('A', 'maybe'), says('B', 'yes')).why).toContain('Write yes or no.')
  })
})
