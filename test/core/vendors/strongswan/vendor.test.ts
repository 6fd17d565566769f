import { describe, expect, it } from 'vitest'
import { block, point } from '../../../../src/core/address/address-range.ts'
import type { Endpoint } from '../../../../src/core/model/endpoint.ts'
import { type Box, trafficBetween } from '../../../../src/core/selectors/box.ts'
import { splitLines } from '../../../../src/core/text/source-text.ts'
import { swanctlConf } from '../../../../src/core/vendors/strongswan/swanctl/swanctl-conf.ts'
import { strongswan } from '../../../../src/core/vendors/strongswan/vendor.ts'

const text = 'connections {\n a-b {\n  children {\n   net {\n   }\n  }\n }\n}'
const [fragment] = swanctlConf.read({ source: 'a.conf', lines: splitLines('a.conf', text) }).endpoints
const end: Endpoint = {
  label: 'A',
  name: 'gw-a',
  vendor: strongswan,
  addresses: [],
  peers: [],
  spd: undefined,
  site: undefined,
  settings: {},
  editor: null,
  span: null,
  partlyRead: false,
  ...(fragment?.ike && { ike: { ...fragment.ike, keys: fragment.ike.keys ?? [] } }),
}
const local = block('ipv4', 0x0a010000n, 24)
const remote = block('ipv4', 0x0a020000n, 24)
const box: Box = trafficBetween(local, remote)
const web: Box = { ...box, protocol: { from: 6, to: 6 }, remotePort: { from: 80, to: 80 } }

describe('a step for strongSwan', () => {
  const { dialect } = strongswan

  it('names the child and its settings', () => {
    expect(dialect.cover({ kind: 'cover', box }, end, end)).toEqual([
      {
        say: 'On gw-a, add to connections.a-b.children.net of swanctl.conf: local_ts = 10.1.0.0/24, remote_ts = 10.2.0.0/24; then load it.',
        run: 'swanctl --load-all',
      },
    ])
  })

  it('writes services as swanctl.conf does', () => {
    expect(dialect.replace({ kind: 'replace', from: box, to: web }, end, end)[0]?.say).toBe(
      'On gw-a, change in connections.a-b.children.net of swanctl.conf local_ts from 10.1.0.0/24 to 10.1.0.0/24[tcp] and remote_ts from 10.2.0.0/24 to 10.2.0.0/24[tcp/80]; then load it.',
    )
  })

  it('names the connection for another peer', () => {
    const change = { kind: 'retarget', from: point('ipv4', 0xc0000201n), to: point('ipv4', 0xc0000202n) } as const
    expect(dialect.retarget(change, end, end)[0]?.say).toBe(
      'On gw-a, change in connections.a-b of swanctl.conf remote_addrs from 192.0.2.1 to 192.0.2.2; then load it.',
    )
  })

  it('names no connection where there are several, or none was pasted', () => {
    const { ike: _, ...bare } = end
    expect(dialect.remove({ kind: 'remove', entry: 'x', box }, bare, bare)[0]?.say).toMatch(
      /^On gw-a, remove from the child of the connection of swanctl\.conf: /,
    )
  })
})

describe('what is to be checked at a strongSwan', () => {
  const checked = (local: string) => {
    const text = `connections { a { remote_addrs = 192.0.2.2\n local { ${local}\n }\n children { n { } } } }`
    const [found] = swanctlConf.read({ source: 'a.conf', lines: splitLines('a.conf', text) }).endpoints
    return strongswan.checks({ ...end, ...(found?.ike && { ike: { ...found.ike, keys: [] } }) }, { ...end, label: 'B' })
  }

  it('is the certificate with which it signs, which is in a file of its own', () => {
    expect(checked('auth = pubkey\n id = gw-a.example')).toContainEqual(
      expect.stringContaining('a certificate for gw-a.example with its private key must be loaded'),
    )
    expect(checked('auth = psk\n id = gw-a.example')).toHaveLength(1)
  })
})
