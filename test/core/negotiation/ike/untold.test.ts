import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'
import { ciscoAsaText } from '../../../support/products/cisco-asa.ts'
import { ciscoIosText } from '../../../support/products/cisco-ios.ts'
import { tunnelBetween } from '../../../support/tunnel.ts'

const own = { coversOwnAddress: false }
const TEXTS = { ios: ciscoIosText, asa: ciscoAsaText }

/** Of the first end the crypto commands alone, as `| section crypto` prints them, without lists and interfaces; of the other all. */
function half(product: keyof typeof TEXTS, version: 1 | 2, change: (text: string) => string = (text) => text) {
  const { a, b } = tunnelBetween(own, own, version)
  const part = change(TEXTS[product](a))
    .split(/\n(?=\S)/)
    .filter((block) => /^(?:crypto|tunnel-group)/.test(block))
    .join('\n')
  const pastes = [
    { source: 'a.txt', text: `gw-a# show running-config | section crypto\n${part}\n` },
    { source: 'b.txt', text: ciscoAsaText(b) },
  ]
  return analyse({ pastes })
}

const errors = (report: ReturnType<typeof analyse>) =>
  report.diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)

describe('half a configuration against a whole one', () => {
  it.each([
    ['ios', 1],
    ['ios', 2],
    ['asa', 1],
    ['asa', 2],
  ] as const)('of %s with IKEv%d that agrees is asked for the rest, and nothing is promised', (product, version) => {
    const report = half(product, version)
    expect(errors(report)).toEqual([])
    expect(report.verdict).toBe('unknown')
    expect(report.summary).toMatch(/^Of \S.* only a part was pasted: what it must have is listed/)
    expect(report.unchecked.map(({ topic }) => topic).join()).toContain('VPN-TRAFFIC')
  })

  it.each([
    ['ios', 1, [/group 14/, 'group 5'], 'PR001'],
    ['ios', 1, [/encr 3des/, 'encr aes 256'], 'PR001'],
    ['ios', 1, [/esp-3des/, 'esp-aes 256'], 'PR002'],
    ['ios', 1, [/set pfs group14/, 'set pfs group5'], 'PR003'],
    ['ios', 2, [/group 14/, 'group 5'], 'PR001'],
    ['ios', 2, [/esp-aes 256/, 'esp-3des'], 'PR002'],
    ['asa', 1, [/group 14/, 'group 5'], 'PR001'],
    ['asa', 1, [/esp-3des/, 'esp-aes-256'], 'PR002'],
    ['asa', 1, [/set pfs group14/, 'set pfs group5'], 'PR003'],
    ['asa', 2, [/^ encryption aes-256/m, ' encryption 3des'], 'PR001'],
  ] as const)(
    'of %s with IKEv%d tells what differs already, and what to change: %j',
    (product, version, [from, to], code) => {
      const report = half(product, version, (text) => text.replace(from, to))
      expect(errors(report)).toEqual([code])
      expect(report.verdict).toBe('unknown')
      expect(report.summary).toMatch(/^Of \S.* only a part was pasted, which shows a fault already\. /)
      expect(report.remediation.steps.every((step) => step.for.includes(`${code}-1`))).toBe(true)
      expect(report.remediation.after?.verdict).toBe('unknown')
    },
  )

  it('is not taken for what stands in the part that is missing', () => {
    const withoutPolicies = half('ios', 1, (text) => text.replace(/crypto isakmp policy 10\n(?: .*\n)+/, ''))
    expect(errors(withoutPolicies)).toEqual([])
    const withoutSets = half('ios', 1, (text) => text.replace(/crypto ipsec transform-set.*\n(?: .*\n)+/, ''))
    expect(errors(withoutSets)).toEqual([])
  })
})
