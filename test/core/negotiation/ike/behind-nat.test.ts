import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'

interface Gateway {
  readonly own: string
  readonly peer: string
  readonly id?: string
  readonly expects?: string
  readonly networks: readonly [string, string]
}

function swanctlText({ own, peer, id, expects, networks: [local, remote] }: Gateway): string {
  return `connections {
  c {
    version = 2
    local_addrs = ${own}
    remote_addrs = ${peer}
    proposals = aes256-sha256-modp2048
    local {
      auth = psk${id === undefined ? '' : `\n      id = ${id}`}
    }
    remote {
      auth = psk${expects === undefined ? '' : `\n      id = ${expects}`}
    }
    children {
      net {
        local_ts = ${local}
        remote_ts = ${remote}
        esp_proposals = aes256-sha256
      }
    }
  }
}
secrets {
  ike-any {
    secret = not-a-real-key
  }
}
`
}

/** A is public; B has 192.168.1.50, and A knows it as 198.51.100.200. */
function analysed(a: Partial<Gateway>, b: Partial<Gateway>) {
  const hq = swanctlText({ own: '203.0.113.2', peer: '198.51.100.200', networks: ['10.1.0.0/16', '10.2.0.0/16'], ...a })
  const branch = swanctlText({
    own: '192.168.1.50',
    peer: '203.0.113.2',
    networks: ['10.2.0.0/16', '10.1.0.0/16'],
    ...b,
  })
  return analyse({
    pastes: [
      { source: 'a', end: 'A', text: hq },
      { source: 'b', end: 'B', text: branch },
    ],
  })
}

// RFC 7296 2.23: the address that the peer sees is the NAT's; the identity of RFC 7296 3.5 is what the end itself shows.
describe('an end behind a NAT', () => {
  it('is met at the public address, and what comes from outside is assumed to be passed on', () => {
    const { verdict, flows, diagnostics } = analysed({ expects: '192.168.1.50' }, {})
    expect(verdict).toBe('up')
    expect(flows.map(({ initiator, outcome, certainty }) => [initiator, outcome, certainty])).toEqual([
      ['A', 'established', 'assumed'],
      ['B', 'established', 'stated'],
    ])
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
      ['PA003', 'warning'],
      ['AD002', 'info'],
    ])
  })

  // A strongSwan that is asked for an identity answers as that one, so that only what it begins itself fails.
  it('shows its private address where no identity is written, which is not what the peer expects', () => {
    const { verdict, diagnostics, remediation } = analysed({ expects: '198.51.100.200' }, {})
    expect(verdict).toBe('partial')
    expect(diagnostics.map(({ code }) => code)).toContain('AU001')
    expect(diagnostics.map(({ code }) => code)).not.toContain('AD001')
    expect(remediation.after?.verdict).toBe('up')
  })

  it('comes up with a name for it at both ends', () => {
    expect(analysed({ expects: 'branch.example.net' }, { id: 'branch.example.net' }).verdict).toBe('up')
  })

  it('has the private side of an ipsec.conf, which does not tell whose file it is', () => {
    const conf = `conn c
  keyexchange=ikev2
  authby=secret
  left=192.168.1.50
  leftid=branch.example.net
  leftsubnet=10.2.0.0/16
  right=203.0.113.2
  rightsubnet=10.1.0.0/16
  ike=aes256-sha256-modp2048
  esp=aes256-sha256
  auto=start
`
    const networks = ['10.1.0.0/16', '10.2.0.0/16'] as const
    const hq = { own: '%any', peer: '198.51.100.200', expects: 'branch.example.net', networks }
    const { ends, verdict, diagnostics } = analyse({
      pastes: [
        { source: 'hq.conf', text: swanctlText(hq) },
        { source: 'ipsec.conf', text: `# branch\n\n${conf}` },
      ],
    })
    expect(ends.map(({ tunnelAddresses }) => tunnelAddresses)).toEqual([['203.0.113.2'], ['192.168.1.50']])
    expect(verdict).toBe('up')
    const [behindNat] = diagnostics.filter(({ code }) => code === 'AD002')
    expect(behindNat?.evidence.map(({ text }) => text.trim())).toContain('left=192.168.1.50')
  })

  it('is not told to be reached at its private address', () => {
    const steps = analysed({ expects: '198.51.100.200' }, {}).remediation.steps.map(({ edit }) => edit?.insert ?? '')
    expect(steps.filter((insert) => insert.includes('remote_addrs'))).toEqual([])
  })
})
