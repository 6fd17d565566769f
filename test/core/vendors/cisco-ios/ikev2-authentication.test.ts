import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/analyse.ts'

interface Router {
  /** Who the peer is in its keyring. */
  readonly owner?: string
  readonly key?: string
  /** Of its profile. */
  readonly shows?: string
  readonly match?: string
  readonly authentication?: string
}

const KEYS = ` authentication remote pre-share
 authentication local pre-share
 keyring local KR`
const CERTIFICATES = ` authentication remote rsa-sig
 authentication local rsa-sig
 pki trustpoint CA`

/** A tunnel interface with IKEv2 between 203.0.113.1 and 198.51.100.7. */
function router(
  own: string,
  peer: string,
  { owner, key = 'Example-key-1', shows, match, authentication }: Router,
): string {
  return `crypto ikev2 proposal P1
 encryption aes-cbc-256
 integrity sha256
 group 14
crypto ikev2 policy POL
 proposal P1
crypto ikev2 keyring KR
 peer PEER
  ${owner ?? `address ${peer}`}
  pre-shared-key ${key}
crypto ikev2 profile PROF
 match ${match ?? `identity remote address ${peer} 255.255.255.255`}
${shows === undefined ? '!' : ` identity local ${shows}`}
${authentication ?? KEYS}
crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac
crypto ipsec profile P
 set transform-set TS
 set ikev2-profile PROF
interface GigabitEthernet1
 ip address ${own} 255.255.255.0
interface Tunnel1
 tunnel source GigabitEthernet1
 tunnel mode ipsec ipv4
 tunnel destination ${peer}
 tunnel protection ipsec profile P
`
}

function answer(a: Router, b: Router) {
  const pastes = [
    { source: 'a.txt', end: 'A', text: router('203.0.113.1', '198.51.100.7', a) },
    { source: 'b.txt', end: 'B', text: router('198.51.100.7', '203.0.113.1', b) },
  ]
  const { verdict, diagnostics, remediation, flows } = analyse({ pastes })
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  return {
    verdict,
    codes: errors.map(({ code }) => code),
    refused: [...new Set(flows.filter(({ outcome }) => outcome === 'refused').map(({ initiator }) => initiator))],
    why: errors.map(({ why }) => why).join(' '),
    run: remediation.steps.flatMap(({ end, run }) =>
      run === null ? [] : [`${end}: ${run.split('\n').slice(1).join('\n')}`],
    ),
    after: remediation.after?.verdict,
  }
}

describe('a key of a keyring that names its peer by identity alone', () => {
  const shows = 'fqdn gw-b.example'
  const match = 'identity remote fqdn gw-b.example'

  it('is found by who answers, and not by who begins', () => {
    const { verdict, codes, refused, why, run, after } = answer({ owner: `identity ${shows}`, match }, { shows })
    expect([verdict, codes, refused, after]).toEqual(['partial', ['AU003'], ['A'], 'up'])
    expect(why).toContain('When it begins, A (203.0.113.1) looks for the key by the address of the peer')
    expect(run[0]).toContain('A: crypto ikev2 keyring KR\n peer PEER\n  address 198.51.100.7\n  pre-shared-key')
  })

  it('is that of a host name, which is not the name of the router', () => {
    const { codes, after } = answer({ owner: 'hostname gw-b.example', match }, { shows })
    expect([codes, after]).toEqual([['AU003'], 'up'])
    expect(answer({ owner: 'hostname gw-b.example\n  address 198.51.100.7', match }, { shows }).verdict).toBe('up')
  })

  it('is found by both where it names the address as well', () => {
    expect(answer({ owner: `address 198.51.100.7\n  identity ${shows}`, match }, { shows })).toMatchObject({
      verdict: 'up',
      codes: [],
    })
  })
})

describe('keys in a profile', () => {
  const inProfile = (local: string, remote: string): Router => ({
    authentication: ` authentication remote pre-share key ${remote}\n authentication local pre-share key ${local}`,
  })

  it.each([
    ['one for both ways', inProfile('Example-key-1', 'Example-key-1'), {}],
    ['one for each way', inProfile('Example-key-1', 'Example-key-2'), inProfile('Example-key-2', 'Example-key-1')],
  ])('are compared, each with the other one of the peer: %s', (_, a, b) => {
    expect(answer(a, b)).toMatchObject({ verdict: 'up', codes: [] })
  })

  it.each([
    ['the other way round', inProfile('Example-key-1', 'Example-key-2'), inProfile('Example-key-1', 'Example-key-2')],
    ['other than that of a keyring', inProfile('Example-key-2', 'Example-key-2'), {}],
  ])('differ where they are %s, and get new ones there', (_, a, b) => {
    const { verdict, codes, run, after } = answer(a, b)
    expect([verdict, codes, after]).toEqual(['down', ['AU002'], 'up'])
    expect(run[0]).toContain(
      'A: crypto ikev2 profile PROF\n authentication local pre-share key <the same new key on both ends>\n authentication remote pre-share key <the same new key on both ends>\n',
    )
  })

  it('are compared as far as they are there', () => {
    const local = {
      authentication: ' authentication remote pre-share\n authentication local pre-share key Example-key-2',
    }
    expect(answer(local, {}).codes).toEqual(['AU002'])
    expect(answer(local, { key: 'Example-key-2' }).verdict).toBe('up')
  })
})

describe('the subject of a certificate', () => {
  const signs = { authentication: CERTIFICATES }
  const byMap = { ...signs, match: 'certificate MAP' }

  it.each([
    ['it says so', { ...byMap, shows: 'dn' }],
    ['it names no other identity', byMap],
  ])('is what a router shows where %s, and no address', (_, b) => {
    const { verdict, codes, run, after } = answer(
      { ...signs, shows: 'address 203.0.113.1' },
      { ...b, match: 'identity remote address 203.0.113.1' },
    )
    expect([verdict, codes, after]).toEqual(['down', ['AU001'], 'up'])
    expect(run[0]).toContain(
      'A: crypto pki certificate map CERTIFICATE-198.51.100.7 10\n subject-name co <a part of that subject, such as cn = its name>\ncrypto ikev2 profile PROF\n match certificate CERTIFICATE-198.51.100.7\n no match identity remote address 198.51.100.7 255.255.255.255\n',
    )
  })

  it('is taken to be what a map of certificates wants', () => {
    expect(answer(byMap, byMap)).toMatchObject({ verdict: 'up', codes: [] })
  })

  it('is not shown where another identity is named', () => {
    expect(
      answer({ ...signs, shows: 'address 203.0.113.1' }, { ...signs, shows: 'address 198.51.100.7' }),
    ).toMatchObject({ verdict: 'up', codes: [] })
  })
})
