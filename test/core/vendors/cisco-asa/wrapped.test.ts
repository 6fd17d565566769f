import { describe, expect, it } from 'vitest'
import { pairOf, readAsa } from './read-asa.ts'

const SETS = ['AES-128-SHA esp-aes esp-sha-hmac', 'AES-256-SHA-OF-THE-BRANCH esp-aes-256 esp-sha-hmac']
const [LIST, NAMES] = [
  'access-list BRANCH-OF-THE-EAST extended permit ip 10.100.10.0 255.255.255.0 10.200.20.0 255.255.255.0',
  'crypto map outside_map_of_all 10 set ikev1 transform-set AES-256-SHA-OF-THE-BRANCH AES-128-SHA',
]

function asa(list: string, names: string, sets: readonly string[] = SETS): string {
  return `ASA Version 9.8(2)
interface GigabitEthernet0/0
 nameif outside
 ip address 203.0.113.1 255.255.255.0
${list}
${sets.map((set) => `crypto ipsec ikev1 transform-set ${set}`).join('\n')}
crypto map outside_map_of_all 10 match address BRANCH-OF-THE-EAST
crypto map outside_map_of_all 10 set peer 198.51.100.7
${names}
crypto map outside_map_of_all interface outside
crypto ikev1 enable outside
`
}

/** As a terminal of 80 columns shows it. */
const cut = (line: string) => line.replace(/.{80}(?=.)/g, '$&\n')
/** As a mail program sends it. */
const broken = (line: string) => line.replace(/.{1,72}(?: |$)/g, (part) => `${part.trimEnd()}\n`).trimEnd()

function said(text: string) {
  const { lines, roles, problems, children } = readAsa(text)
  return {
    pairs: children.map(pairOf),
    proposals: children[0]?.proposals.value.map(({ encryption, integrity }) => [...encryption, ...integrity].join()),
    problems: problems.map(({ say }) => say),
    unread: lines
      .filter(({ number, text: line }) => line !== '' && roles.get(number) === undefined)
      .map((line) => line.text),
  }
}

const WHOLE = {
  pairs: ['10.100.10.0/24 > 10.200.20.0/24'],
  proposals: ['AES_CBC_256,HMAC_SHA1_96', 'AES_CBC_128,HMAC_SHA1_96'],
  problems: [],
  unread: [],
}

describe('lines of an ASA that were wrapped', () => {
  it('are whole in a text that is not', () => {
    expect(said(asa(LIST, NAMES))).toEqual(WHOLE)
  })

  it.each([
    ['at the last column of a terminal, within words', cut],
    ['between words by a mail program', broken],
  ])('%s are read whole', (_, wrap) => {
    expect([wrap(LIST), wrap(NAMES)].every((text) => text.includes('\n'))).toBe(true)
    expect(said(asa(wrap(LIST), wrap(NAMES)))).toEqual(WHOLE)
  })

  it.each([
    ['between two transforms', 'esp-aes-256\nesp-sha-hmac'],
    ['within one', 'esp-aes-256 esp-sh\na-hmac'],
    ['twice', 'esp-aes-\n256\n esp-sha-hmac'],
  ])('%s of a transform set are read whole', (_, transforms) => {
    const [first = '', second = ''] = SETS
    const wrapped = second.replace('esp-aes-256 esp-sha-hmac', transforms)
    expect(said(asa(LIST, NAMES, [first, wrapped]))).toEqual(WHOLE)
  })

  it.each(['access-list OTHER remark no rest', 'object-group network NETS', 'Thanks, Alice', 'name 10.1.0.5 host'])(
    'are none where a whole line is followed by: %s',
    (line) => {
      const { pairs, problems } = said(asa(`${LIST}\n${line}`, NAMES))
      expect({ pairs, problems }).toEqual({ pairs: WHOLE.pairs, problems: [] })
    },
  )

  it('are none where a line that fills the columns is followed by a command', () => {
    const filled = LIST.replace('BRANCH-OF-THE-EAST', 'EAST').padEnd(80, '0').slice(0, 80)
    expect(said(asa(`${LIST}\n${filled}\nobject network HQ`, NAMES)).unread).toEqual([])
  })
})
