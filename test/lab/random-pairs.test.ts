import { describe, expect, it } from 'vitest'
import { daemonOf, LabCase } from '../../lab/case.ts'
import { seededRandom } from '../../lab/random.ts'
import { kindNames, randomPair, randomPairs } from '../../lab/random-pairs.ts'

describe('mulberry32', () => {
  it('gives the published numbers of its reference implementation', () => {
    // From the C source: seed 1, first three outputs as fractions of 2^32.
    const random = seededRandom(1)
    expect([random.next(), random.next(), random.next()].map((value) => Math.floor(value * 2 ** 32))).toEqual([
      2693262067, 11749833, 2265367787,
    ])
  })

  it('stays within the bounds of a range and reaches both', () => {
    const random = seededRandom(7)
    const drawn = Array.from({ length: 500 }, () => random.integer(3, 6))
    expect([Math.min(...drawn), Math.max(...drawn)]).toEqual([3, 6])
  })

  it('samples without repetition', () => {
    const drawn = seededRandom(9).sample([1, 2, 3, 4, 5], 9)
    expect([...drawn].sort()).toEqual([1, 2, 3, 4, 5])
  })

  it('picks an item that is undefined like any other', () => {
    expect(seededRandom(1).pick([undefined])).toBeUndefined()
  })
})

describe('random pairs', () => {
  it('are the same for the same seed', () => {
    expect(randomPairs(42, 60)).toEqual(randomPairs(42, 60))
  })

  it('differ between seeds', () => {
    const [one, other] = [randomPairs(1, 60), randomPairs(2, 60)]
    expect(one.filter((pair, index) => pair.a === other[index]?.a)).toEqual([])
  })

  it('do not depend on how many are drawn', () => {
    expect(randomPairs(3, 100).slice(0, 20)).toEqual(randomPairs(3, 20))
    expect(randomPair(3, 19)).toEqual(randomPairs(3, 20)[19])
  })

  it('are valid cases with their own ids', () => {
    const pairs = randomPairs(5, 300)
    for (const pair of pairs) expect(LabCase.parse(pair)).toEqual(pair)
    expect(new Set(pairs.map(({ id }) => id)).size).toBe(pairs.length)
  })

  it('show every kind within a thousand', () => {
    const seen = new Set(randomPairs(1, 1000).flatMap(({ kinds }) => kinds ?? []))
    expect(kindNames('strongswan').filter((kind) => !seen.has(kind))).toEqual([])
  })

  it('name at the initiator the child and the connection that are initiated', () => {
    for (const pair of randomPairs(6, 300)) {
      const text = pair.initiator === 'a' ? pair.a : pair.b
      expect(text).toContain(`      ${pair.initiate} {\n`)
      if (pair.ike !== undefined) expect(text).toContain(`  ${pair.ike} {\n`)
    }
  })

  it('have both IKE versions, aggressive mode, PFS, transport mode and several connections among them', () => {
    const texts = randomPairs(1, 1000).map(({ a, b }) => a + b)
    for (const part of [
      'version = 1',
      'version = 2',
      'aggressive = yes',
      '-modp2048',
      'mode = transport',
      '  branch {',
    ]) {
      expect(texts.some((text) => text.includes(part))).toBe(true)
    }
  })

  it('use addresses that are private or reserved for documentation', () => {
    const allowed = /^(?:192\.0\.2|198\.51\.100|203\.0\.113)\.|^2001:db8:/
    for (const { addr_a, addr_b } of randomPairs(8, 300)) {
      expect([addr_a, addr_b].every((address) => allowed.test(String(address)))).toBe(true)
    }
  })
})

describe('random pairs of VyOS', () => {
  const pairs = randomPairs(1, 600, 'vyos')

  it('show every kind, in both notations, at either end and at both', () => {
    const seen = new Set(pairs.flatMap(({ kinds }) => kinds ?? []))
    expect(kindNames('vyos').filter((kind) => !seen.has(kind))).toEqual([])
    for (const pair of pairs) expect(LabCase.parse(pair)).toEqual(pair)
    const pasted = pairs.flatMap(({ pasted_a, pasted_b }) => [pasted_a, pasted_b])
    expect(new Set(pasted.map((text) => text?.slice(0, 4)))).toEqual(new Set([undefined, 'set ', 'inte']))
    expect(pairs.filter(({ pasted_a, pasted_b }) => pasted_a === undefined && pasted_b === undefined)).toEqual([])
  })

  it('have a file for each end that names what is initiated', () => {
    for (const { a, b, initiator, initiate } of pairs)
      expect(initiator === 'a' ? a : b).toContain(`      ${initiate} {\n`)
  })
})

describe('random pairs with libreswan', () => {
  it.each(['mixed', 'libreswan'] as const)('show every kind within a thousand (%s)', (choice) => {
    const pairs = randomPairs(1, 1000, choice)
    const seen = new Set(pairs.flatMap(({ kinds }) => kinds ?? []))
    expect(kindNames(choice).filter((kind) => !seen.has(kind))).toEqual([])
    for (const pair of pairs) expect(LabCase.parse(pair)).toEqual(pair)
  })

  it('have libreswan at one end, in both roles, or at both ends', () => {
    const mixed = randomPairs(2, 200, 'mixed')
    expect(mixed.every((pair) => daemonOf(pair, 'a') !== daemonOf(pair, 'b'))).toBe(true)
    expect(new Set(mixed.map((pair) => daemonOf(pair, pair.initiator)))).toEqual(new Set(['strongswan', 'libreswan']))
    const both = randomPairs(2, 50, 'libreswan')
    expect(both.every((pair) => pair.daemon_a === 'libreswan' && pair.daemon_b === 'libreswan')).toBe(true)
  })

  it('take turns where all are asked for', () => {
    const ids = randomPairs(3, 8, 'all').map(({ id }) => id[0])
    expect(ids).toEqual(['s', 'm', 'l', 'm', 's', 'm', 'l', 'm'])
  })

  it('have both IKE versions, the defaults, several subnets and both layouts among them', () => {
    const texts = randomPairs(1, 500, 'libreswan').flatMap(({ a, b }) => [a, b])
    for (const part of ['ikev2=no', 'ikev1-policy=accept', 'subnets={', 'also=', 'conn %default', 'narrowing=yes']) {
      expect(texts.some((text) => text.includes(part))).toBe(true)
    }
    expect(texts.some((text) => !text.includes('ike=') && !text.includes('esp='))).toBe(true)
  })

  it('name the conn that is initiated at its initiator', () => {
    for (const pair of randomPairs(6, 200, 'libreswan')) {
      const text = pair.initiator === 'a' ? pair.a : pair.b
      if (!pair.kinds?.includes('bad_conf')) expect(text).toContain(`conn ${pair.initiate}\n`)
    }
  })
})
