import { describe, expect, it } from 'vitest'
import { parseCommandLine } from '../../src/cli/command-line.ts'

describe('the command line', () => {
  it('takes files of both ends, of further ends, and of none', () => {
    const args = ['--a', 'a1.txt', 'log.txt', '--b', 'b.txt', '--a', 'a2.txt', '--end', 'c=hub=1.txt']
    expect(parseCommandLine(args)).toEqual({
      kind: 'analyse',
      inputs: [
        { file: 'a1.txt', end: 'A' },
        { file: 'a2.txt', end: 'A' },
        { file: 'b.txt', end: 'B' },
        { file: 'hub=1.txt', end: 'C' },
        { file: 'log.txt' },
      ],
      json: false,
      addresses: {},
    })
  })

  it('takes the question that is asked of them', () => {
    const probe = '203.0.113.1 -> 10.2.0.10 icmp'
    const args = [
      'x.txt',
      '--json',
      '--probe',
      probe,
      '--tunnel',
      'A-B',
      '--a-address',
      '203.0.113.1',
      '--b-address=::1',
    ]
    expect(parseCommandLine(args)).toMatchObject({
      kind: 'analyse',
      json: true,
      probe,
      tunnel: 'A-B',
      addresses: { A: '203.0.113.1', B: '::1' },
    })
  })

  it('takes standard input as a file of either kind', () => {
    expect(parseCommandLine(['-'])).toMatchObject({ inputs: [{ file: '-' }] })
    expect(parseCommandLine(['--b', '-'])).toMatchObject({ inputs: [{ file: '-', end: 'B' }] })
  })

  it.each([
    [['--survey', 'x.txt'], { kind: 'survey' }],
    [['--jsonl'], { kind: 'json-lines' }],
    [['formats'], { kind: 'formats', json: false }],
    [['formats', '--json'], { kind: 'formats', json: true }],
    [['explain', 'TS001'], { kind: 'explain', code: 'TS001', json: false }],
    [['--help'], { kind: 'help' }],
    [['-h'], { kind: 'help' }],
    [['--version'], { kind: 'version' }],
  ])('understands %j', (args, command) => {
    expect(parseCommandLine(args)).toMatchObject(command)
  })

  it.each([
    [[], 'There is nothing to read'],
    [['--json'], 'There is nothing to read'],
    [['--nope', 'x.txt'], "Unknown option '--nope'."],
    [['x.txt', '--probe'], "Option '--probe <value>' argument missing."],
    [['--json=yes', 'x.txt'], "Option '--json' does not take an argument."],
    [['--end', 'branch.txt'], '--end takes LABEL=FILE'],
    [['--end', 'C='], '--end takes LABEL=FILE'],
    [['-', '--b', '-'], 'read only once'],
    [['explain'], '"explain" takes one code'],
    [['explain', 'TS001', 'TS002'], '"explain" takes one code'],
    [['--jsonl', 'x.txt'], '--jsonl reads its cases from standard input'],
    [['--jsonl', '--probe', 'x'], '--jsonl reads its cases from standard input'],
    [['--survey', '--tunnel', 'A-B', 'x.txt'], '--survey looks at every tunnel'],
  ])('says what is wrong with %j', (args, sentence) => {
    expect(parseCommandLine(args)).toEqual({ kind: 'misuse', say: expect.stringContaining(sentence) })
  })
})
