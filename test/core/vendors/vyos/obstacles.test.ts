import { describe, expect, it } from 'vitest'
import { analyse, type Report } from '../../../../src/core/index.ts'
import { configureVyos } from '../../../support/operator/vyos-configuration.ts'
import { edgeosText, vyosText } from '../../../support/products/vyos.ts'
import { type TunnelEnd, tunnelBetween } from '../../../support/tunnel.ts'

const { a, b } = tunnelBetween({ coversOwnAddress: false }, { coversOwnAddress: false }, 2)
const OTHER_END = vyosText(b)
/** Without any source NAT. */
const PLAIN = linesWithout(vyosText(a), 'nat source')

function linesWithout(text: string, word: string): string {
  return text
    .split('\n')
    .filter((line) => !line.includes(word))
    .join('\n')
}

function reportOn(text: string, other = OTHER_END): Report {
  return analyse({
    pastes: [
      { source: 'a.txt', text, end: 'A' },
      { source: 'b.txt', text: other, end: 'B' },
    ],
  })
}

function errors(report: Report): string[] {
  return report.diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)
}

function commands({ remediation }: Report): string[] {
  return remediation.steps.flatMap(({ run }) => (run ?? '').split('\n').filter((line) => /^(?:set|delete)/.test(line)))
}

/** Does what the steps say, and looks again. */
function afterSteps(text: string, other = OTHER_END): string[] {
  const steps = reportOn(text, other).remediation.steps
  return errors(
    reportOn(
      steps.reduce((known, { run }) => configureVyos(known, run ?? ''), text),
      other,
    ),
  )
}

function masquerade(...lines: readonly string[]): string {
  const rule = 'set nat source rule 100'
  return [...lines, `${rule} outbound-interface name eth0`, `${rule} translation address masquerade`].join('\n')
}

describe('source NAT in front of a tunnel', () => {
  it.each([
    ['for everything that leaves', masquerade()],
    ['in the words before 1.4', masquerade().replace('name eth0', 'eth0')],
    ['for the own network', masquerade('set nat source rule 100 source address 10.0.0.0/8')],
    ['for all but another network', masquerade('set nat source rule 100 destination address !10.9.0.0/24')],
    ['to an address', masquerade().replace('masquerade', '203.0.113.9')],
    [
      'behind an exception for another network',
      masquerade('set nat source rule 50 exclude', 'set nat source rule 50 destination address 10.9.0.0/24'),
    ],
    [
      'behind an exception that is switched off',
      masquerade('set nat source rule 50 exclude', 'set nat source rule 50 disable'),
    ],
  ])('takes the packets: %s', (_, rules) => {
    expect(errors(reportOn(`${PLAIN}\n${rules}`))).toEqual(['AD005'])
    expect(afterSteps(`${PLAIN}\n${rules}`)).toEqual([])
  })

  it.each([
    [
      'behind an exception',
      masquerade('set nat source rule 50 exclude', 'set nat source rule 50 destination address 10.2.0.0/16'),
    ],
    ['for all but the remote network', masquerade('set nat source rule 100 destination address !10.2.0.0/24')],
    ['for another network', masquerade('set nat source rule 100 source address 10.9.0.0/24')],
    ['out of another interface', masquerade().replace('eth0', 'eth7')],
    ['that is switched off', masquerade('set nat source rule 100 disable')],
    [
      'behind a group that is not known, which may except them',
      masquerade('set nat source rule 50 exclude', 'set nat source rule 50 destination group network-group REMOTE'),
    ],
    ['of what comes in', masquerade().replaceAll('nat source', 'nat destination')],
  ])('leaves the packets alone: %s', (_, rules) => {
    expect(errors(reportOn(`${PLAIN}\n${rules}`))).toEqual([])
  })

  it('is told of the protocol alone that it is for', () => {
    const report = reportOn(`${PLAIN}\n${masquerade('set nat source rule 100 protocol tcp')}`)
    expect(report.diagnostics.find(({ code }) => code === 'AD005')?.witness).toMatch(/ tcp/)
    expect(report.verdict).toBe('partial')
  })

  it('puts an exception in front, with the first number that is free', () => {
    const taken = 'set nat source rule 99 exclude\nset nat source rule 99 destination address 10.9.0.0/24'
    expect(commands(reportOn(`${PLAIN}\n${masquerade(taken)}`))).toEqual([
      'set nat source rule 98 destination address 10.2.0.0/24',
      'set nat source rule 98 exclude',
      'set nat source rule 98 outbound-interface name eth0',
      'set nat source rule 98 source address 10.1.0.0/24',
    ])
  })

  it('says so in words where no number in front is free', () => {
    const { remediation } = reportOn(`${PLAIN}\n${masquerade().replaceAll('rule 100', 'rule 1')}`)
    expect(remediation.steps.map(({ run }) => run)).toEqual([null])
    expect(remediation.steps[0]?.say).toContain('in front of rule 1, which has to get a higher number')
  })

  it('is excepted by one setting on EdgeOS', () => {
    const spoilt = edgeosText({ ...a, lacks: 'exemption' })
    expect(errors(reportOn(spoilt))).toEqual(['AD005'])
    expect(commands(reportOn(spoilt))).toEqual(['set vpn ipsec auto-firewall-nat-exclude enable'])
    expect(errors(reportOn(edgeosText(a)))).toEqual([])
  })
})

describe('a tunnel interface', () => {
  const bound = (end: TunnelEnd, ...routes: readonly string[]) =>
    [
      linesWithout(linesWithout(vyosText(end), 'nat source'), ' tunnel 1 '),
      'set interfaces vti vti10 address 169.254.10.1/30',
      'set vpn ipsec site-to-site peer other-end vti bind vti10',
      ...routes.map((route) => `set protocols static route ${route}`),
    ].join('\n')
  const other = bound(b, '10.1.0.0/24 interface vti10')

  it('is for what is routed into it', () => {
    expect(errors(reportOn(bound(a, '10.2.0.0/24 interface vti10'), other))).toEqual([])
  })

  it.each([
    ['no route at all', []],
    ['one to a next hop', ['10.2.0.0/24 next-hop 203.0.113.254']],
    ['one that is switched off', ['10.2.0.0/24 interface vti10', '10.2.0.0/24 disable']],
  ])('has nothing to carry with %s', (_, routes) => {
    const report = reportOn(bound(a, ...routes), other)
    expect(errors(report)).toEqual(['SP008'])
    expect(commands(report)).toEqual(['set protocols static route <network behind the peer> interface vti10'])
  })

  it.each([
    ['where a routing protocol may bring it', 'set protocols bgp neighbor 169.254.10.2 remote-as 65002'],
    ['where no routes were pasted', ''],
  ])('is told to lack no route %s', (_, line) => {
    const text = line === '' ? linesWithout(bound(a), 'protocols static') : `${bound(a)}\n${line}`
    expect(errors(reportOn(text, other))).toEqual([])
  })

  it('asks for the networks that a policy of the other end names', () => {
    const report = reportOn(bound(a), OTHER_END)
    expect(errors(report)).toContain('SP008')
    expect(commands(report)).toEqual(['set protocols static route 10.2.0.0/24 interface vti10'])
    expect(afterSteps(bound(a))).toEqual([])
  })

  it('gets a route with a mask for a single host, and none for the peer, whose address carries the tunnel', () => {
    const behind = (network: string) =>
      reportOn(bound(a), OTHER_END.replace("prefix '10.2.0.0/24'", `prefix '${network}'`))
    expect(commands(behind('10.2.0.7/32'))).toContain('set protocols static route 10.2.0.7/32 interface vti10')
    const [, host] = /local-address '?([\d.]+)/.exec(OTHER_END) ?? []
    const report = behind(`${host}/32`)
    expect(errors(report)).toContain('SP008')
    expect(commands(report).filter((line) => line.includes('route'))).toEqual([])
  })
})

describe('what is switched off', () => {
  it.each([
    [
      'the peer',
      'set vpn ipsec site-to-site peer other-end disable',
      'delete vpn ipsec site-to-site peer other-end disable',
    ],
    ['the interface', 'set interfaces ethernet eth0 disable', 'delete interfaces ethernet eth0 disable'],
  ])('is told of %s, and switched on', (_, line, mended) => {
    expect(errors(reportOn(`${PLAIN}\n${line}`))).toEqual(['MD006'])
    expect(commands(reportOn(`${PLAIN}\n${line}`))).toEqual([mended])
    expect(afterSteps(`${PLAIN}\n${line}`)).toEqual([])
  })
})
