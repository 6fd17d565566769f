import { beforeAll, describe, expect, it } from 'vitest'
import { analyse, type Paste, type Report } from '../../src/core/index.ts'
import type { Breakage, Pair } from './breakage.ts'
import { breakages } from './breakages.ts'
import { ADDRESSES, everyPair, isItsTurn, textsOf, titleOf } from './expect-mended.ts'

type Ends = Readonly<Record<'A' | 'B', string>>

/** Nobody says which end a text is of, nor what its address is: the texts tell. */
const ways: Readonly<Record<string, (ends: Ends) => Paste[]>> = {
  'in a text for each end': ({ A, B }) => [
    { source: 'first.txt', text: A },
    { source: 'second.txt', text: B },
  ],
  'in one message, one below the other': ({ A, B }) => [{ source: 'message', text: `${A}\n${B}` }],
  'in one message, with headings': ({ A, B }) => [{ source: 'message', text: `Site A:\n\n${A}\n\nSite B:\n\n${B}` }],
}

describe.each(breakages.map((breakage, at) => [breakage.name, breakage, at] as const))(
  'where %s',
  (_, breakage, at) => {
    const among = everyPair.filter((pair) => breakage.among(pair) && isItsTurn(pair, at))
    let given: readonly string[] = []

    beforeAll(() => {
      given = among.map((pair) => told(pair, analyse({ pastes: textsOf(breakage, pair).spoilt, addresses: ADDRESSES })))
    })

    it.each(Object.entries(ways))('the same is told of both ends pasted %s', (_way, pasted) => {
      expect(among.map((pair) => told(pair, analyse({ pastes: pasted(endsOf(breakage, pair)) })))).toEqual(given)
    })
  },
)

function endsOf(breakage: Breakage, pair: Pair): Ends {
  const { spoilt } = textsOf(breakage, pair)
  const textOf = (label: string) => spoilt.flatMap(({ end, text }) => (end === label ? [text] : [])).join('\n')
  return { A: textOf('A'), B: textOf('B') }
}

function told(pair: Pair, { verdict, diagnostics, remediation }: Report): string {
  const errors = diagnostics.flatMap(({ severity, code }) => (severity === 'error' ? [code] : []))
  return `${titleOf(pair)}: ${verdict}, ${[...new Set(errors)].toSorted().join(' ')}, ${remediation.after?.verdict}`
}
