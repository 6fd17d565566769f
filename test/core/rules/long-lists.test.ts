import { describe, expect, it } from 'vitest'
import { analyse } from '../../../src/core/index.ts'
import { gateway, policy } from '../../../src/core/rules/observed/installed-examples.ts'
import { paste } from '../../../src/core/rules/paste/examples.ts'
import type { Example } from '../../../src/core/rules/rule.ts'
import { dump, filter, PAIR } from '../../../src/core/rules/spd/examples.ts'
import { description } from '../../../src/core/rules/traffic-selectors/examples.ts'

function what(code: string, example: Example): readonly string[] {
  return analyse(example)
    .diagnostics.filter((finding) => finding.code === code)
    .map((finding) => finding.what)
}

function counted<T>(count: number, make: (number: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => make(at + 1))
}

/** A finding names a few and counts the rest; where there are just so many, nothing is counted. */
describe('a long list', () => {
  const networks = (count: number) => counted(count, (number) => `10.9.${number}.0/24`)

  it('of what the other end must have ends after thirty pairs', () => {
    const oneEnd = (count: number) =>
      what('PA004', description({ vendor: 'other', locals: networks(count), remotes: ['10.2.0.0/24'] }))[0]?.split('\n')
    expect(oneEnd(30)?.slice(1)).toEqual(networks(30).map((network) => `10.2.0.0/24 <> ${network}`))
    expect(oneEnd(32)?.slice(30)).toEqual(['10.2.0.0/24 <> 10.9.30.0/24', '... and 2 more'])
  })

  it('of filters that one range is made of ends after four', () => {
    const ends = (from: string) =>
      description(
        { locals: [from], remotes: ['10.2.0.0/24', '198.51.100.7'] },
        { locals: ['10.2.0.0/24'], remotes: ['10.1.0.0/24', '203.0.113.1'] },
      )
    expect(what('TS004', ends('10.1.0.1-10.1.0.254'))[0]).toMatch(
      / A2 \(10\.2\.0\.0\/24 > 10\.1\.0\.1\), A3 \([^)]+\), A4 \([^)]+\) and 24 more of ISA-A\.$/,
    )
    expect(what('TS004', ends('10.1.0.0-10.1.0.14'))[0]).toMatch(/ A7 \([^)]+\) and A8 \([^)]+\) of ISA-A\.$/)
  })

  it('of tunnels ends after twenty', () => {
    const hub = (count: number) =>
      what(
        'PA007',
        dump(
          counted(count, (number) => {
            const there = `10.9.${number}.0`
            const out = filter('outbound', '10.1.0.0', there, { tunnel: `192.0.2.${number}` })
            return out + filter('inbound', there, '10.1.0.0')
          }).join(''),
        ),
      )[0]
    expect(hub(20)).toMatch(/^There are 20 tunnels in the pastes: .* and A \(203\.0\.113\.1\) to 192\.0\.2\.20\.$/)
    expect(hub(22)).toMatch(/^There are 22 tunnels in the pastes: .* to 192\.0\.2\.20 and 2 more\.$/)
    expect(hub(22)?.match(/192\.0\.2\./g)).toHaveLength(20)
  })

  it('of policies without an SA ends after four', () => {
    const policies = (count: number) =>
      counted(count, (number) => policy('out', { destination: `10.9.${number}.0/24` })).join('')
    const names = counted(4, (number) => `A${number} (10.1.0.0/24 > 10.9.${number}.0/24)`)
    expect(what('SA003', gateway(policies(4), ''))).toEqual([
      `gw-a has no SA for ${names.slice(0, 3).join(', ')} and ${names[3]}.`,
    ])
    expect(what('SA003', gateway(policies(6), ''))).toEqual([
      `gw-a has no SA for ${names.slice(0, 3).join(', ')} and ${names[3]} and 2 more.`,
    ])
  })

  it('of entries that shadow one ends after four, and one that takes all by itself stands alone', () => {
    /** The eight networks of 32 addresses that make up the destination of `PAIR`, and what else is looked up before it. */
    const looked = (masks: readonly string[]) =>
      dump(
        PAIR +
          masks
            .map((mask) => {
              const taker = filter('outbound', '10.1.0.0', '10.2.0.0', { weight: 9 })
              return taker.replace(/^Destination Address.*$/m, `Destination Address   : ${mask}`)
            })
            .join(''),
      )
    const parts = counted(8, (number) => `10.2.0.${(number - 1) * 32}        (255.255.255.224)`)
    const networks = counted(4, (number) => `A${number + 2} (10.1.0.0/24 > 10.2.0.${(number - 1) * 32}/27)`)
    expect(what('SP002', looked(parts))).toEqual([
      `No packet reaches A1 (10.1.0.0/24 > 10.2.0.0/24) of A (203.0.113.1): ${networks.join(', ')} and 4 more take all of them first.`,
    ])
    expect(what('SP002', looked([...parts.slice(0, 3), '10.2.0.0        (255.255.255.0)']))).toContain(
      'No packet reaches A6 (10.1.0.0/24 > 10.2.0.0/24) of A (203.0.113.1): A1 (10.1.0.0/24 > 10.2.0.0/24) takes all of them first.',
    )
  })

  it('of quoted lines ends after fifty', () => {
    // Each policy is quoted with two lines.
    const missing = (count: number) => {
      const list = counted(count, (number) => policy('out', { destination: `10.9.${number}.0/24` })).join('')
      return analyse(gateway(list, '')).diagnostics.find(({ code }) => code === 'SA003')?.evidence ?? []
    }
    expect(missing(25).at(-1)?.label).not.toContain('more places')
    expect(missing(27)).toHaveLength(50)
    expect(missing(27).at(-1)?.label).toContain('(4 more places follow)')
  })

  it('of pairs that stand for one ends after six', () => {
    const split = (length: number) => {
      const parts = counted(2 ** (24 - length), (number) => `10.1.${number - 1}.0/24`)
      const one = { vendor: 'other', locals: [`10.1.0.0/${length}`], remotes: ['10.2.0.0/24'] }
      return what('TS007', description(one, { vendor: 'other', locals: ['10.2.0.0/24'], remotes: parts }))[0]
    }
    expect(split(22)).toMatch(/has the same traffic in 4 pairs: B1, B2, B3, B4, B5, B6, B7 and B8\.$/)
    expect(split(21)).toMatch(/has the same traffic in 8 pairs: B1 and B2 and 7 more\.$/)
  })

  it('of values that cannot be used ends after two hundred', () => {
    const wrong = (count: number) =>
      what(
        'PA005',
        dump(PAIR + counted(count, (number) => filter('outbound', `10.${number}.0.999`, '10.2.0.0')).join('')),
      )
    expect(wrong(200)).toHaveLength(200)
    expect(wrong(203).slice(200)).toEqual(['3 more values from here on cannot be used either.'])
  })
})

describe('a text in which nothing is recognised', () => {
  it('is told by its number of lines', () => {
    expect(what('PA002', paste('please help'))[0]).toContain('Nothing in paste.txt (1 line) looks like')
    expect(what('PA002', paste('please help\nit is down\n'))[0]).toContain('Nothing in paste.txt (2 lines) looks like')
    expect(what('PA002', paste(''))).toEqual(['paste.txt is empty.'])
    expect(what('PA002', { pastes: [] })).toEqual(['Nothing was pasted.'])
  })
})

describe('secrets', () => {
  it('are counted, and shown where they stood', () => {
    const secret = (count: number) =>
      paste(
        counted(
          count,
          (number) => `tunnel-group 192.0.2.${number} ipsec-attributes\n pre-shared-key test${number}x\n`,
        ).join(''),
      )
    expect(what('PA003', secret(1))[0]).toMatch(
      /^A secret was in the pasted text\. Its value was .* keeps or repeats it;/,
    )
    expect(what('PA003', secret(2))[0]).toMatch(/^2 secrets were in .*\. Their values were .* keeps or repeats them;/)
    const evidence = analyse(secret(12)).diagnostics.find(({ code }) => code === 'PA003')?.evidence
    expect(evidence?.map(({ line }) => line)).toEqual(counted(10, (number) => 2 * number))
  })
})
