import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'

/** What was measured with two daemons of Libreswan 4.10, in tunnel and in transport mode. */
interface Case {
  readonly other?: readonly string[]
  readonly net?: readonly string[]
  readonly version?: 1 | 2
  readonly peer?: string
  readonly networks?: readonly [string, string]
}

const HEAD = '# /etc/ipsec.conf - Libreswan IPsec configuration file\nconfig setup\n\tikev1-policy=accept\n\n'
const NETWORKS = ['10.2.0.0/24', '10.1.0.0/24'] as const

function conn(name: string, peer: string, [left, right]: readonly [string, string], keys: readonly string[]): string {
  const networks = [`leftsubnet=${left}`, `rightsubnet=${right}`]
  const lines = ['left=198.51.100.20', `right=${peer}`, ...networks, 'authby=secret', ...keys]
  return `conn ${name}\n${lines.map((line) => `\t${line}\n`).join('')}\n`
}

/** What becomes of `net` of B, with `other` above it, when each end begins. */
function outcomes({ other = ['auto=ondemand'], net = ['auto=ondemand'], version = 2, peer, networks }: Case) {
  const keys = [`ikev2=${version === 1 ? 'no' : 'insist'}`]
  const b = [
    conn('other', peer ?? '203.0.113.5', networks ?? NETWORKS, [...keys, ...other]),
    conn('net', '203.0.113.5', NETWORKS, [...keys, ...net]),
  ]
  const a = conn('net', '198.51.100.20', ['10.1.0.0/24', '10.2.0.0/24'], [...keys, 'auto=ondemand']).replace(
    'left=198.51.100.20',
    'left=203.0.113.5',
  )
  const { negotiations } = analyse({
    pastes: [
      { source: 'a.conf', text: HEAD + a, end: 'A' },
      { source: 'b.conf', text: HEAD + b.join(''), end: 'B' },
    ],
  })
  const told = (initiator: string) => {
    const found = negotiations.find((each) => each.initiator === initiator && each.connection === 'net')
    const { outcome, reason, notify } = found?.child_sa ?? { outcome: 'none', reason: null, notify: null }
    return [outcome, reason, notify].filter((word) => word !== null).join(' ')
  }
  return [told('B'), told('A')]
}

const HELD = 'failed held-networks'
const UP = 'established'

describe('networks that the trap of another connection holds', () => {
  it.each([1, 2] as const)('are not installed by IKEv%d for the initiator, whatever its mode', (version) => {
    expect(outcomes({ version })[0]).toBe(HELD)
    expect(outcomes({ version, net: ['auto=add'] })[0]).toBe(HELD)
    expect(outcomes({ version, net: ['auto=start'] })[0]).toBe(HELD)
    const transport = ['type=transport', 'auto=ondemand']
    expect(outcomes({ version, other: transport })[0]).toBe(HELD)
    expect(outcomes({ version, peer: '203.0.113.99' })[0]).toBe(HELD)
  })

  it('are refused by a responder that takes the second connection, in quick mode only for the same peer', () => {
    const elsewhere = { peer: '203.0.113.99' }
    expect(outcomes(elsewhere)[1]).toBe(`${HELD} TS_UNACCEPTABLE`)
    expect(outcomes({ ...elsewhere, version: 1 })[1]).toBe(UP)
    const other = ['rightid=@x', 'auto=ondemand']
    expect(outcomes({ other })[1]).toBe(`${HELD} TS_UNACCEPTABLE`)
    // It logs the same, and says nothing.
    expect(outcomes({ other, version: 1 })[1]).toBe('failed timeout')
  })

  it.each([1, 2] as const)('are free in IKEv%d where the other one has no trap, or other networks', (version) => {
    expect(outcomes({ version, other: ['auto=add'] })[0]).toBe(UP)
    expect(outcomes({ version, networks: ['10.2.0.0/16', '10.1.0.0/24'] })[0]).toBe(UP)
    expect(outcomes({ version, other: ['leftprotoport=tcp', 'rightprotoport=tcp', 'auto=ondemand'] })[0]).toBe(UP)
    expect(outcomes({ version, other: ['type=passthrough', 'auto=ondemand'] })[0]).toBe(UP)
    expect(outcomes({ version, other: ['narrowing=yes', 'auto=ondemand'] })[0]).toBe(UP)
  })

  it('may be shared where one of the two says so', () => {
    expect(outcomes({ other: ['overlapip=yes', 'auto=ondemand'] })[0]).toBe(UP)
    expect(outcomes({ net: ['overlapip=yes', 'auto=ondemand'] })[0]).toBe(UP)
  })
})

describe('a connection that is told to wait', () => {
  it('is loaded, which takes its trap away, and not brought up', () => {
    const elsewhere = [conn('other', '203.0.113.99', NETWORKS, ['auto=ondemand'])]
    const b = [...elsewhere, conn('net', '203.0.113.5', NETWORKS, ['auto=ondemand'])].join('')
    const a = conn('net', '198.51.100.20', ['10.1.0.0/24', '10.2.0.0/24'], ['auto=ondemand'])
    const { diagnostics, remediation } = analyse({
      pastes: [
        { source: 'a.conf', text: HEAD + a.replace('left=198.51.100.20', 'left=203.0.113.5'), end: 'A' },
        { source: 'b.conf', text: HEAD + b, end: 'B' },
      ],
    })
    expect(diagnostics.find(({ code }) => code === 'SP010')?.severity).toBe('error')
    expect(remediation.steps.map(({ run, edit }) => [run, edit?.insert])).toEqual([
      ['ipsec auto --replace other', expect.stringContaining('auto=add')],
    ])
  })
})
