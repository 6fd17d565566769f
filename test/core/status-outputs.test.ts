import { describe, expect, it } from 'vitest'
import { analyse, type Report } from '../../src/core/index.ts'
import { router, type StatusWords } from '../../src/core/rules/observed/status-examples.ts'

const UP: StatusWords = { state: 'QM_IDLE', sent: 4, received: 4, sas: true }

function status(words: StatusWords): string {
  return router(words).pastes[0]?.text ?? ''
}

function findings(...texts: string[]): Report['diagnostics'] {
  return reportOf(...texts).diagnostics.filter(({ code }) => code.startsWith('SA'))
}

function reportOf(...texts: string[]): Report {
  return analyse({ pastes: texts.map((text, at) => ({ source: `${at}.txt`, text })) })
}

describe('the status of one end', () => {
  it('says that the tunnel is up, although nothing of the other end is known', () => {
    const report = reportOf(status(UP))
    expect(report.verdict).toBe('unknown')
    expect(report.summary).toBe(
      'Only R1 was pasted. The IKE SA of R1 with B (198.51.100.7) is up (QM_IDLE). R1 has SAs for VPN out (10.1.0.0/24 > 10.2.0.0/24).',
    )
    expect(findings(status(UP)).map(({ code }) => code)).toEqual(['SA011'])
  })

  it.each([
    ['MM_NO_STATE', 'does not answer, or refuses'],
    ['MM_SA_SETUP', 'the messages with the keys do not get through'],
    ['MM_KEY_EXCH', 'the pre-shared keys of the two ends differ'],
    ['AG_INIT_EXCH', 'the pre-shared keys of the two ends differ'],
  ])('says of IKE in the state %s where to look', (state, words) => {
    const [stuck, without] = findings(status({ state }))
    expect(stuck).toMatchObject({ code: 'SA010', severity: 'warning', certainty: 'stated' })
    expect(stuck?.what).toContain(`its state is ${state}.`)
    expect(stuck?.why).toContain(words)
    expect(without).toMatchObject({ code: 'SA003' })
    expect(without?.why).toContain('is not up')
  })

  it('tells an SA that is missing behind an IKE SA that is up from one behind none', () => {
    const [without] = findings(status({ state: 'QM_IDLE' })).filter(({ code }) => code === 'SA003')
    expect(without?.why).toContain('compare the selectors, the ESP proposals and the groups')
  })

  it.each([
    ['IKEv1', '10.2.0.0/24 10.3.0.0/24', true],
    ['IKEv1', '10.3.0.0/24', false],
    ['IKEv2', '10.2.0.0/24 10.3.0.0/24', false],
  ])('names the one pair of an SA of %s where a child lists %s: %j', (version, remotes, isTold) => {
    const text = `Status of IKE charon daemon (strongSwan 5.9.8, Linux 6.1.0, x86_64):
Connections:
         net:  203.0.113.1...198.51.100.7  ${version}
         net:   local:  [203.0.113.1] uses pre-shared key authentication
         net:   remote: [198.51.100.7] uses pre-shared key authentication
         net:   child:  10.1.0.0/24 === ${remotes} TUNNEL
Security Associations (1 up, 0 connecting):
         net[1]: ESTABLISHED 7 minutes ago, 203.0.113.1[203.0.113.1]...198.51.100.7[198.51.100.7]
         net[1]: ${version} SPIs: 0a1b0a1b0a1b0a1b_i* 0c1d0c1d0c1d0c1d_r
`
    const [without] = findings(text).filter(({ code }) => code === 'SA003')
    expect(without?.why.includes('in IKEv1 an SA is for one pair (RFC 2409 5.5)')).toBe(isTold)
  })

  it('says nothing of a failed attempt beside an IKE SA that is up', () => {
    const text = status(UP).replace(
      /^198.*$/m,
      (line) => `${line}\n198.51.100.7    203.0.113.1     MM_NO_STATE       0 ACTIVE (deleted)`,
    )
    expect(findings(text).map(({ code }) => code)).toEqual(['SA011'])
  })

  it('says of what is up, and has an SA for a part only, what the rest waits for', () => {
    const more = status(UP).replace(
      /^ {3}local .*[\s\S]*?\n\n/m,
      (block) => `${block.replace('10.1.0.0', '10.5.0.0').replace(/#pkts (\w+): 4/g, '#pkts $1: 0')}${block}`,
    )
    const [up] = findings(more).filter(({ code }) => code === 'SA011')
    expect(up?.what).toContain('R1 has SAs for VPN (2) out (10.1.0.0/24 > 10.2.0.0/24).')
    expect(up?.why).toContain('One entry has no SA')
  })

  it('says that the IKE SA is up and nothing else was seen', () => {
    const [up] = findings(status({ state: 'QM_IDLE' })).filter(({ code }) => code === 'SA011')
    expect(up?.what).toBe('The IKE SA of R1 with B (198.51.100.7) is up (QM_IDLE). No SA for traffic was seen.')
    expect(up?.why).toContain('One entry has no SA')
  })

  it('says which way packets go, with the command that shows the rest', () => {
    const [oneWay] = findings(status({ ...UP, received: 0 }))
    expect(oneWay?.what).toBe('R1 has sent 4 packets through its SAs with B (198.51.100.7) and received none.')
    expect(oneWay?.evidence.map(({ line }) => line)).toEqual([13, 14])
    const [answered] = findings(status({ ...UP, sent: 0 }))
    expect(answered?.why).toContain('look on R1 at the route to the other network')
  })

  it('tells what was dropped, and takes the first packets for nothing bad', () => {
    const counters =
      '#pkts no sa (send) 2, #pkts invalid sa (rcv) 0\n    #pkts invalid prot (recv) 0, #pkts verify failed: 3'
    const found = findings(status(UP).replace(/^ {4}#pkts decaps.*$/m, (line) => `${line}\n    ${counters}`))
    expect(found.map(({ code, severity, what }) => `${code} ${severity} ${what}`)).toEqual([
      'SA007 warning R1 has dropped packets of VPN in (10.2.0.0/24 > 10.1.0.0/24): 3 whose integrity check failed.',
      'SA007 info R1 has dropped packets that it was to send through VPN out (10.1.0.0/24 > 10.2.0.0/24): 2 for which there was no SA.',
      expect.stringMatching(/^SA011 info/),
    ])
  })
})

const CONFIGURATION = `hostname R1
crypto isakmp policy 10
 encr aes 256
 hash sha256
 authentication pre-share
 group 14
crypto isakmp key Example-key-1 address 198.51.100.7
crypto ipsec transform-set TS esp-aes 256 esp-sha256-hmac
 mode tunnel
crypto map VPN 10 ipsec-isakmp
 set peer 198.51.100.7
 set transform-set TS
 match address TO-B
interface GigabitEthernet0/0
 ip address 203.0.113.1 255.255.255.0
 crypto map VPN
ip access-list extended TO-B
 permit ip 10.1.0.0 0.0.0.255 10.2.0.0 0.0.0.255
`

describe('a status beside the configuration of the same box', () => {
  it.each([
    ['in one paste, the configuration first', [`R1#show running-config\n${CONFIGURATION}${status(UP)}`]],
    ['in one paste, the status first', [`${status(UP)}show running-config\n${CONFIGURATION}`]],
    ['in two pastes', [CONFIGURATION, status(UP)]],
  ])('is one end with it, %s', (_, texts) => {
    const report = reportOf(...texts)
    expect(report.ends.map(({ name, vendor }) => `${name} ${vendor}`)).toEqual([
      'R1 cisco-ios',
      'B (198.51.100.7) other',
    ])
    expect(report.ends[0]?.entries.map(({ name }) => name)).toEqual(['TO-B line 1'])
    expect(report.diagnostics.filter(({ code }) => code.startsWith('SA')).map(({ code }) => code)).toEqual(['SA011'])
    expect(report.diagnostics.map(({ code }) => code)).not.toContain('PA010')
    expect(report.ends.flatMap(({ inputs }) => inputs.flatMap(({ lines }) => lines.unrecognised))).toEqual([])
  })

  it('shows what is configured and not installed', () => {
    const more = CONFIGURATION.replace(/$/, ' permit ip 10.1.5.0 0.0.0.255 10.2.0.0 0.0.0.255\n')
    const found = findings(more, status(UP)).filter(({ code }) => code === 'SA009')
    expect(found.map(({ what }) => what)).toEqual(['On R1, no policy is installed for 10.1.5.0/24 <> 10.2.0.0/24.'])
  })

  it('has the other end compared by its configuration, not by what is installed', () => {
    const other = CONFIGURATION.replace('hostname R1', 'hostname R2')
      .replace('10.1.0.0 0.0.0.255 10.2.0.0', '10.2.0.0 0.0.0.255 10.1.0.0')
      .replaceAll('198.51.100.7', 'PEER')
      .replaceAll('203.0.113.1', '198.51.100.7')
      .replaceAll('PEER', '203.0.113.1')
    const report = reportOf(CONFIGURATION, status(UP), other)
    expect(report.verdict).toBe('up')
    expect(report.ends.map(({ name }) => name)).toEqual(['R1', 'R2'])
  })
})

describe('the status of a hub', () => {
  const second = status({ state: 'MM_NO_STATE' })
    .replaceAll('198.51.100.7', '192.0.2.9')
    .replaceAll('10.2.0.0', '10.9.0.0')
    .replace('GigabitEthernet0/0', 'GigabitEthernet0/1')
  const hub = status(UP) + second.split('\n').slice(1).join('\n')

  it('is told of the chosen tunnel alone', () => {
    const pastes = [{ source: 'hub.txt', text: hub }]
    const codes = (tunnel: string) =>
      analyse({ pastes, tunnel })
        .diagnostics.filter(({ code }) => code.startsWith('SA'))
        .map(({ code }) => code)
    expect(codes('198.51.100.7')).toEqual(['SA011'])
    expect(codes('192.0.2.9')).toEqual(['SA010', 'SA003'])
  })
})
