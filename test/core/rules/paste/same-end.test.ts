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
    expect(why(['old.txt', ISA], ['new.txt', `${ISA}\n`], ['r.txt', IOS])).toMatch(/^Their filters/)
  })
})
