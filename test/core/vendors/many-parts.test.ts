import { describe, expect, it } from 'vitest'
import type { Format } from '../../../src/core/model/format.ts'
import { splitLines } from '../../../src/core/text/source-text.ts'
import { filterList } from '../../../src/core/vendors/isa/filter-list/filter-list.ts'
import { strongswanConf } from '../../../src/core/vendors/strongswan/strongswan-conf/strongswan-conf.ts'
import { swanctlConf } from '../../../src/core/vendors/strongswan/swanctl/swanctl-conf.ts'
import { staticFilters } from '../../../src/core/vendors/windows/static-store/static-filters.ts'

/** More than a function takes as arguments. */
const MANY = 130_000

function many(part: (at: number) => string, separator = '\n'): string {
  return Array.from({ length: MANY }, (_, at) => part(at)).join(separator)
}

const TEXTS: readonly [string, Format, string][] = [
  ['filters on one line', filterList, many((at) => `A${at} SubnetA > SubnetB`, ', ')],
  ['sections of strongswan.conf', strongswanConf, `charon {\nfilelog {\n${many((at) => `l${at} { }`)}\n}\n}`],
  [
    'sections that a section references',
    swanctlConf,
    `connections {\n c : ${many((at) => `t${at}`, ', ')} {\n children { n { } }\n }\n}`,
  ],
  ['children of a connection', swanctlConf, `connections {\n c {\n children {\n${many((at) => `n${at} { }`)}\n}\n}\n}`],
  [
    'filters of a list',
    staticFilters,
    `FilterList Name : L\nFilter(s)\n---\n${many(() => 'Source IP Address : 10.1.0.0\nDestination IP Address : 10.2.0.0\n')}`,
  ],
]

describe('a text with very many parts is read to its end', () => {
  it.each(TEXTS)(
    '%s',
    (_, format, text) => {
      const lines = splitLines('paste', text)
      expect(format.recognise(lines)).toEqual([1])
      const { roles } = format.read({ source: 'paste', lines })
      expect(lines.some(({ number }) => roles.get(number) !== undefined)).toBe(true)
    },
    60_000,
  )
})
