import { describe, expect, it } from 'vitest'
import { selectorsIn } from '../../../../src/core/vendors/logs/selectors.ts'

describe('what the lines of a log tell of the networks that were asked for', () => {
  it.each([
    // Measured: strongSwan 5.9 and Libreswan 4.10.
    ['13[IKE] traffic selectors 10.1.0.0/24 === 10.2.0.0/24 unacceptable'],
    ['13[IKE] no matching CHILD_SA config found for 10.2.0.0/24 === 10.1.0.0/24'],
    ['"net" #1: the peer proposed: 10.1.0.0/24 -<all>-> 10.2.0.0/24'],
    // By the documents of Cisco and Fortinet.
    [
      '%ASA-3-713061: Group = 192.0.2.2, IP = 192.0.2.2, Rejecting IPSec tunnel: no matching crypto map entry for remote proxy 10.2.0.0/255.255.255.0/0/0 local proxy 10.1.0.0/255.255.255.0/0/0 on interface outside',
    ],
    [
      '  (key eng. msg.) INBOUND local= 192.0.2.1:0, remote= 192.0.2.2:0,',
      '    local_proxy= 10.1.0.0/255.255.255.0/256/0,',
      '    remote_proxy= 10.2.0.0/255.255.255.0/256/0,',
    ],
    [
      '  (key eng. msg.) INBOUND local= 192.0.2.1, remote= 192.0.2.2,',
      '    local_proxy= 10.1.0.0/255.255.255.0/0/0 (type=4),',
      '    remote_proxy= 10.2.0.0/255.255.255.0/0/0 (type=4),',
    ],
    [
      '%ASA-3-751022: Local:192.0.2.1:500 Remote:192.0.2.2:500 Username:192.0.2.2 IKEv2 Tunnel rejected: Crypto Map Policy not found for remote traffic selector 10.2.0.0/10.2.0.255/0/65535/0 local traffic selector 10.1.0.0/10.1.0.255/0/65535/0!',
    ],
    ['ike 0:x:9: peer proposal is: peer:0:10.2.0.0-10.2.0.255:0, me:0:10.1.0.0-10.1.0.255:0'],
    [
      'ike 0:x:9:3: peer proposal:',
      'ike 0:x:9:3: TSi_0 0:10.2.0.0-10.2.0.255:0',
      'ike 0:x:9:3: TSr_0 0:10.1.0.0-10.1.0.255:0',
      'ike 0:x:9:x:3: comparing selectors',
    ],
  ])('%s', (...lines) => {
    expect(selectorsIn(lines)).toBe(
      'The other end asks for 10.1.0.0/24 on the side of this gateway and 10.2.0.0/24 on its own: give this gateway an entry for them, or the other end the networks that this one has.',
    )
  })

  it('is all of several networks, and the protocol', () => {
    expect(
      selectorsIn(['traffic selectors 2001:db8:1::/64[tcp/443] === 10.2.0.0/24 192.0.2.1/32 unacceptable']),
    ).toContain(
      'asks for 2001:db8:1::/64 (tcp, port 443) on the side of this gateway and 10.2.0.0/24, 192.0.2.1 on its own',
    )
  })

  it('has the port of an ASA, where it is one', () => {
    const asked = (ports: string) =>
      selectorsIn([
        `for remote traffic selector 10.2.0.0/10.2.0.255/0/65535/0 local traffic selector 10.1.0.0/10.1.0.255/${ports}/6!`,
      ])
    expect(asked('443/443')).toContain('asks for 10.1.0.0/24 (tcp, port 443) on the side of this gateway')
    expect(asked('1024/2047')).toBeNull()
  })

  it('is all that a FortiGate lists of a side, whichever comes first', () => {
    const lines = [
      'ike 0:x:9:3: peer proposal:',
      'ike 0:x:9:3: TSr_0 6:10.1.0.0-10.1.0.255:443',
      'ike 0:x:9:3: TSi_0 0:10.2.0.0-10.2.0.255:0',
      'ike 0:x:9:3: TSi_1 0:192.0.2.1-192.0.2.1:0',
    ]
    expect(selectorsIn(lines)).toContain(
      'asks for 10.1.0.0/24 (tcp, port 443) on the side of this gateway and 10.2.0.0/24, 192.0.2.1 on its own',
    )
    expect(selectorsIn(lines.slice(0, 2))).toBeNull()
  })

  it('is beside what a FortiGate has itself', () => {
    const lines = [
      'ike 0:x:9: peer proposal is: peer:0:10.2.0.0-10.2.0.255:0, me:0:10.1.0.0-10.1.0.255:0',
      'ike 0:x:9:y:3: peer: type=7/7, local=0:10.1.0.0-10.1.0.255:0, remote=0:10.2.0.0-10.2.0.255:0',
      'ike 0:x:9:y:3: mine: type=7/7, local=0:10.1.0.0-10.1.255.255:0, remote=0:10.2.0.0-10.2.0.255:0',
    ]
    expect(selectorsIn(lines)).toContain('10.2.0.0/24 on its own; this gateway has 10.1.0.0/16 and 10.2.0.0/24: give')
  })

  it('is that of the last attempt', () => {
    const asked = (own: string) => `traffic selectors ${own} === 10.2.0.0/24 unacceptable`
    expect(selectorsIn([asked('10.1.0.0/24'), asked('10.9.0.0/24')])).toContain('asks for 10.9.0.0/24 ')
  })

  it('is nothing where there are none, or no addresses', () => {
    expect(selectorsIn([])).toBeNull()
    expect(selectorsIn(['traffic selectors dead beef === 10.2.0.0/24 unacceptable'])).toBeNull()
  })
})
