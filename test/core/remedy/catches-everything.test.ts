import { describe, expect, it } from 'vitest'
import type { Change } from '../../../src/core/model/change.ts'
import { canApply } from '../../../src/core/remedy/apply.ts'
import { description } from '../../../src/core/rules/traffic-selectors/examples.ts'
import { box } from '../../support/boxes.ts'
import { endsOf } from './two-ends.ts'

const FROM = box('10.2.0.0/24', '10.1.0.0/24')
const ANYTHING = box('0.0.0.0/0', '0.0.0.0/0')
const TO_ANY: Change = { kind: 'replace', from: FROM, to: ANYTHING }

const CRYPTO_MAP = `crypto isakmp key Example-key-1 address 203.0.113.1
crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac
crypto map M 10 ipsec-isakmp
 set peer 203.0.113.1
 set transform-set TS
 match address VPN
interface GigabitEthernet0/0
 ip address 198.51.100.7 255.255.255.0
 crypto map M
ip access-list extended VPN
 permit ip 10.2.0.0 0.0.0.255 10.1.0.0 0.0.0.255
`

const PHASES = `config vpn ipsec phase1-interface
    edit "to-a"
        set interface "wan1"
        set remote-gw 203.0.113.1
    next
end
config vpn ipsec phase2-interface
    edit "to-a-p2"
        set phase1name "to-a"
        set src-subnet 10.2.0.0 255.255.255.0
        set dst-subnet 10.1.0.0 255.255.255.0
    next
end
`

function swanctl(key: string): string {
  return `connections {
  net {
    ${key}
    local_addrs = 198.51.100.7
    remote_addrs = 203.0.113.1
    children {
      net {
        local_ts = 10.2.0.0/24
        remote_ts = 10.1.0.0/24
      }
    }
  }
}
`
}

describe('selectors for any traffic, in the place of those for particular networks', () => {
  const isPossible = (text: string, change: Change = TO_ANY) =>
    canApply(endsOf({ pastes: [{ source: 'b', text, end: 'B' }] }).a, change)

  const described = (vendor: 'isa' | 'paloalto') => {
    const [mine, theirs] = [
      { locals: ['10.2.0.0/24'], remotes: ['10.1.0.0/24'] },
      { locals: ['10.1.0.0/24'], remotes: [] },
    ]
    return canApply(endsOf(description({ vendor, ...mine }, { vendor: 'other', ...theirs })).a, TO_ANY)
  }

  it('are no remedy where the selectors catch the packets', () => {
    expect(isPossible(CRYPTO_MAP)).toBe(false)
    expect(isPossible(swanctl(''))).toBe(false)
    expect(isPossible(swanctl('if_id_out = 0'))).toBe(false)
    expect(isPossible(PHASES.replaceAll('-interface', ''))).toBe(false)
    expect(described('isa')).toBe(false)
  })

  it('are one where routes choose what goes into the tunnel', () => {
    expect(isPossible(PHASES)).toBe(true)
    expect(isPossible(swanctl('if_id_out = 7'))).toBe(true)
    expect(described('paloalto')).toBe(true)
  })

  it('are none either as the lists of a child, or beside it', () => {
    const [any] = [{ addresses: ANYTHING.local, protocol: ANYTHING.protocol, ports: ANYTHING.localPort, span: null }]
    const lists: Change = { kind: 'child-selectors', connection: 'net', child: 'net', local: [any], remote: [any] }
    const cover: Change = { kind: 'cover', box: ANYTHING }
    expect([lists, cover].map((change) => isPossible(swanctl(''), change))).toEqual([false, false])
    expect([lists, cover].map((change) => isPossible(swanctl('if_id_out = 7'), change))).toEqual([true, true])
  })

  it('may be told with another protocol where they are for any traffic already', () => {
    const all = swanctl('').replaceAll(/10\.\d\.0\.0\/24/g, '0.0.0.0/0')
    expect(isPossible(all, { kind: 'replace', from: ANYTHING, to: ANYTHING })).toBe(true)
  })

  it('of one side are for particular networks still', () => {
    expect(isPossible(CRYPTO_MAP, { kind: 'replace', from: FROM, to: box('10.2.0.0/24', '0.0.0.0/0') })).toBe(true)
  })
})
