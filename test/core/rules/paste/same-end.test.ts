import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'

const read = (name: string) =>
  readFileSync(new URL(`../../../golden/cases/cisco-ios-isa-lacks-network/${name}`, import.meta.url), 'utf8')
const [ISA, IOS] = [read('isa-a.txt'), read('router-b.txt')]

function why(...texts: readonly (readonly [source: string, text: string])[]): string | undefined {
  const pastes = texts.map(([source, text]) => ({ source, text }))
  return analyse({ pastes }).diagnostics.find(({ code }) => code === 'PA010')?.why
}

describe('two texts of one end', () => {
  it('that differ in a mask are told with it', () => {
    const wider = ISA.replaceAll('10.1.0.0/255.255.255.0', '10.1.0.0/255.255.0.0')
    expect(why(['old.txt', ISA], ['new.txt', wider], ['r.txt', IOS])).toMatch(
      /^Only old\.txt has 10\.1\.0\.0\/24\. Only new\.txt has 10\.1\.0\.0\/16\. Their filters are taken once, from the first\./,
    )
  })

  it('of a configuration are read as one', () => {
    const wider = IOS.replaceAll('10.1.0.0 0.0.0.255', '10.1.0.0 0.0.255.255')
    expect(why(['isa.txt', ISA], ['old.txt', IOS], ['new.txt', wider])).toMatch(/They are read as parts of one conf/)
  })

  it('that have the same networks are told without', () => {
    expect(why(['old.txt', ISA], ['new.txt', ISA.replaceAll(': ', ':  ')], ['r.txt', IOS])).toMatch(/^Their filters/)
  })

  it('that are one text count once, and the answer is as if it stood there once', () => {
    const once = analyse({
      pastes: [
        { source: 'isa.txt', text: ISA },
        { source: 'r.txt', text: IOS },
      ],
    })
    const pastes = ['r.txt', 'again.txt'].map((source) => ({
      source,
      text: source === 'again.txt' ? `${IOS}\n\n` : IOS,
    }))
    const twice = analyse({ pastes: [{ source: 'isa.txt', text: ISA }, ...pastes] })
    expect(twice.flows).toEqual(once.flows)
    expect(twice.remediation).toEqual(once.remediation)
    expect(twice.diagnostics.find(({ code }) => code === 'PA010')).toMatchObject({
      what: 'r.txt (from line 1) and again.txt (from line 1) are the same text, 198.51.100.7.',
      why: expect.stringMatching(/^It counts once\. If one of them was meant for the other end/),
    })
  })

  it('that are one text for both of its ends are two', () => {
    const conf =
      'conn net\n\tleft=192.0.2.1\n\tleftsubnet=10.1.0.0/24\n\tright=192.0.2.2\n\trightsubnet=10.2.0.0/24\n\tauthby=secret\n\tauto=start\n'
    expect(why(['one.txt', conf], ['two.txt', conf])).toBeUndefined()
    const ends = (...texts: readonly string[]) =>
      analyse({ pastes: texts.map((text, at) => ({ source: `${at}.txt`, text })) }).verdict
    expect(ends(conf, conf)).toBe('up')
    const other = conf.replace('10.2.0.0/24', '10.3.0.0/24')
    expect(ends(conf, other, conf)).toBe(ends(conf, other))
  })
})

describe('two texts that were given for one end', () => {
  const conn = (name: string, far: string) =>
    `conn ${name}\n\tleft=203.0.113.1\n\tleftsubnet=10.1.0.0/24\n\tright=198.51.100.7\n\trightsubnet=${far}\n\tauthby=secret\n\tauto=start\n`
  const told = (...texts: readonly string[]) =>
    analyse({ pastes: texts.map((text, at) => ({ source: `${at}.txt`, text, end: 'A' })) }).diagnostics.find(
      ({ code }) => code === 'PA010',
    )?.why

  it('and say other networks of the same connection are told', () => {
    expect(told(conn('net', '10.2.0.0/24'), conn('net', '10.3.0.0/24'))).toMatch(
      /^Only 0\.txt has 10\.2\.0\.0\/24\. Only 1\.txt has 10\.3\.0\.0\/24\. They are read as parts of one conf/,
    )
    expect(told(ISA, ISA.replaceAll('10.1.0.0/255.255.255.0', '10.1.0.0/255.255.0.0'))).toMatch(
      /^Only 0\.txt has 10\.1/,
    )
  })

  it('are not where they say the same in other words, or are of two connections', () => {
    expect(told(ISA, `${ISA}\n`)).toMatch(/^It counts once/)
    expect(told(conn('net', '10.2.0.0/24'), conn('net', '10.2.0.0/24'))).toBeUndefined()
    expect(told(conn('one', '10.2.0.0/24'), conn('two', '10.3.0.0/24'))).toBeUndefined()
    expect(told(conn('net', '10.2.0.0/24'), '203.0.113.1 198.51.100.7 : PSK "an example"\n')).toBeUndefined()
  })
})
