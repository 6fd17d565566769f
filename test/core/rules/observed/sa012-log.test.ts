import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'

// As strongSwan 5.9 logs it.
const log = {
  source: 'charon.log',
  text: `09[IKE] traffic selectors 10.1.0.0/24 === 10.2.0.0/24 unacceptable
09[ENC] generating IKE_AUTH response 1 [ IDr AUTH N(TS_UNACCEPT) ]
`,
}
const conf = (left: string, right: string, subnets: readonly [string, string]) => ({
  source: `${left}.conf`,
  text: `conn net
	authby=secret
	left=${left}
	leftsubnet=${subnets[0]}
	right=${right}
	rightsubnet=${subnets[1]}
	auto=add
`,
})
const own = conf('203.0.113.1', '198.51.100.1', ['10.9.0.0/24', '10.2.0.0/24'])
const peer = conf('198.51.100.1', '203.0.113.1', ['10.2.0.0/24', '10.9.0.0/24'])

const findings = (...pastes: Parameters<typeof analyse>[0]['pastes']) => {
  const { summary, verdict, diagnostics } = analyse({ pastes })
  const told = diagnostics.filter(({ code }) => ['SA012', 'PA002'].includes(code))
  return { summary, verdict, told: told.map(({ code, severity }) => `${severity} ${code}`) }
}

describe('what a log says (SA012)', () => {
  it('is the answer where nothing else is pasted', () => {
    expect(findings(log)).toEqual({
      summary: expect.stringContaining(
        'charon.log holds a log of strongSwan (charon). Line 1 says "traffic selectors": ',
      ),
      verdict: 'unknown',
      told: ['error SA012'],
    })
  })

  it('is the answer beside one end, too', () => {
    const silent = { ...log, text: '09[IKE] giving up after 5 retransmits\n' }
    const { summary, verdict, told } = findings(silent, own)
    expect(summary).toMatch(/^Only .* was pasted\. charon\.log holds .* the other end does not answer/)
    expect([verdict, told]).toEqual(['unknown', ['warning SA012']])
  })

  it('stands behind a fault of the only file, which may be of another version', () => {
    const older = { ...own, text: `# Libreswan\n${own.text}\tike=aes256-sha1;modp1024\n` }
    const pluto = {
      source: 'pluto.log',
      text: '"net" #1: cannot identify ourselves with either end of this connection\n',
    }
    expect(findings(older, pluto).summary).toMatch(
      /^Only .* was pasted, which shows a fault already\. .* that Libreswan 4\.10 has for IKEv2; one before version 4 has it\. .* pluto\.log holds .* has an address of this machine\.$/,
    )
  })

  describe('beside the status of one end', () => {
    const status = (state: string) => ({
      source: 'show.txt',
      text: `R1#show crypto isakmp sa
dst             src             state          conn-id status
203.0.113.9     198.51.100.4    ${state}          1001 ACTIVE
`,
    })
    const refused = (peer: string) => ({
      source: 'debug.txt',
      text: `*Mar  1 00:12:10: ISAKMP:(0):received packet from ${peer} dport 500 sport 500 Global (I) MM_NO_STATE
*Mar  1 00:12:11: ISAKMP:(0):Notify has no hash. Rejected.
`,
    })

    it('is the answer where the IKE SA is not up: the state does not tell why', () => {
      expect(findings(status('MM_NO_STATE'), refused('203.0.113.9'))).toEqual({
        summary: expect.stringMatching(/^Only R1 was pasted\. debug\.txt holds .* an error came in the clear/),
        verdict: 'unknown',
        told: ['warning SA012'],
      })
    })

    it('is a note where the IKE SA is up, or the log is about another peer', () => {
      for (const pastes of [
        [status('QM_IDLE'), refused('203.0.113.9')],
        [status('MM_NO_STATE'), refused('192.0.2.77')],
      ])
        expect(findings(...pastes)).toMatchObject({
          summary: expect.stringContaining('The IKE SA of R1 '),
          told: ['info SA012'],
        })
    })
  })

  it('is a note beside both ends of which the tunnel is not up, whatever the log says', () => {
    const { summary, told } = findings(log, own, { ...peer, text: peer.text.replace('10.9.0.0', '10.8.0.0') })
    expect(summary).not.toContain('charon.log')
    expect(told).toEqual(['info SA012'])
  })

  it('is a warning beside both ends by which the tunnel comes up, unless a child came up since', () => {
    const up = '13[IKE] CHILD_SA net{1} established with SPIs c1_i c2_o\n'
    expect(findings(log, own, peer)).toMatchObject({
      summary: expect.stringContaining('but that is not what is seen: charon.log holds'),
      verdict: 'up',
      told: ['warning SA012'],
    })
    expect(findings({ ...log, text: log.text + up }, own, peer).told).toEqual(['info SA012'])
  })

  it('is that it says no cause', () => {
    const quiet = { ...log, text: '09[IKE] 203.0.113.1 is initiating an IKE_SA\n' }
    expect(findings(quiet)).toMatchObject({
      summary: expect.stringContaining('Nothing in it says why'),
      told: ['error SA012'],
    })
  })

  it('is nothing where it says no cause and stands in a configuration', () => {
    const within = { ...own, text: `${own.text}\n09[IKE] 203.0.113.1 is initiating an IKE_SA\n` }
    expect(findings(within, peer).told).toEqual([])
  })

  it('is a note where a child came up', () => {
    const up = { ...log, text: '13[IKE] CHILD_SA net{1} established with SPIs c1_i c2_o\n' }
    expect(findings(up)).toMatchObject({ summary: expect.stringContaining('came up'), told: ['info SA012'] })
  })
})
