import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { formatHost } from '../../../../src/core/address/address-range.ts'
import { blankSecrets } from '../../../../src/core/text/secrets.ts'
import { splitLines } from '../../../../src/core/text/source-text.ts'
import { iosRunningConfig } from '../../../../src/core/vendors/cisco-ios/running-config.ts'
import { secretSpellings } from '../../../../src/core/vendors/index.ts'

const r1 = readFileSync(new URL('../../../fixtures/cisco-ios/r1.txt', import.meta.url), 'utf8')

function read(text: string) {
  const [paste] = blankSecrets([{ source: 'a.txt', text }], secretSpellings).pastes
  const lines = splitLines('a.txt', paste?.text ?? '')
  const reading = iosRunningConfig.read({ source: 'a.txt', lines })
  return { ...reading, lines, end: reading.endpoints[0] }
}

describe('a whole running-config', () => {
  const { end, roles, lines, problems } = read(r1)

  it('is recognised at its first line', () => {
    expect(iosRunningConfig.recognise(lines)).toEqual([1])
  })

  it('names the gateway, its tunnel address and its peers', () => {
    expect(end?.name).toBe('R1')
    expect(end?.addresses.map(({ value }) => formatHost(value))).toEqual(['203.0.113.1'])
    expect(end?.peers.map(({ value }) => formatHost(value))).toEqual(['198.51.100.7', '192.0.2.77'])
  })

  it('has a connection for each peer of an entry, and for whoever comes', () => {
    expect(end?.ike?.connections.map(({ name }) => name)).toEqual([
      'VPN 10 198.51.100.7',
      'VPN 10 192.0.2.77',
      'ANYONE 5',
    ])
  })

  it('has the policies of IKEv1 by priority, with what they leave to the defaults', () => {
    expect(end?.ike?.connections[0]?.proposals.value).toEqual([
      {
        protocol: 'ike',
        encryption: ['AES_CBC_256'],
        integrity: ['HMAC_SHA2_256_128'],
        prf: ['PRF_HMAC_SHA2_256'],
        ke: ['MODP_2048'],
        esn: [],
      },
      {
        protocol: 'ike',
        encryption: ['3DES_CBC'],
        integrity: ['HMAC_SHA1_96'],
        prf: ['PRF_HMAC_SHA1'],
        ke: ['MODP_1024'],
        esn: [],
      },
    ])
  })

  it('has a child for each permit line, without what earlier lines deny', () => {
    const children = end?.ike?.connections[0]?.children ?? []
    expect(children.map(({ name, span }) => `${name} in ${span.line}`)).toEqual([
      'TO-BRANCH line 2 in 85',
      'TO-BRANCH line 3 in 86',
    ])
    const [first, second] = children
    expect(first?.except?.map(({ local }) => local.addresses !== 'dynamic' && formatHost(local.addresses))).toEqual([
      '10.1.0.9',
    ])
    expect(second?.local.value[0]).toMatchObject({ protocol: { from: 6, to: 6 }, ports: { from: 1000, to: 2000 } })
    expect(second?.remote.value[0]).toMatchObject({ protocol: { from: 6, to: 6 }, ports: { from: 443, to: 443 } })
    expect(first?.proposals.value.map(({ encryption, integrity, ke }) => [encryption, integrity, ke])).toEqual([
      [['AES_CBC_256'], ['HMAC_SHA2_256_128'], ['MODP_2048']],
      [['3DES_CBC'], ['HMAC_SHA1_96'], ['MODP_2048']],
    ])
    expect(first?.lifetime).toEqual({ rekey: { from: 3570, to: 3570 }, end: 3600 })
  })

  it('has one child for whoever comes, which waits', () => {
    const dynamic = end?.ike?.connections[2]
    expect(dynamic?.remoteAddresses.value).toEqual([])
    expect(dynamic?.children.map(({ waits, lifetime }) => [waits, lifetime.end])).toEqual([[true, 7200]])
  })

  it('tells of an entry that is incomplete', () => {
    expect(end?.ike?.notLoaded.map(({ name, span, say }) => [name, span.line, say])).toEqual([
      ['VPN 20', 56, expect.stringContaining('lacks an access list ("match address")')],
    ])
    expect(problems.map(({ span }) => span.line)).toEqual([56])
  })

  it('has the key by its mark, for its peer', () => {
    expect(end?.ike?.keys?.map(({ mark, owners }) => [mark, owners])).toEqual([
      [expect.stringMatching(/^‹secret \d›$/), [{ kind: 'address', text: '198.51.100.7' }]],
    ])
  })

  it('accounts for every line', () => {
    const unread = lines.filter(
      ({ number, text }) => text.trim() !== '' && !['read', 'irrelevant'].includes(roles.get(number) ?? ''),
    )
    expect(unread.map(({ number, text }) => `${number} ${text}`)).toEqual([])
  })
})
