import { describe, expect, it } from 'vitest'
import { analyse } from '../../../src/core/index.ts'
import { withoutFences } from '../../../src/core/text/code-fences.ts'

const lines = (text: string) => withoutFences(text.split('\n'))

/** Two pieces of code below what is written above each. */
function pieces(first: string, second: string): string {
  return `${first}\n\`\`\`\nconn net\n\`\`\`\n${second}\n\`\`\`\nconn net\n\`\`\``
}

describe('what stands above each of several pieces of code', () => {
  it.each([
    ['HQ', 'Branch'],
    ['*Head office*', '*Branch office*'],
    ['London (203.0.113.1)', 'Paris (198.51.100.7)'],
    ['_Zürich_', 'Genf'],
  ])('is a heading: %s, %s', (first, second) => {
    expect(lines(pieces(first, second)).filter((line) => line.endsWith(':'))).toEqual([`${first}:`, `${second}:`])
  })

  it('is a heading with an empty line between, and where the fence is in the first line of the code', () => {
    const piece = '\n\n```conn net\n  auto=start```\n'
    expect(lines(`HQ${piece}Branch${piece}`)).toContain('HQ:')
  })

  it.each([
    ['is the same', 'Filters', 'Filters'],
    ['has its colon', 'HQ', 'Branch:'],
    ['is a sentence', 'HQ', 'this is what the branch has, as of today.'],
    ['is code', 'HQ', 'config setup {'],
    ['is long', 'HQ', 'the configuration of the branch, which the colleagues there have sent by mail last week'],
  ])('stays what it is where one %s', (_, first, second) => {
    expect(lines(pieces(first, second))).toEqual([first, '', 'conn net', '', second, '', 'conn net', ''])
  })

  it('is nothing of the code itself, nor above a single piece of it', () => {
    expect(lines('here\n```\nconn net\n  auto=start\n```')).toEqual(['here', '', 'conn net', '  auto=start', ''])
  })
})

it('two pieces of code below the names of their ends are two ends', () => {
  const conn = (own: string, peer: string, local: string, remote: string) =>
    `\`\`\`\nconn net\n  left=${own}\n  right=${peer}\n  leftsubnet=${local}\n  rightsubnet=${remote}\n  authby=secret\n  auto=start\n\`\`\`\n`
  const text = `Head office
${conn('203.0.113.1', '198.51.100.7', '10.1.0.0/16', '10.2.0.0/16')}
*Branch*
${conn('198.51.100.7', '203.0.113.1', '10.2.0.0/16', '10.1.0.0/16')}`
  const { verdict, ends } = analyse({ pastes: [{ source: 'message', text }] })
  expect(ends.map(({ name }) => name)).toEqual(['Head office', 'Branch'])
  expect(verdict).toBe('up')
})
