import { describe, expect, it } from 'vitest'
import { analyse, type Report } from '../../../../src/core/index.ts'

/** What an end changes of the common tunnel; the lines of a phase stand behind those that are there. */
interface End {
  readonly phase1?: readonly string[]
  readonly phase2?: readonly string[]
  /** More phases 2, each with its lines. */
  readonly more?: readonly (readonly string[])[]
  readonly before?: string
}

const ADDRESSES = { A: '192.0.2.1', B: '198.51.100.7' } as const
const NETWORKS = { A: '10.1.0.0', B: '10.2.0.0' } as const

function gateway(label: 'A' | 'B', version: 1 | 2, { phase1 = [], phase2, more = [], before = '' }: End): string {
  const other = label === 'A' ? 'B' : 'A'
  const own = [`set src-subnet ${NETWORKS[label]}/24`, `set dst-subnet ${NETWORKS[other]}/24`]
  const phases2 = [phase2 ?? own, ...more]
  return [
    before,
    'config vpn ipsec phase1-interface',
    'edit "tunnel"',
    `set local-gw ${ADDRESSES[label]}`,
    `set remote-gw ${ADDRESSES[other]}`,
    `set ike-version ${version}`,
    'set peertype any',
    'set proposal aes256-sha256',
    'set psksecret swordfish',
    ...phase1,
    'next',
    'end',
    'config vpn ipsec phase2-interface',
    ...phases2.flatMap((lines, at) => [
      `edit "net-${at + 1}"`,
      'set phase1name "tunnel"',
      'set proposal aes256-sha256',
      ...lines,
      'next',
    ]),
    'end',
  ].join('\n')
}

function negotiated(version: 1 | 2, a: End, b: End): Report {
  return analyse({
    pastes: [
      { source: 'a.txt', text: gateway('A', version, a), end: 'A' },
      { source: 'b.txt', text: gateway('B', version, b), end: 'B' },
    ],
  })
}

/** The child SA that A brings up: `up`, or why not; with the selectors. */
function childOfA(version: 1 | 2, a: End, b: End) {
  const { negotiations } = negotiated(version, a, b)
  const first = negotiations.find(({ initiator }) => initiator === 'A')
  const child = first?.child_sa
  if (first?.ike.outcome === 'failed') return first.ike.notify ?? first.ike.reason
  return child?.outcome === 'established' ? child.selectors : (child?.notify ?? child?.reason)
}

const WIDE = ['set src-subnet 10.0.0.0/8', 'set dst-subnet 10.0.0.0/8']
const ONE_PAIR = { local: ['10.1.0.0/24'], remote: ['10.2.0.0/24'] }

describe('a FortiGate as responder of IKEv2', () => {
  it('takes a part of its networks', () => {
    expect(childOfA(2, {}, { phase2: WIDE })).toEqual(ONE_PAIR)
    expect(childOfA(2, {}, { phase2: [] })).toEqual(ONE_PAIR)
  })

  it('answers more than it has with what it has', () => {
    expect(childOfA(2, { phase2: WIDE }, {})).toEqual(ONE_PAIR)
  })

  it('prefers the phase 2 with exactly these networks', () => {
    const report = negotiated(
      2,
      {},
      { phase2: WIDE, more: [['set src-subnet 10.2.0.0/24', 'set dst-subnet 10.1.0.0/24']] },
    )
    const first = report.negotiations.find(({ initiator }) => initiator === 'A')
    expect(first?.responder?.child).toBe('net-2')
  })

  it('refuses networks of which it has none', () => {
    expect(childOfA(2, {}, { phase2: ['set src-subnet 10.9.0.0/24', 'set dst-subnet 10.1.0.0/24'] })).toBe(
      'TS_UNACCEPTABLE',
    )
  })

  it('refuses another port, and takes one of all', () => {
    const web = ['set src-subnet 10.1.0.0/24', 'set dst-subnet 10.2.0.0/24', 'set protocol 6', 'set dst-port 443']
    const mail = ['set src-subnet 10.2.0.0/24', 'set dst-subnet 10.1.0.0/24', 'set protocol 6', 'set src-port 25']
    expect(childOfA(2, { phase2: web }, { phase2: mail })).toBe('TS_UNACCEPTABLE')
    expect(childOfA(2, { phase2: web }, {})).toMatchObject({ remote: ['10.2.0.0/24[tcp/443]'] })
  })
})

describe('a FortiGate as responder of IKEv1', () => {
  it('wants exactly its own networks of a static peer', () => {
    expect(childOfA(1, {}, {})).toEqual(ONE_PAIR)
    expect(childOfA(1, {}, { phase2: WIDE })).toBe('INVALID_ID_INFORMATION')
  })

  it('takes a part with selector-match subset, and of a dial-up peer', () => {
    expect(childOfA(1, {}, { phase2: [...WIDE, 'set selector-match subset'] })).toEqual(ONE_PAIR)
    expect(childOfA(1, {}, { phase1: ['set type dynamic'], phase2: [] })).toEqual(ONE_PAIR)
  })

  it('tells main from aggressive mode', () => {
    const { diagnostics } = negotiated(1, {}, { phase1: ['set mode aggressive'] })
    expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual(['MD002'])
  })
})

describe('the identity of the peer', () => {
  it('is compared as text, whatever its type', () => {
    const wants = { phase1: ['set peertype one', 'set peerid "gw-a"'] }
    expect(childOfA(2, { phase1: ['set localid gw-a'] }, wants)).toEqual(ONE_PAIR)
    expect(childOfA(2, { phase1: ['set localid gw-a', 'set localid-type keyid'] }, wants)).toEqual(ONE_PAIR)
    expect(childOfA(2, { phase1: ['set localid gw-c'] }, wants)).toBe('AUTHENTICATION_FAILED')
    expect(childOfA(2, {}, wants)).toBe('AUTHENTICATION_FAILED')
  })

  it('may be any with peertype any', () => {
    expect(childOfA(2, { phase1: ['set localid gw-c'] }, {})).toEqual(ONE_PAIR)
  })
})

describe('the keys', () => {
  it('belong to their phase 1', () => {
    const elsewhere = [
      'config vpn ipsec phase1-interface',
      'edit "a-first-one"',
      'set remote-gw 203.0.113.99',
      'set psksecret another',
      'next',
      'end',
    ].join('\n')
    expect(childOfA(2, { before: elsewhere }, {})).toEqual(ONE_PAIR)
    expect(childOfA(2, { phase1: ['set psksecret another'] }, {})).toBe('AUTHENTICATION_FAILED')
  })

  it('are taken to agree where one is printed as ENC', () => {
    const report = negotiated(2, { phase1: ['set psksecret ENC AAAABBBBCCCCDDDD=='] }, {})
    expect(report.verdict).toBe('up')
    expect(report.flows.map(({ certainty }) => certainty)).toEqual(['assumed', 'assumed'])
    expect(report.unchecked.map(({ topic }) => topic)).toContain('pre-shared keys')
  })
})

describe('perfect forward secrecy', () => {
  it('is on without a word, and shows in IKEv2 only later', () => {
    const off = { phase2: ['set src-subnet 10.2.0.0/24', 'set dst-subnet 10.1.0.0/24', 'set pfs disable'] }
    expect(childOfA(1, {}, off)).toBe('NO_PROPOSAL_CHOSEN')
    expect(childOfA(2, {}, off)).toEqual(ONE_PAIR)
  })

  it('needs one group in common', () => {
    const own = ['set src-subnet 10.2.0.0/24', 'set dst-subnet 10.1.0.0/24']
    expect(childOfA(1, {}, { phase2: [...own, 'set dhgrp 5'] })).toEqual(ONE_PAIR)
    expect(childOfA(1, {}, { phase2: [...own, 'set dhgrp 19'] })).toBe('NO_PROPOSAL_CHOSEN')
  })
})

describe('a phase 1 for dial-up peers', () => {
  it('never begins', () => {
    const { flows, verdict } = negotiated(2, { phase1: ['set type dynamic'] }, {})
    expect(verdict).toBe('up')
    expect(flows.filter(({ initiator }) => initiator === 'A').map(({ outcome }) => outcome)).toEqual(['responder-only'])
  })
})
