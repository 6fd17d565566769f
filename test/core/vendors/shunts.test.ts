import { describe, expect, it } from 'vitest'
import { analyse } from '../../../src/core/index.ts'

/** A spoke whose tunnel is for all sites, and which keeps its own network out of it as manuals write it. */
const STARTER = `# strongSwan
conn lan
    left=127.0.0.1
    right=127.0.0.1
    leftsubnet=10.2.0.0/24
    rightsubnet=10.2.0.0/24
    type=passthrough
    authby=never
    auto=route

conn hub
    left=192.0.2.2
    leftsubnet=10.2.0.0/24
    right=192.0.2.1
    rightsubnet=10.0.0.0/8
    authby=psk
    auto=add
`
const SWANCTL = `connections {
  lan {
    local_addrs = 127.0.0.1
    remote_addrs = 127.0.0.1
    children {
      lan {
        local_ts = 10.2.0.0/24
        remote_ts = 10.2.0.0/24
        mode = pass
        start_action = trap
      }
    }
  }
  hub {
    local_addrs = 192.0.2.2
    remote_addrs = 192.0.2.1
    local {
      auth = psk
    }
    remote {
      auth = psk
    }
    children {
      hub {
        local_ts = 10.2.0.0/24
        remote_ts = 10.0.0.0/8
      }
    }
  }
}
`
const HUB = `# strongSwan
conn spoke
    left=192.0.2.1
    leftsubnet=10.0.0.0/8
    right=192.0.2.2
    rightsubnet=10.2.0.0/24
    authby=psk
    auto=add
`

describe('a shunt for the own network beside a tunnel', () => {
  it.each([
    ['ipsec.conf', STARTER],
    ['swanctl.conf', SWANCTL],
  ])('of %s tells no address of the gateway, and is nothing to mend', (_, spoke) => {
    const { ends, diagnostics, remediation } = analyse({
      pastes: [
        { source: 'a.conf', text: HUB, end: 'A' },
        { source: 'b.conf', text: spoke, end: 'B' },
      ],
    })
    expect(ends.map(({ name }) => name)).toEqual(['A (192.0.2.1)', 'B (192.0.2.2)'])
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(diagnostics.filter(({ code }) => code === 'SP003').map(({ severity }) => severity)).toContain('info')
    expect(remediation.steps).toEqual([])
  })

  it('takes packets of the tunnel where its two sides are different networks', () => {
    const other = STARTER.replace('rightsubnet=10.2.0.0/24', 'rightsubnet=10.3.0.0/24')
    const { diagnostics } = analyse({
      pastes: [
        { source: 'a.conf', text: HUB, end: 'A' },
        { source: 'b.conf', text: other, end: 'B' },
      ],
    })
    expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toContain('SP003')
  })
})
