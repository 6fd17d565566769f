import { spawn } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { Report } from '../../src/core/index.ts'

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the program from its source, as a person would. */
function program(args: readonly string[], input = '', closeOutput = false): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli.ts', ...args])
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString()
    })
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString()
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
    // A program that has ended does not read any more.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
    if (closeOutput) child.stdout.destroy()
  })
}

describe('the program', () => {
  it('prints a report that keeps to its schema', async () => {
    const { code, stdout, stderr } = await program(['-', '--json'], 'nothing that anyone would recognise\n')
    const report = Report.parse(JSON.parse(stdout))
    expect(report.verdict).toBe('unknown')
    expect([1, 3]).toContain(code)
    expect(stderr).toBe('')
  })

  it('prints no colours where there is no terminal', async () => {
    const { stdout } = await program(['-'], 'nothing that anyone would recognise\n')
    expect(stdout).not.toBe('')
    expect(stdout).not.toContain('\x1b')
  })

  it('answers cases line by line in order', async () => {
    const cases = Array.from({ length: 12 }, (_, id) => JSON.stringify({ id, a: [`text ${id}`] }))
    const { code, stdout } = await program(['--jsonl'], [...cases, 'not JSON'].join('\n'))
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(code).toBe(0)
    expect(answers.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, null])
    for (const { report } of answers.slice(0, -1)) Report.parse(report)
  })

  it('ends with 2 and one sentence on a wrong command line', async () => {
    expect(await program(['--nope'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'ipsec-diagnose: Unknown option \'--nope\'. See "ipsec-diagnose --help".\n',
    })
  })

  it('says nothing when its reader has gone', async () => {
    const cases = Array.from({ length: 200 }, (_, id) => JSON.stringify({ id }))
    expect((await program(['--jsonl'], cases.join('\n'), true)).stderr).toBe('')
  })
})
