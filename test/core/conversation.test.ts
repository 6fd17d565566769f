import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { analyse, type Paste, redact } from '../../src/core/index.ts'

const A = 'A1 SubnetA > SubnetB\nA3 ISA-A > SubnetB\nA2 SubnetA < SubnetB\nA4 ISA-A < SubnetB\n'
const B = 'B1 SubnetB > SubnetA\nB3 ISA-B > SubnetA\nB2 SubnetB < SubnetA\nB4 ISA-B < SubnetA\n'
const A_FIXED = `${A}A5 SubnetA < ISA-B\nA6 SubnetA > ISA-B\n`
const B_FIXED = `${B}B5 SubnetB < ISA-A\nB6 SubnetB > ISA-A\n`
const talk = (source: string, text: string, from = 'one'): Paste => ({ source, text, talk: true, from })

function conversation(...pastes: readonly Paste[]): ReturnType<typeof analyse> {
  return analyse({ pastes, laterReplaces: true })
}

describe('pastes that came one after the other', () => {
  it('count in their last state: a later list of the same end and entries takes the place of the earlier', () => {
    const report = conversation(talk('1', A), talk('2', B, 'two'), talk('3', A_FIXED), talk('4', B_FIXED, 'two'))
    expect(report.verdict).toBe('up')
    expect(report.setAside).toEqual([
      { source: '1', line: 1, format: 'isa/filter-list', end: 'A', by: { source: '3', line: 1 } },
      { source: '2', line: 1, format: 'isa/filter-list', end: 'B', by: { source: '4', line: 1 } },
    ])
    expect(report.ends.flatMap(({ inputs }) => inputs.map(({ source }) => source))).toEqual(['3', '4'])
  })

  it('add up where they are of different formats or name different entries', () => {
    const ping = 'Pinging 10.2.0.10 with 32 bytes of data:\n\nNegotiating IP Security.\nNegotiating IP Security.\n'
    const report = conversation(talk('1', A), talk('2', B, 'two'), talk('3', ping))
    expect(report.setAside).toEqual([])
    expect(report.otherInputs.map(({ source }) => source)).toEqual(['3'])
  })

  it('of two gateways without an address, whose names are the same by chance, are not taken for one', () => {
    const conf = (local: string, remote: string) =>
      `connections {\n  vpn {\n    remote_addrs = %any\n    children {\n      net {\n        local_ts = ${local}\n        remote_ts = ${remote}\n      }\n    }\n  }\n}\n`
    const [one, two] = [conf('10.1.0.0/24', '10.2.0.0/24'), conf('10.2.0.0/24', '10.1.0.0/24')]
    expect(conversation(talk('1', one, 'one'), talk('2', two, 'two')).setAside).toEqual([])
    expect(conversation(talk('1', one, 'one'), talk('2', one, 'one')).setAside).toMatchObject([
      { source: '1', by: { source: '2' } },
    ])
  })

  it('replace one end of a text that has both', () => {
    const both = readFileSync('test/golden/cases/article-lists/paste.txt', 'utf8')
    const report = conversation(talk('1', both), talk('2', `ISA-A:\n${A_FIXED}`))
    expect(report.setAside).toMatchObject([{ source: '1', end: 'A', by: { source: '2' } }])
    expect(report.ends.map(({ label, inputs }) => [label, inputs.map(({ source }) => source)])).toEqual([
      ['A', ['2']],
      ['B', ['1']],
    ])
  })
})

describe('talk', () => {
  it('is set aside, and told', () => {
    const report = conversation(talk('1', 'It is down since this morning.'), talk('2', A), talk('3', B))
    expect(report.setAside).toEqual([{ source: '1', line: 1, format: null, end: null, by: null }])
    expect(report.otherInputs).toEqual([])
    expect(report.diagnostics.map(({ code }) => code)).not.toContain('PA002')
  })

  it('alone is answered as a text that is not known', () => {
    expect(conversation(talk('1', 'It is down.')).diagnostics.map(({ code }) => code)).toContain('PA002')
  })

  it('with a key in it is told all the same', () => {
    const report = conversation(talk('1', 'our psk: "hunter2hunter2"'), talk('2', A), talk('3', B))
    expect(report.diagnostics.map(({ code }) => code)).toContain('PA003')
    expect(JSON.stringify(report)).not.toContain('hunter2')
  })
})

describe('pastes that are to be kept', () => {
  it('have no secret, and their marks cannot be compared later', () => {
    const [kept] = redact([{ source: 'a', text: `${A}psk: "hunter2hunter2"\n`, end: 'A' }])
    expect(kept).toMatchObject({ source: 'a', end: 'A' })
    expect(kept?.text).toContain(A)
    expect(kept?.text).not.toContain('hunter2')
    expect(redact(kept === undefined ? [] : [kept])[0]?.text).toContain('‹secret ?›')
  })
})
