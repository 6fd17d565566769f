import { describe, expect, it } from 'vitest'
import { analyse } from '../../src/core/index.ts'

/** What `swanctl --list-conns` prints of a connection between the two gateways, as strongSwan 5.9.8 prints it. */
function listConns(
  end: 'a' | 'b',
  { version = 'IKEv2', own = ID[end], peer = ID[end === 'a' ? 'b' : 'a'], method = 'pre-shared key' } = {},
): string {
  const [here, there] = end === 'a' ? (['1', '2'] as const) : (['2', '1'] as const)
  return `net: ${version}, no reauthentication, rekeying every 14400s
  local:  192.0.2.${here}
  remote: 192.0.2.${there}
  local ${method} authentication:
    id: ${own}
  remote ${method} authentication:
    id: ${peer}
  lan: TUNNEL, rekeying every 3600s
    local:  10.${here}.0.0/24
    remote: 10.${there}.0.0/24
`
}

const ID = { a: 'gw-a.example', b: 'gw-b.example' }

/** The same connection as the `ipsec status` of Libreswan 4.10 shows it at B. */
function ipsecStatus({
  policy = 'IKEv2+PSK+ENCRYPT+TUNNEL+PFS',
  theirs = '@gw-a.example',
  more = '',
  remote = '',
} = {}): string {
  return `000 Connection list:
000  
000 "net": 10.2.0.0/24===192.0.2.2[@gw-b.example]...192.0.2.1[${theirs}]===10.1.0.0/24${remote}; unrouted; eroute owner: #0
000 "net":     oriented; my_ip=unset; their_ip=unset; my_updown=ipsec _updown;
000 "net":   our auth:secret, their auth:secret, our autheap:none, their autheap:none;
000 "net":   policy: ${policy}+IKE_FRAG_ALLOW+ESN_NO+ESN_YES;
000 "net":   our idtype: ID_FQDN; our id=@gw-b.example; their idtype: ID_FQDN; their id=${theirs}
000 "net":   nat-traversal: encaps:auto; keepalive:20s
000 "net":   newest IKE SA: #0; newest IPsec SA: #0; conn serial: $1;
${more}000 Total IPsec connections: loaded 1, active 0
`
}

/** The configuration of A in swanctl.conf, with more lines of the connection, or of its child. */
function conf({ connection = '', child = '' } = {}): string {
  return `connections {
  net {
    local_addrs = 192.0.2.1
    remote_addrs = 192.0.2.2
    ${connection}
    local { auth = psk
      id = gw-a.example }
    remote { auth = psk
      id = gw-b.example }
    children {
      lan {
        local_ts = 10.1.0.0/24
        remote_ts = 10.2.0.0/24
        ${child}
      }
    }
  }
}
`
}

function answerTo(...texts: readonly string[]) {
  return analyse({ pastes: texts.map((text, at) => ({ source: `${at + 1}.txt`, text })) })
}

/** The verdict, and the codes of the errors. */
function saidOf(...texts: readonly string[]): string {
  const { verdict, diagnostics } = answerTo(...texts)
  return [verdict, ...diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)].join(' ')
}

describe('what two gateways show of their connections', () => {
  it('is up where all of it agrees, as far as what is not shown does', () => {
    const { verdict, summary, unchecked } = answerTo(listConns('a'), listConns('b'))
    expect(verdict).toBe('up')
    expect(summary).toBe(
      'By what is pasted, the tunnel between A (192.0.2.1) and B (192.0.2.2) comes up from both ends for all its traffic; what no paste shows is taken to agree.',
    )
    expect(unchecked.map(({ topic }) => topic)).toEqual([
      'proposals of A (192.0.2.1)',
      'proposals of B (192.0.2.2)',
      'pre-shared keys',
    ])
  })

  it.each([
    ['an identity that the other end does not expect', listConns('b', { peer: 'other.example' }), 'down AU001'],
    ['another version', listConns('b', { version: 'IKEv1' }), 'down MD001'],
    ['another method', listConns('b', { method: 'public key' }), 'down AU004'],
    [
      'an identity of Libreswan that the other end does not expect',
      ipsecStatus({ theirs: '@other.example' }),
      'down AU001',
    ],
    ['IKEv1 in Libreswan', ipsecStatus({ policy: 'IKEv1+PSK+ENCRYPT+TUNNEL+PFS' }), 'down MD001'],
    ['a network of one service', ipsecStatus({ remote: ':TCP/443' }), 'down TS006'],
  ])('tells %s', (_, shown, said) => {
    expect(saidOf(listConns('a'), shown)).toBe(said)
  })

  it.each([
    ['both versions at one end', listConns('b', { version: 'IKEv1/2' })],
    ['anybody as the peer', listConns('b', { peer: '%any' })],
    ['Libreswan at the other end', ipsecStatus()],
    ['a second address of the peer', listConns('b').replace('  remote: 192.0.2.1\n', '$&  remote: 192.0.2.99\n')],
  ])('finds nothing wrong with %s', (_, shown) => {
    expect(saidOf(listConns('a'), shown)).toBe('up')
  })

  it('takes what strongSwan shows like a name for the key id that Libreswan shows', () => {
    expect(saidOf(listConns('a', { own: 'gw-a' }), ipsecStatus({ theirs: '@#0x67772d61' }))).toBe('up')
    expect(saidOf(listConns('a', { own: 'gw-c' }), ipsecStatus({ theirs: '@#0x67772d61' }))).toBe('down AU001')
  })

  it('does not know of strongSwan whether it compresses, which IKEv1 has to agree on', () => {
    const libreswan = ipsecStatus({ policy: 'IKEv1+PSK+ENCRYPT+COMPRESS+TUNNEL+PFS' })
    expect(saidOf(listConns('a', { version: 'IKEv1' }), libreswan)).toBe('up')
  })

  it('keeps a connection that only passes packets as what it is', () => {
    const more = `000 "lan": 10.2.0.0/24===127.0.0.1...127.0.0.1===10.2.0.0/24; unrouted; eroute owner: #0
000 "lan":   policy: IKEv2+AUTH_NEVER+PASS+NEVER_NEGOTIATE;
`
    const { verdict, ends } = answerTo(listConns('a'), ipsecStatus({ more }))
    expect(verdict).toBe('up')
    expect(ends[1]?.entries.map(({ name, action }) => `${name} ${action}`)).toEqual(['net protect', 'lan bypass'])
  })

  it('quotes the two lines that do not fit, and names the connection in the step', () => {
    const { diagnostics, remediation } = answerTo(listConns('a'), listConns('b', { peer: 'other.example' }))
    expect(diagnostics[0]?.evidence.map(({ text }) => text)).toEqual(['    id: gw-a.example', '    id: other.example'])
    expect(remediation.steps.map(({ say }) => say)).toEqual([
      'On B (192.0.2.2), set in connections.net.remote of swanctl.conf id = gw-a.example; then load it.',
    ])
    expect(remediation.after?.verdict).toBe('up')
  })
})

describe('what one gateway shows, beside the configuration of the other', () => {
  it.each([
    [
      'a virtual address that strongSwan does not show that it asks for',
      `${conf({ connection: 'pools = p' })}pools { p { addrs = 10.9.0.0/24 } }\n`,
      listConns('b'),
      'up',
    ],
    [
      'proposals that strongSwan does not show',
      conf({ connection: 'proposals = aes128-sha256-ecp256' }),
      listConns('b'),
      'up',
    ],
    ['a group that Libreswan has for its child', conf({ child: 'esp_proposals = aes256-sha256' }), ipsecStatus(), 'up'],
    [
      'IKE proposals that Libreswan shows',
      conf({ connection: 'proposals = aes256-sha512-modp4096' }),
      ipsecStatus({ more: '000 "net":   IKE algorithms: AES_CBC_256-HMAC_SHA2_256-MODP2048\n' }),
      'down PR001',
    ],
    [
      'ESP proposals that Libreswan shows',
      conf({ child: 'esp_proposals = aes128-sha1' }),
      ipsecStatus({ more: '000 "net":   ESP algorithms: AES_GCM_16_256-NONE, AES_CBC_256-HMAC_SHA2_256_128\n' }),
      'down PR002',
    ],
  ])('compares %s', (_, text, shown, said) => {
    expect(saidOf(text, shown)).toBe(said)
  })

  it('takes an identity whose kind is not shown for either', () => {
    const text = conf().replace('id = gw-b.example', 'id = keyid:gw-b.example')
    expect(saidOf(text, listConns('b'))).toBe('up')
  })

  it('does not count beside the configuration of the same gateway', () => {
    const { verdict } = answerTo(conf(), listConns('a', { peer: 'other.example' }), listConns('b'))
    expect(verdict).toBe('up')
  })
})

it('takes no list of ways to authenticate for a secret', () => {
  const text = ipsecStatus().replace('their auth:secret', 'their auth:PSK+RSASIG')
  const { diagnostics } = answerTo(listConns('a'), text)
  expect(diagnostics.map(({ code }) => code)).not.toContain('PA005')
})

describe('what is shown and not negotiated', () => {
  it('are lists that make too many pairs of networks, which is told', () => {
    const networks = (first: number) => Array.from({ length: 150 }, (_, at) => `10.${first}.${at}.0/24`).join(' ')
    const text = listConns('a').replace('10.1.0.0/24', networks(8)).replace('10.2.0.0/24', networks(9))
    const { ends, unchecked } = answerTo(text, listConns('b'))
    expect(ends[0]?.entries).toEqual([])
    expect(unchecked.map(({ topic }) => topic)).toContain('pairs of the long lists in "lan" of A (192.0.2.1)')
  })

  it('are connections of a Libreswan that does not say which IKE one of them speaks: their networks are compared', () => {
    const other = `000 "old": 10.2.8.0/24===192.0.2.2...192.0.2.1===10.1.0.0/24; unrouted; eroute owner: #0
000 "old":   policy: PSK+ENCRYPT+TUNNEL+PFS;
`
    const { ends } = answerTo(listConns('a'), ipsecStatus({ more: other }))
    expect(ends[1]?.entries.map(({ name }) => name)).toEqual(['net out', 'net in', 'old out', 'old in'])
  })
})
