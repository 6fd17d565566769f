import { describe, expect, it } from 'vitest'
import { ipsecConf, ipsecSecrets } from '../../lab/libreswan-text.ts'
import { libreswanHost, libreswanId, libreswanProposals } from '../../lab/libreswan-words.ts'
import type { EndDraft } from '../../lab/pair-draft.ts'
import { childrenOf, leftToPeople } from '../../lab/pluto-gateway.ts'

const end: EndDraft = {
  address: '192.0.2.1',
  daemon: 'libreswan',
  main: {
    name: 'to-b',
    version: 1,
    localAddrs: '192.0.2.1',
    remoteAddrs: '192.0.2.2, 192.0.2.99',
    ike: ['aes256-sha256-modp2048'],
    id: 'gw-a.example.com',
    peerId: undefined,
    lines: ['rekey_time = 4h', 'unique = replace'],
    children: [
      {
        name: 'net',
        local: [{ text: '10.1.0.0/24[tcp/1000-2000]' }],
        remote: [{ text: '10.2.0.0/24' }, { text: '10.3.0.0/24' }],
        esp: ['aes128-aes256-sha1', 'aes256gcm16-modp2048'],
        lines: ['mode = transport'],
      },
    ],
  },
  before: [],
  after: [],
  secrets: [
    { name: 'ike-b', ids: ['gw-a.example.com', '192.0.2.2'], secret: 'plainword' },
    { name: 'ike-any', ids: [], secret: '0x6162' },
  ],
  charon: undefined,
  setup: ['ikev1-policy=accept'],
  conn: ['authby=secret', 'auto=ondemand'],
  side: 'right',
}

describe('the ipsec.conf of a draft', () => {
  it('says what the swanctl.conf would, in the words of libreswan', () => {
    expect(ipsecConf(end).replaceAll('\t', '  ')).toBe(
      [
        'config setup',
        '  ikev1-policy=accept',
        '',
        'conn net',
        '  right=192.0.2.1',
        '  left=192.0.2.2',
        '  rightid=@gw-a.example.com',
        '  ikev2=no',
        '  ike=aes256-sha2_256-modp2048',
        '  ikelifetime=4h',
        '  rightsubnet=10.1.0.0/24',
        '  rightprotoport=tcp/1000',
        '  leftsubnets={10.2.0.0/24 10.3.0.0/24}',
        '  esp=aes128-sha1,aes256-sha1,aes_gcm256-null-modp2048',
        '  type=transport',
        '  authby=secret',
        '  auto=ondemand',
        '',
      ].join('\n'),
    )
  })

  it('can share lines by also= and by conn %default', () => {
    const also = ipsecConf({ ...end, layout: 'also' })
    expect(also).toContain('conn net\n\talso=to-b\n')
    expect(also).toMatch(/conn to-b\n\tright=192\.0\.2\.1\n/)
    expect(ipsecConf({ ...end, layout: 'default' })).toMatch(/conn %default\n\tright=192\.0\.2\.1\n/)
  })

  it('has keys with their identities in the ipsec.secrets', () => {
    expect(ipsecSecrets(end)).toBe('@gw-a.example.com 192.0.2.2 : PSK "plainword"\n: PSK 0x6162\n')
  })
})

describe('the words of libreswan', () => {
  it.each([
    ['gw-a.example.com', '@gw-a.example.com'],
    ['@gw-a.example.com', '@gw-a.example.com'],
    ['vpn@a.example', 'vpn@a.example'],
    ['192.0.2.1', '192.0.2.1'],
    ['2001:db8::1', '2001:db8::1'],
    ['keyid:branch-a', '@[branch-a]'],
    ['C=DE, O=Example, CN=gw-a', '"C=DE, O=Example, CN=gw-a"'],
    ['site a', '"@site a"'],
    ['%any', '%any'],
    ['=gw-a.example.com', 'gw-a.example.com'],
  ])('write the identity %s as %s', (id, written) => {
    expect(libreswanId(id)).toBe(written)
  })

  it('join alternatives with a plus in IKEv2 and write them out in IKEv1', () => {
    expect(libreswanProposals(['aes128-aes256-sha256-ecp256'], 2)).toBe('aes128+aes256-sha2_256-dh19')
    expect(libreswanProposals(['aes128-aes256-sha256-ecp256'], 1)).toBe('aes128-sha2_256-dh19,aes256-sha2_256-dh19')
    expect(libreswanProposals(['default'], 2)).toBeUndefined()
  })

  it('have one address of the peer', () => {
    expect(libreswanHost('192.0.2.9, 192.0.2.2')).toBe('192.0.2.9')
    expect(libreswanHost('192.0.2.0/24')).toBe('%any')
    expect(libreswanHost(undefined)).toBe('%any')
  })
})

describe('bringing libreswan up as people do', () => {
  const conf = 'conn %default\n\tike=aes\nconn net\n\talso=base\nconn base\n\tleft=192.0.2.1\nconn old\n\tauto=ignore\n'

  it('loads by hand what the start passed over, and no conn that others include', () => {
    expect(leftToPeople(conf, [])).toEqual(['net', 'old'])
    expect(leftToPeople(conf, ['"net/1x2": added IKEv2 connection'])).toEqual(['old'])
    expect(leftToPeople(conf, ['"net": added IKEv2 connection', 'failed to add connection "old"'])).toEqual([])
  })

  it('brings up each pair of networks in its turn', () => {
    const status = '000 "net/10x1": 10.1\n000 "net/2x1": 10.2\n000 "net/2x1":   oriented\n000 "nett/1x1": 10.3\n'
    expect(childrenOf('net', status)).toEqual(['net/2x1', 'net/10x1'])
    expect(childrenOf('other', status)).toEqual(['other'])
  })
})
