import { describe, expect, it } from 'vitest'
import { formatRange, netmaskOf } from '../../../../src/core/address/address-range.ts'
import { isProblem } from '../../../../src/core/address/parse-address.ts'
import { prfOf } from '../../../../src/core/model/prf-of.ts'
import { ANY_PORT } from '../../../../src/core/selectors/interval.ts'
import { formatTerm, parseNetwork, parseWildcard, wildcardOf } from '../../../../src/core/vendors/cisco/addresses.ts'
import {
  groupNumber,
  ikeCipherOf,
  ikeHashOf,
  parseGroup,
  parseIkeCipher,
  parseIkeHash,
  parseTransforms,
  transformOf,
} from '../../../../src/core/vendors/cisco/algorithms.ts'
import {
  formatCiscoPorts,
  formatCiscoProtocol,
  parseCiscoPort,
  parseCiscoProtocol,
  readIcmpMessage,
  readPorts,
} from '../../../../src/core/vendors/cisco/services.ts'

describe('a network of a Cisco ACL', () => {
  it.each([
    ['10.1.0.0', '0.0.255.255', '10.1.0.0/16'],
    ['10.1.2.3', '0.0.0.255', '10.1.2.0/24'],
    ['192.0.2.1', '0.0.0.0', '192.0.2.1/32'],
    ['0.0.0.0', '255.255.255.255', '0.0.0.0/0'],
  ])('%s %s is %s', (address, wildcard, expected) => {
    const range = parseWildcard(address, wildcard)
    expect(isProblem(range) ? range.problem : formatRange(range)).toBe(expected)
  })

  it.each([
    ['10.1.0.0', '0.0.1.254', 'has a gap'],
    ['10.1.0.0', '0.0.0.x', 'is not a wildcard mask'],
    ['10.1.0.256', '0.0.0.255', '256 is larger than 255'],
  ])('cannot be %s %s', (address, wildcard, problem) => {
    expect(parseWildcard(address, wildcard)).toEqual({ problem: expect.stringContaining(problem) })
  })

  it.each([
    ['10.1.0.0', '255.255.0.0', '10.1.0.0 0.0.255.255', '10.1.0.0 255.255.0.0'],
    ['192.0.2.1', '255.255.255.255', 'host 192.0.2.1', 'host 192.0.2.1'],
    ['0.0.0.0', '0.0.0.0', 'any', 'any'],
  ])('%s %s is written %s by IOS and %s by ASA', (address, mask, ios, asa) => {
    const range = parseNetwork(address, mask)
    expect(isProblem(range) ? range : [formatTerm(range, 'wildcard'), formatTerm(range, 'netmask')]).toEqual([ios, asa])
  })

  it('has masks of every length', () => {
    expect([0, 8, 25, 32].map(netmaskOf)).toEqual(['0.0.0.0', '255.0.0.0', '255.255.255.128', '255.255.255.255'])
    expect([0, 8, 25, 32].map(wildcardOf)).toEqual(['255.255.255.255', '0.255.255.255', '0.0.0.127', '0.0.0.0'])
  })
})

describe('a service of a Cisco ACL', () => {
  it('has a protocol by name or number', () => {
    expect(['ip', 'tcp', 'ahp', '47', 'object-group'].map(parseCiscoProtocol)).toEqual([
      { from: 0, to: 255 },
      { from: 6, to: 6 },
      { from: 51, to: 51 },
      { from: 47, to: 47 },
      undefined,
    ])
    expect(
      [
        { from: 0, to: 255 },
        { from: 51, to: 51 },
        { from: 6, to: 6 },
        { from: 200, to: 200 },
      ].map(formatCiscoProtocol),
    ).toEqual(['ip', 'ahp', 'tcp', '200'])
  })

  it.each([
    ['eq www', [[80, 80]], 2],
    [
      'eq 80 443 8080 log',
      [
        [80, 80],
        [443, 443],
        [8080, 8080],
      ],
      4,
    ],
    [
      'neq 22',
      [
        [0, 21],
        [23, 65_535],
      ],
      2,
    ],
    ['lt 1024', [[0, 1023]], 2],
    ['gt 1023', [[1024, 65_535]], 2],
    ['range 20 21', [[20, 21]], 3],
    ['log', [[0, 65_535]], 0],
  ])('has ports: %s', (text, intervals, taken) => {
    expect(readPorts(text.split(' '))).toEqual({ ports: intervals.map(([from, to]) => ({ from, to })), taken })
  })

  it('says which word is no port', () => {
    expect(readPorts(['range', '20', 'x'])).toEqual({ problem: '"x" is not a port.' })
    expect(parseCiscoPort('70000')).toBeUndefined()
  })

  it('has ICMP messages by name, or by type and code', () => {
    expect(readIcmpMessage(['echo'])).toEqual({ ports: { from: 0x0800, to: 0x08ff }, taken: 1 })
    expect(readIcmpMessage(['3', '4', 'log'])).toEqual({ ports: { from: 0x0304, to: 0x0304 }, taken: 2 })
    expect(readIcmpMessage(['log'])).toEqual({ ports: ANY_PORT, taken: 0 })
  })

  it('writes ports as they are read', () => {
    const tcp = { from: 6, to: 6 }
    expect(
      [{ from: 443, to: 443 }, { from: 20, to: 21 }, ANY_PORT].map((ports) => formatCiscoPorts(ports, tcp)),
    ).toEqual([' eq 443', ' range 20 21', ''])
  })
})

describe('an algorithm by its Cisco name', () => {
  it.each([
    ['esp-aes 256 esp-sha256-hmac', ['AES_CBC_256', 'HMAC_SHA2_256_128']],
    ['esp-aes esp-sha-hmac', ['AES_CBC_128', 'HMAC_SHA1_96']],
    ['esp-aes-192 esp-md5-hmac', ['AES_CBC_192', 'HMAC_MD5_96']],
    ['esp-gcm 256', ['AES_GCM_16_256']],
    ['ah-sha-hmac esp-3des', ['HMAC_SHA1_96', '3DES_CBC']],
    ['esp-null esp-sha512-hmac comp-lzs', ['NULL', 'HMAC_SHA2_512_256', 'LZS']],
  ])('is a transform: %s', (text, names) => {
    const transforms = parseTransforms(text.split(' '))
    expect('problem' in transforms ? transforms : transforms.map(({ name }) => name)).toEqual(names)
  })

  it('says which word is no transform', () => {
    expect(parseTransforms(['esp-aes', 'esp-sha3-hmac'])).toEqual({
      problem: '"esp-sha3-hmac" is no transform that is known.',
    })
  })

  it.each([
    ['aes', '256', 'AES_CBC_256'],
    ['aes', undefined, 'AES_CBC_128'],
    ['aes-192', undefined, 'AES_CBC_192'],
    ['aes-cbc-256', undefined, 'AES_CBC_256'],
    ['aes-gcm-256', undefined, 'AES_GCM_16_256'],
    ['aes-gcm', undefined, 'AES_GCM_16_128'],
    ['3des', undefined, '3DES_CBC'],
    ['des', undefined, 'DES_CBC'],
    ['aes-xts', undefined, undefined],
  ])('is a cipher of IKE: %s %s', (word, size, name) => {
    expect(parseIkeCipher(word, size)).toBe(name)
  })

  it('is a hash, with its PRF, and a group', () => {
    expect(['sha', 'sha1', 'sha384', 'null', 'sha3'].map(parseIkeHash)).toEqual([
      'HMAC_SHA1_96',
      'HMAC_SHA1_96',
      'HMAC_SHA2_384_192',
      null,
      undefined,
    ])
    expect(['HMAC_MD5_96', 'HMAC_SHA1_96', 'HMAC_SHA2_256_128', 'HMAC_SHA2_512_256'].map(prfOf)).toEqual([
      'PRF_HMAC_MD5',
      'PRF_HMAC_SHA1',
      'PRF_HMAC_SHA2_256',
      'PRF_HMAC_SHA2_512',
    ])
    expect(['14', 'group14', '19', '99'].map(parseGroup)).toEqual(['MODP_2048', 'MODP_2048', 'ECP_256', undefined])
  })

  it('is written again as each product has it', () => {
    expect(transformOf('AES_CBC_256')).toEqual(['esp-aes', '256'])
    expect(transformOf('CHACHA20_POLY1305')).toBeUndefined()
    expect((['aes 256', 'aes-256', 'aes-cbc-256'] as const).map((style) => ikeCipherOf('AES_CBC_256', style))).toEqual([
      'aes 256',
      'aes-256',
      'aes-cbc-256',
    ])
    expect(ikeHashOf('HMAC_SHA1_96', 'sha1')).toBe('sha1')
    expect(groupNumber('ECP_384')).toBe(20)
  })
})
