import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { formatHost } from '../../../../src/core/address/address-range.ts'
import { analyse } from '../../../../src/core/index.ts'
import { monitoredSas } from '../../../../src/core/vendors/windows/firewall-rules/monitored-sas.ts'
import { anchorsOf, linesWith, quoted, readText } from '../isa/read-text.ts'

const BOTH = readFileSync(new URL('../../../fixtures/windows/monitored-sas/mmsa.txt', import.meta.url), 'utf8')
/** What `show mmsa` printed, without the command below. */
const MAIN = BOTH.slice(0, BOTH.indexOf('\n\nC:'))
const QUICK = `
C:\\>netsh advfirewall monitor show qmsa

Quick Mode SA at 11/29/2026 13:10:11
----------------------------------------------------------------------
Local IP Address:                     203.0.113.1
Remote IP Address:                    198.51.100.7
Local Port:                           Any
Remote Port:                          Any
Protocol:                             Any
Direction:                            Both
QM Offer:                             ESP:SHA256-AES256+60min+100000kb
PFS:                                  None
Ok.
`

function read(text: string) {
  return readText(monitoredSas, text)
}

/** `established 203.0.113.1 198.51.100.7` */
function sasOf(text: string) {
  return read(text).endpoints[0]?.ikeSas?.map(({ stage, hosts }) => [stage, ...hosts.map(formatHost)].join(' '))
}

function codesOf(text: string): string[] {
  return analyse({ pastes: [{ source: 'a.txt', text, end: 'A' }] }).diagnostics.map(
    ({ code, what }) => `${code} ${what}`,
  )
}

describe('SAs of main mode', () => {
  it('are up, between the two addresses that are printed', () => {
    expect(sasOf(MAIN)).toEqual(['established 203.0.113.1 198.51.100.7'])
    const [end] = read(MAIN).endpoints
    expect([end?.addresses, end?.peers].map((list) => list?.map(({ value }) => formatHost(value)))).toEqual([
      ['203.0.113.1'],
      ['198.51.100.7'],
    ])
    expect(quoted(MAIN, end?.ikeSas?.[0]?.spans[0])).toBe('198.51.100.7')
    expect(linesWith('unrecognised', MAIN, read(MAIN))).toEqual([])
  })

  it.each([
    ['without padding', (text: string) => text.replace(/: +/g, ':')],
    ['with a blank line after each', (text: string) => text.replace(/\n/g, '\n\n')],
    ['quoted in a mail', (text: string) => text.replace(/^/gm, '> ')],
  ])('are read %s', (_, shape) => {
    expect(sasOf(shape(MAIN))).toEqual(sasOf(MAIN))
  })

  it('are several, and none where netsh finds none', () => {
    const second = MAIN.slice(MAIN.indexOf('Main Mode')).replace('198.51.100.7', '192.0.2.9')
    expect(sasOf(`${MAIN}\n\n${second}`)).toEqual([
      'established 203.0.113.1 198.51.100.7',
      'established 203.0.113.1 192.0.2.9',
    ])
    expect(sasOf('C:\\>netsh advfirewall monitor show mmsa\n\nNo SAs match the specified criteria.\n')).toEqual([])
  })

  it('beside which there are none of quick mode have nothing to carry packets', () => {
    expect(sasOf(BOTH)).toEqual(['established 203.0.113.1 198.51.100.7', 'none 203.0.113.1 198.51.100.7'])
    expect(codesOf(BOTH).join()).toContain('SA010 Phase 2 of A (203.0.113.1) with B (198.51.100.7) is not up')
  })

  it('are told without a word on packets where quick mode has SAs too', () => {
    expect(codesOf(MAIN).join()).toContain('No SA for traffic was seen.')
    expect(codesOf(MAIN + QUICK).join()).toContain('SAs for traffic are listed too, and for which is not told.')
    expect(codesOf(MAIN + QUICK).join()).not.toContain('No SA for traffic')
  })

  it.each([
    ['an address that is none', MAIN.replace('198.51.100.7', '198.51.100.777')],
    ['no remote address', MAIN.replace(/^Remote.*\n/m, '')],
  ])('are left out with %s', (_, text) => {
    expect(sasOf(text)).toBeUndefined()
  })
})

describe('SAs of quick mode', () => {
  it.each([
    ['as they are', QUICK],
    ['under the heading that an article has for them', QUICK.replace('Quick Mode SA', 'Main Mode SA')],
    ['without the command', QUICK.slice(QUICK.indexOf('Quick'))],
  ])('are not compared, and told so: %s', (_, text) => {
    expect(read(text).endpoints).toEqual([])
    expect(
      read(text)
        .problems.map(({ say }) => say)
        .join(),
    ).toContain('SAs of quick mode are not compared')
  })
})

describe('a block', () => {
  it.each([
    ['the command', BOTH, [1]],
    ['the heading', BOTH.slice(BOTH.indexOf('Main')), [1]],
  ])('begins at %s', (_, text, anchors) => {
    expect(anchorsOf(monitoredSas, text)).toEqual(anchors)
  })

  it.each([
    ['the command alone', 'Please run netsh advfirewall monitor show mmsa and paste it.\n'],
    ['SAs of the older kind', 'IKE Main Mode SAs at 11/29/2026\nCookie Pair : 3dd5d9a3:9c2a1b74\n'],
    ['rules', 'Rule Name: x\nEndpoint1: Any\n'],
  ])('is nowhere in %s', (_, text) => {
    expect(anchorsOf(monitoredSas, text)).toEqual([])
  })
})
