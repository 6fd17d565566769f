import { describe, expect, it } from 'vitest'
import { isProblem, parseAddressText } from '../../../../src/core/address/parse-address.ts'
import {
  asQuickModeIdentity,
  formatSelectors,
  narrow,
  resolveSelectors,
  type Selector,
  scoreOf,
} from '../../../../src/core/negotiation/ike/selectors.ts'
import { ANY_PORT, ANY_PROTOCOL } from '../../../../src/core/selectors/box.ts'

const TCP = { from: 6, to: 6 }

function range(text: string) {
  const parsed = parseAddressText(text)
  if (isProblem(parsed)) throw new Error(parsed.problem)
  return parsed
}

function selector(text: string, ports: readonly [number, number] | null = null): Selector {
  return {
    addresses: range(text),
    protocol: ports === null ? ANY_PROTOCOL : TCP,
    ports: ports === null ? ANY_PORT : { from: ports[0], to: ports[1] },
  }
}

/** What was measured with strongSwan 5.9.8. */
describe('narrowing', () => {
  it.each([
    [['10.1.0.0/24'], ['10.0.0.0/8'], ['10.1.0.0/24']],
    [['10.1.0.0/24', '10.1.5.0/24'], ['10.1.0.0/24'], ['10.1.0.0/24']],
    [['0.0.0.0/0'], ['10.1.0.0/24', '10.1.5.0/24'], ['10.1.0.0/24', '10.1.5.0/24']],
    [['10.1.0.0/24'], ['10.2.0.0/24'], []],
    [['10.0.0.0/8', '10.1.0.0/24'], ['10.1.0.0/16'], ['10.1.0.0/16']],
    [['10.1.0.0/24', '2001:db8:1::/64'], ['2001:db8:1::/64'], ['2001:db8:1::/64']],
  ])('%j with %j gives %j', (own, received, both) => {
    expect(
      formatSelectors(
        narrow(
          own.map((text) => selector(text)),
          received.map((text) => selector(text)),
        ),
      ),
    ).toEqual(both)
  })

  it('intersects protocols and ports', () => {
    const found = narrow([selector('10.2.0.0/24', [1000, 2000])], [selector('10.2.0.0/24', [1500, 3000])])
    expect(formatSelectors(found)).toEqual(['10.2.0.0/24[tcp/1500-2000]'])
    expect(formatSelectors(narrow([selector('10.2.0.0/24')], [selector('10.2.0.0/24', [80, 80])]))).toEqual([
      '10.2.0.0/24[tcp/80]',
    ])
  })
})

describe('the choice of a child', () => {
  it('counts 5 for an equal selector and 1 for one that overlaps', () => {
    expect(scoreOf([selector('10.1.0.0/24')], [selector('10.1.0.0/24')])).toBe(5)
    expect(scoreOf([selector('10.1.0.128/25')], [selector('10.1.0.0/24')])).toBe(1)
    expect(scoreOf([selector('10.9.0.0/24')], [selector('10.1.0.0/24')])).toBe(0)
  })
})

describe('what is offered', () => {
  const template = { protocol: ANY_PROTOCOL, ports: ANY_PORT, span: null }
  const host = range('192.0.2.1')

  it('has the host in the place of dynamic', () => {
    const resolved = resolveSelectors([{ ...template, addresses: 'dynamic' }], host, 'tunnel')
    expect(formatSelectors(resolved)).toEqual(['192.0.2.1/32'])
  })

  it('is the host alone in transport mode', () => {
    const templates = [
      { ...template, addresses: range('10.1.0.0/24') },
      { ...template, addresses: host },
    ]
    expect(formatSelectors(resolveSelectors(templates, host, 'transport'))).toEqual(['192.0.2.1/32'])
  })

  it('holds the first port of a range in quick mode (RFC 2407 4.6.2)', () => {
    expect(formatSelectors([asQuickModeIdentity(selector('10.2.0.0/24', [500, 600]))])).toEqual([
      '10.2.0.0/24[tcp/500]',
    ])
  })
})
