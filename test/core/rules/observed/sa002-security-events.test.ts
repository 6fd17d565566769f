import { describe, expect, it } from 'vitest'
import { analyse } from '../../../../src/core/index.ts'

const [OWN, PEER] = ['203.0.113.1', '198.51.100.7']

/** Two ISA Servers, whose Remote Sites have the other's external address or not. */
const isaServers = (also: boolean) => `ends:
  A:
    vendor: isa
    external_address: ${OWN}
    local_networks: [10.1.0.0/24]
    remote_site: [10.2.0.0/24${also ? `, ${PEER}` : ''}]
  B:
    vendor: isa
    external_address: ${PEER}
    local_networks: [10.2.0.0/24]
    remote_site: [10.1.0.0/24${also ? `, ${OWN}` : ''}]
`

/** Event 4654 of ISA A, in the words of Windows 2008; what came of a negotiation for itself or its network. */
const failed = (source: string, role = 'Initiator') => `An IPsec quick mode negotiation failed.

Local Endpoint:
	Network Address:	${source}
	Network Address mask:	${source === OWN ? '255.255.255.255' : '255.255.255.0'}
	Port:			0
	Tunnel Endpoint:	${OWN}

Remote Endpoint:
	Network Address:	10.2.0.0
	Address Mask:		255.255.255.0
	Port:			0
	Tunnel Endpoint:	${PEER}

Additional Information:
	Protocol:		0
	Keying Module Name:	IKEv1
	Mode:			Tunnel
	Role:			${role}

Failure Information:
	Failure Point:		Local computer
	Failure Reason:		No policy configured.
`

const CAME_UP = `IKE security association established.
Mode:
Data Protection Mode (Quick Mode)

Filter:
Source IP Address 10.1.0.0
Source IP Address Mask 255.255.255.0
Destination IP Address 10.2.0.0
Destination IP Address Mask 255.255.255.0
Protocol 0
Source Port 0
Destination Port 0
`

/** Event 547 of ISA A: no key exchange with a peer. */
const noMainMode = (peer: string) => `IKE security association negotiation failed.
Mode:
Key Exchange Mode (Main Mode)

Filter:
Source IP Address ${OWN}
Source IP Address Mask 255.255.255.255
Destination IP Address ${peer}
Destination IP Address Mask 255.255.255.255
Protocol 0
Source Port 0
Destination Port 0
IKE Local Addr ${OWN}
IKE Peer Addr ${peer}

Failure Point:
Me

Failure Reason:
Negotiation timed out
`

function said(event: string, ...beside: readonly string[]) {
  const pastes = [event, ...beside].map((each, at) => ({ source: `${at}.txt`, text: each }))
  const { diagnostics, summary } = analyse({ pastes })
  const found = diagnostics.find(({ code }) => code === 'SA002')
  return { severity: found?.severity, why: found?.why, summary }
}

describe('a negotiation that failed by the security log (SA002)', () => {
  it('is the first sentence beside one end alone', () => {
    const [both] = isaServers(false).split('  B:')
    expect(said(failed(OWN), both ?? '').summary).toMatch(/^Only A .* was pasted\. Event 4654: quick mode failed with /)
  })

  it.each([
    ['Initiator', `${OWN} > 10.2.0.0/24 comes`],
    ['Responder', `10.2.0.0/24 > ${OWN} comes`],
    ['Unknown', `${OWN} > 10.2.0.0/24 and 10.2.0.0/24 > ${OWN} come`],
  ])('is held against the packets that would ask for it: %s', (role, flows) => {
    const { severity, why, summary } = said(failed(OWN, role), isaServers(false))
    expect(severity).toBe('info')
    expect(why).toContain(`By the texts that were pasted, that is what ${flows} to.`)
    expect(summary).not.toContain('Event 4654')
  })

  it('is a warning, and in the first sentence, where by the texts of both ends it would not fail', () => {
    const { severity, why, summary } = said(failed('10.1.0.0'), isaServers(true))
    expect(severity).toBe('warning')
    expect(why).toContain('By the texts of both ends such packets get through.')
    expect(summary).toContain('but that is not what is seen: Event 4654')
  })

  it('is history where another one came up', () => {
    expect(said(`${failed('10.1.0.0')}\n\n${CAME_UP}`, isaServers(true)).severity).toBe('info')
  })

  it.each([
    ['all would get through', PEER, true, 'warning'],
    ['some would not', PEER, false, 'info'],
    ['it was with another peer', '192.0.2.99', true, 'info'],
  ])('of main mode is held against all packets: %s', (_, peer, also, severity) => {
    const { severity: told, why } = said(noMainMode(peer), isaServers(also))
    expect(told).toBe(severity)
    expect(why?.includes('By the texts of both ends the tunnel comes up')).toBe(severity === 'warning')
  })
})
