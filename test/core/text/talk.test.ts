import { describe, expect, it } from 'vitest'
import { analyse } from '../../../src/core/index.ts'
import { isTalk } from '../../../src/core/text/talk.ts'

describe('a line for people', () => {
  it.each([
    'I get the error as shown below',
    'Any ideas? Thanks!',
    'And on the firewall I see:',
    'when i up the conn,i got this error',
    'Any help is appreciated',
    'Any pointers appreciated!',
    'Was ist hier falsch?',
    'other side FortiGate 60F:',
    "The other side is managed by a partner, we can't see it.",
    '> this is what the log of our side has:',
    // Headings.
    'log:',
    '**Debug**',
    "client's config",
    'Destination Config',
    'ipsec.secrets file:',
    '2. ipsec.secrets',
    '`ipsec.conf`',
    'Secrets A',
    'R2 config:',
  ])('is "%s"', (line) => {
    expect(isTalk(line)).toBe(true)
  })

  it.each([
    '',
    'Frobnication Level : 7',
    'set peertype any',
    'esp = aes256-sha2_256',
    'crypto map VPN 10 ipsec-isakmp',
    'permit ip any any',
    'transform proposals not supported',
    'Peer: <Primary VPN Hostname> port 500',
    // A sentence that holds a value.
    'it is 10.1.0.0/24 and the other one is 10.2.0.0/24',
    'the key is: abc',
    'this is what we have: ike=aes256',
    '#pkts decaps: 0, if they are 0 this is not up.',
  ])('is not "%s"', (line) => {
    expect(isTalk(line)).toBe(false)
  })

  it('is none where the product would refuse its file for it', () => {
    const text =
      'conn net\n\tkeyexchange=ikev2\nthis is the way to our office\n\tleft=203.0.113.1\n\tright=198.51.100.1\n'
    const { ends, diagnostics } = analyse({ pastes: [{ source: 'ipsec.conf', text }] })
    expect(diagnostics.map(({ code }) => code)).toContain('PA005')
    expect(ends.flatMap(({ inputs }) => inputs.map(({ lines }) => lines.unrecognised))).toEqual([[3]])
  })

  it('takes nothing from what stands around it', () => {
    const sessions = `R1#show crypto isakmp sa
dst             src             state          conn-id status
203.0.113.9     198.51.100.4    MM_NO_STATE          0 ACTIVE (deleted)
`
    const talk = '\nWhat is wrong here? The other side says that all is fine.\n\nDebug:\n\n'
    const told = (text: string) => {
      const { summary, verdict, diagnostics } = analyse({ pastes: [{ source: 'question', text }] })
      return { summary, verdict, codes: diagnostics.map(({ code }) => code) }
    }
    expect(told(`${sessions}${talk}`)).toEqual(told(sessions))
    expect(told(sessions).codes).not.toContain('PA001')
  })
})
