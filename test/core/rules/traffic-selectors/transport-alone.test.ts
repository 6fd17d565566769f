import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'
import { windowsStaticText } from '../../../support/products/windows-static.ts'
import { tunnelBetween } from '../../../support/tunnel.ts'

const PLAIN = { coversOwnAddress: false }
const { a, b } = tunnelBetween(PLAIN, PLAIN, 1)

/** The tunnel of an end, and a rule without a tunnel endpoint for what it says to the host. */
function withTransport(text: string, host: string, action = 'Require ESP'): string {
  return text
    .replace(
      'Filter Lists\n',
      `Rule Name              : Gateways\nActivated              : YES\nFilterList Name        : Hosts\nFilterAction Name      : ${action}\n\nFilter Lists\n`,
    )
    .replace(
      'Filter Actions\n',
      `FilterList Name        : Hosts\nNo. of Filters         : 1\nFilter(s)\n---------\nDescription            : NONE\nMirrored               : YES\nSource IP Address      : <My IP Address>\nSource Mask            : 255.255.255.255\nDestination IP Address : ${host}\nDestination Mask       : 255.255.255.255\nProtocol               : ANY\nSource Port            : ANY\nDestination Port       : ANY\n\nFilter Actions\n\nFilterAction Name      : Let pass\nAction                 : PERMIT\n\n`,
    )
}

function report(ofA: string, ofB: string) {
  const { verdict, diagnostics, remediation } = analyse({
    pastes: [
      { source: 'a.txt', text: ofA },
      { source: 'b.txt', text: ofB },
    ],
  })
  return {
    verdict,
    errors: diagnostics.filter(({ severity }) => severity === 'error').map(({ code, what }) => `${code} ${what}`),
    commands: (remediation?.steps ?? []).flatMap(({ end, run }) =>
      (run ?? '').split('\n').map((line) => `${end} ${line}`),
    ),
    after: remediation?.after?.verdict ?? null,
  }
}

const [A, B] = [windowsStaticText(a), windowsStaticText(b)]

describe('a rule in transport mode beside a tunnel', () => {
  it('is named where the other end has none, and made there without touching the tunnel', () => {
    const { verdict, errors, commands, after } = report(withTransport(A, b.address), B)
    expect(verdict).toBe('partial')
    expect(errors).toEqual([
      'TS018 A (203.0.113.1) protects Hosts (203.0.113.1 <> 198.51.100.7) in transport mode; B (198.51.100.7) has nothing for it.',
    ])
    expect(commands).toEqual([
      'B netsh ipsec static add filterlist name="Transport to 203.0.113.1"',
      'B netsh ipsec static add filter filterlist="Transport to 203.0.113.1" srcaddr=198.51.100.7 srcmask=32 dstaddr=203.0.113.1 dstmask=32 protocol=ANY mirrored=yes',
      'B netsh ipsec static add rule name="Transport to 203.0.113.1" policy="Tunnel" filterlist="Transport to 203.0.113.1" filteraction="Require ESP" psk="<key>"',
    ])
    expect(after).toBe('up')
  })

  it('is right where both ends have it', () => {
    expect(report(withTransport(A, b.address), withTransport(B, a.address))).toMatchObject({
      verdict: 'up',
      errors: [],
    })
  })

  it('is no matter where it goes to another host, or lets packets pass', () => {
    expect(report(withTransport(A, '192.0.2.33'), B)).toMatchObject({ verdict: 'up', errors: [] })
    expect(report(withTransport(A, b.address, 'Let pass'), B)).toMatchObject({ verdict: 'up', errors: [] })
  })

  it('gets no step where the other end is a product that is not told how', () => {
    const other =
      'ends:\n  B:\n    vendor: other\n    external_address: 198.51.100.7\n    peer_address: 203.0.113.1\n    local_networks: [10.2.0.0/24]\n    remote_networks: [10.1.0.0/24]\n'
    const { errors, commands } = report(withTransport(A, b.address), other)
    expect(errors).toHaveLength(1)
    expect(errors[0]).toMatch(/^TS018/)
    expect(commands).toEqual([])
  })
})
