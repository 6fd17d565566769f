import { describe, expect, it } from 'vitest'
import { isProblem, parseAddressText } from '../../../src/core/address/parse-address.ts'
import { ANY_PORT, ANY_PROTOCOL } from '../../../src/core/selectors/box.ts'
import { formatSelectors, narrow, type Selector } from '../../../src/core/selectors/traffic-selector.ts'

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
