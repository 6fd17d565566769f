import { describe, expect, it } from 'vitest'
import { formatHost } from '../../../../src/core/address/address-range.ts'
import { analyse } from '../../../../src/core/index.ts'
import { cryptoMap, readIos } from './ios-text.ts'

const LIST = ' permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.255'
const SECOND = `interface GigabitEthernet0/2
 ip address 192.0.2.1 255.255.255.0
`
const PEER = cryptoMap(' permit ip 10.2.0.0 0.0.0.255 10.1.0.0 0.0.0.255')
  .replaceAll('198.51.100.7', '203.0.113.9')
  .replace('203.0.113.1', '198.51.100.7')
  .replaceAll('203.0.113.9', '203.0.113.1')

/** The tunnel at GigabitEthernet0/0 with keyrings in the place of its key, at R1. */
function withRings(rings: string, more = SECOND): string {
  return cryptoMap(LIST, more).replace('crypto isakmp key Example-key-1 address 198.51.100.7\n', rings)
}

function ring(name: string, at: string | null, key: string): string {
  const line = at === null ? '' : `  local-address ${at}\n`
  return `crypto keyring ${name}\n${line}  pre-shared-key address 198.51.100.7 key ${key}\n`
}

function answer(text: string) {
  const pastes = [
    { source: 'a.txt', end: 'A', text },
    { source: 'b.txt', end: 'B', text: PEER },
  ]
  const { verdict, diagnostics, remediation } = analyse({ pastes })
  return {
    verdict,
    codes: diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code),
    why: diagnostics.map(({ why }) => why).join('\n'),
    run: remediation.steps.map(({ run }) => run).join('\n'),
    after: remediation.after?.verdict,
  }
}

describe('the address of a keyring ("local-address (keyring)")', () => {
  it.each(['203.0.113.1', 'GigabitEthernet0/0', 'gi0/0'])('is the one of the tunnel: %s', (at) => {
    expect(answer(withRings(ring('RING', at, 'Example-key-1')))).toMatchObject({ verdict: 'up', codes: [] })
  })

  it('keeps its keys from a tunnel that begins elsewhere, and is made that of the tunnel', () => {
    const { verdict, codes, why, run, after } = answer(withRings(ring('RING', 'GigabitEthernet0/2', 'Example-key-1')))
    expect([verdict, codes, after]).toEqual(['down', ['AU003'], 'up'])
    expect(why).toContain(
      'The key in line 8 of a.txt counts at 192.0.2.1 alone, and A (203.0.113.1) speaks from 203.0.113.1.',
    )
    expect(run).toContain(
      'crypto keyring RING\n no local-address GigabitEthernet0/2\n local-address 203.0.113.1\nend\n',
    )
  })

  it('tells apart two keyrings for one peer, whichever comes first', () => {
    const [elsewhere, here] = [ring('ONE', '192.0.2.1', 'Example-key-2'), ring('TWO', '203.0.113.1', 'Example-key-1')]
    expect(answer(withRings(elsewhere + here)).verdict).toBe('up')
    expect(answer(withRings(here + elsewhere)).verdict).toBe('up')
    expect(answer(withRings(elsewhere.replace('192.0.2.1', '203.0.113.1') + here)).codes).toEqual(['AU002'])
  })

  it('is taken to fit where no paste shows the address of its interface', () => {
    expect(answer(withRings(ring('RING', 'GigabitEthernet0/2', 'Example-key-1'), '')).verdict).toBe('up')
  })
})

describe('the VRF of a keyring ("crypto keyring NAME vrf VRF")', () => {
  const inVrf = (rings: string, more = '') =>
    withRings(rings, more).replace(
      'interface GigabitEthernet0/0\n',
      'interface GigabitEthernet0/0\n vrf forwarding INET\n',
    )
  /** Of a part, a line of the VRF may be what is missing. */
  const whole = (text: string) => `version 15.7\n${text}end\n`
  const ofVrf = (rings: string) => rings.replace('RING', 'RING vrf INET')
  const key = 'crypto isakmp key Example-key-1 address 198.51.100.7\n'

  it('is that in which the tunnel reaches its peer', () => {
    expect(answer(inVrf(ofVrf(ring('RING', null, 'Example-key-1')))).verdict).toBe('up')
  })

  it.each([
    ['a key without a keyring', inVrf(key), 'the global table of routes', 'KEYS-INET vrf INET'],
    [
      'a keyring without one',
      inVrf(ring('RING', null, 'Example-key-1')),
      'the global table of routes',
      'KEYS-INET vrf INET',
    ],
    [
      'a keyring of another one, beside which there is one',
      inVrf(`crypto keyring OWN vrf INET\n${ring('RING vrf MPLS', null, 'Example-key-1')}`),
      'the VRF MPLS',
      'OWN vrf INET',
    ],
  ])('keeps %s from it, and the step sets that key there', (_, text, where, mode) => {
    const { verdict, codes, why, run, after } = answer(text)
    expect([verdict, codes, after]).toEqual(['down', ['AU003'], 'up'])
    expect(why).toContain(`counts in ${where} alone, where A (203.0.113.1) has no tunnel.`)
    expect(run).toMatch(
      new RegExp(`crypto keyring ${mode}\\n pre-shared-key address 198.51.100.7 key <the key of line \\d+>\\nend\\n`),
    )
  })

  it('keeps its keys from a tunnel in the global one, where the step needs no keyring', () => {
    const { verdict, run, after } = answer(whole(withRings(ofVrf(ring('RING', null, 'Example-key-1')), '')))
    expect([verdict, after]).toEqual(['down', 'up'])
    expect(run).toContain('crypto isakmp key <the key of line 8> address 198.51.100.7\n')
  })

  it('tells the keys of two tunnels apart', () => {
    const other = `${SECOND} crypto map OTHER
crypto map OTHER 10 ipsec-isakmp
 set peer 198.51.100.7
 set transform-set TS
 match address VPN
`
    const rings = key.replace('key-1', 'key-2') + ofVrf(ring('RING', null, 'Example-key-1'))
    const keys = readIos(whole(inVrf(rings, other))).end?.ike?.keys ?? []
    expect(keys.map(({ onlyAt = [] }) => onlyAt.map(formatHost))).toEqual([['192.0.2.1'], ['203.0.113.1']])
  })
})

describe('a crypto map in a group of HSRP', () => {
  const STANDBY = ` standby 1 ip 203.0.113.1
 standby 1 priority 110
 standby 1 preempt
 standby 1 name HA-OUT
 standby ip 203.0.113.5
 standby name OTHER
`
  const own = (standby: string, group = 'HA-OUT') => {
    const text = cryptoMap(LIST)
      .replace('ip address 203.0.113.1', 'ip address 203.0.113.2')
      .replace(' crypto map VPN\n', `${standby} crypto map VPN redundancy ${group}\n`)
    return [text, text.replace(/^ +/gm, '')].map((typed) =>
      readIos(typed).end?.addresses.map((own) => [formatHost(own.value), own.origin === 'stated' && own.span.line]),
    )
  }

  it('begins and answers at the virtual address of the group that it names, also where the lines are typed', () => {
    expect(own(STANDBY)).toEqual([[['203.0.113.1', 15]], [['203.0.113.1', 15]]])
    expect(own(STANDBY, 'OTHER')).toEqual([[['203.0.113.5', 19]], [['203.0.113.5', 19]]])
  })

  it('has no address that is known where that group was not pasted', () => {
    expect(own('')).toEqual([[], []])
    expect(own(' standby 1 name HA-OUT\n standby 1 ip\n')).toEqual([[], []])
  })
})

describe('a profile for another own address than that of the tunnel', () => {
  const profile = (line: string) =>
    readIos(
      withRings(`${ring('RING', null, 'Example-key-1')}crypto isakmp profile PROFILE
   keyring RING
   match identity address 198.51.100.7 255.255.255.255
${line}`).replace(' match address VPN\n', ' match address VPN\n set isakmp-profile PROFILE\n'),
    ).problems.map(({ kind, say }) => [kind, say])

  it('is told, and taken to count', () => {
    expect(profile('   local-address 192.0.2.1\n')).toEqual([
      [
        'unsupported',
        'The profile "PROFILE" is for what comes to 192.0.2.1 alone, and VPN 10, which names it, begins at 203.0.113.1.',
      ],
    ])
  })

  it('is nothing to tell where it is the same, or not pasted', () => {
    expect(profile('   local-address GigabitEthernet0/0\n')).toEqual([])
    expect(profile('   local-address GigabitEthernet0/7\n')).toEqual([])
    expect(profile('')).toEqual([])
  })
})
