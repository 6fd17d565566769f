import { describe, expect, it } from 'vitest'
import { privateAddress } from '../../../../src/core/rules/addresses/ad002-private-address.ts'
import { noNatTraversal } from '../../../../src/core/rules/addresses/ad006-no-nat-traversal.ts'
import { sharedKey } from '../../../../src/core/rules/negotiation/au002-shared-key.ts'
import { noKey } from '../../../../src/core/rules/negotiation/au003-no-key.ts'
import { type Gateway, libreswanPair, pair } from '../../../../src/core/rules/negotiation/examples.ts'
import { exchangeMode } from '../../../../src/core/rules/negotiation/md002-exchange-mode.ts'
import { encapsulationMode } from '../../../../src/core/rules/negotiation/md003-mode.ts'
import { virtualAddress } from '../../../../src/core/rules/negotiation/md005-virtual-address.ts'
import { ikeProposals } from '../../../../src/core/rules/negotiation/pr001-ike-proposals.ts'
import { perfectForwardSecrecy } from '../../../../src/core/rules/negotiation/pr003-pfs.ts'
import { heldNetworks } from '../../../../src/core/rules/negotiation/sp010-held-networks.ts'
import type { Diagnostic, Example } from '../../../../src/core/rules/rule.ts'
import { factsOf, gistOf, placesOf, waysOf } from '../facts-of.ts'

const version = (number: 1 | 2, more: Gateway = {}): Gateway => ({
  ...more,
  connection: `version = ${number}${more.connection ?? ''}`,
})

/** Both sentences of each finding, with the ends by their labels alone. */
function said(rule: Diagnostic, example: Example): string[] {
  return factsOf(rule, example).map((found) => {
    const { what, why } = found.explain()
    return `${what} ${why}`.replaceAll(/ \(192\.(?:0\.2|168\.7)\.\d\)| \(198\.51\.100\.7\)/g, '')
  })
}

/** Each is said where it holds, and not where something else does. */
describe('what is said of a negotiation that fails', () => {
  it.each<readonly [string, Diagnostic, string, (is: boolean) => Example]>([
    [
      'in main mode a wrong key leaves what nobody can read',
      sharedKey,
      'In main mode the peer cannot even decrypt',
      (is) => pair(version(is ? 1 : 2, { secret: 'one' }), version(is ? 1 : 2, { secret: 'two' })),
    ],
    [
      'in IKEv1 the pseudo-random function is that of the hash',
      ikeProposals,
      'B takes an IKE proposal that A has with another pseudo-random function: A answers NO_PROPOSAL_CHOSEN.',
      (is) => {
        const proposals = (text: string) => ({ connection: `version = 1\nproposals = aes128-sha256-${text}` })
        return pair(proposals(is ? 'prfsha512-ecp256' : 'modp2048'), proposals('ecp256'))
      },
    ],
    [
      'in main mode a key is looked for by address',
      noKey,
      "In main mode IKEv1 looks for the key by the peer's address",
      (is) => pair(version(is ? 1 : 2), version(is ? 1 : 2, { keyOwner: 'nobody.example' })),
    ],
    [
      'aggressive mode with a key is refused to anybody',
      exchangeMode,
      'A begins in aggressive mode with a pre-shared key, which B refuses to anybody: ',
      (is) =>
        is
          ? pair(version(1, { connection: '\n    aggressive = yes' }), version(1))
          : pair(version(1), version(1, { connection: '\n    aggressive = yes' })),
    ],
    [
      'a pool wants to be asked',
      virtualAddress,
      'and to-b of A asks for none: B answers FAILED_CP_REQUIRED. ',
      (is) =>
        is
          ? pair({}, version(2, { connection: '\n    pools = p' }))
          : pair(version(2, { connection: '\n    vips = 0.0.0.0' })),
    ],
  ])('%s', (_, rule, sentence, example) => {
    const [first] = said(rule, example(true))
    expect(first).toContain(sentence)
    const others = said(rule, example(false))
    expect(others.length).toBeGreaterThan(0)
    for (const other of others) expect(other).not.toContain(sentence)
  })

  it('names whoever begins in a mode that the other one does not take', () => {
    const [, second] = said(exchangeMode, exchangeMode.page.fires)
    expect(second).toBe(
      'B begins in main mode, which A does not take: A answers AUTHENTICATION_FAILED. Both ends must use the same exchange. Use main mode, or better IKEv2, on both ends.',
    )
  })

  it('says of a mode or a group by which version it counts', () => {
    const [mode] = said(encapsulationMode, encapsulationMode.page.fires)
    expect(mode).toContain('The mode is part of the proposal, and both ends must name the same (RFC 2407 4.5).')
    const [group] = said(perfectForwardSecrecy, perfectForwardSecrecy.page.fires)
    expect(group).toContain('Every quick mode needs that.')
  })

  it('says of a key by the two names in aggressive mode nothing of addresses', () => {
    const aggressive = { keys: ['ikev2=no', 'aggressive=yes'] }
    const pastes = libreswanPair(aggressive, aggressive).pastes.map((each) => ({
      ...each,
      text: each.source === 'b.secrets' ? each.text.replace('@gw-a.example', '@nobody.example') : each.text,
    }))
    expect(said(noKey, { pastes })).toEqual([
      'For to-b of A and B there is no pre-shared key for the two identities: B answers NO_PROPOSAL_CHOSEN. A key that names its owners is used for nobody else: let it name the two ends as they show themselves, or nobody.',
    ])
  })

  it('names lines with keys that stand there without quotes, where a product does not load those', () => {
    const { pastes } = libreswanPair()
    const bare = pastes.map((each) =>
      each.source === 'a.secrets' ? { ...each, text: each.text.replace(/"(.*)"/, 'an-example') } : each,
    )
    expect(said(noKey, { pastes: bare })[0]).toContain(
      ' The key in line 1 of a.secrets of A stands there without quotes, and is not loaded ("PSK data malformed"): ',
    )
    const others = said(noKey, libreswanPair({ keys: ['leftid=@other.example'] }))
    for (const other of others) expect(other).not.toContain('without quotes')
  })
})

describe('SP010: networks that another connection holds', () => {
  it('are a warning where that goes to the same peer, with both connections and the one that is to wait', () => {
    const [found, ...more] = factsOf(heldNetworks, heldNetworks.page.fires)
    expect(more).toEqual([])
    expect(found && gistOf(found)).toBe('warning stated, 10.1.0.1 -> 10.2.0.1 icmp')
    expect(found && placesOf(found)).toEqual(['a.conf 12 A (192.0.2.1): to-b', 'a.conf 3 A (192.0.2.1): older'])
    expect(found?.plans).toEqual([
      { changes: [{ end: 'A', change: { kind: 'waits', connection: 'older', child: 'older', waits: true } }] },
    ])
    expect(said(heldNetworks, heldNetworks.page.fires)[0]).toMatch(
      /^to-b of A is for the very networks for which older catches packets: A agrees on the child, /,
    )
  })

  it('are an error where that goes to another peer', () => {
    const pastes = heldNetworks.page.fires.pastes.map((paste) => ({
      ...paste,
      text: paste.source === 'a.conf' ? paste.text.replace('right=192.0.2.2', 'right=192.0.2.9') : paste.text,
    }))
    expect(factsOf(heldNetworks, { pastes }).map(({ severity }) => severity)).toEqual(['error'])
  })
})

describe('AD002 and AD006: a private address behind a NAT', () => {
  const { fires, quiet } = noNatTraversal.page

  it('lose the packets where one end has NAT traversal switched off, which is told once', () => {
    const [found, ...more] = factsOf(noNatTraversal, fires)
    expect(more).toEqual([])
    expect(found && gistOf(found)).toBe('error assumed, 10.1.0.1 -> 10.2.0.1 icmp')
    expect(found && placesOf(found)).toEqual(['ipsec.conf 15 A (192.168.7.2)'])
    expect(found && waysOf(found)).toEqual(['A nat-traversal'])
    expect(found?.flows.map(({ sender, outcome }) => `${sender} ${outcome}`).toSorted()).toEqual(['A lost', 'B lost'])
  })

  it('are told with the address at which the peer meets them, and how many have NAT traversal', () => {
    const why = (example: Example) => factsOf(privateAddress, example).map((each) => [each.severity, each.explain()])
    const what =
      'A (192.168.7.2) has the private tunnel address 192.168.7.2, and its peer 198.51.100.7 is public. B (198.51.100.7) meets it at 203.0.113.1, so there is a NAT in front of A (192.168.7.2).'
    const rest =
      /A \(192\.168\.7\.2\) can begin where the NAT lets UDP 500 and 4500 out; B .* passes them on to 192\.168\.7\.2\..*, not 203\.0\.113\.1\.$/
    const [[both, , ...none] = []] = [why(quiet)]
    expect(none).toEqual([])
    expect(both).toEqual(['info', { what, why: expect.stringMatching(/^Both ends speak NAT traversal /) }])
    expect(both?.[1]).toMatchObject({ why: expect.stringMatching(rest) })
    expect(why(fires)[0]).toEqual([
      'info',
      { what, why: expect.stringMatching(/^NAT traversal \(RFC 3947\) is on at one end alone, /) },
    ])
  })
})
