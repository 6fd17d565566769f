import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'

/** Two Libreswans in IKEv1, with further keys at each. */
function libreswans(a: readonly string[], b: readonly string[]) {
  const conn = (own: number, peer: number, keys: readonly string[]) =>
    [
      'config setup\n\tikev1-policy=accept\n\nconn net',
      `left=192.0.2.${own}`,
      `right=192.0.2.${peer}`,
      `leftsubnet=10.${own}.0.0/24`,
      `rightsubnet=10.${peer}.0.0/24`,
      'authby=secret',
      'ikev2=no',
      'esp=aes128-sha2_256',
      'auto=add',
      ...keys,
    ].join('\n\t')
  return report(conn(1, 2, a), conn(2, 1, b))
}

/** Two strongSwans, with further sections in the connection of each. */
function strongswans(a: string, b: string, edit = (text: string) => text) {
  const conf = (own: number, peer: number, sections: string) => `connections {
  gw {
    local_addrs = 192.0.2.${own}
    remote_addrs = 192.0.2.${peer}
    local {
      auth = psk
    }
    remote {
      auth = psk
    }
    ${sections}
    children {
      net {
        local_ts = 10.${own}.0.0/24
        remote_ts = 10.${peer}.0.0/24
      }
    }
  }
}
`
  return report(edit(conf(1, 2, a)), conf(2, 1, b))
}

function report(a: string, b: string) {
  const { verdict, diagnostics, remediation } = analyse({
    pastes: [
      { source: 'a.conf', text: a, end: 'A' },
      { source: 'b.conf', text: b, end: 'B' },
    ],
    addresses: { A: '192.0.2.1', B: '192.0.2.2' },
  })
  const found = diagnostics.find(({ code }) => code === 'AU004' || code === 'AU005')
  return {
    verdict,
    inserts: remediation.steps.map(({ edit }) => edit?.insert.trim()),
    severity: found?.severity,
    why: found?.why,
    lines: found?.evidence.map(({ source, text }) => `${source} ${text.trim()}`),
  }
}

describe('rounds of authentication', () => {
  it('are told where one end asks for a user that the other does not name', () => {
    expect(libreswans([], ['leftxauthserver=yes'])).toMatchObject({
      verdict: 'down',
      severity: 'error',
      why: expect.stringContaining('B (192.0.2.2) has a user with a password (XAuth) behind the first authentication'),
      lines: ['b.conf leftxauthserver=yes'],
    })
  })

  it('are told where one end names a user that the other does not ask for', () => {
    expect(libreswans(['leftxauthclient=yes'], [])).toMatchObject({
      verdict: 'down',
      lines: ['a.conf leftxauthclient=yes'],
    })
  })

  it('let the end begin that names the user', () => {
    expect(libreswans(['leftxauthclient=yes'], ['leftxauthserver=yes'])).toMatchObject({
      verdict: 'partial',
      severity: 'warning',
      why: expect.stringContaining('let A (192.0.2.1) bring the tunnel up'),
    })
  })

  it('are not what is written for the side of the peer', () => {
    expect(libreswans(['rightxauthserver=yes'], [])).toMatchObject({ verdict: 'up', severity: undefined })
  })

  it('are told where one end of IKEv2 wants a second one', () => {
    expect(strongswans('', 'remote-2 { auth = eap-md5 }')).toMatchObject({
      verdict: 'down',
      why: expect.stringContaining('a second round of authentication (eap)'),
      lines: ['b.conf remote-2 { auth = eap-md5 }'],
    })
  })

  it.each([
    ['proves itself', (text: string) => text.replace('auth = psk', 'auth = xauth')],
    ['expects of its peer', (text: string) => text.replace(/(remote \{\s+auth =) psk/, '$1 xauth')],
  ])('name no user in IKEv2, which is told of an end that so %s', (_, edit) => {
    expect(strongswans('', '', edit)).toMatchObject({
      verdict: 'down',
      why: expect.stringContaining('A (192.0.2.1) has a user with a password (XAuth), which there is in IKEv1 alone.'),
      inserts: ['auth = psk'],
    })
  })

  it('are by a signature where a strongSwan does not say how it proves itself, which it has nothing to make with', () => {
    const unsaid = (text: string) => text.replace('auth = psk', '')
    expect(strongswans('', '', unsaid)).toMatchObject({ verdict: 'down', inserts: ['auth = psk'] })
    const named = (text: string) => text.replace('auth = psk', 'certs = gw-a.pem')
    expect(strongswans('', '', named)).toMatchObject({
      verdict: 'down',
      why: expect.stringContaining('must be what the other end expects'),
    })
  })

  it('are told where more is wanted of the peer than a key can show', () => {
    const demanding = (text: string) => text.replace(/(remote \{\s+auth = psk)/, '$1\n      groups = admins')
    expect(strongswans('', '', demanding)).toMatchObject({
      verdict: 'down',
      why: expect.stringContaining('A (192.0.2.1) wants "groups" of its peer'),
      lines: ['a.conf groups = admins'],
    })
  })

  it('are the same at both ends in IKEv1', () => {
    const mixed = (text: string) =>
      text.replace('local_addrs', 'version = 1\n    local_addrs').replace('auth = psk', 'auth = pubkey')
    expect(strongswans('', 'remote-2 { }\n    version = 1', mixed).verdict).toBe('down')
  })
})

describe('a security label of strongSwan', () => {
  const labelled = (label: string) => (text: string) => text.replace('net {', `net {\n        label = ${label}`)

  it('keeps a child from coming up where the other end has none', () => {
    expect(strongswans('', '', labelled('web')).verdict).toBe('down')
    expect(strongswans('', '', labelled('""')).verdict).toBe('up')
  })
})

it('a pool for a peer that asks for no address is told, with the line that asks', () => {
  const asks = (conn: string) => strongswans(conn, 'pools = p\n    unique = no')
  expect(asks('').verdict).toBe('partial')
  expect(asks('vips = 0.0.0.0').verdict).toBe('up')
})
