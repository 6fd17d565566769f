import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { LabCase, LabResult } from '../../lab/case.ts'
import { randomPairs } from '../../lab/random-pairs.ts'
import { caseOf, outcomeOf, readRecords, recordCase, writeRecords } from '../../lab/record.ts'

const truth = join(import.meta.dirname, '..', 'truth')

const labCase: LabCase = {
  id: 'one',
  a: 'connections {\n}\n',
  b: '# "quoted" and \\ and ü\n',
  initiate: 'net',
  initiator: 'b',
  addr_a: '192.0.2.1',
  addr_b: ['192.0.2.2', '2001:db8::2'],
  ike: 'to-a',
  rekey: 'a',
  charon_b: 'keep_alive = 1',
  nat_a: { address: '203.0.113.9', forwards: true },
  trigger: { src: '10.1.0.1', dst: '10.2.0.1', proto: 'udp', dport: 9 },
  kinds: ['pfs'],
}

const up: LabResult = {
  id: 'one',
  established: true,
  child_established: true,
  negotiated_ts: { local: ['10.1.0.0/24'], remote: ['10.2.0.0/24'] },
  error: null,
  wire_notifies: [],
  rekey: { ok: false, by: 'a', rc: 0, error: 'NO_PROPOSAL_CHOSEN', errors: [], messages: [] },
  log: ['much'],
}

describe('the compact form', () => {
  it('comes back as it was written', () => {
    const record = recordCase(labCase, up)
    expect(record).toBeDefined()
    const records = record === undefined ? [] : [record, { ...record, id: 'two' }]
    const text = writeRecords(records)
    expect(text.split('\n')).toHaveLength(3)
    expect(readRecords(text)).toEqual(records)
  })

  it('holds the case, so that it can be run again', () => {
    const record = recordCase(labCase, up)
    expect(record === undefined ? undefined : caseOf(record)).toEqual({ ...labCase, addr_a: ['192.0.2.1'] })
    for (const pair of [...randomPairs(11, 100), ...randomPairs(11, 50, 'mixed')]) {
      const again = recordCase(pair, up)
      const rerun = again === undefined ? undefined : caseOf(again)
      expect(rerun).toEqual({ ...pair, addr_a: [pair.addr_a], addr_b: [pair.addr_b] })
    }
  })

  it('keeps of a result what a prediction has to get right', () => {
    expect(outcomeOf(up)).toEqual({
      ike: true,
      child: true,
      error: null,
      selectors: { local: ['10.1.0.0/24'], remote: ['10.2.0.0/24'] },
      rekey: 'NO_PROPOSAL_CHOSEN',
    })
  })

  it('does not take a failure of the lab for truth', () => {
    expect(recordCase(labCase, { ...up, lab_error: 'no namespace' })).toBeUndefined()
  })

  it('names the line that is not a record', () => {
    const good = writeRecords([recordCase(labCase, up)].filter((record) => record !== undefined))
    expect(() => readRecords(`${good}{"id": 1}\n`)).toThrow('Line 2 is not a recorded case')
    expect(() => readRecords('{broken')).toThrow('Line 1 is not a recorded case')
  })
})

describe('the truth files', () => {
  const files = readdirSync(truth).filter((name) => name.endsWith('.jsonl'))

  it.each(files)('%s can be read, is small, and has each id once', (name) => {
    const file = join(truth, name)
    const records = readRecords(readFileSync(file, 'utf8'))
    expect(statSync(file).size).toBeLessThan(2_000_000)
    expect(records.length).toBeGreaterThan(0)
    expect(new Set(records.map(({ id }) => id)).size).toBe(records.length)
  })

  it.each([
    ['strongswan-1.jsonl', 1000, 'strongswan'],
    ['mixed-1.jsonl', 700, 'mixed'],
    ['libreswan-1.jsonl', 400, 'libreswan'],
  ] as const)('%s holds the %i pairs that its seed still gives', (name, count, choice) => {
    const records = readRecords(readFileSync(join(truth, name), 'utf8'))
    const drawn = randomPairs(1, count, choice)
    expect(records.map(caseOf)).toEqual(
      drawn.map((pair) => ({ ...pair, addr_a: [pair.addr_a], addr_b: [pair.addr_b] })),
    )
  })
})
