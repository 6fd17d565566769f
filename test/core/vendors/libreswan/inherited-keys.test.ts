import { describe, expect, it } from 'vitest'
import { analyse, type Paste, type Report } from '../../../../src/core/index.ts'
import { applyTextEdits } from '../../../support/apply-edits.ts'

const A = '203.0.113.1'
const B = '198.51.100.1'

/** So many conns with one network each, which include the same keys. */
function confText(
  [own, peer]: readonly [string, string],
  [ours, theirs]: readonly [number, number],
  keys: readonly string[],
  count: number,
) {
  const base = ['conn base', `\tleft=${own}`, `\tright=${peer}`, '\tauthby=secret', ...keys.map((key) => `\t${key}`)]
  const conns = Array.from({ length: count }, (_, at) =>
    [
      `conn net${at}`,
      '\talso=base',
      `\tleftsubnet=10.${ours}.${at}.0/24`,
      `\trightsubnet=10.${theirs}.${at}.0/24`,
      '\tauto=start',
    ].join('\n'),
  )
  return ['config setup', base.join('\n'), ...conns, `${own} ${peer} : PSK "an example"`, ''].join('\n\n')
}

function pastesOf(keysOfA: readonly string[], keysOfB: readonly string[], count: number): Paste[] {
  return [
    { source: 'a.txt', end: 'A', text: confText([A, B], [1, 2], keysOfA, count) },
    { source: 'b.txt', end: 'B', text: confText([B, A], [2, 1], keysOfB, count) },
  ]
}

function madeIn(pastes: readonly Paste[], steps: Report['remediation']['steps']): Paste[] {
  const edits = steps.flatMap(({ edit }) => edit ?? [])
  return pastes.map((paste) => ({
    ...paste,
    text: applyTextEdits(
      paste.text,
      edits.filter(({ source }) => source === paste.source),
    ),
  }))
}

const SUITES = [['ike=aes256-sha2_256;modp2048'], ['ike=aes128-sha1;modp2048']] as const
const IDENTITIES = [
  ['ikev2=insist', 'leftid=@a.example', 'rightid=@b.example'],
  ['ikev2=insist', 'leftid=@bb.example', 'rightid=@a.example'],
] as const

describe('two ends with one template each', () => {
  it.each([
    ['proposals', 2, SUITES],
    ['proposals', 26, SUITES],
    ['identities', 2, IDENTITIES],
    ['identities', 24, IDENTITIES],
    ['identities', 26, IDENTITIES],
  ] as const)('are promised what the edits come to: other %s in it, %i conns', (_, count, [keysOfA, keysOfB]) => {
    const pastes = pastesOf(keysOfA, keysOfB, count)
    const { verdict, remediation } = analyse({ pastes })
    expect(verdict).toBe('down')
    expect(remediation.after?.verdict).toBe('up')
    for (const { steps, after } of [remediation, ...remediation.alternatives]) {
      const edited = analyse({ pastes: madeIn(pastes, steps) })
      expect(edited.ends.flatMap(({ inputs }) => inputs.map(({ format }) => format))).toEqual([
        'libreswan/ipsec-conf',
        'libreswan/ipsec-conf',
      ])
      expect(edited.verdict).toBe(after?.verdict)
    }
  })
  it('are told in one step to load each conn that a changed line is for', () => {
    const { steps } = analyse({ pastes: pastesOf(...SUITES, 2) }).remediation
    expect(steps.map(({ run, edit }) => [run, edit?.insert])).toEqual([
      [
        'ipsec auto --replace net0 && ipsec auto --up net0\nipsec auto --replace net1 && ipsec auto --up net1',
        'ike=aes128-sha1;modp2048,aes256-sha2_256;modp2048',
      ],
    ])
  })
})

it('a line of a template goes, and stands in each conn, where they do not want the same of it', () => {
  // Two conns of A that are each somebody else, and one template at B.
  const [a, b] = pastesOf(['ikev2=insist'], ['ikev2=insist', 'leftid=@two.example', 'rightid=@a.example'], 2)
  const own = (id: string) => `\tleftid=@a.example\n\trightid=@${id}.example\n\tauto=start`
  const [first = '', ...rest] = (a?.text ?? '').split('\tauto=start')
  const text = [`${first}${own('one')}${rest[0]}${own('two')}${rest[1]}`].join('')
  const pastes = [{ source: 'a.txt', end: 'A', text }, ...(b === undefined ? [] : [b])].map((paste) => ({
    ...paste,
    text: paste.text.replace(`${paste.end === 'A' ? `${A} ${B}` : `${B} ${A}`} : PSK`, ': PSK'),
  }))
  const { remediation } = analyse({ pastes })
  for (const { steps, after } of [remediation, ...remediation.alternatives])
    expect(analyse({ pastes: madeIn(pastes, steps) }).verdict).toBe(after?.verdict)
  expect(remediation.after?.verdict).toBe('up')
})

describe('a line of `conn %default`', () => {
  const ike = (suite: string) => `\tike=${suite};modp2048`
  /** `own`: what the first conn says itself. */
  function end(
    [own, peer]: readonly [string, string],
    [ours, theirs]: readonly [number, number],
    suite: string,
    said = '',
  ) {
    const common = [
      'conn %default',
      '\tauthby=secret',
      '\tikev2=insist',
      `\tleft=${own}`,
      `\tright=${peer}`,
      ike(suite),
    ]
    const conns = [0, 1, 2].flatMap((at) => [
      `conn net${at}`,
      `\tleftsubnet=10.${ours}.${at}.0/24`,
      `\trightsubnet=10.${theirs}.${at}.0/24`,
      '\tauto=start',
      ...(at === 0 && said !== '' ? [ike(said)] : []),
    ])
    return `${[...common, ...conns].join('\n')}\n`
  }

  function inserted(a: string, b: string) {
    const pastes = [
      { source: 'a.txt', end: 'A', text: a },
      { source: 'b.txt', end: 'B', text: b },
    ]
    const addresses = { A, B }
    const { remediation } = analyse({ pastes, addresses })
    expect(remediation.after?.verdict).toBe('up')
    expect(analyse({ pastes: madeIn(pastes, remediation.steps), addresses }).verdict).toBe('up')
    return remediation.steps
  }

  it('is changed where it stands, where all want the same of it, and one step says so', () => {
    const steps = inserted(end([A, B], [1, 2], 'aes128-sha1'), end([B, A], [2, 1], 'aes256-sha2_256'))
    expect(steps.map(({ say, edit }) => [say, edit?.line])).toEqual([
      [
        `On A (${A}), in "conn net0", "conn net1" and "conn net2" of ipsec.conf, set ike=aes128-sha1;modp2048,aes256-sha2_256;modp2048; then load it.`,
        6,
      ],
    ])
  })

  it('stays where one of them has it as it is to be', () => {
    const other =
      'conn else\n\tleft=203.0.113.1\n\tright=192.0.2.9\n\tleftsubnet=10.1.0.0/24\n\trightsubnet=10.9.0.0/24\n\tauto=add\n'
    const steps = inserted(end([A, B], [1, 2], 'aes128-sha1') + other, end([B, A], [2, 1], 'aes256-sha2_256'))
    expect(steps.map(({ edit }) => edit?.remove)).toEqual([null, null, null])
  })
})

describe('the keys that a step writes', () => {
  const stepsFor = (keysOfA: readonly string[], keysOfB: readonly string[]) => {
    const pastes = pastesOf(keysOfA, keysOfB, 1)
    const { remediation } = analyse({ pastes })
    return madeIn(pastes, remediation.steps).map(({ text }) => text)
  }

  it('are the word that stands there: phase2alg', () => {
    const texts = stepsFor(['phase2alg=aes128-sha1'], ['phase2alg=aes256-sha2_256']).join()
    expect(texts).toContain('\tphase2alg=aes128-sha1,aes256-sha2_256\n')
    expect(texts).not.toContain('esp=')
  })

  // Measured: "leftauth=rsasig expects authby=RSASIG".
  it('are such that Libreswan takes them together', () => {
    const [, b = ''] = stepsFor(
      ['authby=rsasig', 'leftauth=secret', 'rightauth=rsasig', 'rightcert=b'],
      ['ikev2=insist', 'rightcert=a'],
    )
    expect(b).toContain('authby=rsasig')
    expect(b).toContain('leftauth=rsasig')
    expect(b).toContain('rightauth=secret')
  })
})
