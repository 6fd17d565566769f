import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitLines } from '../../../../src/core/text/source-text.ts'
import { netdiag } from '../../../../src/core/vendors/windows/netdiag/netdiag.ts'
import { recogniseNetdiag } from '../../../../src/core/vendors/windows/netdiag/netdiag-anchors.ts'
import { plainHeadingIn, plainTestOf, withAbove } from '../../../../src/core/vendors/windows/netdiag/plain-run.ts'

const TUNNEL = readFileSync(new URL('../../../fixtures/windows/netdiag/tunnel.txt', import.meta.url), 'utf8')
const HEADING = 'IP Security test . . . . . . . . . : Passed'

interface Values {
  readonly usual: readonly string[]
  readonly odd: readonly string[]
}

/** The lines of a filter, mostly with what is usual on them. */
const LINES: readonly Values[] = [
  {
    usual: ['    To branch', '    No Name', '    Büro-7', '    10.2.0.0'],
    odd: [
      '    To tunnel',
      '    No filters',
      '    Flags: none',
      '    ---',
      '    To "branch"',
      '    First\n    Second',
      '    Name of it',
      '    netdiag /debug',
      '\n    To branch\n',
    ],
  },
  {
    usual: ['        Filter Id: {11111111-0000-4000-8000-000000000001}'],
    odd: ['        Filter Id: {1}\n        Filter Id: {2}', '        Filter Id: unknown'],
  },
  {
    usual: ['        Policy Id: {22222222-0000-4000-8000-000000000001}'],
    odd: ['', '        Policy Id:', '        Service status is : Started'],
  },
  {
    usual: [
      '        Src Addr : 10.1.0.0           Src Mask : 255.255.255.0',
      '        Src Addr : 0.0.0.0            Src Mask : 0.0.0.0',
      '        Src Addr : 10.1.0.100         Src Mask : 255.255.255.255',
    ],
    odd: [
      '        Src Addr : 10.1.0.0\n        Src Mask : 255.255.255.0',
      '        Src Addr : 10.1.0.0           Src Mask : 255.0.255.0',
      '        Src Addr : 10.1.0.0           Src Mask :',
      '        Src Addr : 10.1.0.0           Mask : 255.255.255.0',
      '        Src Addr : 10.1.0.0  (255.255.255.0)',
      '        Src Addr : 10.1.0.0 10.1.1.0  Src Mask : 255.255.255.0',
      '        Src Addr : <My IP Address>    Src Mask : 255.255.255.255',
      '        Src Addr : 0.0.0.0',
    ],
  },
  {
    usual: ['        Dest Addr : 10.2.0.0          Dest Mask : 255.255.255.0'],
    odd: ['        Dest Addr : 10.2.0.0          Src Mask : 255.255.255.0', '        Dest Addr : 2001:db8::1'],
  },
  {
    usual: [
      '        Tunnel Addr : 198.51.100.7    Src Port : 0      Dest Port : 0',
      '        Tunnel Addr : 203.0.113.1     Src Port : 0      Dest Port : 443',
      '        Tunnel Addr : 198.51.100.100  Src Port : 0      Dest Port : 0',
    ],
    odd: [
      '        Tunnel Addr : 0.0.0.0         Src Port : 0      Dest Port : 1434',
      '        Tunnel Addr : 198.51.100.7    Src Port : 0      Dest Port : 70000',
      '        Tunnel Addr : 198.51.100.7    Src Port : 0      Dest Port : 0 x',
      '        Src Port : 0      Dest Port : 0',
      '        Tunnel Addr : 198.51.100.7    Src Port : 0      Dest Port : 0    Src Port : 0',
    ],
  },
  {
    usual: [
      '        Protocol : 0                  TunnelFilter: Yes',
      '        Protocol : 6          TunnelFilter: No',
    ],
    odd: [
      '        Protocol : 300                TunnelFilter: Yes',
      '        Protocol : 0                  Tunnel: Yes',
    ],
  },
  {
    usual: ['\n        Flags : Outbound', '\n        Flags : Inbound', '        Flags : Inbound Block'],
    odd: [
      '',
      '        Flags : Outbound Permit',
      '        Flags :',
      '        Flags : Outbound\n        Flags : Inbound',
    ],
  },
]

const filters: fc.Arbitrary<string> = fc
  .tuple(
    ...LINES.map(({ usual, odd }) =>
      fc.oneof(
        { weight: 100, arbitrary: fc.constantFrom(...usual) },
        { weight: 1, arbitrary: fc.constantFrom(...odd) },
        { weight: 1, arbitrary: fc.constant('') },
      ),
    ),
  )
  .map((lines) => `${lines.join('\n')}\n`)

const ACTIVE = "    Local IPSec Policy Active: 'Branch tunnel'\n"
const PATH = '    IP Security Policy Path: SOFTWARE\\Policies\\ipsecPolicy{0F6B2C51-7A3E-4D0C-9B1F-3C5D7E9A1B20}\n'

function mostly(usual: readonly string[], odd: readonly string[]) {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom(...odd) },
  )
}

const runs = fc.record({
  above: mostly(
    [
      '',
      'C:\\>netdiag /test:ipsec /debug\n\n',
      '    Computer Name: GW-A\n    Colour: blue\n\nNetcard queries test . . . . . . . : Passed\n\n',
    ],
    [
      'Netcard queries test . . . . . . . : Passed\n',
      '    There are 2 filters\n\n',
      'ERR IPsec[05067] : no service\n\n',
    ],
  ),
  details: mostly(
    ['', `${ACTIVE}\n`, `${ACTIVE}${PATH}\n    There are 2 filters\n`],
    [
      ACTIVE,
      `${PATH}    There is 1 filter\n`,
      "    Domain IPSec Policy Active: 'No policy is assigned'\n\n",
      '    There is 1 filter\n    There is 1 filter\n',
      '    Service status is : Started\n',
    ],
  ),
  list: fc.array(filters, { minLength: 1, maxLength: 4 }),
  between: mostly([''], ['\n', 'see below\n', '    Policy Id: {1}\n']),
  below: mostly(
    ['', '\nThe command completed successfully\n', '\nC:\\>\n'],
    ['C:\\>netdiag /test:ipsec /debug\n', '    To branch\n'],
  ),
})

/** What begins another run, where it does, and what looks like it. */
const BEGINNINGS = [
  'netdiag',
  'netdiag /debug',
  '> netdiag',
  'IP Security test',
  'Computer Name',
  'To netdiag',
  'C:\\>dir',
]

function filterCalled(name: string): string {
  return `    ${name}\n${LINES.slice(1)
    .map(({ usual: [line = ''] }) => `${line}\n`)
    .join('')}`
}

function anchorsIn(text: string): readonly number[] {
  return netdiag.recognise(splitLines('paste', text))
}

function readingOf(text: string) {
  const lines = splitLines('paste', text)
  const { roles, ...reading } = netdiag.read({ source: 'paste', lines })
  return { ...reading, roles: lines.map(({ number }) => roles.get(number)) }
}

function isPlain(text: string): boolean {
  const lines = splitLines('paste', text)
  const heading = plainHeadingIn(lines)
  const test = heading === null ? null : plainTestOf(lines.slice(heading))
  return test !== null && withAbove(test, lines) !== null
}

describe('a run of netdiag that stands there as it was printed', () => {
  it('is known as such, whatever stands above its heading', () => {
    expect(isPlain(TUNNEL)).toBe(true)
    expect(isPlain(TUNNEL.slice(TUNNEL.indexOf('IP Security test')))).toBe(true)
  })

  it.each(BEGINNINGS)('begins where a run of any shape does, with a filter called "%s"', (name) => {
    const text = `${HEADING}\n${filterCalled('To branch')}${filterCalled(name)}`
    expect(anchorsIn(text)).toEqual(recogniseNetdiag(splitLines('paste', text)))
  })

  it.each(BEGINNINGS)('begins where a run of any shape does, with "%s" in its policy', (name) => {
    const text = `${HEADING}\n    Local IPSec Policy Active: ${name}\n\n${filterCalled('To branch')}`
    expect(anchorsIn(text)).toEqual(recogniseNetdiag(splitLines('paste', text)))
  })

  it.each([
    ['To branch', true],
    ['No branch', false],
    ['There are', false],
    ['To "branch"', false],
  ])('tells names that differ in the number behind "%s" alike: plain is %s', (words, plain) => {
    const text = `${HEADING}\n${['To branch 3', `${words} 7`, `${words} 104200`].map(filterCalled).join('')}`
    expect(isPlain(text)).toBe(plain)
    expect(readingOf(text)).toEqual(readingOf(text.replace(HEADING, `${HEADING} `)))
  })

  it('tells what it tells to the reader that takes text of any shape', () => {
    let plain = 0
    fc.assert(
      fc.property(runs, ({ above, details, list, between, below }) => {
        const text = `${above}${HEADING}\n${details}${list.join(between)}${below}`
        // A blank behind the heading means nothing, and is never printed.
        const other = text.replace(HEADING, `${HEADING} `)
        expect(isPlain(other)).toBe(false)
        expect(readingOf(text)).toEqual(readingOf(other))
        if (isPlain(text)) plain += 1
      }),
      { numRuns: 600 },
    )
    expect(plain).toBeGreaterThan(100)
  })
})
