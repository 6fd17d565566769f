import { describe, expect, it } from 'vitest'
import { analyse, type Report } from '../../src/core/index.ts'

function told(...texts: readonly string[]): Report {
  return analyse({ pastes: texts.map((text, at) => ({ source: `${at}.txt`, text })) })
}

/** `get vpn ipsec tunnel summary` of a FortiGate; of each tunnel whether its only selector is up. */
function summary(...up: readonly boolean[]): string {
  const lines = up.map(
    (isUp, at) =>
      `'to-${at + 1}' 198.51.100.${at + 1}:0  selectors(total,up): 1/${isUp ? 1 : 0}  rx(pkt,err): 0/0  tx(pkt,err): 0/0`,
  )
  return `${lines.join('\n')}\n`
}

/** A hub of strongSwan with two branches, and the SAs that are there. */
const HUB = ['north', 'south']
  .map(
    (name, at) => `  ${name} {
    local_addrs = 203.0.113.1
    remote_addrs = 198.51.100.${at + 1}
    local { auth = psk }
    remote { auth = psk }
    children {
      net {
        local_ts = 10.0.0.0/24
        remote_ts = 10.${at + 1}.0.0/24
      }
    }
  }
`,
  )
  .join('')
const SAS = `north: #1, ESTABLISHED, IKEv2, 5ee02bd7d8f5ba3e_i* 8b1ce5a54c0fd83a_r
  local  '203.0.113.1' @ 203.0.113.1[500]
  remote '198.51.100.1' @ 198.51.100.1[500]
  AES_CBC-256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048
  established 6s ago, rekeying in 13203s
  net: #1, reqid 1, INSTALLED, TUNNEL, ESP:AES_GCM_16-128
    installed 6s ago, rekeying in 3342s, expires in 3954s
    in  c4f2f5f1,      0 bytes,     0 packets
    out c1d0a58e,      0 bytes,     0 packets
    local  10.0.0.0/24
    remote 10.1.0.0/24
`

describe('of several tunnels of one end', () => {
  it('that which alone is not shown to be up is the one that is asked about', () => {
    const report = told(summary(true, false, true))
    expect(report.diagnostics.find(({ code }) => code === 'PA007')?.what).toBe(
      'Of the 3 tunnels in the pastes, end A to B (198.51.100.2) is the only one that is not shown to be up: the answer is about it.',
    )
    expect(report.summary).toContain('end A with B (198.51.100.2) is not up')
  })

  it('that which has no SA beside the others’ is the one, by a configuration and the SAs', () => {
    const report = told(`connections {\n${HUB}}\n`, SAS)
    expect(report.diagnostics.map(({ code }) => code)).toContain('PA007')
    expect(report.summary).not.toContain('There are 2 tunnels')
    expect(report.flows.map(({ destination }) => destination)).toContain('10.2.0.0/24')
    expect(report.flows.map(({ destination }) => destination)).not.toContain('10.1.0.0/24')
  })

  it.each([
    ['several are not up', summary(true, false, false)],
    ['all are up', summary(true, true)],
    ['no status was pasted', `connections {\n${HUB}}\n`],
  ])('none is chosen where %s', (_, text) => {
    expect(told(text).summary).toMatch(/^There are [23] tunnels in the pastes/)
  })

  it('those that are not up are named first, with their states and where these stand', () => {
    const session = (at: number, status: string, sas: number) => `Interface: GigabitEthernet0/0
Session status: ${status}
Peer: 198.51.100.${at} port 500
  IPSEC FLOW: permit ip 10.0.0.0/255.255.255.0 10.${at}.0.0/255.255.255.0
        Active SAs: ${sas}, origin: crypto map
`
    const sessions = [session(1, 'UP-ACTIVE', 2), session(2, 'DOWN', 0), session(3, 'DOWN-NEGOTIATING', 0)]
    const { summary, diagnostics } = told(
      `HQ#show crypto session\nCrypto session current status\n\n${sessions.join('\n')}`,
    )
    expect(summary).toBe(
      'There are 3 tunnels in the pastes. Not shown to be up: HQ to 198.51.100.2 (DOWN) and HQ to 198.51.100.3 (DOWN-NEGOTIATING). Shown to be up: HQ to 198.51.100.1.',
    )
    const places = diagnostics.flatMap(({ evidence }) => evidence.map(({ text }) => text))
    expect(places).toEqual(['Session status: DOWN', 'Session status: DOWN-NEGOTIATING'])
  })

  it('nothing is said of policies where an output lists none', () => {
    expect(told(summary(true)).diagnostics.map(({ code }) => code)).toEqual(['SA011'])
  })
})
