import { describe, expect, it } from 'vitest'
import { analyse } from '../../../src/core/index.ts'

function said(text: string): { readonly summary: string; readonly what: string } {
  const { summary, diagnostics } = analyse({ pastes: [{ source: 'a.txt', text }] })
  return { summary, what: diagnostics.find(({ code }) => code === 'PA004')?.what ?? '' }
}

function conn(...keys: string[]): string {
  return `conn net\n\tikev2=insist\n\tauthby=secret\n\tauto=add\n${keys.map((key) => `\t${key}\n`).join('')}`
}

describe('of one end alone the first sentence', () => {
  it('says that the other one must have what is listed, also where its own address is not shown', () => {
    const { summary, what } = said(conn('left=%defaultroute', 'right=198.51.100.7', 'rightsubnet=10.2.0.0/24'))
    expect(summary).toContain('what the other end must have is listed')
    expect(what).toMatch(/must protect, local side first:\n10\.2\.0\.0\/24 <> the address of A$/)
  })

  it('says the fault that keeps all of it from a tunnel, where nothing is listed', () => {
    const { summary } = said(conn('left=203.0.113.1', 'right=#peer', 'rightsubnet=10.2.0.0/24'))
    expect(summary).toContain('"#peer" in "right" is neither an address nor a host name')
    expect(summary).not.toContain('listed')
  })

  it('says that nothing leads into a tunnel, where there is no fault', () => {
    const { summary } = said(
      'conn lan\n\tleft=203.0.113.1\n\tright=198.51.100.7\n\ttype=passthrough\n\tauthby=never\n\tauto=route\n\tnarrowing=no\n',
    )
    expect(summary).toMatch(/nothing of what .* has leads into a tunnel/)
  })
})
