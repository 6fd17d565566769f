import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { analyse } from '../../../src/core/index.ts'

const [strongswan, libreswan] = ['a.conf', 'b.conf'].map((file) =>
  readFileSync(new URL(`../../golden/cases/ipsec-conf-both-products/${file}`, import.meta.url), 'utf8'),
)

function editsOf(texts: { readonly a: string; readonly b: string }): string[] {
  const pastes = [
    { source: 'a.conf', text: texts.a, end: 'A' },
    { source: 'b.conf', text: texts.b, end: 'B' },
  ]
  const { remediation } = analyse({ pastes })
  return (remediation?.steps ?? []).flatMap(({ edit }) =>
    edit === null ? [] : [`${edit.source}:${edit.line} ${edit.remove} > ${edit.insert}`],
  )
}

it.each([
  [
    'of Libreswan',
    {
      a: strongswan ?? '',
      b: (libreswan ?? '').replace('rightsubnet=10.1.0.0/24', 'rightsubnet=10.1.0.0/25').repeat(2),
    },
    [
      'b.conf:12 rightsubnet=10.1.0.0/25 > rightsubnet=10.1.0.0/24',
      'b.conf:30 rightsubnet=10.1.0.0/25 > rightsubnet=10.1.0.0/24',
    ],
  ],
  [
    'of strongSwan',
    {
      a: (strongswan ?? '').replace('rightsubnet=10.2.0.0/24', 'rightsubnet=10.2.0.0/25').repeat(2),
      b: libreswan ?? '',
    },
    [
      'a.conf:16 rightsubnet=10.2.0.0/25 > rightsubnet=10.2.0.0/24',
      'a.conf:35 rightsubnet=10.2.0.0/25 > rightsubnet=10.2.0.0/24',
    ],
  ],
])('a file %s that was pasted twice is changed in the lines that are wrong', (_, texts, edits) => {
  expect(editsOf(texts)).toEqual(edits)
})
