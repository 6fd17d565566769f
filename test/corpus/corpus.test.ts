import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { type Entry, readIndex } from '../../corpus/corpus-index.ts'
import { examineEntry } from '../../corpus/examine-entry.ts'
import { type FormatFigures, missedFigures } from '../../corpus/figures.ts'

const FOLDER = 'test/corpus/tiny'

function entries(): readonly Entry[] {
  const index = readIndex(FOLDER)
  if ('problem' in index) throw new Error(index.problem)
  return index
}

function entry(id: string): Entry {
  const found = entries().find((each) => each.id === id)
  if (found === undefined) throw new Error(`${id} is not in the index`)
  return found
}

describe('an entry of a corpus', () => {
  it.each([
    ['agrees', 'right', 'up'],
    ['hub', 'right', 'up'],
    ['other-key', 'right', 'down'],
    ['other-key-other-words', 'wrong cause', 'down'],
    ['wrongly-compatible', 'false down', 'down'],
    ['wrongly-incompatible', 'false up', 'up'],
    ['at-run-time', 'not decidable', 'up'],
    ['one-end-alone', 'undecided', 'unknown'],
    ['router', 'not read yet', null],
    ['lost', 'missing file', null],
  ])('%s is judged: %s', (id, judgement, verdict) => {
    expect(examineEntry(FOLDER, entry(id))).toMatchObject({ judgement, verdict })
  })

  it('tells why it is not right', () => {
    expect(examineEntry(FOLDER, entry('wrongly-compatible')).because).toEqual([
      'PR001 The ends have no IKE proposal in common',
      'PA003 A secret was pasted',
      "A's to-branch: NO_PROPOSAL_CHOSEN, ike-proposals",
      "B's to-gate: NO_PROPOSAL_CHOSEN, ike-proposals",
    ])
  })

  it('has its lines counted, and the relevant ones apart', () => {
    const { lines } = examineEntry(FOLDER, entry('one-end-alone'))
    // The two configurations have 67 lines, all in blocks; of the router's three, two are indented below the first.
    expect(lines).toMatchObject({ read: 47, irrelevant: 20, unsupported: 0, unrecognised: 3, relevant: 69 })
    expect(lines.relevantUnrecognised).toEqual(['router.txt:2', 'router.txt:3'])
  })

  it('may not reach out of its folder', () => {
    const outside = { ...entry('agrees'), ends: [{ host: 'gate', files: ['../../../package.json'] }] }
    expect(examineEntry(FOLDER, outside)).toMatchObject({
      judgement: 'missing file',
      because: ['../../../package.json is not in the folder.'],
    })
  })
})

describe('the figures of a format', () => {
  const figures: FormatFigures = {
    format: 'strongswan-swanctl.conf',
    entries: 100,
    read: 900,
    irrelevant: 100,
    unsupported: 0,
    unrecognised: 20,
    relevant: 1000,
    relevantUnrecognised: 20,
    judgements: new Map([
      ['right', 95],
      ['undecided', 5],
    ]),
    partial: 0,
    decidable: 100,
    findings: new Map(),
  }

  it('hold at the limits', () => {
    expect(missedFigures(figures)).toEqual([])
  })

  it.each([
    ['false down', '1 compatible but called down'],
    ['false up', '1 incompatible but called up'],
    ['wrong cause', '1 incompatible, with another cause named'],
    ['exception', '1 with an exception'],
    ['not read yet', '1 not read at all'],
  ] as const)('do not hold with one %s', (judgement, missed) => {
    const judgements = new Map([...figures.judgements, [judgement, 1]])
    expect(missedFigures({ ...figures, judgements })).toEqual([`strongswan-swanctl.conf: ${missed}`])
  })

  it('do not hold beyond the limits', () => {
    const judgements = new Map([['undecided', 6]] as const)
    expect(missedFigures({ ...figures, judgements, relevantUnrecognised: 21 })).toEqual([
      'strongswan-swanctl.conf: 2.1 % of the relevant lines unrecognised (at most 2.0 %)',
      'strongswan-swanctl.conf: 6.0 % undecided of those that the configs decide (at most 5.0 %)',
    ])
  })

  it('are only told of a format that is not held to them, but for exceptions and answers the wrong way round', () => {
    const judgements = new Map([
      ['not read yet', 99],
      ['undecided', 99],
      ['exception', 1],
      ['false down', 2],
    ] as const)
    expect(missedFigures({ ...figures, format: 'juniper', judgements })).toEqual([
      'juniper: 1 with an exception',
      'juniper: 2 compatible but called down',
    ])
  })

  it('are those of its lines for a format that comes without another end', () => {
    const judgements = new Map([['undecided', 99]] as const)
    expect(
      missedFigures({ ...figures, format: 'cisco-asa show crypto ipsec sa', judgements, relevantUnrecognised: 21 }),
    ).toEqual(['cisco-asa show crypto ipsec sa: 2.1 % of the relevant lines unrecognised (at most 2.0 %)'])
    expect(
      missedFigures({ ...figures, format: 'cisco-asa guide (markdown)', judgements, relevantUnrecognised: 21 }),
    ).toEqual([])
  })
})

describe('npm run corpus', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx', 'corpus/main.ts', ...args], { encoding: 'utf8' })

  it('names each entry that is not right, and each figure that is missed', () => {
    const { status, stdout } = run(FOLDER)
    expect(status).toBe(1)
    expect(stdout).toContain('other-router: 1 entry, not read yet')
    expect(stdout).toContain('strongswan-swanctl.conf: 9 entries')
    expect(stdout).toContain('8 decidable: 3 right')
    expect(stdout).toContain('false up: wrongly-incompatible')
    expect(stdout).toContain('strongswan-swanctl.conf: 1 compatible but called down')
  })

  it('ends with 0 when every figure holds', () => {
    const { status, stdout } = run(FOLDER, '--only', 'agrees')
    expect(stdout).toContain('UP  The tunnel between A (192.0.2.1) and B (198.51.100.7)')
    expect(stdout).toContain('Every figure holds.')
    expect(status).toBe(0)
  })

  it.each([
    [['test/corpus'], 'cannot be read'],
    [[FOLDER, '--only', 'nothing'], 'No entry'],
    [[], 'Usage:'],
  ])('says what is wrong with %j', (args, say) => {
    const { status, stderr } = run(...args)
    expect(stderr).toContain(say)
    expect(status).toBe(2)
  })
})
