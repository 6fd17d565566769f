import { describe, expect, it } from 'vitest'
import { analyse } from '../../src/core/index.ts'

const CONF = `config setup

conn hq
    authby=secret
    ikev2=insist
    ike=aes256-sha2_256;modp2048
    phase2alg=aes256-sha2_256
    pfs=no
    left=203.0.113.7
    leftsubnet=10.7.0.0/24
    right=198.51.100.9
    rightsubnet=10.1.0.0/16
    auto=start
`

const ASA = `crypto map outside_map 5 match address L2L
crypto map outside_map 5 set peer 203.0.113.7
crypto map outside_map 5 set ikev2 ipsec-proposal AES256
crypto map outside_map interface outside
crypto ipsec ikev2 ipsec-proposal AES256
 protocol esp encryption aes-256
 protocol esp integrity sha-256
crypto ikev2 enable outside
crypto ikev2 policy 10
 encryption aes-256
 integrity sha256
 group 14
 prf sha256
 lifetime seconds 86400
access-list L2L extended permit ip 10.1.0.0 255.255.0.0 10.7.0.0 255.255.255.0
tunnel-group 203.0.113.7 type ipsec-l2l
tunnel-group 203.0.113.7 ipsec-attributes
 ikev2 remote-authentication pre-shared-key *****
 ikev2 local-authentication pre-shared-key *****
`

function analysed(text: string) {
  return analyse({ pastes: [{ source: 'paste', text }] })
}

describe('two ends in one paste', () => {
  it.each([
    ['names of places', `HQ ASA:\n${ASA}\nRemote side:\n${CONF}`, ['HQ ASA', 'Remote side']],
    [
      'names of places above code fences',
      `*HQ:*\n\`\`\`\n${ASA}\`\`\`\n*Branch:*\n\`\`\`\n${CONF}\`\`\``,
      ['HQ', 'Branch'],
    ],
    ['letters', `Gateway A:\n${ASA}\nGateway B:\n${CONF}`, ['A (198.51.100.9)', 'B (203.0.113.7)']],
  ])('are told by headings with %s, which are no lines of the files below', (_, text, names) => {
    const { verdict, ends, diagnostics } = analysed(text)
    expect(verdict).toBe('up')
    expect(ends.map(({ name }) => name)).toEqual(names)
    expect(diagnostics.map(({ code }) => code)).not.toContain('PA001')
  })

  it('are read where a code fence stands on a line of the text', () => {
    const { verdict, ends } = analysed(
      `Here’s the ASA\n\`\`\`${ASA.trim()}\`\`\`\nand the other\n\`\`\`${CONF.trim()}\`\`\``,
    )
    expect(verdict).toBe('up')
    expect(ends.flatMap(({ inputs }) => inputs.map(({ format }) => format))).toEqual([
      'cisco-asa/running-config',
      'libreswan/ipsec-conf',
    ])
  })

  // Neither tells its own address: the ASA goes to 203.0.113.7, so the file with both sides is of that gateway.
  it('are at the addresses that the other one goes to', () => {
    const { ends, diagnostics } = analysed(`${CONF}\n${ASA}`)
    expect(ends.map(({ vendor, tunnelAddresses }) => [vendor, ...tunnelAddresses])).toEqual([
      ['libreswan', '203.0.113.7'],
      ['cisco-asa', '198.51.100.9'],
    ])
    expect(diagnostics.map(({ code }) => code)).not.toContain('PA006')
  })
})

describe('what stands in front of each line', () => {
  const both = `Gateway A:\n${ASA}\nGateway B:\n${CONF}`
  it.each([
    ['quote marks', both.replace(/^/gm, '> ')],
    ['quote marks of two mails', both.replace(/^/gm, '> > ')],
  ])('is left out: %s', (_, text) => {
    expect(analysed(text).verdict).toBe('up')
  })

  it('is left out: line numbers', () => {
    const numbered = CONF.trim()
      .split('\n')
      .map((line, at) => `${String(at + 1).padStart(4)} ${line}`)
    const report = analyse({
      pastes: [
        { source: 'a', text: ASA },
        { source: 'b', text: numbered.join('\n') },
      ],
    })
    expect(report.verdict).toBe('up')
  })

  it('does not keep a key from being blanked', () => {
    const text =
      'conn c\n left=192.0.2.1\n right=198.51.100.7\n authby=secret\n192.0.2.1 198.51.100.7 : PSK "Example-key-1"\n'
    const numbered = text
      .trim()
      .split('\n')
      .map((line, at) => `${at + 1}\t${line}`)
    for (const pasted of [text.replace(/^/gm, '> '), numbered.join('\n')]) {
      expect(JSON.stringify(analysed(pasted))).not.toContain('Example-key-1')
      expect(analysed(pasted).diagnostics.map(({ code }) => code)).toContain('PA003')
    }
  })
})

it('names the end that was pasted, where it shows nothing that it would protect', () => {
  const text = `fw01 # diagnose vpn ike gateway list name to-paris
vd: root/0
name: to-paris
version: 2
interface: wan1 5
addr: 203.0.113.44:500 -> 198.51.100.30:500
created: 30s ago
IKE SA: created 1/1
IPsec SA: created 0/0
  id/spi: 4 aabbccddeeff0011/0000000000000000
  direction: initiator
  status: connecting, state 3, started 30s ago
`
  expect(analysed(text).summary).toMatch(/^Only fw01 was pasted\. The IKE SA of fw01 .* is not up/)
})
