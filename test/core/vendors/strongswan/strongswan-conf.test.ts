import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { strongswanConf } from '../../../../src/core/vendors/strongswan/strongswan-conf/strongswan-conf.ts'
import { anchorsOf, linesWith, onlyEnd, readText } from './read-settings.ts'

const gateway = readFileSync(
  new URL('../../../fixtures/strongswan/strongswan-conf/gateway.conf', import.meta.url),
  'utf8',
)
const AGGRESSIVE = 'i_dont_care_about_security_and_use_aggressive_mode_psk'

function read(text: string) {
  return readText(strongswanConf, text)
}

function allowed(text: string): boolean | undefined {
  return onlyEnd(read(text))?.ike?.daemon.aggressivePsk?.value
}

describe('a strongswan.conf', () => {
  const reading = read(gateway)

  it('tells whether a pre-shared key is allowed in aggressive mode', () => {
    expect(onlyEnd(reading)?.ike).toMatchObject({ connections: [], keys: undefined, notLoaded: [] })
    const setting = onlyEnd(reading)?.ike?.daemon.aggressivePsk
    expect(setting).toMatchObject({ origin: 'stated', value: true, span: { line: 4 } })
  })

  it('accounts for each line', () => {
    expect(linesWith('unrecognised', gateway, reading)).toEqual([])
    expect(linesWith('read', gateway, reading)).toEqual([2, 4, 7])
    expect(linesWith('unsupported', gateway, reading)).toEqual([9])
  })

  it('begins at its remarks, its frame, or at a setting that only it has', () => {
    expect(anchorsOf(strongswanConf, gateway)).toEqual([1])
    expect(anchorsOf(strongswanConf, 'charon\n{\n}')).toEqual([1])
    expect(anchorsOf(strongswanConf, `Here:\n${AGGRESSIVE} = yes`)).toEqual([2])
    expect(anchorsOf(strongswanConf, 'charon is down\nthreads = 16')).toEqual([])
  })

  it.each([
    [`charon {\n ${AGGRESSIVE} = no\n}`, false],
    [`charon {\n ${AGGRESSIVE} = 1\n}`, true],
    [`${AGGRESSIVE} = yes`, true],
    [`charon { ${AGGRESSIVE} = no\n}\ncharon-systemd { ${AGGRESSIVE} = yes\n}`, true],
    [`charon : base {\n}\nbase { ${AGGRESSIVE} = yes\n}`, true],
    ['charon {\n threads = 16\n}', undefined],
  ])('%s', (text, expected) => {
    expect(allowed(text)).toBe(expected)
  })

  it.each([
    ['charon {\n port = 1500\n port_nat_t = 0\n}', { ike: 1500, natTraversal: 0 }],
    ['charon {\n port_nat_t = 14500\n}', { natTraversal: 14_500 }],
    ['charon {\n port = some\n}', undefined],
  ])('listens as told: %j', (text, expected) => {
    const { ports } = onlyEnd(read(text))?.ike?.daemon ?? {}
    const told = ports && Object.fromEntries(Object.entries(ports).map(([name, { value }]) => [name, value]))
    expect(told).toEqual(expected)
  })

  it('does not know every setting', () => {
    const text = 'charon {\n frobnicate = 1\n threads = 16\n}'
    expect(linesWith('unrecognised', text, read(text))).toEqual([2])
  })

  it.each([
    ['charon {\n initiator_only = yes\n}', 'unsupported', /initiator_only = yes/],
    [`charon {\n ${AGGRESSIVE} = maybe\n}`, 'invalid', /"maybe" is neither yes nor no/],
    ['charon {\n threads 16\n}', 'invalid', /cannot be read at line 2/],
    ['charon {\n threads = 16\n', 'cut', /end in the middle/],
  ])('tells of %s', (text, kind, say) => {
    const { problems } = read(text)
    expect(problems.map((problem) => problem.kind)).toEqual([kind])
    expect(problems[0]?.say).toMatch(say)
  })

  it.each([
    ['settings and sections', ' filelog {\n  a {\n   path = x # y\n  }\n  # z\n  b { c = 1 }\n }', []],
    ['a value in quotes', ' plugins {\n  a = "b # c"\n d = e\n }', []],
    ['an error', ' filelog {\n  a = 1\n  no sign\n  b = 2\n }', [4]],
    ['an error between remarks', ' filelog {\n  a : b, # c\n  d # e\n  , %\n }', [3, 4]],
  ])('passes over sections of which nothing is read, with %s', (_, inner, unrecognised) => {
    const text = `charon {\n${inner}\n threads = 16\n}`
    const reading = read(text)
    expect(linesWith('unrecognised', text, reading)).toEqual(unrecognised)
    expect(linesWith('read', text, reading)).toEqual([1])
  })

  it('tells of an include in such a section', () => {
    const text = 'charon {\n plugins {\n  a = 1\n  include strongswan.d/charon/*.conf\n  b = 2\n }\n}'
    const reading = read(text)
    expect(linesWith('unsupported', text, reading)).toEqual([4])
    expect(reading.problems.map(({ span }) => span.line)).toEqual([4])
  })

  it('reads such a section where another one refers to it', () => {
    expect(allowed(`charon : libtls {\n}\nlibtls {\n ${AGGRESSIVE} = yes\n}`)).toBe(true)
  })
})
