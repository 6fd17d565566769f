import { afterEach, describe, expect, it, vi } from 'vitest'
import { runCommand } from '../scripts/run-command.ts'

const USAGE = 'Usage: npm run measure -- [--seed N]'
const options = { seed: { type: 'string', default: '1' } } as const

describe('runCommand', () => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => {})
  afterEach(() => told.mockClear())

  it('gives the exit code of what runs with the options', async () => {
    const args = ['--seed', '7']
    expect(await runCommand(USAGE, { args, options }, ({ values }) => Number(values.seed))).toBe(7)
    expect(told).not.toHaveBeenCalled()
  })

  it.each([['--help'], ['--foo'], ['--seed'], ['seven']])('tells how the program is used, of %s', async (...args) => {
    expect(await runCommand(USAGE, { args, options }, () => 0)).toBe(2)
    expect(told.mock.calls).toEqual([[USAGE]])
  })

  it('does so where the program can do nothing with the options', async () => {
    expect(await runCommand(USAGE, { args: [], options }, async () => undefined)).toBe(2)
    expect(told.mock.calls).toEqual([[USAGE]])
  })
})
