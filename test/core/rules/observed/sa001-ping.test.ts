import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'

const HEAD = 'Pinging 10.2.0.10 with 32 bytes of data:\n\n'
const LINES = {
  negotiating: 'Negotiating IP Security.\n',
  timedOut: 'Request timed out.\n',
  unreachable: 'Reply from 192.168.1.1: Destination host unreachable.\n',
  reply: 'Reply from 10.2.0.10: bytes=32 time=12ms TTL=126\n',
}

/** What is said of a ping; `beside` is pasted with it. */
function said(text: string, ...beside: readonly string[]) {
  const pastes = [text, ...beside].map((each, at) => ({ source: `${at}.txt`, text: each }))
  const { diagnostics, summary } = analyse({ pastes })
  const found = diagnostics.find(({ code }) => code === 'SA001')
  return found && { ...found, summary }
}

/** Two of them; whether each has the other's external address in its Remote Site makes the difference. */
function isaServers(alsoAtA: string, alsoAtB: string): string {
  return `ends:
  A:
    vendor: isa
    external_address: 203.0.113.1
    local_networks: [10.1.0.0/24]
    remote_site: [10.2.0.0/24${alsoAtA}]
  B:
    vendor: isa
    external_address: 198.51.100.7
    local_networks: [10.2.0.0/24]
    remote_site: [10.1.0.0/24${alsoAtB}]
`
}

describe('a ping', () => {
  it.each([
    [['negotiating', 'negotiating'], '2 x "Negotiating IP Security."', 'no SA comes up'],
    [['negotiating', 'reply'], '1 x "Negotiating IP Security.", 1 reply', 'the tunnel came up for this traffic'],
    [['timedOut', 'timedOut'], '2 x "Request timed out."', 'nothing came back'],
    [['timedOut', 'reply', 'reply'], '1 x "Request timed out.", 2 replies', 'The traffic flows.'],
    [['timedOut', 'reply', 'unreachable'], '1 x "Request timed out.", 1 x unreachable, 1 reply', 'The traffic flows.'],
    [['timedOut', 'unreachable'], '1 x "Request timed out.", 1 x unreachable', 'there is no route'],
    [['reply'], '1 reply', 'The traffic flows.'],
    [['unreachable'], '1 x unreachable', 'there is no route'],
  ] as const)('with the answers %j', (answers, counts, why) => {
    const found = said(HEAD + answers.map((each) => LINES[each]).join(''))
    expect(found?.what).toBe(`The ping to 10.2.0.10 shows ${counts}.`)
    expect(found?.why).toContain(why)
  })

  it.each([
    ['Request timeout for icmp_seq 0\nRequest timeout for icmp_seq 1\n', '2 x "Request timeout"'],
    ['no answer yet for icmp_seq=1\nno answer yet for icmp_seq=2\n', '2 x "no answer yet"'],
    ['2 packets transmitted, 0 received, 100% packet loss, time 1021ms\n', '2 x no reply'],
    [
      'no answer yet for icmp_seq=1\n2 packets transmitted, 0 received, 100% packet loss, time 1021ms\n',
      '2 x no reply',
    ],
  ])('quotes of lost echoes what the text says: %j', (answers, counts) => {
    const found = said(`PING 10.2.0.10 (10.2.0.10) 56(84) bytes of data.\n${answers}`)
    expect(found?.what).toBe(`The ping to 10.2.0.10 shows ${counts}.`)
    expect(found?.why).toContain('nothing came back')
  })

  it.each([
    ['.....', '0 percent (0/5)', '5 x no reply', 'nothing came back'],
    ['.!!!!', '80 percent (4/5), round-trip min/avg/max = 1/2/4 ms', '1 x no reply, 4 replies', 'The traffic flows.'],
    ['U.U.U', '0 percent (0/5)', '2 x no reply, 3 x unreachable', 'there is no route'],
  ])('of a Cisco box with the marks %s', (marks, rate, counts, why) => {
    const found = said(`R1#ping 10.2.0.10 source 10.1.0.1
Type escape sequence to abort.
Sending 5, 100-byte ICMP Echos to 10.2.0.10, timeout is 2 seconds:
Packet sent with a source address of 10.1.0.1
${marks}
Success rate is ${rate}
R1#
`)
    expect(found?.what).toBe(`The ping to 10.2.0.10 shows ${counts}.`)
    expect(found?.why).toContain(why)
  })

  it('to the other gateway says nothing about the tunnel', () => {
    const tunnel = isaServers(', 198.51.100.7', ', 203.0.113.1')
    const ping = HEAD.replace('10.2.0.10', '198.51.100.7') + LINES.timedOut
    expect(said(ping, tunnel)?.why).toContain("a gateway's own external address")
    expect(said(HEAD + LINES.timedOut, tunnel)?.why).toContain('nothing came back')
  })

  describe('for which no SA comes up', () => {
    const ping = HEAD + LINES.negotiating

    it('is what the texts of both ends say of the gateway itself, and not of the network behind it', () => {
      const found = said(ping, isaServers('', ''))
      expect(found?.severity).toBe('info')
      expect(found?.why).toContain(
        'By the texts that were pasted, that is what 203.0.113.1 > 10.2.0.0/24 comes to, while 10.1.0.0/24 > 10.2.0.0/24 gets through.',
      )
      expect(found?.why).not.toContain('That alone does not say why')
    })

    it('is a warning, and in the first sentence, where all such packets get through by the texts of both ends', () => {
      const tunnel = isaServers(', 198.51.100.7', ', 203.0.113.1')
      const { severity, why, summary } = said(ping, tunnel) ?? {}
      expect(severity).toBe('warning')
      expect(why).toContain('By the texts of both ends such packets get through.')
      expect(summary).toContain('but that is not what is seen: The ping to 10.2.0.10 shows')
      expect(said(ping + LINES.reply, tunnel)?.severity).toBe('info')
    })

    it('says nothing of the texts where they say nothing of such packets', () => {
      const elsewhere = ping.replace('10.2.0.10', '10.3.0.10')
      for (const beside of [[], [isaServers('', '')]]) {
        expect(said(elsewhere, ...beside)).toMatchObject({ severity: 'info' })
        expect(said(elsewhere, ...beside)?.why).toContain('That alone does not say why')
      }
    })
  })

  describe('that is answered', () => {
    const replies = HEAD + LINES.reply + LINES.reply
    // B has nothing for 10.1.0.0/24.
    const down = isaServers('', '').replace('remote_site: [10.1.0.0/24]', 'remote_site: [10.9.0.0/24]')

    it('is a warning, and in the first sentence, where no such packet gets through by the texts of both ends', () => {
      const { severity, why, summary } = said(replies, down) ?? {}
      expect(severity).toBe('warning')
      expect(summary).toMatch(
        / carries nothing\. .* Against that stands what is seen: The ping to 10\.2\.0\.10 shows 2 replies\.$/,
      )
      expect(why).toContain(
        'The traffic flows. Whether it is protected, a ping does not show. By the texts that were pasted no such packet',
      )
      expect(why).toContain('10.1.0.0/24 > 10.2.0.0/24')
      expect(why).toContain('paste the output of both ends as it is now')
      expect(said(HEAD + LINES.negotiating + LINES.reply, down)?.severity).toBe('warning')
    })

    it('tells of one source alone, where by the texts some of them get through', () => {
      const { severity, why, summary } = said(replies, isaServers('', '')) ?? {}
      expect(severity).toBe('info')
      expect(why).toContain('that is so for 10.1.0.0/24 > 10.2.0.0/24, and not for 203.0.113.1 > 10.2.0.0/24')
      expect(summary).not.toContain('Against that')
    })

    it('says nothing of the texts where all of them get through, or none is about them', () => {
      const plain = 'The traffic flows. Whether it is protected, a ping does not show.'
      expect(said(replies, isaServers(', 198.51.100.7', ', 203.0.113.1'))).toMatchObject({
        severity: 'info',
        why: plain,
      })
      expect(said(replies.replaceAll('10.2.0.10', '10.3.0.10'), down)).toMatchObject({ severity: 'info', why: plain })
    })
  })

  describe('that times out', () => {
    const ping = HEAD + LINES.timedOut

    it('asks to look behind the tunnel where the texts let such packets through', () => {
      const { severity, why } = said(ping, isaServers(', 198.51.100.7', ', 203.0.113.1')) ?? {}
      expect(severity).toBe('info')
      expect(why).toContain('By the texts of both ends they get through the tunnel, so look behind it first')
    })

    it('tells what the gateway itself would show where its negotiation is refused', () => {
      const why = said(ping, isaServers('', ''))?.why
      expect(why).toContain('that is what 203.0.113.1 > 10.2.0.0/24 comes to')
      expect(why).toContain('On the gateway itself such a ping shows "Negotiating IP Security."')
      expect(said(ping)?.why).not.toContain('On the gateway itself')
    })
  })
})
